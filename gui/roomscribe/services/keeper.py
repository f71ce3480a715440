"""Takes over the rows of consoles that have ended: each live task is watched by exactly one console."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.own_errors import NOT_INSTALLED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.demo import is_demo, simulator_ended
from roomscribe.services.lease import Lease
from roomscribe.services.recorder import Changes, Recorder
from roomscribe.services.restarts import follower_of, left_behind
from roomscribe.services.store import TaskStore
from roomscribe.services.watcher import Watcher
from roomscribe.vendors.registry import Registry


class Keeper:
    """Claims rows whose console lives no more; two that try it at once are told apart by the row's revision."""

    def __init__(
        self,
        *,
        lease: Lease,
        registry: Registry,
        recorder: Recorder,
        store: TaskStore,
        watcher: Watcher,
        clock: Clock,
        takes: Callable[[Task], bool] = lambda _: True,
        by: str = "",
    ) -> None:
        """`takes` says which rows may be claimed; `by` is what the journal says of who claimed, "" for nothing."""
        self._takes = takes
        self._by = by
        self._lease = lease
        self._registry = registry
        self._recorder = recorder
        self._store = store
        self._watcher = watcher
        self._clock = clock

    async def take_over(self) -> None:
        """Claim and watch every live row that nobody watches; mark the restarts that nobody is at any more.

        Raises `LedgerUnusable` where that can't be written down. All of them are watched all the same: who claims a
        row only in memory may ask about it beside another console, but nobody would stop a row that nobody claims.
        """
        foreign = {task.watched_by for task in self._store.live() if not self._lease.watches(task)}
        restarts = {task.restart.by for task in self._store.tasks() if task.restart and task.restart.by}
        others = {by for by in (*foreign, *restarts) if by != self._lease.id}
        if not others:
            return
        free = await asyncio.to_thread(self._lease.ended, others)
        trouble: LedgerUnusable | None = None
        for task in self._store.tasks():
            if task.restart is not None and task.restart.by in free and task.restart.by and self._takes(task):
                try:
                    await self._leave_open(task)
                except LedgerUnusable as failure:
                    trouble = failure
        for task in self._store.live():
            if task.watched_by in free and self._takes(task):
                try:
                    await self.claim(task)
                except LedgerUnusable as failure:
                    trouble = failure
        if trouble is not None:
            raise trouble

    async def _leave_open(self, found: Task) -> None:
        """Say of a restart that its console ended before the start, or after it and before it could say so."""
        follower = await follower_of(found, self._store, self._recorder)
        # What a demo starts would be a task of another simulator.
        done = follower is not None or is_demo(found.profile_id)
        entry = left_behind(found, follower, self._recorder)
        if done and follower is None:
            entry = self._recorder.entry(found.id, EntryKind.RESTART_DROPPED)

        def leave(before: Task) -> Changes | None:
            if before.restart is None or before.restart != found.restart:
                return None
            return {"restart": None if done else replace(before.restart, by="")}

        await self._recorder.record(found.id, entry, change=leave)

    async def claim(self, found: Task) -> None:
        """Make a row ours, in the state in which its console must have left it.

        Demo tasks ended with their simulator. A request whose answer that console waited for has none now.
        `LedgerUnusable`: that is not written down, but the row is watched here.
        """
        settled: dict[str, Any] = {}
        entries: tuple[JournalEntry, ...] = ()
        if self._by:
            entries = (self._recorder.entry(found.id, EntryKind.WATCHED, detail={"by": self._by}),)
        # Rows of a vendor that is not installed any more can't be asked about; they stay and say so.
        known = self._registry.knows(found.generation)
        if known and is_demo(found.profile_id):
            reason = {"reason": simulator_ended().source}
            entries = (self._recorder.entry(found.id, EntryKind.SETTLED, detail=reason),)
            settled = {"state": TaskState.GONE, "ended_at": self._clock.now()}
        elif found.state is TaskState.REQUESTING:
            # Nobody knows until when that console tried; it does no more.
            settled = {"state": TaskState.UNCONFIRMED, "updated_at": self._clock.now()}

        def claim(before: Task) -> Changes | None:
            if before.watched_by != found.watched_by or before.state is not found.state:
                return None  # another console was faster, or the row is not what we took it for: next time
            return {"watched_by": self._lease.id, **settled}

        try:
            await self._recorder.record(found.id, *entries, change=claim)
        finally:
            self._watch(self._store.get(found.id), known=known)

    def _watch(self, row: Task, *, known: bool) -> None:
        if not self._lease.watches(row):
            return
        if known:
            self._watcher.take_up(row.id)
        else:
            self._recorder.show(row.id, error=_not_installed(row))


def _not_installed(task: Task) -> ErrorNote:
    meaning = T("The vendor add-on “{generation}” is not installed, so nobody can ask.", generation=task.generation)
    return NOT_INSTALLED.note(meaning=meaning)
