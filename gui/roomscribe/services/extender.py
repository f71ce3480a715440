"""Moves the end of running tasks: written down first, refused where the vendor or the bot's token ends them earlier."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.lengths import in_minutes, spoken
from roomscribe.domain.moments import moment
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.services.metering import clock_moved
from roomscribe.services.recorder import Changes, Recorder
from roomscribe.services.store import TaskStore
from roomscribe.services.user import user_name
from roomscribe.vendors.registry import Registry

KNOWN_END = "token_ends_at"
"""In the detail of a task's first journal entry: UTC seconds until which the bot's token lets it stay."""


@dataclass(frozen=True)
class _Bound:
    """What ends a task whatever the console does."""

    at: float
    """UTC seconds."""
    why: Text


class Extender:
    """Nothing is sent: it is the console that stops tasks at their end, and it reads the end from the ledger."""

    def __init__(
        self, *, registry: Registry, ledger: Ledger, recorder: Recorder, store: TaskStore, clock: Clock
    ) -> None:
        self._registry = registry
        self._ledger = ledger
        self._recorder = recorder
        self._store = store
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """Two extensions at once follow each other, so that each entry tells the end it found."""

    def why_not(self, task: Task) -> Text | None:
        """Why the task can't be extended by any time at all; None when it may be tried."""
        if not task.live:
            return T("This task has ended already.")
        if task.stop_wished_at is not None:
            return T("This task is being stopped already.")
        if task.state is TaskState.STOPPING:
            return T("The vendor is ending this task already.")
        if task.ends_at is None:
            return T("This task has no end to move.")
        if self._registry.knows(task.generation) and runs_unseen(task, self._registry.generation(task.generation)):
            return T("The answer to its start was lost: it can't be stopped from here, so there is no end to move.")
        return None

    async def extend(self, task_id: str, seconds: float) -> Task:
        """Let the console stop the task `seconds` later, or from now on where its end has passed.

        On disk when it returns. Raises `BadRequest` with the reason where it can't be, `LedgerUnusable` where it can't
        be written down: then the end stays where it was, as nobody else would know of the later one.
        """
        token_ends = await self._known_token_end(task_id)
        async with self._locks[task_id]:
            return await self._extend(task_id, seconds, token_ends)

    async def _extend(self, task_id: str, seconds: float, token_ends: float | None) -> Task:
        def later(before: Task) -> Changes:
            if refusal := self.why_not(before):
                raise BadRequest(refusal)
            now = self._clock.now()
            until = max(before.ends_at or now, now) + seconds
            if (bound := self._bound(before, token_ends, now)) is not None and until > bound.at:
                raise BadRequest(bound.why)
            return {"ends_at": until}

        def extended(before: Task, after: Task) -> tuple[JournalEntry, ...]:
            # Not from the row as it is shown: another window may have moved the end since.
            detail = {"from": before.ends_at, "to": after.ends_at, "by": user_name()}
            return (self._recorder.entry(task_id, EntryKind.EXTENDED, detail=detail),)

        return await self._recorder.record(task_id, change=later, lines=extended, or_not_at_all=True)

    def _bound(self, task: Task, token_ends: float | None, now: float) -> _Bound | None:
        """The earliest of what ends the task in any case."""
        began, bounds = task.started_at or task.created_at, []
        if self._registry.knows(task.generation):
            abilities = self._registry.generation(task.generation).abilities
            if abilities.longest_life:
                at = began + abilities.longest_life
                time = spoken(*in_minutes(abilities.longest_life))
                why = T("The vendor ends this task at {when}, after {time}.", when=moment(at, now), time=time)
                bounds.append(_Bound(at, why))
            if abilities.longest_run:
                at = began + abilities.longest_run
                time = spoken(*in_minutes(abilities.longest_run))
                why = T("Such a task may run for {time} at most, until {when}.", time=time, when=moment(at, now))
                bounds.append(_Bound(at, why))
        if token_ends is not None:
            why = T(
                "The bot's token ends at {when}, and no running task gets a new one. Restart the task to go on.",
                when=moment(token_ends, now),
            )
            bounds.append(_Bound(token_ends, why))
        return min(bounds, key=lambda bound: bound.at, default=None)

    async def _known_token_end(self, task_id: str) -> float | None:
        entries = await self._ledger.journal(task_id)
        found = (entry.detail.get(KNOWN_END) for entry in entries if entry.kind is EntryKind.WRITTEN)
        end = next((float(each) for each in found if isinstance(each, (int, float))), None)
        # A token that was pasted says its end itself, whatever this computer's clock was.
        return end + clock_moved(entries) if end is not None and self._made_here(self._store.get(task_id)) else end

    def _made_here(self, task: Task) -> bool:
        """Whether the console made the bot's token, which ends so many seconds after the start by our clock."""
        if not self._registry.knows(task.generation):
            return False
        generation = self._registry.generation(task.generation)
        # A pasted one is a secret, so the row's values tell nothing of its end.
        return generation.token_ends(task.values, 0.0, task.created_at) is not None
