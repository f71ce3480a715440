"""The simulator of one run: notes what reaches it and whether that was in the ledger then, and kills on demand."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from starlette.types import Message, Receive, Scope, Send

from roomscribe.services.simulation import Simulation
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.heartbeat import keep_beating
from roomscribe.simulator.inside import TaskFacts
from roomscribe.simulator.server import SimulatorServer
from roomscribe.vendors.registry import Registry
from tests.support.arrivals import Arrival, arrived
from tests.support.crashes.console import SPEED
from tests.support.crashes.scenario import Moment, Trouble
from tests.support.invariants import acts


@dataclass
class Noted:
    """One request."""

    at: float
    """UTC seconds."""
    arrival: Arrival
    absent: str
    """What the ledger lacked of it at that moment; "" for nothing."""
    answer: str = ""
    """What became of it; "" where there was no answer."""


@dataclass
class Trap:
    """Kills a process at a call."""

    process: int
    moment: Moment
    left: int
    """The call's number."""


UNKNOWN = {"TRTC": ("ResourceNotFound", ""), "Agora": ("404", "The task is not found")}
"""Code and words with which each vendor says that it knows no such task (tencent.md §9, agora.md §8.2)."""


class Vendor:
    """Both vendors' clouds on loopback."""

    def __init__(
        self, registry: Registry, *, absent: Callable[[Arrival], str], wanted: Callable[[Arrival], bool], slip: int
    ) -> None:
        """`absent` is asked at each call that is to change something, what the ledger lacks of it.

        `wanted` says whether a question is about a task that nobody wants stopped; the answer to the `slip`-th of those
        is that there is no such task.
        """
        self._simulation = Simulation(registry, speed=SPEED)
        self._absent = absent
        self._wanted = wanted
        self._slip = slip
        self.world = self._simulation.world
        self.acts = acts(registry)
        self.log: list[Noted] = []
        self._trap: Trap | None = None
        self._tasks: dict[str, TaskFacts] = {}
        self._lock = threading.Lock()
        self.world.on_beat(self._look)
        # Both clocks pass for the same moment here, from where the world's runs ahead.
        self._world_began, self._wall_began = self.world.clock.now(), time.time()
        self._server = self._made(0)
        self._there = False

    def start(self) -> None:
        """Serve."""
        self._server.start()
        self._there = True

    def stop(self) -> None:
        """End for good."""
        self._server.stop()
        self._simulation.stop()

    async def cut(self, seconds: float) -> None:
        """Break every connection, and let nobody in for a while."""
        port = int(self.url.rpartition(":")[2])
        self._there = False
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(seconds)
        self._server = self._made(port)
        await asyncio.to_thread(self.start)

    @property
    def url(self) -> str:
        """Where it is."""
        return self._server.url

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """What each generation's cloud tells of its account."""
        return {each.generation.id: dict(each.values) for each in self._simulation.accounts}

    def trouble(self, each: Trouble) -> None:
        """Let something go wrong."""
        self._server.call(
            lambda: self.world.faults.add(Fault(each.kind, after=each.after, seconds=each.seconds))
        ).result(10)

    def untroubled(self) -> None:
        """Let everything work from now on; it must not be cut off."""
        self._server.call(self.world.faults.clear).result(10)

    def set(self, trap: Trap | None) -> None:
        """Kill a process at one of the next calls, or none."""
        self._trap = trap

    def tasks(self) -> list[TaskFacts]:
        """Every task that it ever started, in UTC seconds."""
        if self._there:  # else what was known is known
            self._server.call(self._look).result(10)
        with self._lock:
            return [self._in_utc(each) for each in self._tasks.values()]

    def _made(self, port: int) -> SimulatorServer:
        return SimulatorServer(self, port=port, jobs=[partial(keep_beating, self.world)])

    def _look(self) -> None:
        """What a cloud has forgotten had ended: by now, if nobody saw when."""
        now = {each.task_id: each for each in self._simulation.steering.tasks()}
        with self._lock:
            for task_id, before in self._tasks.items():
                if task_id not in now and before.ended_at is None:
                    now[task_id] = replace(before, word="forgotten", ended_at=self.world.clock.now())
            self._tasks |= now

    def _in_utc(self, facts: TaskFacts) -> TaskFacts:
        ended = None if facts.ended_at is None else self._utc(facts.ended_at)
        return replace(facts, started_at=self._utc(facts.started_at), ended_at=ended)

    def _utc(self, world_time: float) -> float:
        return self._wall_began + (world_time - self._world_began) / SPEED

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrival = await arrived(scope, receive)
        is_act = arrival.whole and arrival.call in self.acts
        noted = Noted(time.time(), arrival, self._absent(arrival) if is_act else "")
        self.log.append(noted)
        trap = self._sprung() if is_act else None
        if trap is not None and trap.moment is Moment.ARRIVED:
            _kill(trap)

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted.answer = f"{noted.answer} {message['status']}"
                if trap is not None:
                    _kill(trap)
            await send(message)

        if not is_act and self._slips(arrival):
            code, words = UNKNOWN["TRTC" if "x-tc-action" in arrival.headers else "Agora"]
            self.world.faults.add(Fault(FaultKind.ERROR, call=arrival.call, code=code, message=words))
            noted.answer = " no such task (a slip):"
        await self._simulation.application(scope, arrival.once_more(receive), answered)
        self._look()

    def _slips(self, arrival: Arrival) -> bool:
        # Alone: behind another fault it would wait for a question that may be about another task.
        if self._slip <= 0 or self.world.faults.waiting() or not self._wanted(arrival):
            return False
        self._slip -= 1
        return self._slip == 0

    def _sprung(self) -> Trap | None:
        trap = self._trap
        if trap is None:
            return None
        trap.left -= 1
        if trap.left > 0:
            return None
        self._trap = None
        return trap


def _kill(trap: Trap) -> None:
    with suppress(ProcessLookupError):
        os.kill(trap.process, signal.SIGKILL)
