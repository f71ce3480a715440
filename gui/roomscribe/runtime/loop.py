"""Runs the program: one coroutine on asyncio, on Qt's event loop. The only module that imports qasync."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
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


def new_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """An asyncio loop that runs on Qt's, so that widgets and coroutines share one thread."""
    loop = qasync.QEventLoop(app)
    loop._timer = _PatientTimer(loop)
    patient: asyncio.AbstractEventLoop = loop
    return patient


class _PatientTimer(qasync._SimpleTimer):  # type: ignore[misc]
    """Keeps what is due while the loop does not run: Qt delivers events then, too, e.g. while windows are torn down,
    and a coroutine would find no running loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop

    def timerEvent(self, event: QTimerEvent) -> None:
        if self._stopped or self._loop.is_running():
            super().timerEvent(event)
        # Else the timer is left as it is, and comes again.


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
