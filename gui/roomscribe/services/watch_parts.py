"""What every process that watches tasks is made of, a console as well as the watchdog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.clients import ClientPool
from roomscribe.services.clock_watch import ClockWatch
from roomscribe.services.feed import Feed
from roomscribe.services.follower import Follower
from roomscribe.services.keeper import Keeper
from roomscribe.services.leaks import leak_guard
from roomscribe.services.lease import Lease
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.profiles import ProfileStore, declared_by
from roomscribe.services.rates import RateBook
from roomscribe.services.recorder import Recorder
from roomscribe.services.skew import SkewBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.task_service import TaskParts
from roomscribe.services.vault import Vault
from roomscribe.services.watcher import Watcher
from roomscribe.vendors.registry import Registry

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory


@dataclass(frozen=True, kw_only=True)
class Groundwork:
    """The register of tasks, the accounts, and the way to the vendors."""

    registry: Registry
    clock: Clock
    lease: Lease
    vault: Vault
    ledger: Ledger
    profiles: ProfileStore
    store: TaskStore
    skew: SkewBook
    recorder: Recorder
    rates: RateBook
    clients: ClientPool
    secrets: TaskSecrets

    def for_tasks(self) -> TaskParts:
        """What a service is given that acts on tasks."""
        return TaskParts(
            registry=self.registry,
            clients=self.clients,
            secrets=self.secrets,
            recorder=self.recorder,
            store=self.store,
            clock=self.clock,
        )


@dataclass(frozen=True, kw_only=True)
class WatchParts(Groundwork):
    """And the watch over the live rows."""

    clock_watch: ClockWatch
    stopper: Stopper
    follower: Follower
    watcher: Watcher
    keeper: Keeper
    feed: Feed


def build_groundwork(data_dir: Path, registry: Registry, clock: Clock, factory: HttpFactory | None) -> Groundwork:
    """Of one process on one data directory; without a `factory` the connections are real."""
    vault = Vault(clock)
    ledger = Ledger(data_dir / "ledger.sqlite3", clock, guard=leak_guard(vault))
    profiles = ProfileStore(data_dir / "profiles.json", clock, declared=declared_by(registry))
    store, skew, lease = TaskStore(), SkewBook(), Lease(data_dir)
    rates = RateBook(registry, profiles, clock)
    return Groundwork(
        registry=registry,
        clock=clock,
        lease=lease,
        vault=vault,
        ledger=ledger,
        profiles=profiles,
        store=store,
        skew=skew,
        recorder=Recorder(ledger, store, clock, skew, console=lease.id),
        rates=rates,
        clients=ClientPool(registry, profiles, vault, factory, clock, rates),
        secrets=TaskSecrets(vault, registry),
    )


def build_watch(
    ground: Groundwork,
    spawner: Spawner,
    *,
    under_way: set[str],
    moves: Callable[[Task], bool],
    takes: Callable[[Task], bool] = lambda _: True,
    by: str = "",
) -> WatchParts:
    """The same process with its watch.

    `under_way` holds the local ids of starts that this process is sending. `moves` says of which rows it puts the
    times right when the clock is set, `takes` which rows that nobody watches it claims, and `by` who claimed them.
    """
    registry, store, recorder, clock = ground.registry, ground.store, ground.recorder, ground.clock
    clock_watch = ClockWatch(clock=clock, store=store, recorder=recorder, skew=ground.skew, spawner=spawner, mine=moves)
    stopper = Stopper(recorder=recorder, store=store, clock=clock)
    follower = Follower(under_way=under_way, moving=clock_watch.moving, **ground.for_tasks())
    watcher = Watcher(
        registry=registry,
        store=store,
        follower=follower,
        stopper=stopper,
        rates=ground.rates,
        spawner=spawner,
        clock=clock,
        clock_watch=clock_watch,
        mine=ground.lease.watches,
    )
    keeper = Keeper(
        lease=ground.lease,
        registry=registry,
        recorder=recorder,
        store=store,
        watcher=watcher,
        clock=clock,
        takes=takes,
        by=by,
    )
    feed = Feed(
        ledger=ground.ledger,
        profiles=ground.profiles,
        clients=ground.clients,
        recorder=recorder,
        store=store,
        keeper=keeper,
        watcher=watcher,
        spawner=spawner,
    )
    return WatchParts(
        **vars(ground),
        clock_watch=clock_watch,
        stopper=stopper,
        follower=follower,
        watcher=watcher,
        keeper=keeper,
        feed=feed,
    )
