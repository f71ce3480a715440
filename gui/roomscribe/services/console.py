"""Puts the services together in the right order, and takes them down in the reverse one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.clients import ClientPool
from roomscribe.services.demo import is_demo, simulator_ended
from roomscribe.services.follower import Follower
from roomscribe.services.launcher import Launcher
from roomscribe.services.leaks import leak_guard
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.profiles import ProfileStore, declared_by
from roomscribe.services.recorder import Recorder
from roomscribe.services.skew import SkewBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
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
    watcher: Watcher

    async def open(self) -> None:
        """Open files and keyring, and load what an earlier session left. Raises `LedgerUnusable`."""
        await asyncio.gather(self.ledger.open(), self.vault.open(), self.profiles.open())
        self.store.load(await self.ledger.tasks())

    async def take_over(self) -> None:
        """Watch the live rows; demo tasks of an earlier session ended with their simulator."""
        for task in self.store.live():
            if is_demo(task.profile_id):
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
        await self.clients.aclose()
        await self.profiles.aclose()
        await self.ledger.close()
        await self.vault.aclose()


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
    launcher = Launcher(
        registry=registry,
        profiles=profiles,
        clients=clients,
        secrets=secrets,
        recorder=recorder,
        store=store,
        clock=clock,
    )
    stopper = Stopper(recorder=recorder, store=store, clock=clock)
    follower = Follower(
        registry=registry, clients=clients, secrets=secrets, recorder=recorder, store=store, clock=clock
    )
    watcher = Watcher(registry=registry, store=store, follower=follower, stopper=stopper, spawner=spawner, clock=clock)
    updater = Updater(
        registry=registry,
        profiles=profiles,
        clients=clients,
        secrets=secrets,
        recorder=recorder,
        store=store,
        launcher=launcher,
        stopper=stopper,
        nudge=watcher.nudge,
        clock=clock,
    )
    return ConsoleServices(
        registry=registry,
        clock=clock,
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
        watcher=watcher,
    )
