"""A console's place among others on one data directory: a lock that says that it is alive."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.locking import FileLock

DOOR = "console.lock"
"""Shared by every console that is open; whoever has it alone, as a restore does, keeps them out."""
TRIES = 100
"""Attempts to make a lock of our own; each fails only in the moment in which another console looks at it."""


class Lease:
    """Says which console this is, and which others are alive. Its methods block for a moment."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._folder = directory / "consoles"
        self._door = FileLock(directory / DOOR)
        self.id = uuid.uuid4().hex
        """This console's id, new for every process; rows that it watches carry it."""
        self._own = FileLock(self._path(self.id))

    def acquire(self) -> None:
        """Come in. Raises `LedgerUnusable` when the directory can't be used, or is being restored."""
        try:
            if not self._door.take(shared=True):
                message = T(
                    "The register of tasks in {folder} is being restored, or an older RoomScribe is open there. "
                    "Wait until it is done, or close that one.",
                    folder=self._directory,
                )
                raise LedgerUnusable(message)
            self._lock_own()
        except OSError as error:
            self.release()
            why = error.strerror or error
            raise LedgerUnusable(
                T("The folder {folder} can't be used: {why}.", folder=self._directory, why=why)
            ) from error
        self.ended(path.stem for path in self._folder.glob("*.lock"))

    def watches(self, task: Task) -> bool:
        """Whether this console is the one that asks about the task."""
        return task.watched_by == self.id

    def minds(self, task: Task) -> bool:
        """Whether the task is left alone when this console ends: no other process asks about it."""
        return task.watched_by in ("", self.id)

    def ended(self, consoles: Iterable[str]) -> set[str]:
        """Those of these consoles that live no more. What they have left behind is removed."""
        return {each for each in consoles if each != self.id and not self._alive(each)}

    def others(self) -> set[str]:
        """The other processes that are in this directory now."""
        there = {path.stem for path in self._folder.glob("*.lock")} - {self.id}
        return there - self.ended(there)

    def release(self) -> None:
        """Leave; safe to call twice."""
        if self._own.held:
            with suppress(OSError):  # Windows removes no file that is open; the next console does it
                self._own.path.unlink()
        self._own.release()
        self._door.release()

    def _lock_own(self) -> None:
        # Another console may look at the new file before it is locked, take it for a dead one's, and remove it.
        for _ in range(TRIES):
            if self._own.take() and self._own.of_the_same_file():
                return
            self._own.release()
        raise OSError(f"{self._own.path} could not be locked")

    def _alive(self, console: str) -> bool:
        if not console.isalnum():  # nothing that we wrote: a path must not be made of it
            return False
        lock = FileLock(self._path(console))
        if not lock.path.exists():
            return False
        try:
            if not lock.take():
                return True
            # Ids are never used again, so nobody locks this file any more; only its removal is left.
            lock.path.unlink(missing_ok=True)
        except OSError:
            return lock.path.exists() and not lock.held
        finally:
            lock.release()
        return False

    def _path(self, console: str) -> Path:
        return self._folder / f"{console}.lock"
