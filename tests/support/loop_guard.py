"""Which event loop a test runs on, and that nothing is left running on it.

tests/qt and tests/e2e run on Qt's loop, like the program; everything else on the plain one, which is faster and proves
that the code does not need Qt. A test elsewhere can ask for Qt's loop with `@pytest.mark.qt_loop`.

A task still pending when a test and its fixtures are through fails the test: in the program that is work without an
owner, whose failure nobody hears of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from pytest_asyncio import is_async_test

from tests.support.verdict import object_to

_QT_FOLDERS = ("qt", "e2e")
# pytest-asyncio's fixture that owns the loop. Its name is private; test_loop_guard.py fails if it changes.
_RUNNER = "_function_scoped_runner"

LoopFactory = Callable[[], asyncio.AbstractEventLoop]
_keep: list[object] = []


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "qt_loop: run this coroutine on Qt's event loop, wherever the test is")


def new_qt_loop() -> asyncio.AbstractEventLoop:
    """A fresh asyncio loop on Qt's, as the program makes it."""
    from PySide6.QtWidgets import QApplication

    from roomscribe.runtime.loop import new_loop

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["roomscribe-tests"])
        _keep.append(app)
    # Otherwise the first window a test closes ends Qt's loop, and with it the test.
    app.setQuitOnLastWindowClosed(False)
    return new_loop(app)


def _on_qt(config: pytest.Config, item: pytest.Item) -> bool:
    if item.get_closest_marker("qt_loop"):
        return True
    try:
        parts = item.path.relative_to(config.rootpath).parts
    except ValueError:
        return False
    return parts[:1] == ("tests",) and parts[1] in _QT_FOLDERS


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    return {"qasync": new_qt_loop} if _on_qt(config, item) else {"asyncio": asyncio.new_event_loop}


def _pending(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks(loop) if not task.done()]


@pytest.fixture(autouse=True)
def loop_guard(request: pytest.FixtureRequest, qt_guard: None) -> Iterator[None]:
    if not is_async_test(request.node):
        yield
        return
    # Asked for here, so that it ends right after us: later than every fixture of the test, and before pytest-asyncio
    # cancels what is left and thereby hides it.
    runner: asyncio.Runner = request.getfixturevalue(_RUNNER)
    yield
    loop = runner.get_loop()
    for _ in range(5):
        if not _pending(loop):
            return
        # Tasks that were cancelled or are finished get the few turns they need to notice.
        runner.run(asyncio.sleep(0))
    names = [f"{task.get_name()} ({task.get_coro()!r})" for task in _pending(loop)]
    if names:
        object_to(request.node, "pending asyncio tasks were left behind: " + ", ".join(sorted(names)))
