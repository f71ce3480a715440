"""The turn of a start that is written down: it is waited for only as long as somebody wants the start."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.net.pace import Permit
from roomscribe.services.store import TaskStore


class Turn(Protocol):
    """The turn of a start that goes behind what people do, and may be called off as long as nothing was sent."""

    async def wait(self) -> Permit:
        """Wait until one more start of the account is permitted; `BadRequest` where it is called off meanwhile."""

    async def further(self) -> Permit:
        """The same for one more call of that start, where it takes several."""

    def require(self) -> None:
        """Raise `BadRequest` where it was called off."""


class Wanted:
    """Whether a start is still wanted of which nothing was sent: it is until it is called off, or stopped."""

    def __init__(self, store: TaskStore, task_id: str, turn: Turn | None) -> None:
        self._store = store
        self._task_id = task_id
        self._turn = turn
        self._waiting: asyncio.Timeout | None = None

    def require(self) -> None:
        """Raise `BadRequest` where it is not."""
        if self._turn is not None:
            self._turn.require()
        if self._stopped(self._store.get(self._task_id)):
            raise BadRequest(T("It was stopped before its turn, so it was not started."))

    async def permit(self, turn: Callable[[], Awaitable[Permit]]) -> Permit:
        """Wait for a turn; `BadRequest` as soon as the start is not wanted any more."""
        self.require()
        unsubscribe = self._store.subscribe(self)
        try:
            async with asyncio.timeout(None) as self._waiting:
                permit = await turn()
        except TimeoutError:
            self.require()
            raise
        finally:
            self._waiting = None
            unsubscribe()
        return permit

    # News of the store

    def task_added(self, task: Task) -> None:
        """Its row was there before."""

    def task_changed(self, task: Task) -> None:
        if task.id == self._task_id and self._waiting is not None and self._stopped(task):
            self._waiting.reschedule(asyncio.get_running_loop().time())
            self._waiting = None  # once is enough

    @staticmethod
    def _stopped(task: Task) -> bool:
        return task.stop_wished_at is not None
