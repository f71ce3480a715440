"""Having a data directory alone, for what must not be done beside others, and naming who is in the way."""

from __future__ import annotations

from pathlib import Path

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.lease import DOOR, Lease
from roomscribe.services.locking import FileLock
from roomscribe.services.watchdog.notes import Notes, Places


def alone(directory: Path) -> FileLock:
    """Keep every console and the watchdog out until the lock that is returned is released; blocks for a moment.

    Raises `LedgerUnusable` with who is in there and how each is ended, `OSError` where the directory can't be used.
    """
    door = FileLock(directory / DOOR)
    if not door.take():
        raise LedgerUnusable(_who_is_in(directory))
    return door


def _who_is_in(directory: Path) -> Text:
    places = Places.of(directory)
    watches = places.lock.exists() and not _free(FileLock(places.lock))
    if not watches:
        return T("A RoomScribe is open on {folder}. Close it first.", folder=directory)
    process = _process(places)
    if len(Lease(directory).others()) > 1:
        return T(
            "A RoomScribe is open on {folder}. Close it first; then end its watchdog, {process}, if that goes on.",
            folder=directory,
            process=process,
        )
    return T(
        "No window is open on {folder}, but its watchdog is, {process}: it stops live tasks at their end times and "
        "ends with the last one. Wait for that; or switch it off in a window (menu Task) and close the window; or end "
        "the process, and then nothing stops those tasks before a RoomScribe is opened again.",
        folder=directory,
        process=process,
    )


def _process(places: Places) -> Text:
    answer = Notes(places, SystemClock()).answer()
    # The one before has left its number there: another process may have that by now.
    return T("process {pid}", pid=answer.pid) if answer.pid and answer.there else T("which has just been started")


def _free(lock: FileLock) -> bool:
    try:
        return lock.take()
    finally:
        lock.release()
