"""Writes that wait for the disk at the same time go there in one commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from roomscribe.ledger.worker import Worker, WorkerClosed, carry_out

R = TypeVar("R")
Write = Callable[[], Any]
Transaction = Callable[[], AbstractContextManager[None]]

MOST_TOGETHER = 25
"""Writes in one commit: whoever waits for them hears of all at once, and the window is to stand still for none."""


class _Group:
    def __init__(self) -> None:
        self.writes: list[tuple[Write, Future[Any]]] = []

    def carry_out(self, transaction: Transaction) -> None:
        """Write all or, where anything is refused, each by itself: no write may fail another one."""
        if len(self.writes) > 1 and self._carried_out_together(transaction):
            return
        for write, future in self.writes:
            carry_out(write, future)

    def _carried_out_together(self, transaction: Transaction) -> bool:
        try:
            with transaction():
                results = [write() for write, _ in self.writes]
        except BaseException:  # noqa: BLE001 - whoever is to blame hears of it when it is tried alone
            return False
        for (_, future), result in zip(self.writes, results, strict=True):
            future.set_result(result)
        return True


class GroupedWrites:
    """Queues writes for a worker. Nobody hears that something is written before the commit that holds it is on disk.

    A disk takes so many commits a second, however much is in each: what comes while one is under way shares the next.
    """

    def __init__(self, worker: Worker, transaction: Transaction) -> None:
        """`transaction` makes one commit of all that is written within it, on the worker's thread."""
        self._worker = worker
        self._transaction = transaction
        self._lock = threading.Lock()
        self._open: _Group | None = None
        """Waits for the worker, and takes more."""

    def submit(self, write: Callable[[], R]) -> Future[R]:
        """Queue a write, which may be called twice: what it did the first time is undone then. `WorkerClosed`."""
        future: Future[R] = Future()
        with self._lock:
            if self._open is not None and len(self._open.writes) < MOST_TOGETHER:
                self._open.writes.append((write, future))
                return future
            group = self._open = _Group()
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
        group.carry_out(self._transaction)

    def _closed(self, group: _Group) -> None:
        """It takes no more writes."""
        with self._lock:
            if self._open is group:
                self._open = None
