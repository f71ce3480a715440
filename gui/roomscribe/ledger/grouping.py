"""Writes that wait for the disk at the same time go there in one commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.worker import Worker, WorkerClosed, carry_out

R = TypeVar("R")
Write = Callable[[], Any]
Transaction = Callable[[], AbstractContextManager[None]]

MOST_TOGETHER = 25
"""Writes in one commit: whoever waits for them hears of all at once, and the window is to stand still for none."""


@dataclass(frozen=True)
class _Refused:
    error: Exception


class _Group:
    def __init__(self, transaction: Transaction, savepoint: Transaction) -> None:
        self.writes: list[tuple[Write, Future[Any]]] = []
        self._transaction = transaction
        self._savepoint = savepoint

    def carry_out(self) -> None:
        """Write all or, where anything is refused, all the others; where the disk fails, each by itself. No write may
        fail another one."""
        # What nothing is refused of needs no savepoints, and that is nearly everything.
        if len(self.writes) > 1 and (self._together(_plainly) or self._together(self._apart)):
            return
        for write, future in self.writes:
            carry_out(write, future)

    def _together(self, carried_out: Callable[[Write], Any]) -> bool:
        try:
            with self._transaction():
                results = [carried_out(write) for write, _ in self.writes]
        except BaseException:  # noqa: BLE001 - whoever is to blame hears of it when it is tried in another way
            return False
        for (_, future), result in zip(self.writes, results, strict=True):
            if isinstance(result, _Refused):
                future.set_exception(result.error)
            else:
                future.set_result(result)
        return True

    def _apart(self, write: Write) -> Any:
        try:
            with self._savepoint():
                return write()
        except LedgerUnusable:
            raise  # perhaps it is not this write that is to blame: nothing of the commit may be left
        except Exception as error:  # noqa: BLE001 - told to whoever waits, once the others are on disk
            return _Refused(error)


def _plainly(write: Write) -> Any:
    return write()


class GroupedWrites:
    """Queues writes for a worker. Nobody hears that something is written before the commit that holds it is on disk.

    A disk takes so many commits a second, however much is in each: what comes while one is under way shares the next.
    """

    def __init__(self, worker: Worker, transaction: Transaction, savepoint: Transaction) -> None:
        """`transaction` makes one commit of all that is written within it, on the worker's thread; what fails within
        a `savepoint` of it is undone alone."""
        self._worker = worker
        self._transaction = transaction
        self._savepoint = savepoint
        self._lock = threading.Lock()
        self._open: _Group | None = None
        """Waits for the worker, and takes more."""

    def submit(self, write: Callable[[], R]) -> Future[R]:
        """Queue a write, which may be called up to three times: what it did before is undone then. `WorkerClosed`."""
        future: Future[R] = Future()
        with self._lock:
            if self._open is not None and len(self._open.writes) < MOST_TOGETHER:
                self._open.writes.append((write, future))
                return future
            group = self._open = _Group(self._transaction, self._savepoint)
            group.writes.append((write, future))
        try:
            # Not with the lock held: a worker may carry out a job before it returns.
            self._worker.submit(lambda: self._carry_out(group))
        except WorkerClosed:
            self._closed(group)
            raise
        return future

    def close_group(self) -> None:
        """What is queued from now on comes after what is given to the worker now."""
        with self._lock:
            self._open = None

    def _carry_out(self, group: _Group) -> None:
        self._closed(group)
        group.carry_out()

    def _closed(self, group: _Group) -> None:
        """It takes no more writes."""
        with self._lock:
            if self._open is group:
                self._open = None
