"""Asks a vendor about one task, pursues a wished stop, and writes down what it learns."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Unpack

from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.own_errors import CANNOT_ASK, STOP_IGNORED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Observation, Task
from roomscribe.net.pace import Permit
from roomscribe.services.learning import from_failure, from_observation, from_silence, unproven_stop
from roomscribe.services.lost_starts import SURE_AFTER, is_lost, is_unanswered, tried_at
from roomscribe.services.pursuit import Pursuits
from roomscribe.services.recorder import Changes
from roomscribe.services.task_service import TaskParts, TaskService
from roomscribe.vendors.protocol import TaskClient, TaskRef

MARGIN = 600.0
"""Seconds added to a vendor's longest life before a task counts as over: their clocks and ours differ."""
SAID_AGAIN_AFTER = 5.0
"""Seconds between two answers that nobody knows a start: a single one may be a slip, and the task is billed."""


class Follower(TaskService):
    """One question about one task at a time; the watcher decides when."""

    def __init__(self, *, under_way: set[str], moving: Callable[[str], bool], **parts: Unpack[TaskParts]) -> None:
        """`under_way`: starts whose answer the launcher waits for; nobody asks about them meanwhile. `moving` tells
        whether a row's times are just being moved to a clock that was set, and say nothing until then."""
        super().__init__(**parts)
        self._under_way = under_way
        self._moving = moving
        self._pursuits = Pursuits(self._clock)
        self._missed: set[str] = set()
        """Tasks the vendor did not know when it was last asked, though it has taken no stop of them."""
        self._unknown: dict[str, float] = {}
        """Starts that had time enough to arrive and that nobody knew when last asked: monotonic time of the first."""

    async def ask(self, task_id: str, permit: Permit | None = None) -> bool:
        """Ask the next sensible question about a live task; False when it failed and a longer wait is due.

        `permit` is for the one call that it usually takes.
        """
        task = self._store.get(task_id)
        if task_id in self._under_way or task.state.ended:
            return True
        if is_lost(task, self._registry):
            await self._unheard(task)
            return True
        acts = self.next_acts(task)
        try:
            client = await self._clients.client(task.profile_id, permit)
            seen = await self._question(task, client)
        except CallFailed as failure:
            return await self._failed(task, failure, acts=acts)
        except BadRequest as refusal:
            await self._cannot_ask(task, refusal)
            return False
        if seen is None:
            return False
        if seen.vendor_state:
            self._missed.discard(task_id)
        await self._learnt(task, seen, acts=acts)
        return True

    def next_is_stop(self, task: Task) -> bool:
        """Whether the next question about it is a stop, which is counted apart from the others."""
        return self._pursued(task) and self._pursuits.due(task)

    def stop_due_in(self, task: Task) -> float:
        """Seconds until a question about it is a stop; infinite where none is to be sent, or another comes first."""
        return self._pursuits.due_in(task) if self._pursued(task) else math.inf

    def _pursued(self, task: Task) -> bool:
        return task.stop_wished_at is not None and not is_unanswered(task)

    def next_acts(self, task: Task) -> bool:
        """Whether the next question about it may change something at the vendor: a stop, or a start once more."""
        return is_unanswered(task) or self.next_is_stop(task)

    async def _question(self, task: Task, client: TaskClient) -> Observation | None:
        if is_unanswered(task):
            return await self._settle(task, client)
        ref = await self._secrets.ref(task)
        if task.stop_wished_at is not None and self._pursuits.due(task):
            # Noted before: a stop that is refused must not keep us from asking how the task is doing.
            self._pursuits.tried(task)
            return await self._stop(client, ref, task.id)
        self._pursuits.looked(task.id)
        return await client.observe(ref)

    async def _stop(self, client: TaskClient, ref: TaskRef, task_id: str) -> Observation:
        try:
            seen = await client.stop(ref)
        except CallFailed as failure:
            if failure.kind is not FailureKind.NOT_FOUND or failure.exchange is None:
                raise
            # No proof yet: a task that is ending can't be stopped either, and may be in its room for a while. Whether
            # the vendor still knows it is the next question.
            self._missed.add(task_id)
            self._pursuits.answered(task_id, accepted=False)
            return unproven_stop(failure, failure.exchange)
        self._pursuits.answered(task_id, accepted=True)
        return seen

    def _past_every_life(self, task: Task) -> bool:
        """Whether the task is so old that its vendor has ended it by itself, for rows nobody can ask about."""
        longest = self._longest(task)
        return longest > 0 and self._age(task) > longest + MARGIN

    def _age(self, asked: Task) -> float:
        """Seconds since the task began, or was tried to begin, by the row as it is now: the clock may be set during a
        question."""
        row = self._store.get(asked.id)
        return 0.0 if self._moving(asked.id) else self._clock.now() - (row.started_at or tried_at(row))

    def _longest(self, task: Task) -> float:
        """Seconds after which the task is over without a word from the vendor; 0 where nobody knows."""
        abilities = self._registry.generation(task.generation).abilities
        # A start that can't be found has no other end than the longest time that somebody named.
        return abilities.longest_life or (abilities.longest_run if is_lost(task, self._registry) else 0.0)

    async def _settle(self, task: Task, client: TaskClient) -> Observation | None:
        """Find out what became of a start whose answer was lost."""
        runs_for = max(60.0, task.ends_at - self._clock.now()) if task.ends_at else 0.0
        order, ref = await self._secrets.order(task, runs_for=runs_for), await self._secrets.ref(task)
        if await self._never_left(task, ref):
            await self._unsent(task, {})
            return None
        seen = await client.locate(ref, order)
        if seen is None:
            await self._not_arrived(task)
        return seen

    async def _not_arrived(self, task: Task) -> None:
        # We could ask, so a note that we could not is over; why the start failed stays.
        changes: Changes = {"error": None} if task.error is not None and task.error.code == CANNOT_ASK.code else {}
        if self._age(task) >= SURE_AFTER and self._said_again(task.id):
            await self._unsent(task, changes)
        elif changes:
            await self._write(task, (), changes)

    def _said_again(self, task_id: str) -> bool:
        now = self._clock.monotonic()
        return now - self._unknown.setdefault(task_id, now) >= SAID_AGAIN_AFTER

    async def _never_left(self, task: Task, ref: TaskRef) -> bool:
        """Whether a start can't have been sent: what it takes along was never acquired.

        The launcher writes the call that acquires it down before it goes on; so a console was killed before that.
        """
        kept_keys = self._registry.generation(task.generation).kept_keys
        if all(ref.kept.get(key) for key in kept_keys):
            return False
        return all(entry.kind is not EntryKind.CALLED for entry in await self._recorder.journal(task.id))

    async def _unsent(self, task: Task, changes: Changes) -> None:
        settled = self._recorder.entry(task.id, EntryKind.SETTLED, detail={"arrived": False})
        await self._write(task, (settled,), changes | {"state": TaskState.UNSENT, "ended_at": self._clock.now()})

    async def _unheard(self, task: Task) -> None:
        if self._past_every_life(task):
            await self._write(task, (), {"state": TaskState.GONE, "ended_at": self._clock.now()})
        elif changes := from_silence(task, self._longest(task)):
            await self._write(task, (), changes)

    async def _learnt(self, task: Task, seen: Observation, *, acts: bool) -> None:
        """`acts`: as for `_failed`."""
        self._unknown.pop(task.id, None)
        changes = from_observation(task, seen)
        entries: list[JournalEntry] = []
        if self._pursuits.ignored(task, seen):
            changes["error"] = note = STOP_IGNORED.note(request_id=seen.request_id)
            if task.error is not None and task.error.code == note.code:
                changes["error"] = task.error
            else:
                entries.append(self._recorder.entry(task.id, EntryKind.REFUSED, error=note))
        elif not seen.vendor_state and task.error is not None and task.error.code == STOP_IGNORED.code:
            changes["error"] = task.error  # that this stop was accepted, too, mends nothing
        if task.state.unsettled:
            entries.append(self._recorder.entry(task.id, EntryKind.SETTLED, detail={"arrived": True}))
        same = changes["state"] is task.state and changes.get("vendor_state") == task.vendor_state
        if same and not entries and not acts and task.error == changes["error"]:
            # Nothing new but the time of the knowledge: shown, not written, or the journal would only say so.
            self._recorder.hear(seen.exchanges)
            if self._current(task):
                self._recorder.show(task.id, asked_at=seen.asked_at, answered_at=seen.answered_at)
            return
        entries += self._recorder.calls(task.id, seen.exchanges)
        await self._write(task, tuple(entries), changes)

    async def _failed(self, task: Task, failure: CallFailed, *, acts: bool) -> bool:
        """`acts`: the call was to change something, so each stands in the journal, though it says what the last did."""
        if failure.kind is FailureKind.AMBIGUOUS and failure.exchange is None and task.error is not None:
            return False  # the client itself isn't sure yet; why the start failed stays
        # One "not found" proves an end where a stop was taken. Else it may be a slip, wished for or not.
        proven = task.id in self._missed or (task.stop_wished_at is not None and self._pursuits.accepted(task.id))
        changes = from_failure(task, failure, self._clock.now(), proven=proven)
        if failure.kind is FailureKind.NOT_FOUND:
            self._missed.add(task.id)
        elif failure.kind is FailureKind.NOT_SENT and self._past_every_life(task):
            changes |= {"state": TaskState.GONE, "ended_at": self._clock.now()}
        ended = "state" in changes
        repeated = not ended and task.error is not None and task.error.code == failure.note.code
        entries = () if repeated else self._recorder.refusal(task.id, failure)
        if repeated and acts:
            entries = self._recorder.calls(task.id, failure.exchanges)
        await self._write(task, entries, changes)
        return ended

    async def _cannot_ask(self, task: Task, refusal: BadRequest) -> None:
        if self._past_every_life(task):
            await self._write(task, (), {"state": TaskState.GONE, "ended_at": self._clock.now()})
            return
        if task.error is not None and task.error.meaning == refusal.message:
            return
        note = CANNOT_ASK.note(meaning=refusal.message)
        entry = self._recorder.entry(task.id, EntryKind.REFUSED, error=note)
        await self._write(task, (entry,), {"error": note})

    async def _write(self, asked: Task, entries: tuple[JournalEntry, ...], changes: Changes) -> None:
        """Write an answer down. Where a person acted since the question, it says nothing any more but what was sent."""
        if receipt := changes.get("receipt"):
            proof = self._recorder.entry(
                asked.id, EntryKind.RECEIPT, vendor_state=receipt.word, request_id=receipt.request_id
            )
            entries = (*entries, proof)
        late = False

        def learn(before: Task) -> Changes | None:
            nonlocal late
            late = before.epoch != asked.epoch or before.state.ended
            return None if late else changes

        row = await self._recorder.record(asked.id, *entries, change=learn)
        if late and (calls := [entry for entry in entries if entry.kind is EntryKind.CALLED]):
            await self._recorder.record(asked.id, *calls)
        if row.state.ended:
            self._pursuits.forget(asked.id)
            self._unknown.pop(asked.id, None)
            self._missed.discard(asked.id)
            await self._secrets.drop(asked)

    def _current(self, asked: Task) -> bool:
        return self._store.get(asked.id).epoch == asked.epoch
