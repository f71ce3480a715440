"""Puts the services together in the right order, and takes them down in the reverse one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.own_errors import NOT_INSTALLED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.clients import ClientPool
from roomscribe.services.demo import is_demo, simulator_ended
from roomscribe.services.finder import Finder
from roomscribe.services.follower import Follower
from roomscribe.services.launcher import Launcher
from roomscribe.services.leaks import leak_guard
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.profiles import ProfileStore, declared_by
from roomscribe.services.rates import RateBook
from roomscribe.services.recorder import Recorder
from roomscribe.services.single import DirectoryLock
from roomscribe.services.skew import SkewBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.task_service import TaskParts
from roomscribe.services.updater import Updater
from roomscribe.services.vault import Vault
from roomscribe.services.watcher import Watcher
from roomscribe.vendors.registry import Registry

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory


@dataclass(frozen=True, kw_only=True)
class ConsoleServices:
    """Everything the console does, wired. Only the composition root holds it; parts get what they need."""

    registry: Registry
    clock: Clock
    lock: DirectoryLock
    skew: SkewBook
    ledger: Ledger
    vault: Vault
    profiles: ProfileStore
    store: TaskStore
    recorder: Recorder
    clients: ClientPool
    secrets: TaskSecrets
    launcher: Launcher
    stopper: Stopper
    updater: Updater
    follower: Follower
    rates: RateBook
    watcher: Watcher
    finder: Finder

    async def open(self) -> None:
        """Open files and keyring, and load what an earlier session left. Raises `LedgerUnusable`."""
        self.lock.acquire()
        # Alone, before several threads open files: modules that import each other must not be loaded by two at once.
        await asyncio.to_thread(import_module, "pydantic.type_adapter")
        await asyncio.gather(self.ledger.open(), self.vault.open(), self.profiles.open())
        self.store.load(await self.ledger.tasks())

    async def take_over(self) -> None:
        """Watch the live rows; demo tasks of an earlier session ended with their simulator.

        Rows of a vendor that is not installed any more can't be asked about; they stay and say so.
        """
        for task in self.store.live():
            if task.state is TaskState.REQUESTING:
                # The process that waited for its answer is gone.
                task = await self.recorder.record(task.id, state=TaskState.UNCONFIRMED)
            if not self.registry.knows(task.generation):
                self.recorder.show(task.id, error=_not_installed(task))
            elif is_demo(task.profile_id):
                await self.recorder.record(
                    task.id,
                    self.recorder.entry(task.id, EntryKind.SETTLED, detail={"reason": simulator_ended().source}),
                    state=TaskState.GONE,
                    ended_at=self.clock.now(),
                )
        self.watcher.take_over()
        self.watcher.start()

    async def aclose(self) -> None:
        """Close what `open` opened; background work must have ended before."""
        self.watcher.close()
        async with AsyncExitStack() as stack:
            # Each is closed even when one before it fails; the lock goes last, when nothing is written any more.
            stack.callback(self.lock.release)
            stack.push_async_callback(self.vault.aclose)
            stack.push_async_callback(self.ledger.close)
            stack.push_async_callback(self.profiles.aclose)
            stack.push_async_callback(self.clients.aclose)


def _not_installed(task: Task) -> ErrorNote:
    meaning = T("The vendor add-on “{generation}” is not installed, so nobody can ask.", generation=task.generation)
    return NOT_INSTALLED.note(meaning=meaning)


def build_services(
    data_dir: Path, registry: Registry, spawner: Spawner, clock: Clock, factory: HttpFactory | None = None
) -> ConsoleServices:
    """The services of one console on one data directory."""
    vault = Vault()
    ledger = Ledger(data_dir / "ledger.sqlite3", clock, guard=leak_guard(vault))
    profiles = ProfileStore(data_dir / "profiles.json", clock, declared=declared_by(registry))
    store = TaskStore()
    skew = SkewBook()
    recorder = Recorder(ledger, store, clock, skew)
    clients = ClientPool(registry, profiles, vault, factory, clock)
    secrets = TaskSecrets(vault, registry)
    rates = RateBook(registry, profiles, clock)
    under_way: set[str] = set()
    parts = TaskParts(registry=registry, clients=clients, secrets=secrets, recorder=recorder, store=store, clock=clock)
    launcher = Launcher(profiles=profiles, under_way=under_way, **parts)
    stopper = Stopper(recorder=recorder, store=store, clock=clock)
    follower = Follower(under_way=under_way, **parts)
    watcher = Watcher(
        registry=registry, store=store, follower=follower, stopper=stopper, rates=rates, spawner=spawner, clock=clock
    )
    updater = Updater(profiles=profiles, launcher=launcher, stopper=stopper, nudge=watcher.nudge, **parts)
    finder = Finder(profiles=profiles, launcher=launcher, stopper=stopper, rates=rates, nudge=watcher.nudge, **parts)
    return ConsoleServices(
        registry=registry,
        clock=clock,
        lock=DirectoryLock(data_dir),
        skew=skew,
        ledger=ledger,
        vault=vault,
        profiles=profiles,
        store=store,
        recorder=recorder,
        clients=clients,
        secrets=secrets,
        launcher=launcher,
        stopper=stopper,
        updater=updater,
        follower=follower,
        rates=rates,
        watcher=watcher,
        finder=finder,
    )
