"""Changes running tasks: in place where the vendor can, by stop, receipt and start where it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Unpack

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.fields import Field, Value, Values, given
from roomscribe.domain.lengths import spoken
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Observation, Restart, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.demo import is_demo
from roomscribe.services.launcher import Launcher
from roomscribe.services.orders import without_secrets
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.recorder import Changes
from roomscribe.services.restarts import Restarts, Way, follower_of, left_behind, not_again
from roomscribe.services.stopper import Stopper, pursue
from roomscribe.services.task_service import TaskParts, TaskService
from roomscribe.vendors.protocol import Change, Generation

FORGOTTEN_WITHIN, FORGOTTEN_STEP = 20.0, 0.5
"""Seconds to wait for a vendor to forget an ended task, and between two questions about it."""


@dataclass(frozen=True)
class Difference:
    """One field that a change touches."""

    field: Field
    old: Value
    new: Value
    known: bool = True
    """Whether `old` is what runs; nobody knows that of an adopted task."""


class Updater(TaskService):
    """What can change, when, and the change itself."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        launcher: Launcher,
        stopper: Stopper,
        nudge: Callable[[str], None],
        console: str,
        **parts: Unpack[TaskParts],
    ) -> None:
        """`console` is the id of this process: a restart of one that has ended is unfinished."""
        super().__init__(**parts)
        self._console = console
        self._profiles = profiles
        self._launcher = launcher
        self._stopper = stopper
        self._nudge = nudge
        self.restarts = Restarts()
        """Those that this console is at."""

    def in_place(self, task: Task) -> bool:
        """Whether the vendor can change this task without ending it."""
        return self._registry.knows(task.generation) and self._generation(task).abilities.update_in_place

    def can_update(self, task: Task) -> bool:
        """Whether a change may be offered: something runs, nobody wants it stopped, and what it takes is known."""
        return (
            self._registry.knows(task.generation)
            and task.state in (TaskState.RUNNING, TaskState.RECOVERING, TaskState.STARTING)
            and not task.stop_wished_at
            and (task.draft_known or self.in_place(task))
            # A demo task of another window runs in that window's own simulator, which can't be reached from here.
            and not (is_demo(task.profile_id) and task.watched_by not in ("", self._console))
        )

    def wait(self, task: Task) -> float:
        """Seconds until the vendor permits the next update; 0 means now."""
        spacing = self._generation(task).abilities.update_spacing
        if not spacing or task.updated_at is None:
            return 0.0
        passed = self._clock.now() - task.updated_at
        # A clock that was set back must not lock the button for hours.
        return 0.0 if passed < 0 else max(0.0, spacing - passed)

    def differences(self, task: Task, values: Values) -> list[Difference]:
        """The fields whose new values differ from what runs; secrets are compared by "was one typed"."""
        found = []
        for each in self._generation(task).fields:
            old, new = task.values.get(each.key), values.get(each.key)
            if each.secret or not each.shown(values, task.site):
                continue
            if not task.draft_known and each.key not in task.values:
                # What runs is not known: whatever somebody says is a change, and what nobody says is none.
                if each.key in values:
                    found.append(Difference(each, None, new, known=False))
            elif (old != new or each.key in task.unclear) and (given(old) or given(new)):
                found.append(Difference(each, old, new))
        return found

    async def kept_secrets(self, task: Task) -> dict[str, str]:
        """What was typed into secret fields when the task was started: a restart need not ask for it again."""
        return await self._secrets.typed(task)

    @staticmethod
    def with_kept(draft: Draft, kept: Mapping[str, str]) -> Draft:
        """A draft in which secret fields that were left empty have the values they had before."""
        missing = {key: value for key, value in kept.items() if not given(draft.values.get(key))}
        return replace(draft, values={**draft.values, **missing})

    async def update(self, task_id: str, values: Values) -> Task:
        """Change a running task in place; only updatable fields are looked at.

        Raises `BadRequest` when nothing changed, or the vendor's spacing has not passed. A refusal by the vendor
        stands in the row and is raised as `CallFailed`.
        """
        task = self._store.get(task_id)
        generation = self._generation(task)
        changed = [each for each in self.differences(task, values) if each.field.updatable]
        if not changed:
            raise BadRequest(T("Nothing was changed."))
        self._refuse_early(task)
        self._check(task, generation, values)
        client = await self._clients.client(task.profile_id)
        ref = await self._secrets.ref(task)
        keys = frozenset(each.field.key for each in changed)
        task = await self._wish(task_id, changed)
        try:
            seen = await client.update(ref, Change(values=values, changed=keys, sequence=task.sequence))
        except CallFailed as failure:
            answered = frozenset[str]() if failure.kind is FailureKind.AMBIGUOUS else keys
            await self._recorder.record(
                task_id,
                *self._recorder.refusal(task_id, failure),
                change=lambda before: {"unclear": _without(before, answered)},
                error=failure.note,
            )
            self._nudge(task_id)
            raise
        return await self._accepted(task, generation, {each.field.key: each.new for each in changed}, seen)

    def _refuse_early(self, task: Task) -> None:
        if wait := self.wait(task):
            raise BadRequest(T("The vendor takes the next change in {time}.", time=spoken(int(wait) + 1)))

    async def _wish(self, task_id: str, changed: list[Difference]) -> Task:
        """Write a change down before it leaves; the sequence number is taken in the same commit."""

        def take_number(before: Task) -> Changes:
            if not self.can_update(before):
                raise BadRequest(T("The task has ended or is being stopped meanwhile."))
            self._refuse_early(before)
            # Until the answer is there nobody knows what runs; written now, it is still known after a crash.
            unclear = (*before.unclear, *(each.field.key for each in changed if each.field.key not in before.unclear))
            return {"sequence": before.sequence + 1, "updated_at": self._clock.now(), "unclear": unclear}

        detail: dict[str, object] = {"changes": {each.field.key: [each.old, each.new] for each in changed}}
        if unknown := [each.field.key for each in changed if not each.known]:
            detail["unknown"] = unknown
        entry = self._recorder.entry(task_id, EntryKind.UPDATE_WISHED, detail=detail)
        return await self._recorder.record(task_id, entry, act=True, change=take_number, or_not_at_all=True)

    async def _accepted(self, task: Task, generation: Generation, news: dict[str, Value], seen: Observation) -> Task:
        def accepted(before: Task) -> Changes:
            merged = {**before.values, **news}
            return {
                "values": merged,
                "spoken": generation.spoken(merged),
                "targets": generation.targets(merged),
                "unclear": _without(before, frozenset(news)),
            }

        row = await self._recorder.record(
            task.id,
            *self._recorder.calls(task.id, seen.exchanges),
            self._recorder.entry(task.id, EntryKind.UPDATED, request_id=seen.request_id),
            change=accepted,
            # The vendor's spacing runs from when it had the change, and that is no earlier than its answer tells.
            updated_at=seen.answered_at,
            error=None,
        )
        self._nudge(task.id)
        return row

    async def restart(self, task_id: str, draft: Draft) -> Task:
        """Stop the task, wait for the receipt, start the draft; returns the new row.

        The new task is started only after the vendor has said that the old one ended. Raises `BadRequest` before
        anything is stopped when the draft could not be started. What is to come is in the ledger before the stop is: a
        restart that a crash cut in two, or a fault such as a full disk, can be gone on with (`go_on`).
        """
        with self.restarts.under_way(task_id) as way:
            return await self._restart(task_id, draft, way)

    async def _restart(self, task_id: str, draft: Draft, way: Way) -> Task:
        old = self._store.get(task_id)
        way.halts = await self._recorder.last_halt()
        draft = self.with_kept(draft, await self._secrets.typed(old))
        await self._launcher.ready(draft, restart_of=task_id)
        if way.dropped:
            raise not_again()
        await self._intend(old, draft)
        try:
            if old.live:
                await pursue(task_id, stopper=self._stopper, nudge=self._nudge, reason="restart")
                await self._stopper.ended(old.id)
            self._still_wanted(task_id)
            if self._generation(old).abilities.equal_needs_forgotten:
                await self._forgotten(old)
            await self.restarts.turn(way)
            self._still_wanted(task_id)
            new = await self._launcher.start(draft, restart_of=task_id, task_id=way.new_id, halts=way.halts)
        except BadRequest:
            await self.forget(task_id)
            raise
        except Exception:
            await self._leave_open(task_id)
            raise
        followed = self._recorder.entry(task_id, EntryKind.RESTARTED_AS, detail={"task": new.id})
        await self._recorder.record(task_id, followed, restart=None)
        return new

    async def _leave_open(self, task_id: str) -> None:
        """Nobody is at the restart any more; what can't be written of that follows with what else is owed."""
        with suppress(LedgerUnusable):
            follower = await follower_of(self._store.get(task_id), self._store, self._recorder)

            def leave(before: Task) -> Changes | None:
                if before.restart is None or before.restart.by != self._console:
                    return None
                return {"restart": None if follower else replace(before.restart, by="")}

            entry = left_behind(self._store.get(task_id), follower, self._recorder)
            await self._recorder.record(task_id, entry, change=leave)

    def _still_wanted(self, task_id: str) -> None:
        """Somebody who stops a task wants nothing in its place: that drops the restart, whoever waits for the end."""
        todo = self._store.get(task_id).restart
        if todo is None or todo.by != self._console:
            raise not_again()

    @staticmethod
    def unfinished(task: Task) -> Draft | None:
        """What was to be started in the place of the task, when the console that was at it has ended before."""
        todo = task.restart
        if todo is None or todo.by:
            return None
        return Draft(profile_id=todo.profile_id, values=dict(todo.values), minutes=todo.minutes)

    async def go_on(self, task_id: str) -> Task:
        """Finish a restart that was cut in two; returns the new row.

        Raises `BadRequest` when there is nothing to finish, or a secret that only the earlier session knew is missing.
        """
        draft = self.unfinished(self._store.get(task_id))
        if draft is None:
            raise BadRequest(T("There is no restart to finish."))
        return await self.restart(task_id, draft)

    async def forget(self, task_id: str, *, by: str = "") -> Task:
        """Start nothing in the place of the task any more; `by` is who decided so."""
        detail = {"by": by} if by else {}
        dropped = self._recorder.entry(task_id, EntryKind.RESTART_DROPPED, detail=detail)
        return await self._recorder.record(
            task_id, dropped, change=lambda before: None if before.restart is None else {"restart": None}
        )

    async def _intend(self, old: Task, draft: Draft) -> None:
        generation = self._registry.generation(self._profiles.get(draft.profile_id).generation)
        values = without_secrets(generation.fields, draft.values)
        todo = Restart(profile_id=draft.profile_id, minutes=draft.minutes, values=values, by=self._console)
        wished = self._recorder.entry(old.id, EntryKind.RESTART_WISHED, detail={"minutes": draft.minutes})

        def intended(before: Task) -> Changes:
            if before.live and before.stop_wished_at is not None and before.restart is None:
                raise BadRequest(T("The task has ended or is being stopped meanwhile."))
            return {"restart": todo}

        await self._recorder.record(old.id, wished, act=True, or_not_at_all=True, change=intended)

    async def _forgotten(self, task: Task) -> None:
        """Wait until the vendor no longer knows the ended task, or for as long as is sensible."""
        client = await self._clients.client(task.profile_id)
        ref = await self._secrets.ref(task)
        given_up = self._clock.monotonic() + FORGOTTEN_WITHIN
        while self._clock.monotonic() < given_up:
            try:
                await client.observe(ref)
            except CallFailed as failure:
                if failure.kind is FailureKind.NOT_FOUND:
                    return
            await asyncio.sleep(FORGOTTEN_STEP)

    def _check(self, task: Task, generation: Generation, values: Values) -> None:
        profile = self._profiles.get(task.profile_id)
        shown = without_secrets(generation.fields, values)
        draft = Draft(profile_id=profile.id, values={**values, **shown}, minutes=0)
        # Of an adopted task only what is said is looked at: nobody knows whether the rest is missing.
        updatable = {each.key for each in generation.fields if each.updatable and each.key in values}
        for problem in self._launcher.problems(draft):
            if problem.key in updatable:
                raise BadRequest(problem.message, field=problem.key)

    def _generation(self, task: Task) -> Generation:
        return self._registry.generation(task.generation)


def _without(task: Task, keys: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in task.unclear if each not in keys)
