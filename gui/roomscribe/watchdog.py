"""`roomscribe watchdog`: the process that stops tasks at their end while no window is open. No Qt in it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from pathlib import Path

from roomscribe.domain.clock import SteadyClock, SystemClock
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.locking import FileLock
from roomscribe.services.watchdog.crew import Crew
from roomscribe.services.watchdog.diary import diary
from roomscribe.services.watchdog.guard import Guard
from roomscribe.services.watchdog.notes import Places
from roomscribe.services.watchdog.secrets_pipe import listen
from roomscribe.vendors.registry import load_registry

log = logging.getLogger("roomscribe.services.watchdog")

PAUSE = 0.5
"""Seconds between two looks."""
LOCK_PATIENCE = 2.0
"""Seconds to wait for the lock: a console has it for a moment whenever it looks whether a watchdog is there."""
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
ASKED = "ended by a signal"


def watch(data_dir: Path) -> int:
    """Guard the tasks of a data directory until none is left; returns the exit code.

    0 also where another watchdog guards them already. Secrets that no keyring holds come over standard input.
    """
    if not (data_dir / "ledger.sqlite3").exists():
        sys.stderr.write(f"roomscribe: there is no register of tasks in {data_dir}\n")
        return 1
    places = Places.of(data_dir)
    lock = FileLock(places.lock)
    try:
        if not _taken(lock):
            return 0
        return _watch(data_dir, places)
    except OSError as error:
        sys.stderr.write(f"roomscribe: {places.folder} can't be used: {error.strerror or error}\n")
        return 1
    finally:
        lock.release()


def _taken(lock: FileLock) -> bool:
    until = time.monotonic() + LOCK_PATIENCE
    while not lock.take():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _watch(data_dir: Path, places: Places) -> int:
    crew = Crew()
    guard = Guard(data_dir, registry=load_registry(), spawner=crew, clock=SteadyClock(SystemClock()))
    with diary(places.log, guard.known_secrets):
        try:
            return asyncio.run(_guard(guard, crew))
        except LedgerUnusable as trouble:
            log.error("%s", trouble.message)
        except Exception:
            # Nobody sees the error output of a process without a terminal. Its notes say that it broke off.
            log.exception("broken off")
        return 1


async def _guard(guard: Guard, crew: Crew) -> int:
    loop, wake = asyncio.get_running_loop(), asyncio.Event()
    signals: list[str] = []
    _heed_signals(loop, signals, wake)
    await guard.open()
    log.info("on guard")

    def gone() -> None:
        guard.teller_gone()
        wake.set()

    if sys.stdin is not None:  # a program without a console may have none
        listen(
            sys.stdin.buffer,
            lambda place, value: loop.call_soon_threadsafe(guard.told, place, value),
            lambda: loop.call_soon_threadsafe(gone),
        )
    why = ""
    try:
        while not why:
            why = await guard.look()
            if crew.broken is not None:
                raise crew.broken
            if signals:
                why = why or ASKED
            if not why:
                await _pause(wake)
    finally:
        await crew.aclose()
        if why:
            await guard.aclose(why)
    log.info("off guard: %s", why)
    return 0


async def _pause(wake: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PAUSE):
            await wake.wait()
    except TimeoutError:
        return
    wake.clear()


def _heed_signals(loop: asyncio.AbstractEventLoop, received: list[str], wake: asyncio.Event) -> None:
    def heed(name: str) -> None:
        received.append(name)
        wake.set()

    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and sys.platform != "win32":
            loop.add_signal_handler(number, heed, name)
