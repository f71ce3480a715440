"""Live tasks at two accounts for the benchmarks of the scheduler: the simulator's limits, and what came and when."""

from __future__ import annotations

import asyncio
import random
import statistics
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roomscribe.domain.clock import Clock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.console import ConsoleServices
from roomscribe.simulator.settings_file import SimulatorSettings
from roomscribe.vendors.protocol import Generation, StartOrder

GENERATIONS = ("trtc-1", "agora-7")
"""One vendor that documents its rates, and one that does not."""
RATE = 20
"""Questions a second that the simulator permits each account: TRTC's documented figure (tencent.md §2), and a switch of
the simulated Agora with the same figure in the profile."""
SETTINGS = SimulatorSettings(
    switches={
        "trtc": {"capacity": 1_000_000, "longest_run": 1e8, "longest_idle": 1_000_000},
        "agora-7": {"calls_per_second": RATE},
    }
)
HANDS = 20


@dataclass
class Notes:
    """When each question came, by the vendor's clock, and what was refused."""

    app: ASGIApp
    clock: Clock
    asked: dict[str, list[float]] = field(default_factory=dict)
    """Monotonic seconds, by vendor."""
    refused: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        at = self.clock.monotonic()
        headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
        action = headers.get("x-tc-action", "")

        async def answered(message: Message) -> None:
            if b"RequestLimitExceeded" in message.get("body", b"") or message.get("status") == 429:
                self.refused += 1
            await send(message)

        await self.app(scope, receive, answered)
        if action.startswith("Describe"):
            self.asked.setdefault("trtc", []).append(at)
        elif scope["method"] == "GET" and "/agents/" in scope["path"]:
            self.asked.setdefault("agora", []).append(at)


class Distance(httpx.AsyncBaseTransport):
    """A way to the vendor that takes a while, and not always the same; `seconds` there and as much back."""

    def __init__(self, inner: httpx.AsyncBaseTransport, seconds: float, seed: int) -> None:
        self._inner = inner
        self._seconds = seconds
        self._chance = random.Random(seed)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._travel()
        response = await self._inner.handle_async_request(request)
        await self._travel()
        return response

    async def _travel(self) -> None:
        # Mostly the same; one packet in twenty is lost and sent again.
        late = 0.2 if self._chance.random() < 0.05 else 0.0
        await asyncio.sleep(self._seconds * (1 + self._chance.expovariate(8)) + late)


class Ages:
    """How old each row became before its next answer, by the times at which answers are shown."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}
        self.gaps: list[float] = []

    def restart(self, tasks: Sequence[Task]) -> None:
        """Count from now on; what is known now is as old as it is."""
        self.gaps = []
        self._since = {task.id: task.answered_at or self._clock.now() for task in tasks}

    def task_added(self, task: Task) -> None:
        """Nothing is known of it yet."""

    def task_changed(self, task: Task) -> None:
        since = self._since.get(task.id)
        if since is not None and task.answered_at is not None and task.answered_at > since:
            self.gaps.append(task.answered_at - since)
            self._since[task.id] = task.answered_at

    def p99(self) -> float:
        """Seconds: what 99 of 100 rows were younger than at their oldest; rows that were never asked count, too."""
        now = self._clock.now()
        return statistics.quantiles([*self.gaps, *(now - at for at in self._since.values())], n=100)[98]


def profile_of(services: ConsoleServices, generation: Generation) -> Profile:
    return next(each for each in services.profiles.all() if each.generation == generation.id)


async def permit(services: ConsoleServices, generations: Sequence[Generation]) -> None:
    """State what the simulator permits, where no vendor does."""
    for generation in generations:
        if generation.abilities.calls_per_second is None:
            profile = profile_of(services, generation)
            await services.profiles.save(replace(profile, calls_per_second=RATE))


async def launch(services: ConsoleServices, generations: Sequence[Generation], count: int) -> None:
    """Have so many tasks run at each account.

    The first is launched as a person would. The others are written down and sent like it, without the launcher's look
    for clashes among all the others, which is not what is measured here.
    """
    async with asyncio.TaskGroup() as group:
        for generation in generations:
            group.create_task(_launch(services, generation, count))


async def _launch(services: ConsoleServices, generation: Generation, count: int) -> None:
    first = await services.launcher.start(_draft(services, generation, 0))
    if not first.live:
        raise SystemExit(f"a start was refused: {first.error}")
    numbers = list(range(1, count))

    async def hand() -> None:
        while numbers:
            await _start_like(services, generation, first, numbers.pop())

    async with asyncio.TaskGroup() as group:
        for _ in range(HANDS):
            group.create_task(hand())


async def _start_like(services: ConsoleServices, generation: Generation, first: Task, number: int) -> None:
    values = _draft(services, generation, number).values
    task_id = uuid.uuid4().hex
    key = generation.idempotency_key(values, task_id)
    task = replace(
        first, id=task_id, room=str(values[generation.room_key]), idempotency_key=key, dedupe_key="", vendor_task_id=""
    )
    client = await services.clients.client(first.profile_id)
    order = StartOrder(values=values, idempotency_key=key, runs_for=36_000.0, kept={})
    order = replace(order, kept=(await client.prepare(order)).kept)
    seen = await client.start(order)
    await services.recorder.add(replace(task, vendor_task_id=seen.vendor_task_id))


def running(services: ConsoleServices) -> bool:
    return all(task.state is TaskState.RUNNING for task in services.store.live())


def _draft(services: ConsoleServices, generation: Generation, number: int) -> Draft:
    fresh = {each.key: each.initial() for each in generation.fields}
    idle: Mapping[str, object] = {generation.idle_key: 86_400} if generation.idle_key else {}
    values = {**fresh, **generation.example, generation.room_key: str(1000 + number), **idle}
    return Draft(profile_id=profile_of(services, generation).id, values=values, minutes=600)
