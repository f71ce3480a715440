"""Owns the watchdog's background work: what fails is written to its log, and what must not fail ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from roomscribe.ledger.inspection import LedgerUnusable

log = logging.getLogger(__name__)

R = TypeVar("R")
VITAL = ("watcher",)
"""Work without which nothing would ever be stopped."""


class Crew:
    """A spawner (see `services.spawning`) for a process without Qt."""

    def __init__(self) -> None:
        # The event loop holds its tasks weakly: one that only waits could be collected in the middle of its work.
        self._tasks: set[asyncio.Task[Any]] = set()
        self.broken: BaseException | None = None
        """What ended vital work; the process is of no use any more."""

    def spawn(self, coro: Coroutine[Any, Any, R], *, name: str) -> asyncio.Task[R]:
        """Start a coroutine under a name for the log."""
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self) -> None:
        """Cancel everything, and wait."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        # The error's own text may hold anything, so only its kind is written.
        kind = "the register of tasks can't be written" if isinstance(error, LedgerUnusable) else type(error).__name__
        log.error("%s failed: %s", task.get_name(), kind)
        if task.get_name() in VITAL:
            self.broken = error
