"""Locks between processes, on files: the system lets go of them when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PAUSE = 0.01
"""Seconds between two attempts to get a lock that is waited for."""


class FileLock:
    """One process has it alone, or several share it. Methods may raise `OSError`."""

    def __init__(self, path: Path) -> None:
        """`path` is a file for the lock alone; it is made where it is missing, with its folder, and stays."""
        self.path = path
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """Whether this object has the lock."""
        return self._file is not None

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock without waiting; False when somebody else keeps it from being had."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("ab")
            if not _lock(file, shared=shared):
                file.close()
                return False
            self._file = file
        return True

    def of_the_same_file(self) -> bool:
        """Whether the lock that is held is on the file that others find under this path."""
        if self._file is None:
            return False
        try:
            there, here = self.path.stat(), os.fstat(self._file.fileno())
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)

    def release(self) -> None:
        """Let others in; safe to call twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Have the lock on `path` alone; blocks for at most `patience` seconds. `TimeoutError`: somebody else kept it."""
    lock = FileLock(path)
    until = time.monotonic() + patience
    while not lock.take():
        if time.monotonic() > until:
            raise TimeoutError(f"{path} is locked by another program")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    PLACES = 64
    """Windows has no shared locks of this kind: who shares takes one of these bytes, who doesn't all."""

    def _lock(file: IO[bytes], *, shared: bool) -> bool:
        return (
            any(_locked_bytes(file, place, 1) for place in range(PLACES)) if shared else _locked_bytes(file, 0, PLACES)
        )

    def _locked_bytes(file: IO[bytes], first: int, count: int) -> bool:
        file.seek(first)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[bytes], *, shared: bool) -> bool:
        try:
            fcntl.flock(file.fileno(), (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            file.close()
            raise
        return True
