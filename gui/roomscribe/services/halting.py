"""Stops what a person has begun in every window of theirs: whatever was begun before a halt starts nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roomscribe.domain.halts import Halt
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.batches import Batches
from roomscribe.services.feed import Feed
from roomscribe.services.listeners import Listeners
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.updater import Updater
from roomscribe.services.user import user_name

AGAIN = 0.5
"""Seconds until what others had begun is looked for again, where the register could not be read."""


@dataclass(frozen=True)
class Elsewhere:
    """What other windows of the same person have begun and not finished."""

    batches: int = 0
    restarts: int = 0
    """Those whose old task has ended: nothing else tells of them."""


class Halting:
    """Writes halts, and has this console's batches and restarts heed those of its person, wherever they were written.

    What another window writes down after a halt is refused by the ledger itself, so nobody need wait until that window
    has heard of it, nor mind whether it still answers.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        store: TaskStore,
        feed: Feed,
        batches: Batches,
        updater: Updater,
        spawner: Spawner,
        console: str,
    ) -> None:
        """`console` is the id of this process."""
        self._ledger, self._store, self._feed = ledger, store, feed
        self._batches, self._updater, self._spawner = batches, updater, spawner
        self._console = console
        self._writing = False
        """A halt is being written here."""
        self._mine: set[int] = set()
        """Numbers of those that were."""
        self.heeded: Listeners[Callable[[Halt], None]] = Listeners()
        """Told of a halt from another window that has ended something here: it cancelled batches, or restarts."""
        feed.halted.add(self._heed)

    async def elsewhere(self) -> Elsewhere:
        """What the other windows are at, as far as this one can see."""
        batches, me = await self._batches.elsewhere(), user_name()
        restarted = [task for task in self._store.tasks() if task.restart is not None and not task.live]
        theirs = [task for task in restarted if task.restart and task.restart.by not in ("", self._console)]
        return Elsewhere(batches, sum(task.owner == me for task in theirs))

    async def halt(
        self,
        *,
        cancels: bool,
        seen_to: Sequence[BatchRun] = (),
        unread: Callable[[Text], None] = lambda why: None,
    ) -> list[Task]:
        """From now on nothing that this person has begun starts anything more, in whichever window; what begins after
        this does. `cancels`: the rest of batches is given up. Those that are `seen_to` are cancelled or paused already,
        and may be gone on with before this is written down.

        Returns their tasks that other windows had written down before and that may still be stopped. Where these can't
        be read, it looks until they can, and `unread` is told why, once. `LedgerUnusable`: the others can't be told.
        """
        self._writing = True
        try:
            halt, before = await self._ledger.halt(user_name(), cancels=cancels)
            self._mine.add(halt.number)
            for run in seen_to:
                run.halts = max(run.halts, halt.number)
        finally:
            self._writing = False
        self._heed(halt)
        await self._read(before, unread)
        tasks = map(self._store.get, filter(self._store.knows, before))
        return [task for task in tasks if self._of_another_window(task) and task.stop_wished_at is None]

    async def _read(self, task_ids: Sequence[str], unread: Callable[[Text], None]) -> None:
        told = False
        while True:
            try:
                await self._feed.look()
            except LedgerUnusable as failure:
                if all(map(self._store.knows, task_ids)):
                    return  # whatever else a look does is tried again by the feed
                if not told:
                    unread(failure.message)
                told = True
            else:
                return
            await asyncio.sleep(AGAIN)

    def _heed(self, halt: Halt) -> None:
        for run in list(self._batches.runs):
            run.halt(halt)
        dropped = self._updater.restarts.drop(before=halt.number)
        for task_id in dropped:
            self._spawner.spawn(self._updater.forget(task_id, by=halt.owner), name=f"do not start {task_id} again")
        # A run may have met the halt at the ledger before this was told of it.
        cancelled = any(run.halted == halt and halt.cancels for run in (*self._batches.runs, *self._batches.ended))
        if not self._writing and halt.number not in self._mine and (cancelled or dropped):
            self.heeded.tell(lambda listener: listener(halt))

    def _of_another_window(self, task: Task) -> bool:
        mine = task.draft_known and task.owner == user_name()
        return mine and task.can_stop and task.watched_by != self._console
