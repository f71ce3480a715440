"""Finds tasks at a vendor that the ledger does not know, adopts them, and stops them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import Unpack

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import USUAL_MINUTES
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Observation, Origin, Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.ledger import Taken
from roomscribe.services.launcher import Launcher
from roomscribe.services.learning import from_observation
from roomscribe.services.listing import Found, Listing, live_words
from roomscribe.services.profiles import ProfileStore, usable
from roomscribe.services.rates import account_of
from roomscribe.services.recorder import Changes
from roomscribe.services.stopper import Stopper, pursue
from roomscribe.services.task_service import TaskParts, TaskService
from roomscribe.services.user import user_name
from roomscribe.vendors.protocol import Generation, TaskRef

SLACK = 120.0
"""Seconds by which the vendor's clock and ours may differ, when a task is compared with a start that was lost."""


class HasEnded(BadRequest):
    """Nothing runs any more."""

    def __init__(self, found: Found) -> None:
        super().__init__(T("This task has ended already."))
        self.found = found
        """The task as the vendor told it now."""


class Standing(Enum):
    """What the console knows of a listed task."""

    FOREIGN = "foreign"
    """Nothing: somebody else started it, or another console did."""
    KNOWN = "known"
    """It has a row."""
    OPEN = "open"
    """It may be a start of ours whose answer was lost, and that is not settled yet."""


@dataclass(frozen=True)
class Known:
    """What the ledger holds of one account's tasks at one moment."""

    rows: Mapping[str, Task]
    """By the vendor's task id."""
    open_starts: tuple[Task, ...]
    """Starts of which nobody knows yet whether they arrived."""

    def row(self, found: Found) -> Task | None:
        """The row of a listed task.

        One that was taken for gone, and is listed as live since, is nobody's: the console watches it no more.
        """
        row = self.rows.get(found.id)
        if row is None or row.state is not TaskState.GONE or found.listed.state.ended:
            return row
        return row if row.ended_at is not None and found.answered_at <= row.ended_at else None

    def standing(self, found: Found) -> tuple[Standing, Task | None]:
        """How a listed task stands, and the row that it is or may be."""
        if (row := self.row(found)) is not None:
            return Standing.KNOWN, row
        candidates = self.candidates(found)
        return (Standing.OPEN, candidates[0]) if candidates else (Standing.FOREIGN, None)

    def candidates(self, found: Found) -> list[Task]:
        """The lost starts that the listed task may be: in its room, and no younger than the task."""
        began = found.listed.started_at
        return [
            row
            for row in self.open_starts
            if (not found.room or row.room == found.room) and (began is None or began >= row.created_at - SLACK)
        ]


class Finder(TaskService):
    """What can be done with a vendor's own list. Every act is written down before it leaves this computer."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        launcher: Launcher,
        stopper: Stopper,
        nudge: Callable[[str], None],
        **parts: Unpack[TaskParts],
    ) -> None:
        """`nudge` has a row asked about at once."""
        super().__init__(**parts)
        self._profiles = profiles
        self._launcher = launcher
        self._stopper = stopper
        self._nudge = nudge
        self._taking: set[tuple[object, str]] = set()
        """Tasks that are being adopted: a second click must meet the first."""

    def profiles(self) -> list[Profile]:
        """The profiles whose vendor can list its tasks."""
        able = usable(self._profiles, self._registry)
        return [each for each in able if self._registry.generation(each.generation).abilities.list_tasks]

    def listing(self, profile_id: str, *, word: str = "", room: str = "") -> Listing:
        """A fresh look at the list: the tasks in one state (the vendor's word), or in every live one.

        Starts that the list may settle are asked about meanwhile.
        """
        profile, generation = self._of(profile_id)
        for row in self.known(profile.id).open_starts:
            self._nudge(row.id)
        words = (word,) if word else live_words(generation)
        return Listing(profile_id, words, room, clients=self._clients, hear=self._recorder.hear)

    def too_long(self, profile_id: str, minutes: int) -> Text | None:
        """Why no task of this profile may run for so long, or None."""
        return self._launcher.too_long(Draft(profile_id=profile_id, values={}, minutes=minutes))

    def known(self, profile_id: str) -> Known:
        """What the ledger knows of this profile's account, whichever profile of it a row belongs to."""
        same = self._same_account(profile_id)
        mine = [task for task in self._store.tasks() if task.profile_id in same]
        rows: dict[str, Task] = {}
        for task in mine:
            known = rows.get(task.vendor_task_id)
            # A live row goes before one that has ended: vendors whose ids are short may use them again.
            if task.vendor_task_id and (known is None or task.live or not known.live):
                rows[task.vendor_task_id] = task
        open_starts = tuple(task for task in mine if not task.vendor_task_id and task.state.unsettled)
        return Known(rows=rows, open_starts=open_starts)

    async def adopt(self, found: Found, *, minutes: int) -> Task:
        """Write a listed task into the ledger, to be watched, changed and stopped like any other; returns its row.

        `minutes` from now on the console stops it; 0 means never. Raises `BadRequest` for a task that the console has
        already, that has ended, or that may be a lost start of ours; `CallFailed` when the vendor can't be asked.
        """
        profile, generation = self._of(found.profile_id)
        self._refuse(found)
        if message := self.too_long(found.profile_id, minutes):
            raise BadRequest(message, field="minutes")
        with self._once(found, profile):
            seen = await self._asked(found)
            self._refuse(found)
            if (row := self._lost_start(found, seen)) is not None:
                return await self._settle(row, found, seen)
            row = self._row(found, profile, generation, minutes, seen)
            try:
                return await self._write(row, before=self._recorder.calls(row.id, seen.exchanges))
            except Taken as other:
                # Another console adopted it in this very moment.
                raise _known_already(other.task) from other

    async def stop(self, found: Found) -> Task:
        """Have a listed task end: its row, or the one made for it now, has the wish before the request leaves.

        Raises `BadRequest` for a task that has ended, or that is being adopted.
        """
        profile, generation = self._of(found.profile_id)
        known = self.known(profile.id)
        if (row := known.row(found)) is None and found.listed.state.ended:
            raise HasEnded(found)
        if row is None:
            with self._once(found, profile):
                # The second look: while the vendor was asked, the watcher may have settled the start.
                row = await self._own_start(found, known) or self.known(profile.id).row(found)
                if row is None:
                    # Adopted and wished to end in one commit. Its end time matters only to whoever looks at it.
                    row = self._row(found, profile, generation, profile.default_minutes or USUAL_MINUTES)
                    wish = self._recorder.entry(row.id, EntryKind.STOP_WISHED, detail={"reason": "you"})
                    row = replace(row, state=TaskState.STOPPING, stop_wished_at=row.created_at)
                    try:
                        return await self._write(row, after=(wish,))
                    except Taken as other:
                        row = other.task  # another console adopted it in this very moment
        return await pursue(row.id, stopper=self._stopper, nudge=self._nudge)

    def _of(self, profile_id: str) -> tuple[Profile, Generation]:
        try:
            profile = self._profiles.get(profile_id)
        except KeyError:
            raise BadRequest(T("This profile no longer exists.")) from None
        return profile, self._registry.generation(profile.generation)

    def _same_account(self, profile_id: str) -> set[str]:
        accounts = {each.id: account_of(each, self._registry) for each in self._profiles.all()}
        mine = accounts.get(profile_id)
        return {each for each, account in accounts.items() if account == mine} | {profile_id}

    @contextmanager
    def _once(self, found: Found, profile: Profile) -> Iterator[None]:
        key = account_of(profile, self._registry), found.id
        if key in self._taking:
            raise BadRequest(T("This task is being adopted already."))
        self._taking.add(key)
        try:
            yield
        finally:
            self._taking.discard(key)

    def _refuse(self, found: Found) -> None:
        if (row := self.known(found.profile_id).row(found)) is not None:
            raise _known_already(row)
        if found.listed.state.ended:
            raise HasEnded(found)

    async def _asked(self, found: Found) -> Observation:
        """How the task is now: the list tells little, and may be old. Raises `HasEnded`."""
        client = await self._clients.client(found.profile_id)
        try:
            seen = await client.observe(TaskRef(vendor_task_id=found.id, idempotency_key="", kept={}))
        except CallFailed as failure:
            if failure.kind is FailureKind.NOT_FOUND:
                raise HasEnded(self._told(found, TaskState.GONE, "")) from failure
            raise
        if seen.state.ended:
            raise HasEnded(self._told(found, seen.state, seen.vendor_state))
        return seen

    def _told(self, found: Found, state: TaskState, word: str) -> Found:
        """The listed task as it is by a newer answer."""
        listed = replace(found.listed, state=state, vendor_state=word)
        return replace(found, listed=listed, answered_at=self._clock.now())

    def _lost_start(self, found: Found, seen: Observation) -> Task | None:
        """The row of the lost start that this task is; `BadRequest` where nobody can tell."""
        candidates = self.known(found.profile_id).candidates(found)
        if seen.idempotency_key or not candidates:
            return next((row for row in candidates if row.idempotency_key == seen.idempotency_key), None)
        message = T(
            "This may be the start in room {room} whose answer was lost. The console is asking what became of it; "
            "try again once that row is settled.",
            room=candidates[0].room,
        )
        raise BadRequest(message, other_task=candidates[0].id)

    async def _own_start(self, found: Found, known: Known) -> Task | None:
        """The lost start of ours that is to be stopped; where nobody can tell, the stop must not wait for it."""
        if not known.candidates(found):
            return None
        try:
            seen = await self._asked(found)
            row = self._lost_start(found, seen)
        except (BadRequest, CallFailed):
            return None
        return None if row is None else await self._settle(row, found, seen)

    async def _settle(self, row: Task, found: Found, seen: Observation) -> Task:
        """The task is a start of ours: its row learns what the answer would have told."""

        def learn(before: Task) -> Changes | None:
            return None if before.vendor_task_id else {**from_observation(before, seen), "vendor_task_id": found.id}

        settled = self._recorder.entry(row.id, EntryKind.SETTLED, detail={"arrived": True})
        calls = self._recorder.calls(row.id, seen.exchanges)
        task = await self._recorder.record(row.id, *calls, settled, act=True, change=learn)
        self._nudge(row.id)
        return task

    def _row(
        self, found: Found, profile: Profile, generation: Generation, minutes: int, seen: Observation | None = None
    ) -> Task:
        """The row of a task of which no more is known than the vendor tells."""
        now, listed = self._clock.now(), found.listed
        room = found.room or (seen.room if seen else "")
        return Task(
            id=uuid.uuid4().hex,
            profile_id=profile.id,
            profile_name=profile.name,
            vendor=profile.vendor,
            generation=profile.generation,
            site=profile.site,
            room=room,
            # Nor is its bot known, so there is nothing to compare other tasks' clash keys with.
            bot="",
            values={generation.room_key: room} if room else {},
            idempotency_key=seen.idempotency_key if seen else "",
            state=seen.state if seen else listed.state,
            vendor_state=(seen.vendor_state if seen else "") or listed.vendor_state,
            vendor_task_id=found.id,
            created_at=now,
            started_at=listed.started_at,
            ends_at=now + minutes * 60 if minutes else None,
            asked_at=seen.asked_at if seen else found.asked_at,
            answered_at=seen.answered_at if seen else found.answered_at,
            # How many updates others have sent is not known; seconds since 1970 are more than any counter
            # (agora.md §5.5).
            sequence=int(now),
            updated_at=listed.started_at,
            owner=user_name(),
            origin=Origin.ADOPTED,
        )

    async def _write(
        self, row: Task, *, before: tuple[JournalEntry, ...] = (), after: tuple[JournalEntry, ...] = ()
    ) -> Task:
        """Raises `Taken` where a row of the ledger stands for this task already."""
        adopted = self._recorder.entry(
            row.id, EntryKind.ADOPTED, state=row.state, vendor_state=row.vendor_state, detail={"by": row.owner}
        )
        same = self._same_account(row.profile_id)

        def in_the_way(other: Task) -> bool:
            return other.vendor_task_id == row.vendor_task_id and other.profile_id in same

        await self._recorder.add(row, *before, adopted, *after, in_the_way=in_the_way)
        self._nudge(row.id)
        return row


def _known_already(row: Task) -> BadRequest:
    return BadRequest(T("The console has this task already."), other_task=row.id)
