"""Who is blamed for holding up the event loop, and who is not."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.stall_guard import LIMIT, Watch

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")

BURN = """
import time
def run(seconds):
    over = time.thread_time() + seconds
    while time.thread_time() < over:
        pass
"""
PASS_ON = "def run(function, *arguments):\n    function(*arguments)\n"


def written_in(path: str, source: str) -> Callable[..., Any]:
    """A function that claims to stand in this file."""
    names: dict[str, Any] = {}
    exec(compile(source, path, "exec"), names)
    run: Callable[..., Any] = names["run"]
    return run


OURS = written_in("/somewhere/gui/roomscribe/ui/part.py", BURN)
LOOP = written_in("/somewhere/site-packages/qasync/__init__.py", PASS_ON)
TEST = written_in("/somewhere/tests/qt/test_part.py", PASS_ON)


def watched(act: Callable[[], None]) -> Watch:
    watch = Watch()
    watch.start()
    act()
    watch.stop()
    return watch


def test_what_the_loop_calls_counts_and_is_named() -> None:
    watch = watched(lambda: LOOP(OURS, 2 * LIMIT))
    assert watch.worst > LIMIT
    assert "roomscribe/ui/part.py" in watch.stack


@pytest.mark.parametrize(
    "act",
    [
        lambda: LOOP(TEST, OURS, 2 * LIMIT),
        lambda: LOOP(time.sleep, 2 * LIMIT),
        lambda: [LOOP(OURS, LIMIT / 5) for _ in range(10)],
    ],
    ids=["a test's own act", "waiting", "many short calls"],
)
def test_nobody_else_is_blamed(act: Callable[[], None]) -> None:
    assert watched(act).worst < LIMIT
