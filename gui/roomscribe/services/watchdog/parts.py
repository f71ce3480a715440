"""What the watchdog is made of: the console's own services, as far as stopping needs them, and no other."""

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
class Parts:
    """The services of one watchdog, wired."""

    registry: Registry
    lease: Lease
    vault: Vault
    ledger: Ledger
    profiles: ProfileStore
    store: TaskStore
    recorder: Recorder
    clients: ClientPool
    secrets: TaskSecrets
    clock_watch: ClockWatch
    watcher: Watcher
    keeper: Keeper
    feed: Feed


def build_parts(
    data_dir: Path,
    registry: Registry,
    spawner: Spawner,
    clock: Clock,
    factory: HttpFactory | None,
    *,
    takes: Callable[[Task], bool],
    alone: Callable[[], bool],
) -> Parts:
    """`takes` says which rows without a living watcher are claimed; `alone`: no console is there."""
    vault = Vault()
    ledger = Ledger(data_dir / "ledger.sqlite3", clock, guard=leak_guard(vault))
    profiles = ProfileStore(data_dir / "profiles.json", clock, declared=declared_by(registry))
    store, skew, lease = TaskStore(), SkewBook(), Lease(data_dir)
    recorder = Recorder(ledger, store, clock, skew, console=lease.id)
    rates = RateBook(registry, profiles, clock)
    clients = ClientPool(registry, profiles, vault, factory, clock, rates)
    secrets = TaskSecrets(vault, registry)
    parts = TaskParts(registry=registry, clients=clients, secrets=secrets, recorder=recorder, store=store, clock=clock)
    clock_watch = ClockWatch(
        clock=clock,
        store=store,
        recorder=recorder,
        skew=skew,
        spawner=spawner,
        # While no console is there nobody else puts the rows' times right when the clock is set.
        mine=lambda task: lease.watches(task) or alone(),
    )
    watcher = Watcher(
        registry=registry,
        store=store,
        follower=Follower(under_way=set(), moving=clock_watch.moving, **parts),
        stopper=Stopper(recorder=recorder, store=store, clock=clock),
        rates=rates,
        spawner=spawner,
        clock=clock,
        clock_watch=clock_watch,
        mine=lease.watches,
    )
    keeper = Keeper(
        lease=lease,
        registry=registry,
        recorder=recorder,
        store=store,
        watcher=watcher,
        clock=clock,
        takes=takes,
        by="watchdog",
    )
    feed = Feed(
        ledger=ledger,
        profiles=profiles,
        clients=clients,
        recorder=recorder,
        store=store,
        keeper=keeper,
        watcher=watcher,
        spawner=spawner,
    )
    return Parts(
        registry=registry,
        lease=lease,
        vault=vault,
        ledger=ledger,
        profiles=profiles,
        store=store,
        recorder=recorder,
        clients=clients,
        secrets=secrets,
        clock_watch=clock_watch,
        watcher=watcher,
        keeper=keeper,
        feed=feed,
    )
