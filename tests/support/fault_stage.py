"""One console on one simulator, without a window, on a loop whose time only passes while everything waits.

A call goes on at the vendor when the console has given it up, as over a socket, so a start that came too late begins a
task all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx

from roomscribe.domain.clock import SteadyClock
from roomscribe.ledger.checking import check
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.demo import add_demo_profiles
from roomscribe.services.simulation import Simulation
from roomscribe.services.spawning import Spawner
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import Registry
from tests.support.crashable import Network
from tests.support.faces import ManualClock
from tests.support.witness import Witness

URL = "http://127.0.0.1:8080"
"""Nobody listens there: the simulator answers inside the process."""

Result = TypeVar("Result")


class _Counted(httpx.AsyncBaseTransport):
    """Sockets, and how many requests are under way on them: time must not pass for those that are just slow."""

    def __init__(self) -> None:
        self.under_way = 0
        self._sockets = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.under_way += 1
        try:
            response = await self._sockets.handle_async_request(request)
            await response.aread()
            return response
        finally:
            self.under_way -= 1

    async def aclose(self) -> None:
        await self._sockets.aclose()


class Owner(Spawner, Protocol):
    """What owns everything that the services start."""

    async def aclose(self) -> None:
        """End all of it."""


class _Owner:
    """A supervisor without Qt, which keeps what failed."""

    def __init__(self, failed: list[str]) -> None:
        self.failed = failed
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, coro: Coroutine[Any, Any, Result], *, name: str) -> asyncio.Task[Result]:
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self) -> None:
        """End everything."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed.append(f"{task.get_name()}: {error!r}")


class Stage:
    """One console on one simulator, for many stories."""

    def __init__(
        self,
        directory: Path,
        registry: Registry,
        clock: ManualClock,
        *,
        sockets: bool = False,
        owner: Owner | None = None,
    ) -> None:
        self.clock = clock
        self.registry = registry
        self.simulation = Simulation(registry, clock=clock)
        self.failed: list[str] = []
        """What came to an unexpected end."""
        self.owner: Owner = owner or _Owner(self.failed)
        self._vendor = Network(self.simulation.application)
        self._sockets = sockets
        factory = HttpFactory(lambda: InProcessTransport(self._vendor))
        if sockets:
            self.simulation.start()
            factory = HttpFactory(self._transport)
        self.services: ConsoleServices = build_services(directory, registry, self.owner, SteadyClock(clock), factory)
        self.witness = Witness(self.services.store, self.facts)
        self._transports: list[_Counted] = []
        self._seen: dict[str, TaskFacts] = {}

    def _transport(self) -> _Counted:
        self._transports.append(_Counted())
        return self._transports[-1]

    def busy(self) -> bool:
        """Whether a socket is waited for."""
        return any(each.under_way for each in self._transports)

    async def open(self) -> None:
        await self.services.open()
        url = self.simulation.url if self._sockets else URL
        await add_demo_profiles(self.simulation.accounts, url, self.services.profiles, self.services.vault)
        # Nobody else writes to this ledger, so nobody looks for what others wrote: that takes half the time.
        self.services.watcher.start()

    async def aclose(self) -> list[str]:
        """Close everything; what is wrong with the ledger."""
        await self.owner.aclose()
        await self.services.aclose()
        await self._vendor.cut()
        self.simulation.stop()
        found = check(self.services.ledger.path)
        wrong = (*found.damage, *found.differences, *found.untold, *found.unreadable)
        return [f"ledger: {each}" for each in wrong]

    def in_world(self, act: Callable[[], Result]) -> Result:
        """Touch the world on the thread that owns it."""
        return self.simulation.call(act).result(timeout=10) if self._sockets else act()

    def facts(self) -> list[TaskFacts]:
        """Every task that the simulator ever started."""
        now = {each.task_id: each for each in self.in_world(self.simulation.steering.tasks)}
        # Clouds forget ended tasks after a while; one that was live when it was seen last has ended since.
        ended = {key: replace(each, ended_at=each.ended_at or self.clock.now()) for key, each in self._seen.items()}
        self._seen = ended | now
        return list(self._seen.values())
