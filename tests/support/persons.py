"""What people do in front of crashable consoles, and what they may expect of it from then on."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.tasks import Task
from roomscribe.vendors.protocol import StartOrder
from roomscribe.vendors.registry import Registry
from tests.support.crashable import CrashableConsole
from tests.support.faces import ManualClock

CHANGED = {"agora": {"targets": ("ja",)}, "blank": {"targets": ("fr",)}}
"""What a change in place touches, by vendor."""


class Persons:
    """Each act is on its way until it has come to its end; a refusal is said to the person, and that is all."""

    def __init__(self, registry: Registry, time: ManualClock) -> None:
        self._registry = registry
        self._time = time
        self._rooms = 500_000
        self.wished: set[str] = set()
        """Rows that somebody was told are being stopped."""
        self.ends: dict[str, float] = {}
        """When each task ends by the time that passes, whatever clocks say."""
        self.foreign: list[str] = []
        """The vendors' ids of tasks that others have started."""
        self.foreign_calls = 0
        """Calls with which they did."""

    async def start(self, console: CrashableConsole, which: str, minutes: int) -> None:
        generation = self._registry.generation(which)
        draft = console.draft(generation, minutes, **{generation.room_key: self._new_room()})
        await console.services.launcher.start(draft)

    async def wish(self, console: CrashableConsole, task_id: str, *, told: bool = True) -> None:
        with suppress(BadRequest):  # it has ended meanwhile
            await console.services.stopper.wish(task_id)
            self.wished.add(task_id)
            if told:
                console.services.watcher.nudge(task_id)

    async def wish_and_ask(self, console: CrashableConsole, task_id: str) -> None:
        """The wish, and at once the first request that pursues it."""
        await self.wish(console, task_id)
        await console.services.follower.ask(task_id)

    async def change(self, console: CrashableConsole, task: Task, idle: int) -> None:
        updater = console.services.updater
        if not updater.can_update(task):
            return
        with suppress(BadRequest, CallFailed):
            if updater.in_place(task):
                await updater.update(task.id, {**task.values, **CHANGED[task.vendor]})
            else:
                values = {**task.values, self._registry.generation(task.generation).idle_key: idle}
                await updater.restart(task.id, Draft(profile_id=task.profile_id, values=values, minutes=30))

    async def finish(self, console: CrashableConsole, task: Task, *, on: bool) -> None:
        """Go on with a restart that was cut in two, or let it be."""
        with suppress(BadRequest):
            if on:
                await console.services.updater.go_on(task.id)
            else:
                await console.services.updater.forget(task.id, by="anna")

    async def extend(self, console: CrashableConsole, task_id: str, seconds: float) -> None:
        with suppress(BadRequest):
            await console.services.extender.extend(task_id, seconds)
            if task_id in self.ends:
                self.ends[task_id] = max(self.ends[task_id], self._time.now()) + seconds

    async def close(self, console: CrashableConsole, task_id: str) -> None:
        with suppress(BadRequest):
            await console.services.lost_starts.close(task_id, by="anna")

    async def start_elsewhere(self, console: CrashableConsole, which: str) -> None:
        """Somebody starts a task with another program, with the same account."""
        generation = self._registry.generation(which)
        draft = console.draft(generation, 30, **{generation.room_key: self._new_room()})
        client = await console.services.clients.client(draft.profile_id)
        before = console.simulation.world.calls.total()
        order = StartOrder(values=draft.values, idempotency_key=uuid.uuid4().hex, runs_for=1800.0, kept={})
        prepared = await client.prepare(order)
        seen = await client.start(replace(order, kept=prepared.kept))
        self.foreign.append(seen.vendor_task_id)
        self.foreign_calls += console.simulation.world.calls.total() - before

    async def adopt(self, console: CrashableConsole, which: str, number: int, *, stop: bool) -> None:
        """Look at the vendor's list, and take over one of the tasks that nobody here knows."""
        finder = console.services.finder
        profile_id = console.profile_id(self._registry.generation(which))
        with suppress(BadRequest, CallFailed):
            listing = finder.listing(profile_id)
            while not listing.opened:
                await listing.load()
            found = [each for each in listing.tasks if each.id in self.foreign]
            if not found:
                return
            chosen = found[number % len(found)]
            if stop:
                self.wished.add((await finder.stop(chosen)).id)
            else:
                await finder.adopt(chosen, minutes=30)

    def _new_room(self) -> str:
        self._rooms += 1
        return str(self._rooms)
