"""Consoles without threads, windows and wall time, which can be killed at any step of their loop and opened again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from roomscribe.domain.clock import ShiftedClock, SteadyClock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.ledger.worker import Worker, WorkerClosed
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.clients import profile_owner
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.demo import demo_profile
from roomscribe.services.simulation import Simulation
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry
from tests.support.faces import ManualClock
from tests.support.witness import Witness

Result = TypeVar("Result")
URL = "http://127.0.0.1:8080"
"""Nobody listens there: the simulator answers inside the process."""
MOMENT = 0.001
"""Seconds that are no time."""
_dead: set[Worker] = set()


@contextmanager
def without_threads() -> Iterator[None]:
    """Everything that would run on a thread runs in the loop's own steps, so that the same steps end the same."""

    def submit(worker: Worker, function: Callable[[], Result]) -> Future[Result]:
        future: Future[Result] = Future()
        if worker in _dead:
            return future  # whoever waits for a killed process waits for ever
        if worker._closed:
            raise WorkerClosed("closed")
        try:
            future.set_result(function())
        except BaseException as error:  # it belongs to whoever waits for the result
            future.set_exception(error)
        return future

    async def to_thread(function: Callable[..., Result], *arguments: Any) -> Result:
        await asyncio.sleep(0)
        return function(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "submit", submit)
        patch.setattr(asyncio, "to_thread", to_thread)
        yield
    _dead.clear()


async def quiet() -> None:
    """Let everything happen that can happen at this moment, on a loop whose time passes only when all waits."""
    await asyncio.sleep(MOMENT)


class Spawned:
    """Owns what the services and a person's acts start."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[Any]] = []

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.append(task)
        return task

    def pending(self) -> list[asyncio.Task[Any]]:
        """What has not come to its end."""
        return [task for task in self._tasks if not task.done()]

    def reap(self) -> None:
        """Forget what has come to its end; raises what failed."""
        done = [task for task in self._tasks if task.done()]
        self._tasks = self.pending()
        for task in done:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def killed(self) -> None:
        """Let nothing of it go on. What it would still write is not written: see `_dead`."""
        while pending := self.pending():
            for task in pending:
                task.cancel()
            await asyncio.wait(pending, timeout=0)
        for task in self._tasks:
            if not task.cancelled():
                task.exception()


class Network:
    """The way to an application in this process. A request that has left arrives and takes effect, whether or not the
    process that sent it still waits for the answer, or lives."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self._calls: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = asyncio.get_running_loop().create_task(self._carry(scope, receive, send), name="request")
        self._calls.add(call)
        call.add_done_callback(self._arrived)
        await asyncio.shield(call)

    async def cut(self) -> None:
        """What is still under way arrives nowhere."""
        for call in tuple(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _carry(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application(scope, receive, send)

    def _arrived(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        if not call.cancelled():
            call.exception()  # nobody may be left to be told


class CrashableConsole:
    """One data directory, and the console on it that is alive at the moment. Its loop is a `VirtualLoop`."""

    def __init__(
        self, directory: Path, registry: Registry, time: ManualClock, *, beside: CrashableConsole | None = None
    ) -> None:
        """`beside` is another console on the same directory and computer, whose accounts are there already."""
        self.time = time
        self.computer: ShiftedClock = beside.computer if beside else ShiftedClock(time)
        """The computer's clock, which may be set."""
        self.simulation: Simulation = beside.simulation if beside else Simulation(registry, clock=time)
        self.network: Network = beside.network if beside else Network(self.simulation.application)
        self.lost = 0
        """How many acts a crash cut short: each may have sent a request whose answer nobody wrote down."""
        self._has_accounts = beside is not None
        self._directory = directory
        self._registry = registry
        self.services: ConsoleServices
        self.spawned: Spawned
        self.witness: Witness

    async def open(self) -> None:
        """Open the console, as after a start of the program."""
        self.spawned = Spawned()
        factory = HttpFactory(lambda: InProcessTransport(self.network))
        clock = SteadyClock(self.computer)
        self.services = build_services(self._directory, self._registry, self.spawned, clock, factory)
        await self.services.open()
        self.witness = Witness(self.services.store, self.simulation.steering.tasks)
        if not self._has_accounts:
            for account in self.simulation.accounts:
                await self._add(account.generation, demo_profile(account, URL), account.values)
            self._has_accounts = True
        await self.services.keeper.take_over()
        self.services.watcher.take_over()

    async def crash(self) -> None:
        """Kill the process: nothing more is written, no answer is heard."""
        self.lost += len(self.spawned.pending())
        services = self.services
        _dead.update(part._worker for part in (services.ledger, services.vault, services.profiles, services.clients))
        await self.spawned.killed()
        for client in services.clients._clients.values():
            await client.aclose()
        assert services.ledger._database is not None
        services.ledger._database.close()
        services.watcher.close()
        services.billing.close()
        services.lease.release()

    async def leave(self) -> None:
        """Close it as a person does: what is under way is broken off, and may still be written down."""
        self.lost += len(self.spawned.pending())
        for task in self.spawned.pending():
            task.cancel()
        await quiet()
        assert not self.spawned.pending(), "it does not let go"
        self.spawned.reap()
        await self.services.aclose()

    def begin(self, act: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A person's act, which may take time; what it raises ends the test."""
        return self.spawned.spawn(act, name="act")

    async def look(self, *, news: bool = False) -> None:
        """One look of the scheduler, with `news` also at what others have written, and all that follows at once."""
        self.services.watcher.look()
        if news:
            self.spawned.spawn(self.services.feed.look(), name="news")
        await quiet()
        self.spawned.reap()

    def draft(self, generation: Generation, minutes: int, **values: object) -> Draft:
        """The generation's example draft, with some values changed."""
        fresh = {each.key: each.initial() for each in generation.fields}
        return Draft(
            profile_id=self.profile_id(generation),
            values={**fresh, **generation.example, **values},
            minutes=minutes,
        )

    @staticmethod
    def profile_id(generation: Generation) -> str:
        """No demo profile's: the rows of those end with the program."""
        return f"account-{generation.id}"

    def rows(self) -> list[Task]:
        """Every row as the console shows it."""
        return self.services.store.tasks()

    async def _add(self, generation: Generation, demo: Profile, values: Any) -> None:
        profile = replace(demo, id=self.profile_id(generation), simulator=False)
        for each in generation.account_fields:
            if each.secret and values.get(each.key):
                owner = profile_owner(profile.id)
                await self.services.vault.set(owner, each.key, values[each.key], session_only=False)
        await self.services.profiles.save(profile)
