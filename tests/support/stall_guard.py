"""A test in tests/qt fails when Qt's event loop calls something that computes for over a tenth of a second.

In the program that is a window that does not answer. Only what the interface thread computes counts, not what passes on
the clock, so a busy machine makes nobody fail; and only what an event loop has called, whoever runs it, for a test's
own lines may take as long as they like. A test that meets what cannot be quicker announces it, with the reason:

    @pytest.mark.stall(0.4, reason="Qt lays out ten thousand letters in one go")

What was computed is read off where a turn of Qt's loop begins and where asyncio begins and ends one of its calls, so it
is complete even if no line of Python ran meanwhile. An alarm after every few milliseconds of computing tells where the
thread stands: Python hears of it only after a long call into C, in time for saying which. No second thread looks: what
that holds of the stack would be freed there, and windows with it.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import _pytest
import pytest
import pytest_asyncio

import roomscribe
from tests.support.verdict import object_to

LIMIT = 0.1
"""Seconds of computing in one call from the event loop."""
LOOK = 0.005
"""Seconds of computing between two looks."""
OURS = (str(Path(roomscribe.__file__).parent),)
TESTS = (str(Path(_pytest.__file__).parent), str(Path(pytest_asyncio.__file__).parent))
"""What runs a test's lines. They themselves are below the run's own `tests`."""
LINES = 8
"""Of the stack that is told."""

_RUN_LOOPS: dict[str, dict[str, tuple[str, ...]]] = {
    "QtCore": {
        "QCoreApplication": ("exec", "exec_", "processEvents"),
        "QEventLoop": ("exec", "exec_", "processEvents"),
        "QAbstractEventDispatcher": ("processEvents",),
    },
    "QtGui": {"QGuiApplication": ("exec", "exec_")},
    "QtWidgets": {"QApplication": ("exec", "exec_")},
    "QtTest": {"QTest": ("qWait", "qWaitForWindowActive", "qWaitForWindowExposed")},
}
"""What runs Qt's loop when Python calls it."""

_patch = pytest.MonkeyPatch()


class Watch:
    """The longest call from an event loop of the thread that started it."""

    watching: Watch | None = None
    """One at a time; the hooks for the whole run report to it."""

    def __init__(self) -> None:
        self.worst, self.stack = 0.0, ""
        self._thread = threading.get_ident()
        self._counts = False
        """Whether what is computed now was called by an event loop and is nobody's own act."""
        self._since = 0.0
        self._seen = ""
        self._loops: list[FrameType] = []
        self._dispatcher: Any = None
        self._before: Any = None

    def start(self) -> None:
        """Watch the calling thread, where that can be done: the main one, and not on Windows."""
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            Watch.watching = self
            self._before = signal.signal(signal.SIGPROF, self._look)
            signal.setitimer(signal.ITIMER_PROF, LOOK, LOOK)

    def stop(self) -> None:
        """Watch no more."""
        if self._before is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            # One that another thread has run up may still come, and by default it ends the process without a word.
            signal.signal(signal.SIGPROF, signal.SIG_IGN if self._before == signal.SIG_DFL else self._before)
            self._before = None
            Watch.watching = None
        if self._dispatcher is not None:
            import shiboken6

            if shiboken6.isValid(self._dispatcher):
                self._dispatcher.awake.disconnect(self._turn)
            self._dispatcher = None

    def run_loop(self, run: Callable[[], Any]) -> Any:
        """Run an event loop; what it calls counts."""
        if threading.get_ident() != self._thread:
            return run()
        self._see_turns()
        self._loops.append(sys._getframe())
        try:
            return self._call(run, counts=True)
        finally:
            self._loops.pop()

    def run_handle(self, handle: asyncio.Handle, run: Callable[[asyncio.Handle], None]) -> None:
        """Let asyncio make one of its calls; it counts for itself, if it comes from a loop that is watched."""
        if self._loops and threading.get_ident() == self._thread:
            self._call(run, handle, counts=not _begun_by_test(handle))
        else:
            run(handle)

    def _call(self, run: Callable[..., Any], *arguments: Any, counts: bool) -> Any:
        before = self._counts
        self._turn()
        self._counts = counts
        try:
            return run(*arguments)
        finally:
            self._turn(*arguments)
            self._counts = before

    def _see_turns(self) -> None:
        from PySide6.QtCore import QAbstractEventDispatcher

        dispatcher = QAbstractEventDispatcher.instance()
        if self._dispatcher is None and dispatcher is not None:
            self._dispatcher = dispatcher
            dispatcher.awake.connect(self._turn)

    def _turn(self, name: object = "Qt's own work, and no line of Python") -> None:
        """What was called has returned, and the next call may begin."""
        computed = time.thread_time()
        if self._counts and computed - self._since > self.worst:
            self.worst = computed - self._since
            if self.worst > LIMIT / 2:
                self.stack = self._seen or f"  {name}"
        self._since, self._seen = computed, ""

    def _look(self, _number: int, frame: FrameType | None) -> None:
        if not self._counts:
            return
        computed = time.thread_time()
        if own_act(frame, self._loops[-1]):
            self._since = computed
        elif computed - self._since > LIMIT / 2:
            lines = traceback.extract_stack(frame, LINES)
            self._seen = "\n".join(f"  {line.filename}:{line.lineno} {line.name}" for line in lines)


def own_act(frame: FrameType | None, loop: FrameType) -> bool:
    """Whether a test's own lines are at work, by themselves or in what they called, since this loop was begun."""
    ours = tests = False
    while frame is not None and frame is not loop:
        name = frame.f_code.co_filename
        if name.startswith(OURS):
            ours = True
        elif name != __file__ and name.startswith(TESTS):
            if ours:
                return True
            tests = True
        frame = frame.f_back
    return tests and not ours


def _begun_by_test(handle: asyncio.Handle) -> bool:
    """Whether this call goes on with a coroutine of a test or of one of its fixtures."""
    task = getattr(handle._callback, "__self__", None)  # type: ignore[attr-defined]
    code = getattr(task.get_coro(), "cr_code", None) if isinstance(task, asyncio.Task) else None
    return code is not None and code.co_filename.startswith(TESTS)


def _loop_hook(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(*arguments: Any, **options: Any) -> Any:
        if Watch.watching is None:
            return original(*arguments, **options)
        return Watch.watching.run_loop(functools.partial(original, *arguments, **options))

    return run


def _handle_hook(original: Callable[[asyncio.Handle], None]) -> Callable[[asyncio.Handle], None]:
    def run(handle: asyncio.Handle) -> None:
        if Watch.watching is None:
            original(handle)
        else:
            Watch.watching.run_handle(handle, original)

    return run


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "stall(seconds, reason): the event loop may be held up so long here, because of something not ours"
    )
    _patch.setattr(f"{__name__}.TESTS", (*TESTS, str(config.rootpath / "tests")))
    _patch.setattr(asyncio.Handle, "_run", _handle_hook(vars(asyncio.Handle)["_run"]))
    for module, classes in _RUN_LOOPS.items():
        for name, methods in classes.items():
            owner = getattr(importlib.import_module(f"PySide6.{module}"), name)
            for method in methods:
                hook = _loop_hook(getattr(owner, method))
                alone = isinstance(vars(owner)[method], staticmethod)
                _patch.setattr(owner, method, staticmethod(hook) if alone else hook)


def pytest_unconfigure(config: pytest.Config) -> None:
    _patch.undo()


def _watched(item: pytest.Item) -> bool:
    try:
        return item.path.relative_to(item.config.rootpath).parts[:2] == ("tests", "qt")
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def stall_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    if not _watched(request.node):
        yield
        return
    mark = request.node.get_closest_marker("stall")
    limit = LIMIT
    if mark is not None:
        assert mark.kwargs.get("reason"), "a stall is announced with its reason"
        limit = mark.args[0]
    watch = Watch()
    watch.start()
    yield
    watch.stop()
    if watch.worst > limit:
        object_to(
            request.node,
            f"the event loop was held up: {watch.worst * 1000:.0f} ms of computing in one call\n{watch.stack}",
        )
