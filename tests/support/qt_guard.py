"""A top-level widget left behind, or a QTimer left running, fails the test.

In the program such a leftover is a window's worth of memory per opened dialog, or work done for something that is gone;
in the tests it also runs into the next test, which then fails for no reason of its own.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.log_guard import LogWatch
from tests.support.verdict import has_failed, object_to

# Qt makes them by itself and keeps them for later.
_QT_KEEPS = ("QTipLabel", "QWhatsThat")

_patch = pytest.MonkeyPatch()
# Timers are noted when they are made, because one that is started by a signal never passes through Python again.
_timers: weakref.WeakSet[Any] = weakref.WeakSet()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    from PySide6.QtCore import QTimer

    original = QTimer.__init__

    def noted(self: QTimer, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _timers.add(self)

    _patch.setattr(QTimer, "__init__", noted)


def pytest_unconfigure(config: pytest.Config) -> None:
    _patch.undo()


def _widgets() -> list[Any]:
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    # Those with a parent go with it and would only repeat its name.
    everything = QApplication.topLevelWidgets()
    return [widget for widget in everything if widget.parent() is None and type(widget).__name__ not in _QT_KEEPS]


def _running_timers() -> list[Any]:
    import shiboken6

    return [timer for timer in list(_timers) if shiboken6.isValid(timer) and timer.isActive()]


def _delete_what_was_promised() -> None:
    """Carry out every `deleteLater`, which otherwise waits for an event loop that this test will not run again."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _left_over(request: pytest.FixtureRequest, look: Callable[[], list[Any]], before: list[Any]) -> list[Any]:
    """What is there and was not there before, once everything that nobody holds any more is really gone."""

    def new() -> list[Any]:
        return [thing for thing in look() if not any(thing is old for old in before)]

    if not new():
        return []
    # pytest still holds the values of finished fixtures here; with them held, everything would look leaked.
    request.node.funcargs.clear()
    gc.collect()
    _delete_what_was_promised()
    return new()


def _describe(thing: Any) -> str:
    name, title = thing.objectName(), getattr(thing, "windowTitle", str)()
    extra = ", ".join(repr(text) for text in (name, title) if text)
    return f"{type(thing).__module__}.{type(thing).__qualname__}" + (f" ({extra})" if extra else "")


def _describe_timer(timer: Any) -> str:
    parent = timer.parent()
    return f"every {timer.interval()} ms in " + (_describe(parent) if parent is not None else "no parent")


@pytest.fixture(autouse=True)
def qt_guard(request: pytest.FixtureRequest, log_guard: LogWatch) -> Iterator[None]:
    widgets_before, timers_before = _widgets(), _running_timers()
    yield
    _delete_what_was_promised()
    if has_failed(request.node):
        # Its traceback keeps its local variables alive, and the next test takes them for granted.
        return
    timers = _left_over(request, _running_timers, timers_before)
    widgets = _left_over(request, _widgets, widgets_before)
    objections = [f"a QTimer still runs, {_describe_timer(timer)}" for timer in timers]
    objections += [f"a top-level widget was left behind: {_describe(widget)}" for widget in widgets]
    for timer in timers:
        timer.stop()
    for widget in widgets:
        widget.close()
        widget.deleteLater()
    _delete_what_was_promised()
    if objections:
        object_to(request.node, "\n".join(objections))
