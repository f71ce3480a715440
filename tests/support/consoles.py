"""A console without a window on a simulator without a network: what tests of the services stand on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roomscribe.domain.clock import Clock, ShiftedClock, SteadyClock, SystemClock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.ledger.checking import check
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.demo import add_demo_profiles
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.world import World
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

PERMITTED = 500
"""Requests a second, where the vendor publishes no number."""
PATIENCE = 30.0
"""Seconds after which a test gives up waiting; nothing is judged by it."""
SPEED = 50.0
"""World seconds per real second: a bot that needs 1.3 s to join is there after 26 ms."""


async def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until the condition holds; `TimeoutError` when it does not come about."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            # Conditions are about several parts at once, so there is no single event to wait for.
            await asyncio.sleep(0.01)


@dataclass
class PlainSpawner:
    """A supervisor without Qt: owns what it starts."""

    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self.tasks.add(task)
        return task

    async def aclose(self) -> None:
        """Cancel everything and raise what failed."""
        for task in self.tasks:
            task.cancel()
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result


@dataclass
class TestConsole:
    """Services, simulator and clock of one test."""

    __test__ = False

    services: ConsoleServices
    simulation: Simulation
    clock: ShiftedClock
    spawner: PlainSpawner
    profiles: list[Profile]
    face: str

    @property
    def world(self) -> World:
        return self.simulation.world

    def profile(self, generation: Generation) -> Profile:
        return next(each for each in self.profiles if each.generation == generation.id)

    def draft(self, generation: Generation, minutes: int = 30, **values: object) -> Draft:
        """The generation's example draft, with some values changed."""
        fresh = {each.key: each.initial() for each in generation.fields}
        merged = {**fresh, **generation.example, **values}
        return Draft(profile_id=self.profile(generation).id, values=merged, minutes=minutes)

    async def running(self, generation: Generation, minutes: int = 30, **values: object) -> Task:
        """A task of the example draft, with some values changed, that is known to run."""
        task = await self.services.launcher.start(self.draft(generation, minutes, **values))
        return await self.asked_until(task.id, TaskState.RUNNING)

    async def asked_until(self, task_id: str, *states: TaskState, tries: int = 200) -> Task:
        """Ask about a task until it is in one of these states, as the watcher would, only faster."""
        for _ in range(tries):
            task = self.services.store.get(task_id)
            if task.state in states:
                return task
            await self.services.follower.ask(task_id)
            await asyncio.sleep(0.01)
        raise AssertionError(f"still {self.services.store.get(task_id).state}, wanted {states}")

    async def kinds(self, task_id: str) -> list[EntryKind]:
        """What a task's journal tells of, in its order."""
        return [entry.kind for entry in await self.services.ledger.journal(task_id)]

    async def aclose(self) -> None:
        await self.spawner.aclose()
        await self.services.aclose()
        self.simulation.stop()
        # Whatever the test did to tasks, the journal must tell all of it.
        found = check(self.services.ledger.path)
        assert (found.damage, found.differences, found.untold, found.unreadable) == ((), (), {}, ())


async def open_test_console(
    directory: Path,
    registry: Registry,
    *,
    face: str = "in-process",
    speed: float = SPEED,
    beside: TestConsole | None = None,
    time: Clock | None = None,
) -> TestConsole:
    """A console on a fresh simulator, or on that of the console `beside`; `face` is `in-process` or `loopback`.

    `time` passes for the console and for the simulator; the computer's clock is `TestConsole.clock`. Where `time` is
    given the console notices when that is set, as the program does.
    """
    simulation = beside.simulation if beside else Simulation(registry, speed=speed, clock=time)
    factory = HttpFactory()
    if face == "in-process":
        factory = HttpFactory(lambda: InProcessTransport(simulation.application))
    else:
        simulation.start()
    clock = ShiftedClock(time or SystemClock())
    spawner = PlainSpawner()
    services = build_services(directory, registry, spawner, SteadyClock(clock) if time else clock, factory)
    await services.open()
    profiles = []
    for profile in await add_demo_profiles(simulation.accounts, simulation.url, services.profiles, services.vault):
        # The world is `speed` times as fast, and whoever publishes no rate refuses nobody.
        profiles.append(replace(profile, calls_per_second=PERMITTED))
        await services.profiles.save(profiles[-1])
    return TestConsole(services, simulation, clock, spawner, profiles, face)
