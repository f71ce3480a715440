"""One console per data directory: two would overwrite each other's rows with what they remember."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable


class DirectoryLock:
    """A lock that the system lets go of when the process ends, however it ends."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "console.lock"
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock; raises `LedgerUnusable` when another console has it or the directory can't be used."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("ab")
        except OSError as error:
            folder, why = self._path.parent, error.strerror or error
            raise LedgerUnusable(T("The folder {folder} can't be used: {why}.", folder=folder, why=why)) from error
        try:
            _lock(file)
        except OSError as error:
            file.close()
            message = T(
                "Another RoomScribe is open on {folder}. Use that window, or start this one with another --data-dir.",
                folder=self._path.parent,
            )
            raise LedgerUnusable(message) from error
        self._file = file

    def release(self) -> None:
        """Let others in; safe to call twice. The file stays: removing it would race with the next console."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
