"""Writes what happens to tasks: first to the ledger, then to the store the window shows."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.skew import SkewBook
from roomscribe.services.store import TaskStore

Changes = dict[str, Any]
"""Fields of a row that get new values."""


class Recorder:
    """The one writer of tasks. Changes to one task happen one after the other."""

    def __init__(self, ledger: Ledger, store: TaskStore, clock: Clock, skew: SkewBook) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._skew = skew
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def add(self, task: Task, *entries: JournalEntry) -> Task:
        """Write a new task and show it once it is on disk."""
        await self._ledger.add(task, *entries)
        self._store.put(task)
        return task

    async def record(
        self,
        task_id: str,
        *entries: JournalEntry,
        act: bool = False,
        change: Callable[[Task], Changes | None] | None = None,
        **changes: Any,
    ) -> Task:
        """Change a task's row and append to its journal in one commit; returns the task as it is now.

        `act` marks an act of a person: answers to questions asked before it are dropped from then on.
        `change` works the new values out from the row as it is when its turn has come; None leaves all as it is.
        A new state adds its journal entry by itself. What was decided is shown even when it can't be written
        (`LedgerUnusable`) or the caller no longer waits: rows are written whole, so the next write mends the file.
        """
        async with self._locks[task_id]:
            before = self._store.get(task_id)
            if change is not None:
                worked_out = change(before)
                if worked_out is None:
                    return before
                changes = {**worked_out, **changes}
            after = replace(before, **changes)
            if act:
                after = replace(after, epoch=before.epoch + 1)
            moved = after.state is not before.state or after.vendor_state != before.vendor_state
            if moved:
                entries = (*entries, self._moved(before, after))
            try:
                await self._ledger.save(after, *entries)
            finally:
                self._store.put(after)
            return after

    def show(self, task_id: str, **changes: Any) -> None:
        """Show that something is still as it was (a fresher time of knowledge) without writing to disk."""
        self._store.put(replace(self._store.get(task_id), **changes))

    def entry(self, task_id: str, kind: EntryKind, **what: Any) -> JournalEntry:
        """A journal entry of this moment, unless `at` says otherwise."""
        return JournalEntry(**{"task_id": task_id, "at": self._clock.now(), "kind": kind, **what})

    def calls(self, task_id: str, exchanges: tuple[Exchange, ...]) -> tuple[JournalEntry, ...]:
        """One entry per request and answer."""
        self.hear(exchanges)
        return tuple(
            self.entry(task_id, EntryKind.CALLED, at=each.sent_at, exchange=each, request_id=each.request_id)
            for each in exchanges
        )

    def hear(self, exchanges: tuple[Exchange, ...]) -> None:
        """Learn from answers that are not written down."""
        self._skew.hear(exchanges)

    def refusal(self, task_id: str, failure: CallFailed) -> tuple[JournalEntry, ...]:
        """The entries of a failed call: what went over the wire, and what it means."""
        calls = self.calls(task_id, (failure.exchange,) if failure.exchange else ())
        note = failure.note
        return (*calls, self.entry(task_id, EntryKind.REFUSED, error=note, request_id=note.request_id))

    def _moved(self, before: Task, after: Task) -> JournalEntry:
        return self.entry(
            after.id,
            EntryKind.STATE_CHANGED,
            state=after.state,
            vendor_state=after.vendor_state,
            detail={"from": before.state.value},
        )
