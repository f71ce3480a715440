"""Runs the program: one coroutine on asyncio, on Qt's event loop. The only module that imports qasync."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from types import FrameType
from typing import Any

# qasync takes whichever binding it finds first; both lines make that PySide6.
os.environ["QT_API"] = "pyside6"
from PySide6.QtCore import QTimer, QTimerEvent
from PySide6.QtWidgets import QApplication

from roomscribe.runtime.garbage import collected_here

import qasync  # isort: skip

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)
IDLE_MS = 250
TURN = 0.004
"""Seconds for which callbacks run one after the other: a quarter of a frame."""


def new_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """An asyncio loop that runs on Qt's, so that widgets and coroutines share one thread."""
    loop: asyncio.AbstractEventLoop = _Loop(app)
    return loop


class _Loop(qasync.QEventLoop):  # type: ignore[misc]
    """qasync's loop, which makes no Qt timer for what is ready now."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._timer = _Timers(self)

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        """Have it called after what is ready already."""
        return self._timer.ready(asyncio.Handle(callback, args, self, context))


class _Timers(qasync._SimpleTimer):  # type: ignore[misc]
    """Runs what is due, and what is ready now one after the other in one event of Qt.

    qasync has a Qt timer for each callback. A request takes some thirty of them, and Qt may paint between any two.

    It keeps what is due while the loop does not run: Qt delivers events then, too, e.g. while windows are torn down,
    and a coroutine would find no running loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self._ready: deque[asyncio.Handle] = deque()
        self._ready_timer: int | None = None

    def add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        """As the base does; what has no delay becomes ready now."""
        if delay > 0:
            later: asyncio.Handle = super().add_callback(handle, delay)
            return later
        return self.ready(handle)

    def ready(self, handle: asyncio.Handle) -> asyncio.Handle:
        """Have it run after what is ready already."""
        self._ready.append(handle)
        if self._ready_timer is None:
            # Another thread, which should have said call_soon_threadsafe, gets none: the next who asks makes one then.
            self._ready_timer = self.startTimer(0) or None
        return handle

    def timerEvent(self, event: QTimerEvent) -> None:
        if not (self._stopped or self._loop.is_running()):
            return  # the timer is left as it is, and comes again
        if event.timerId() == self._ready_timer:
            self._run_ready()
        else:
            super().timerEvent(event)

    def _run_ready(self) -> None:
        """Run what is ready, for `TURN` at most: then Qt paints and hears the user."""
        assert self._ready_timer is not None  # noqa: S101 - its event has come
        self.killTimer(self._ready_timer)
        # A new one at once: Qt does not deliver a timer's event within itself, and a callback may run a loop of Qt's.
        self._ready_timer = self.startTimer(0)
        end = time.perf_counter() + TURN
        try:
            while self._ready and self._loop.is_running():
                handle = self._ready.popleft()
                if not handle.cancelled():
                    handle._run()
                if time.perf_counter() >= end:
                    break
        finally:
            if (self._stopped or not self._ready) and self._ready_timer is not None:
                self.killTimer(self._ready_timer)
                self._ready_timer = None


def run(app: QApplication, main: Callable[[], Coroutine[Any, Any, int | None]]) -> int:
    """Run the program's one coroutine to its end and return the exit code: its result, None counts as 0.

    SIGINT and SIGTERM cancel it, once; it undoes its parts in `finally` blocks, and the exit code is 128 plus the
    signal's number. A second one ends the process at once.
    """
    # Closing the last window would end Qt's loop under the coroutine, which decides about the end itself.
    app.setQuitOnLastWindowClosed(False)
    with collected_here(), asyncio.Runner(loop_factory=lambda: new_loop(app)) as runner:
        return runner.run(_until_done(main))


async def _until_done(main: Callable[[], Coroutine[Any, Any, int | None]]) -> int:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - this is a coroutine, and it runs
    received: list[int] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def interrupt(number: int) -> None:
        if received:
            return
        received.append(number)
        log.info("ending because of %s", signal.Signals(number).name)
        listener.stop()
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        task.cancel()

    listener = _Listener(interrupt)
    listener.start()
    try:
        return await main() or 0
    except asyncio.CancelledError:
        if not received:
            raise
        return 128 + received[0]
    finally:
        listener.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Listener:
    """Calls back on the loop for each signal."""

    def __init__(self, on_signal: Callable[[int], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_signal = on_signal
        self._idle: QTimer | None = None

    def start(self) -> None:
        """Begin; replaces the handlers of all `SIGNALS`."""
        if sys.platform == "win32":
            for number in SIGNALS:
                signal.signal(number, self._from_handler)
            # Python runs its handlers between two of its own instructions, and an idle Qt loop executes none.
            self._idle = QTimer()
            self._idle.timeout.connect(self._do_nothing)
            self._idle.start(IDLE_MS)
        else:
            for number in SIGNALS:
                self._loop.add_signal_handler(number, self._on_signal, number)

    def stop(self) -> None:
        """End; the caller sets the next handlers. Safe to call twice."""
        if sys.platform == "win32":
            if self._idle is not None:
                self._idle.stop()
        else:
            for number in SIGNALS:
                self._loop.remove_signal_handler(number)

    def _from_handler(self, number: int, _frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._on_signal, number)

    def _do_nothing(self) -> None:
        """What the idle timer executes."""
