"""Stops tasks: the wish is written down first, then pursued until there is a receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.services.recorder import Changes, Recorder
from roomscribe.services.store import TaskStore
from roomscribe.services.user import user_name


class Stopper:
    """Writes wishes to stop; the watcher pursues them."""

    def __init__(self, *, recorder: Recorder, store: TaskStore, clock: Clock) -> None:
        self._recorder = recorder
        self._store = store
        self._clock = clock

    async def wish(self, task_id: str, *, reason: str = "you") -> Task:
        """Write down that the task shall end; `reason` is `you`, `restart`, `end-time` or `budget`.

        Whatever the reason but a restart, nothing is started in its place any more: a restart under way is dropped in
        the same commit. Wishing again is harmless. Raises `BadRequest` for a task that has ended.
        """

        def wished(task: Task) -> Changes | None:
            if not task.can_stop:
                raise BadRequest(T("This task has ended already."))
            if reason == "end-time" and (task.ends_at is None or task.ends_at > self._clock.now()):
                return None  # extended while this wish waited for its turn
            # A start that nobody has settled keeps its word: whether there is something to stop is not known yet.
            state = task.state if task.state.unsettled else TaskState.STOPPING
            wish: Changes = {"state": state, "stop_wished_at": task.stop_wished_at or self._clock.now()}
            return wish if reason == "restart" else {**wish, "restart": None}

        def dropped(before: Task, after: Task) -> tuple[JournalEntry, ...]:
            if before.restart is None or after.restart is not None:
                return ()
            by = {"by": user_name()} if reason == "you" else {}
            return (self._recorder.entry(task_id, EntryKind.RESTART_DROPPED, detail=by),)

        entry = self._recorder.entry(task_id, EntryKind.STOP_WISHED, detail={"reason": reason})
        return await self._recorder.record(task_id, entry, act=True, change=wished, lines=dropped)

    async def ended(self, task_id: str) -> Task:
        """Wait until the task has ended, and return its last row."""
        waiter = _EndWaiter(task_id)
        unsubscribe = self._store.subscribe(waiter)
        try:
            waiter.task_changed(self._store.get(task_id))
            return await waiter.done
        finally:
            unsubscribe()


async def pursue(task_id: str, *, stopper: Stopper, nudge: Callable[[str], None], reason: str = "you") -> Task:
    """Write the wish down (`Stopper.wish`, with its errors) and have the watcher, by `nudge`, act on it at once.

    It acts also where `LedgerUnusable` says that the wish could not be written: a full disk must keep no bot running.
    """
    try:
        return await stopper.wish(task_id, reason=reason)
    finally:
        nudge(task_id)


class _EndWaiter:
    def __init__(self, task_id: str) -> None:
        self._task_id = task_id
        self.done: asyncio.Future[Task] = asyncio.get_running_loop().create_future()

    def task_added(self, task: Task) -> None:
        """Only known tasks are waited for."""

    def task_changed(self, task: Task) -> None:
        if task.id == self._task_id and task.state.ended and not self.done.done():
            self.done.set_result(task)
