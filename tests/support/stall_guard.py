"""A test in tests/qt fails when Qt's event loop calls something of ours that computes for over a tenth of a second.

In the program that is a window that does not answer. Only what the interface thread computes counts, not what passes on
the clock, so a busy machine makes nobody fail; and only what the event loop has called, for a test's own lines may take
as long as they like. A test that meets something which cannot be quicker announces it, with the reason:

    @pytest.mark.stall(0.4, reason="Qt lays out ten thousand letters in one go")

An alarm after every few milliseconds of computing tells where the thread stands. No second thread looks: what
that holds of the stack would be freed there, and windows with it.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
import weakref
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from tests.support.verdict import object_to

LIMIT = 0.1
"""Seconds of computing in one call from the event loop."""
LOOK = 0.005
"""Seconds of computing between two looks."""
OURS = "/roomscribe/"
LOOPS = ("/pytestqt/", "/qasync/", "/asyncio/", "/pytest_asyncio/", "/_pytest/", "/pluggy/")
"""Whatever runs an event loop stands in one of these packages."""


class _Mark:
    """Laid into a call's frame: it is gone when the call has returned."""


class Watch:
    """The longest call from the event loop."""

    def __init__(self) -> None:
        self.worst, self.stack = 0.0, ""
        self._mark: weakref.ref[_Mark] | None = None
        self._begun = 0.0
        self._before: Any = None

    def start(self) -> None:
        """Watch the calling thread, where that can be done: the main one, and not on Windows."""
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGPROF, self._look)
            signal.setitimer(signal.ITIMER_PROF, LOOK, LOOK)

    def stop(self) -> None:
        """Watch no more."""
        if self._before is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, self._before)
            self._before = None

    def _look(self, _number: int, frame: FrameType | None) -> None:
        call: Any = called_by_loop(frame)
        computed = time.thread_time()
        if call is None:
            return
        mark = None if self._mark is None else self._mark()
        if mark is None or call.f_trace is not mark:
            mark = _Mark()
            call.f_trace = mark  # nobody traces, so nobody calls it
            self._mark, self._begun = weakref.ref(mark), computed
        elif computed - self._begun > self.worst:
            self.worst = computed - self._begun
            if self.worst > LIMIT / 2:
                lines = traceback.extract_stack(frame)[-8:]
                self.stack = "\n".join(f"  {line.filename}:{line.lineno} {line.name}" for line in lines)


def called_by_loop(frame: FrameType | None) -> FrameType | None:
    """The outermost call of ours that an event loop has made, if the thread is in one; None within a test's own act."""
    outermost = None
    while frame is not None:
        name = frame.f_code.co_filename.replace("\\", "/")
        if OURS in name:
            outermost = frame
        elif outermost is not None and "/tests/" in name:
            return None
        elif outermost is not None and any(loop in name for loop in LOOPS):
            return outermost
        frame = frame.f_back
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "stall(seconds, reason): the event loop may be held up so long here, because of something not ours"
    )


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
