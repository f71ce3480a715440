"""Writes what happens to tasks: first to the ledger, then to the store the window shows."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger, Superseded, Taken
from roomscribe.services.merging import fresher, keeping, merged
from roomscribe.services.skew import SkewBook
from roomscribe.services.store import TaskStore
from roomscribe.services.user import user_name

Changes = dict[str, Any]
"""Fields of a row that get new values."""


@dataclass(frozen=True)
class _Unwritten:
    """What could not be written of a row that is shown; the next write does."""

    base: Task
    """The row as it was written last."""
    entries: tuple[JournalEntry, ...] = ()


class Recorder:
    """The one writer of tasks. Changes to one task happen one after the other, whichever process makes them."""

    def __init__(self, ledger: Ledger, store: TaskStore, clock: Clock, skew: SkewBook, *, console: str = "") -> None:
        """`console` is the id of this process: it watches what it writes down."""
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._skew = skew
        self._console = console
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unwritten: dict[str, _Unwritten] = {}
        self._under_way: dict[str, asyncio.Future[None]] = {}
        """Rows that are being written though nobody waits for that any more; the next change of such a row does."""

    async def add(
        self,
        task: Task,
        *entries: JournalEntry,
        in_the_way: Callable[[Task], bool] | None = None,
        halts: int | None = None,
    ) -> Task:
        """Write a new task and show it once it is on disk.

        `in_the_way` is shown every live task of the ledger; where it says yes, that is shown and `Taken` is raised.
        Where its owner has stopped everything since the halt of the number `halts`, `Halted` is raised.
        """
        task = replace(task, watched_by=self._console)
        try:
            task = await self._ledger.add(task, *entries, in_the_way=in_the_way, halts=halts)
        except Taken as other:
            await self.hear_of(other.task)
            raise
        self._store.put(task)
        return task

    async def record(
        self,
        task_id: str,
        *entries: JournalEntry,
        act: bool = False,
        change: Callable[[Task], Changes | None] | None = None,
        lines: Callable[[Task, Task], tuple[JournalEntry, ...]] | None = None,
        or_not_at_all: bool = False,
        **changes: Any,
    ) -> Task:
        """Change a task's row and append to its journal in one commit; returns the task as it is now.

        `act` marks an act of a person: answers to questions asked before it are dropped from then on.
        `change` works the new values out from the row as it is when its turn has come; None leaves all as it is. Where
        another process wrote first it is asked again, with the row as it is then: it must do nothing else. `lines`
        makes journal entries of the row before and after, for what is known only then; they follow `entries`.
        A new state adds its journal entry by itself. What was decided is shown even when it can't be written
        (`LedgerUnusable`) or the caller no longer waits: the next write has all of it, journal lines too. With
        `or_not_at_all` what can't be written has not happened, as nothing may follow from it.
        """
        async with self._turn(task_id):
            overtaken = False
            while True:
                before = self._store.get(task_id)
                new = changes
                if change is not None:
                    worked_out = change(before)
                    if worked_out is None:
                        return before
                    new = {**worked_out, **changes}
                after = replace(before, **new)
                if act:
                    after = replace(after, epoch=before.epoch + 1)
                if overtaken:
                    # The values were worked out from an older row.
                    after = keeping(before, after)
                told = entries if lines is None else (*entries, *lines(before, after))
                try:
                    return await self._save(before, after, told, or_not_at_all=or_not_at_all)
                except Superseded as news:
                    self._take(news.task)
                    overtaken = True

    async def hear_of(self, task: Task) -> None:
        """Show a row as this or another process has written it, unless a newer one is shown."""
        if not self._store.knows(task.id):
            self._store.put(task)
            return
        async with self._turn(task.id):
            if task.revision > self._store.get(task.id).revision:
                self._take(task)

    async def mend(self) -> int:
        """Write what could not be written before; returns how many rows it was. `LedgerUnusable`: still not."""
        unwritten = list(self._unwritten)
        for task_id in unwritten:
            try:
                await self.record(task_id)
            except ValueError:
                # Not the disk but the content was refused, and whoever wrote it was told.
                self._unwritten.pop(task_id, None)
        return len(unwritten)

    async def journal(self, task_id: str) -> list[JournalEntry]:
        """What happened to a task, as the ledger has it."""
        return await self._ledger.journal(task_id)

    async def last_halt(self) -> int:
        """The number of this person's last halt, 0 where there is none: for what begins now (`add`)."""
        halt = await self._ledger.last_halt(user_name())
        return 0 if halt is None else halt.number

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
        calls = self.calls(task_id, failure.exchanges)
        note = failure.note
        return (*calls, self.entry(task_id, EntryKind.REFUSED, error=note, request_id=note.request_id))

    @asynccontextmanager
    async def _turn(self, task_id: str) -> AsyncIterator[None]:
        """Wait until nobody else changes the row, and until what was begun is known to be written, or not."""
        async with self._locks[task_id]:
            if (under_way := self._under_way.get(task_id)) is not None:
                await asyncio.shield(under_way)  # who gives up waiting must not end it for the next
            yield

    async def _save(self, before: Task, after: Task, entries: tuple[JournalEntry, ...], *, or_not_at_all: bool) -> Task:
        owed = self._unwritten.get(after.id, _Unwritten(before))
        lines = (*owed.entries, *entries)
        if after.state is not before.state or after.vendor_state != before.vendor_state:
            lines = (*lines, self._moved(before, after))

        def keep(error: BaseException | None) -> None:
            # A line that was refused must not be tried for ever.
            left = owed.entries if isinstance(error, ValueError) else lines
            self._unwritten[after.id] = _Unwritten(owed.base, left)

        def ended_late(error: BaseException | None) -> None:
            self._under_way.pop(after.id).set_result(None)
            if error is None:
                self._unwritten.pop(after.id, None)
                row = after if or_not_at_all else self._store.get(after.id)
                self._store.put(replace(row, revision=after.revision + 1))
            elif not or_not_at_all:
                keep(error)
                if isinstance(error, Superseded):
                    self._take(error.task)

        try:
            written = await self._ledger.save(after, *lines, late=ended_late)
        except Superseded:
            raise
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError):
                # It is carried out all the same; how it ends decides what is still to be written.
                self._under_way[after.id] = asyncio.get_running_loop().create_future()
            if not (or_not_at_all and isinstance(error, (LedgerUnusable, asyncio.CancelledError))):
                keep(error)
                self._store.put(after)
            raise
        self._unwritten.pop(after.id, None)
        self._store.put(written)
        return written

    def _take(self, theirs: Task) -> None:
        """Take over a row from the ledger, and keep what could not be written of ours."""
        mine = self._store.get(theirs.id)
        owed = self._unwritten.get(theirs.id)
        if owed is None:
            self._store.put(fresher(mine, theirs))
            return
        self._unwritten[theirs.id] = replace(owed, base=theirs)
        self._store.put(merged(owed.base, mine, theirs))

    def _moved(self, before: Task, after: Task) -> JournalEntry:
        return self.entry(
            after.id,
            EntryKind.STATE_CHANGED,
            state=after.state,
            vendor_state=after.vendor_state,
            detail={"from": before.state.value},
        )
