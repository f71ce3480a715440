"""Starts tasks: checks the draft, writes it down, sends it, writes the answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import Unpack

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.lengths import MINUTE, spoken
from roomscribe.domain.moments import moment
from roomscribe.domain.own_errors import REFUSED_HERE
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import MINUTES, run_time_too_long
from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Observation, Task, clashes, joined_keys
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Taken
from roomscribe.net.pace import Permit
from roomscribe.services.extender import KNOWN_END
from roomscribe.services.form_problems import form_problems
from roomscribe.services.learning import from_observation
from roomscribe.services.lost_starts import is_lost
from roomscribe.services.orders import shown_values, without_secrets
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.recorder import Changes
from roomscribe.services.start_turns import Turn, Wanted
from roomscribe.services.task_service import TaskParts, TaskService
from roomscribe.services.user import user_name
from roomscribe.vendors.protocol import Generation, Prepared, StartOrder, TaskClient

AFTER_FAILED_START = {
    FailureKind.NOT_SENT: TaskState.UNSENT,
    FailureKind.AMBIGUOUS: TaskState.UNCONFIRMED,
}
"""Every other failure of a start means that the vendor said no."""

BROKEN_OFF = T("It was broken off before it was sent, so nothing was started.")

NOTICEABLE = 5.0
"""Seconds of waiting for its turn that a task's end is put off by: each time is a write more."""


@dataclass(frozen=True)
class Clash:
    """A live task that a draft would collide with at the vendor."""

    task: Task
    message: Text


class Launcher(TaskService):
    """Turns drafts into tasks. Nothing leaves this computer before the ledger holds the row."""

    def __init__(self, *, profiles: ProfileStore, under_way: set[str], **parts: Unpack[TaskParts]) -> None:
        """`under_way` holds the ids of starts whose answer is waited for, so that nobody asks about them meanwhile."""
        super().__init__(**parts)
        self._profiles = profiles
        self._under_way = under_way
        self._launching: set[str] = set()
        """Clash keys of starts that the store does not show yet: a second click must meet the first."""

    def problems(self, draft: Draft) -> list[Problem]:
        """Everything wrong with a draft, in the order of its form; empty means that it can be sent."""
        profile, generation = self._of(draft)
        return form_problems(generation, draft.values, profile)

    def too_long(self, draft: Draft) -> Text | None:
        """Why the task may not run for so long, or None."""
        profile, generation = self._of(draft)
        longest = generation.abilities.longest_run
        if message := run_time_too_long(draft.minutes, longest):
            return message
        values, now = shown_values(generation, draft.values, profile.site), self._clock.now()
        token_ends = generation.token_ends(values, draft.minutes * 60.0, now)
        # Without an end it runs for as long as the vendor lets it.
        needed = draft.minutes * 60.0 or longest or generation.abilities.longest_life
        return None if token_ends is None or now + needed <= token_ends else _token_too_short(token_ends, now)

    def clash(self, draft: Draft, *, apart_from: str = "") -> Clash | None:
        """The live task that this draft would harm or be refused for, if there is one."""
        return self._clash(self._keys(draft), apart_from)

    def _clash(self, keys: str, apart_from: str) -> Clash | None:
        for task in self._store.clashing(keys):
            if task.id != apart_from:
                return Clash(task, self._in_the_way(task))
        return None

    async def start(
        self,
        draft: Draft,
        *,
        restart_of: str = "",
        task_id: str = "",
        turn: Turn | None = None,
        halts: int | None = None,
    ) -> Task:
        """Start a task and return its row, whatever became of it.

        `task_id` is its local id where somebody must find it again. `turn` is waited for when the row is written, where
        a start must not go before what people do, and a long wait puts the task's end off. Who wishes a stop before it
        is sent keeps it from being sent. `halts` is the number of the person's last halt (`domain.halts`) when what
        starts it began. Raises `BadRequest` when the draft is not sent at all: a problem, a clash, a missing secret,
        or, as `Halted`, a later halt.
        """
        if task_id and self._store.knows(task_id):
            raise BadRequest(T("This task has been started already."), other_task=task_id)
        await self.ready(draft, restart_of=restart_of)
        profile, generation = self._of(draft)
        values = shown_values(generation, draft.values, profile.site)
        task = self._row(draft, profile, generation, values, task_id or uuid.uuid4().hex)
        token_ends = generation.token_ends(values, draft.minutes * 60.0, task.created_at)
        self._under_way.add(task.id)
        try:
            await self._write_down(task, draft.minutes, restart_of, token_ends, halts)
        except BaseException:
            self._under_way.discard(task.id)
            raise
        order = StartOrder(values=values, idempotency_key=task.idempotency_key, runs_for=draft.minutes * 60.0, kept={})
        return await self._carry_out(task, draft, order, turn, session_only=profile.simulator)

    async def _carry_out(
        self, task: Task, draft: Draft, order: StartOrder, turn: Turn | None, *, session_only: bool
    ) -> Task:
        """Send what is written down. Whatever keeps it from being sent ends the row: nothing runs, and it says so."""
        permit: Permit | None = None
        ready: StartOrder | None = None
        try:
            wanted = Wanted(self._store, task.id, turn)
            if turn is not None:
                permit = await wanted.permit(turn.wait)
                wanted.require()
                await self._put_off_end(task, draft)
            further = None if turn is None else partial(wanted.permit, turn.further)
            client = await self._clients.client(draft.profile_id, permit, wanted.require, further)
            if self._of(draft)[1].id != task.generation:
                raise BadRequest(T("The profile's API version was changed meanwhile, so it was not started."))
            await self._secrets.keep_typed(task, order.values, session_only=session_only)
            ready = await self._prepared(task, client, order, session_only=session_only)
            return self._store.get(task.id) if ready is None else await self._send(task, client, ready)
        except BadRequest as refusal:
            return await self._unsent(task, refusal.message, refusal.field)
        except BaseException as error:
            if ready is not None or self._store.get(task.id).state is not TaskState.REQUESTING:
                raise
            if isinstance(error, LedgerUnusable):
                return await self._unsent(task, error.message)
            await self._unsent(task, BROKEN_OFF)
            raise
        finally:
            if permit is not None:
                permit.give_back()  # where it came to no call
            self._under_way.discard(task.id)
            self._leave_no_row_behind(task.id)

    async def ready(self, draft: Draft, *, restart_of: str = "") -> TaskClient:
        """The client that would start the draft; raises `BadRequest` for whatever would keep it from being sent."""
        self._refuse(draft, restart_of)
        looked_at = self._of(draft)
        client = await self._clients.client(draft.profile_id)
        # Waiting for the client gave others a turn: somebody may have pressed Start twice, or changed the profile.
        if self._of(draft) == looked_at:
            self._refuse_doubles(draft, restart_of)
        else:
            self._refuse(draft, restart_of)
        return client

    async def _put_off_end(self, task: Task, draft: Draft) -> None:
        """Its turn may have come minutes after it was written down: it runs for as long as was wished all the same.

        `BadRequest` where it can't do so any more; `LedgerUnusable` where the new end can't be written down.
        """
        row, now = self._store.get(task.id), self._clock.now()
        if now - row.created_at < NOTICEABLE:
            return
        if message := self.too_long(draft):
            raise BadRequest(message, field="minutes")
        ends_at = now + draft.minutes * 60

        def later(before: Task) -> Changes | None:
            if before.ends_at is None or before.ends_at >= ends_at:
                return None  # without an end, or extended meanwhile
            return {"ends_at": ends_at, "updated_at": now}

        def moved(before: Task, after: Task) -> tuple[JournalEntry, ...]:
            detail = {"from": before.ends_at, "to": after.ends_at}
            return (self._recorder.entry(task.id, EntryKind.EXTENDED, detail=detail),)

        await self._recorder.record(task.id, change=later, lines=moved, or_not_at_all=True)

    def _leave_no_row_behind(self, task_id: str) -> None:
        """A start that broke off, by a full disk or a fault of ours, is asked about like any other open question."""
        if self._store.get(task_id).state is TaskState.REQUESTING:
            self._recorder.show(task_id, state=TaskState.UNCONFIRMED, updated_at=self._clock.now())

    async def _write_down(
        self, task: Task, minutes: int, restart_of: str, token_ends: float | None, halts: int | None
    ) -> None:
        # The row's own end moves, by a long wait and whenever somebody extends it.
        detail: dict[str, object] = {MINUTES: minutes}
        if token_ends is not None:
            detail[KNOWN_END] = token_ends
        entries = [self._recorder.entry(task.id, EntryKind.WRITTEN, detail=detail)]
        if restart_of:
            entries.append(self._recorder.entry(task.id, EntryKind.RESTART_OF, detail={"task": restart_of}))

        def in_the_way(other: Task) -> bool:
            if other.id == restart_of or not clashes(task.dedupe_key, other.dedupe_key):
                return False
            mine = self._store.get(other.id) if self._store.knows(other.id) else other
            # One that has ended here may not have been written yet: the disk was full.
            return mine.live or mine.revision < other.revision

        self._launching.add(task.dedupe_key)
        try:
            await self._recorder.add(task, *entries, in_the_way=in_the_way, halts=halts)
        except Taken as other:
            # Another console wrote it down in this very moment.
            raise BadRequest(self._in_the_way(other.task), other_task=other.task.id) from other
        finally:
            self._launching.discard(task.dedupe_key)

    async def _prepared(
        self, task: Task, client: TaskClient, order: StartOrder, *, session_only: bool
    ) -> StartOrder | None:
        """The order with what the vendor wants to be asked for before; None where that failed, and the row says so."""
        prepared = await self._prepare(task, client, order)
        if prepared is None:
            return None
        await self._secrets.keep(task, prepared.kept, session_only=session_only)
        if prepared.exchanges:
            # Without a call there is nothing to tell, and a disk takes only so many commits a second.
            await self._recorder.record(task.id, *self._recorder.calls(task.id, prepared.exchanges))
        return replace(order, kept=prepared.kept)

    async def _send(self, task: Task, client: TaskClient, order: StartOrder) -> Task:
        try:
            seen = await client.start(order)
        except CallFailed as failure:
            if failure.kind is FailureKind.DUPLICATE and failure.vendor_task_id:
                return await self._adopted(task, failure)
            return await self._failed(task, failure, AFTER_FAILED_START.get(failure.kind, TaskState.REJECTED))
        row = await self._recorder.record(
            task.id,
            *self._recorder.calls(task.id, seen.exchanges),
            # Worked out from the row as it is then: somebody may have wished a stop meanwhile.
            change=lambda before: from_observation(before, seen),
            vendor_task_id=seen.vendor_task_id,
            started_at=seen.answered_at,
            updated_at=seen.answered_at,
            asked_at=seen.asked_at,
            answered_at=seen.answered_at,
        )
        if row.state.ended:
            await self._secrets.drop(task)
        return row

    async def _adopted(self, task: Task, failure: CallFailed) -> Task:
        """The vendor has this very start already: something between us and it sent the request twice."""
        now = self._clock.now()
        seen = Observation(
            vendor_state="",
            state=TaskState.STARTING,
            asked_at=now,
            answered_at=now,
            vendor_task_id=failure.vendor_task_id,
        )
        return await self._recorder.record(
            task.id,
            *self._recorder.refusal(task.id, failure),
            self._recorder.entry(task.id, EntryKind.SETTLED, detail={"arrived": True}),
            change=lambda before: from_observation(before, seen),
            updated_at=now,
        )

    async def _prepare(self, task: Task, client: TaskClient, order: StartOrder) -> Prepared | None:
        try:
            return await client.prepare(order)
        except CallFailed as failure:
            # No task can run yet, so even a lost answer leaves nothing behind.
            lost = failure.kind in (FailureKind.NOT_SENT, FailureKind.AMBIGUOUS)
            await self._failed(task, failure, TaskState.UNSENT if lost else TaskState.REJECTED)
            return None

    async def _unsent(self, task: Task, why: Text, field: str = "") -> Task:
        return await self._failed(task, CallFailed(REFUSED_HERE.note(meaning=why, field=field)), TaskState.UNSENT)

    async def _failed(self, task: Task, failure: CallFailed, state: TaskState) -> Task:
        row = await self._recorder.record(
            task.id,
            *self._recorder.refusal(task.id, failure),
            state=state,
            error=failure.note,
            updated_at=self._clock.now(),
            ended_at=None if state.live else self._clock.now(),
        )
        if row.state.ended:
            await self._secrets.drop(task)
        return row

    def _refuse(self, draft: Draft, restart_of: str) -> None:
        if found := self.problems(draft):
            raise BadRequest(found[0].message, field=found[0].key)
        if message := self.too_long(draft):
            raise BadRequest(message, field="minutes")
        self._refuse_doubles(draft, restart_of)

    def _refuse_doubles(self, draft: Draft, restart_of: str) -> None:
        keys = self._keys(draft)
        if clash := self._clash(keys, restart_of):
            raise BadRequest(clash.message, other_task=clash.task.id)
        if any(clashes(keys, other) for other in self._launching):
            raise BadRequest(T("This task is being started already."))

    def _row(
        self, draft: Draft, profile: Profile, generation: Generation, values: dict[str, object], task_id: str
    ) -> Task:
        now = self._clock.now()
        return Task(
            id=task_id,
            profile_id=profile.id,
            profile_name=profile.name,
            vendor=profile.vendor,
            generation=profile.generation,
            site=profile.site,
            room=str(values.get(generation.room_key) or ""),
            bot=str(values.get(generation.bot_key) or ""),
            spoken=generation.spoken(values),
            targets=generation.targets(values),
            values=without_secrets(generation.fields, values),
            idempotency_key=generation.idempotency_key(values, task_id),
            dedupe_key=joined_keys(generation.clash_keys(values, profile)),
            state=TaskState.REQUESTING,
            created_at=now,
            ends_at=now + draft.minutes * 60 if draft.minutes else None,
            owner=user_name(),
        )

    def _in_the_way(self, task: Task) -> Text:
        if is_lost(task, self._registry) and task.state is TaskState.UNCONFIRMED:
            return T(
                "A start in room {room} was not answered, and the vendor can't be asked about it. Look into the room: "
                "if no bot is there, close that row by hand. Or choose another room.",
                room=task.room,
            )
        return _clash_words(task)

    def _keys(self, draft: Draft) -> str:
        """Its clash keys, joined."""
        profile, generation = self._of(draft)
        return joined_keys(generation.clash_keys(shown_values(generation, draft.values, profile.site), profile))

    def _of(self, draft: Draft) -> tuple[Profile, Generation]:
        profile = self._profiles.get(draft.profile_id)
        return profile, self._registry.generation(profile.generation)


def _clash_words(task: Task) -> Text:
    """What to do about a live task that is in the way; an unanswered start can't be stopped, nor a stopping one."""
    match task.state:
        case TaskState.UNCONFIRMED:
            return T(
                "A start in room {room} was not answered, so its bot may be there. "
                "Wait until that row is settled, or choose another room.",
                room=task.room,
            )
        case TaskState.STOPPING:
            return T("A task of this kind is still stopping in room {room}. Wait for its end.", room=task.room)
        case TaskState.REQUESTING:
            return T("A task of this kind is being started in room {room} already.", room=task.room)
    state = STATE_WORDS[task.state]
    return T(
        "A task of this kind is already {state} in room {room}. Stop it first, or change it.",
        state=state,
        room=task.room,
    )


def _token_too_short(ends: float, now: float) -> Text:
    minutes = int((ends - now) // 60)
    if minutes < 1:
        return T("The bot's token ends at {when}. Have a new one made.", when=moment(ends, now))
    return T(
        "The bot's token ends at {when}, before the task would. Choose {time} at most, or have a longer one made.",
        when=moment(ends, now),
        time=spoken(minutes, MINUTE),
    )
