"""Who is blamed for holding up the event loop, and who is not."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

import roomscribe
from tests.support.stall_guard import LIMIT, Watch

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")

BURN = """
import time
def run(seconds):
    over = time.thread_time() + seconds
    while time.thread_time() < over:
        pass
"""
ONE_CALL = "def run(count):\n    sum(range(count))\n"
PASS_ON = "def run(function, *arguments):\n    function(*arguments)\n"
LATER = "async def run(function, *arguments):\n    function(*arguments)\n"


def written_in(path: Path, source: str) -> Callable[..., Any]:
    """A function that claims to stand in this file."""
    names: dict[str, Any] = {}
    exec(compile(source, str(path), "exec"), names)
    run: Callable[..., Any] = names["run"]
    return run


PART = Path(roomscribe.__file__).with_name("ui") / "part.py"
OURS = written_in(PART, BURN)
OURS_IN_C = written_in(PART, ONE_CALL)
OURS_LATER = written_in(PART, LATER)
OURS_ON = written_in(PART, PASS_ON)


def numbers(seconds: float) -> int:
    """So many that their sum takes about so long here."""
    few = 500_000
    begun = time.thread_time()
    sum(range(few))
    return int(few * seconds / (time.thread_time() - begun))


COUNT = numbers(2 * LIMIT)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    watch.start()
    yield watch
    watch.stop()


def spin(qapp: QApplication) -> None:
    qapp.processEvents()


def execute(_qapp: QApplication) -> None:
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


@pytest.mark.parametrize("run", [spin, execute])
@pytest.mark.parametrize(("work", "amount"), [(OURS, 2 * LIMIT), (OURS_IN_C, COUNT)], ids=["lines", "one call into C"])
def test_what_a_loop_calls_counts_and_is_named(
    qapp: QApplication, watch: Watch, run: Callable[[QApplication], None], work: Callable[..., Any], amount: float
) -> None:
    QTimer.singleShot(0, partial(work, amount))
    run(qapp)
    assert watch.worst > LIMIT
    assert "ui/part.py" in watch.stack.replace("\\", "/")


@pytest.mark.qt_loop
async def test_a_task_of_ours_counts(watch: Watch) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(OURS_LATER(OURS_IN_C, COUNT))
    assert watch.worst > LIMIT
    assert "part.py" in watch.stack


@pytest.mark.qt_loop
async def test_a_tests_own_act_does_not_count(qapp: QApplication, watch: Watch) -> None:
    OURS(2 * LIMIT)
    OURS_IN_C(COUNT)
    await asyncio.sleep(0)
    qapp.processEvents()
    OURS(2 * LIMIT)
    assert watch.worst < LIMIT


def test_what_a_test_does_between_two_turns_does_not_count(qapp: QApplication, watch: Watch) -> None:
    for _ in range(2):
        qapp.processEvents()
        OURS_IN_C(COUNT)
    QTimer.singleShot(0, lambda: sum(range(COUNT)))
    qapp.processEvents()
    assert watch.worst < LIMIT


@pytest.mark.qt_loop
async def test_waiting_and_many_short_calls_do_not_count(qapp: QApplication, watch: Watch) -> None:
    QTimer.singleShot(0, partial(OURS_ON, time.sleep, 2 * LIMIT))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(10):
            tasks.create_task(OURS_LATER(OURS, LIMIT / 5))
    await asyncio.sleep(0.01)
    assert watch.worst < LIMIT


def test_turns_do_not_count_together(qapp: QApplication, watch: Watch) -> None:
    for _ in range(4):
        QTimer.singleShot(0, partial(OURS, LIMIT / 5))
        qapp.processEvents()
    assert LIMIT / 6 < watch.worst < LIMIT / 1.5


def test_a_held_up_loop_fails_the_test_that_does_not_announce_it(guarded_run: Callable[..., pytest.RunResult]) -> None:
    result = guarded_run(
        """
        import pytest
        from PySide6.QtCore import QTimer

        work = eval(compile("lambda: sum(range(30_000_000))", "/anywhere/library.py", "eval"))

        def hold_up(qapp):
            QTimer.singleShot(0, work)
            qapp.processEvents()

        def test_held_up(qapp):
            hold_up(qapp)

        @pytest.mark.stall(60, reason="it is what this test is about")
        def test_announced(qapp):
            hold_up(qapp)

        def test_innocent(qapp):
            qapp.processEvents()
        """,
        name="tests/qt/test_inner.py",
    )
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_held_up*",
            "*the event loop was held up: * ms of computing in one call*",
            "*library.py*",
        ]
    )
