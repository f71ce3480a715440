"""Puts the services together in the right order, and takes them down in the reverse one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.annotating import Annotator
from roomscribe.services.batch_files import BatchFiles
from roomscribe.services.batches import Batches
from roomscribe.services.billing import Billing, build_billing
from roomscribe.services.budget_marks import BudgetMarks
from roomscribe.services.clients import ClientPool
from roomscribe.services.clock_watch import ClockWatch
from roomscribe.services.extender import Extender
from roomscribe.services.feed import Feed
from roomscribe.services.finder import Finder
from roomscribe.services.follower import Follower
from roomscribe.services.keeper import Keeper
from roomscribe.services.launcher import Launcher
from roomscribe.services.leaks import leak_guard
from roomscribe.services.lease import Lease
from roomscribe.services.lost_starts import LostStarts
from roomscribe.services.neighbours import Neighbours
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.presence import alone
from roomscribe.services.profiles import ProfileStore, declared_by
from roomscribe.services.rates import RateBook
from roomscribe.services.recorder import Recorder
from roomscribe.services.restoring import finish_restore
from roomscribe.services.skew import SkewBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.strays import StrayBook
from roomscribe.services.task_service import TaskParts
from roomscribe.services.templates import TemplateStore
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
    clock_watch: ClockWatch
    lease: Lease
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
    extender: Extender
    neighbours: Neighbours
    follower: Follower
    lost_starts: LostStarts
    rates: RateBook
    watcher: Watcher
    finder: Finder
    strays: StrayBook
    keeper: Keeper
    feed: Feed
    billing: Billing
    templates: TemplateStore
    batches: Batches
    annotator: Annotator

    async def open(self) -> None:
        """Open files and keyring, and load what an earlier session left. Raises `LedgerUnusable`; then others may act.

        While a person thinks about that, nobody here stops a task: the watchdog must not take this for a console.
        """
        await finish_restore(self.ledger)
        self.lease.acquire()
        try:
            # Alone, before several threads open files: modules that import each other must not be loaded by two at
            # once.
            await asyncio.to_thread(import_module, "pydantic.type_adapter")
            await asyncio.gather(self._open_ledger(), self.vault.open(), self.profiles.open(), self.billing.open())
        except LedgerUnusable:
            await self.ledger.let_go()
            self.lease.release()
            raise

    async def _open_ledger(self) -> None:
        """The rows are read while the keyring is being asked; ten thousand of them take as long."""
        await self.ledger.open()
        await self.feed.load()

    async def begin_anew(self) -> None:
        """Set a register aside that can't be used, so that `open` begins an empty one. Raises `LedgerUnusable`."""
        door = await asyncio.to_thread(alone, self.ledger.path.parent)
        try:
            await self.ledger.set_aside()
        finally:
            door.release()

    async def take_over(self) -> None:
        """Watch the live rows that no other console watches, and show what others write.

        Where thousands of older rows are still to be read, that comes first, and this returns before it is done: what
        an unfinished restart has led to may be among them. Raises `LedgerUnusable` where the rows can't be claimed in
        writing, with everything at work: on a full disk, too, what is overdue is stopped.
        """
        if self.feed.complete:
            await self._begin()
        else:
            self.feed.start_with_rest(self._begin)

    async def _begin(self) -> None:
        try:
            await self.keeper.take_over()
        except LedgerUnusable:
            self._watch()
            raise
        self._watch()

    def _watch(self) -> None:
        self.watcher.take_over()
        self.watcher.start()
        self.feed.start()
        self.billing.start()

    async def aclose(self) -> None:
        """Close what `open` opened; background work must have ended before."""
        self.watcher.close()
        self.billing.close()
        async with AsyncExitStack() as stack:
            # Each is closed even when one before it fails; the lease goes last, when nothing is written any more.
            stack.callback(self.lease.release)
            stack.push_async_callback(self.vault.aclose)
            stack.push_async_callback(self.ledger.close)
            stack.push_async_callback(self.profiles.aclose)
            stack.push_async_callback(self.templates.aclose)
            stack.push_async_callback(self.batches.aclose)
            stack.push_async_callback(self.clients.aclose)
            stack.push_async_callback(self.billing.aclose)


def build_services(
    data_dir: Path, registry: Registry, spawner: Spawner, clock: Clock, factory: HttpFactory | None = None
) -> ConsoleServices:
    """The services of one console on one data directory."""
    vault = Vault()
    ledger = Ledger(data_dir / "ledger.sqlite3", clock, guard=leak_guard(vault))
    profiles = ProfileStore(data_dir / "profiles.json", clock, declared=declared_by(registry))
    store = TaskStore()
    skew = SkewBook()
    lease = Lease(data_dir)
    recorder = Recorder(ledger, store, clock, skew, console=lease.id)
    rates = RateBook(registry, profiles, clock)
    clients = ClientPool(registry, profiles, vault, factory, clock, rates)
    secrets = TaskSecrets(vault, registry)
    under_way: set[str] = set()
    parts = TaskParts(registry=registry, clients=clients, secrets=secrets, recorder=recorder, store=store, clock=clock)
    launcher = Launcher(profiles=profiles, under_way=under_way, **parts)
    stopper = Stopper(recorder=recorder, store=store, clock=clock)
    clock_watch = ClockWatch(
        clock=clock, store=store, recorder=recorder, skew=skew, spawner=spawner, mine=lease.watches
    )
    follower = Follower(under_way=under_way, moving=clock_watch.moving, **parts)
    watcher = Watcher(
        registry=registry,
        store=store,
        follower=follower,
        stopper=stopper,
        rates=rates,
        spawner=spawner,
        clock=clock,
        clock_watch=clock_watch,
        mine=lease.watches,
    )
    keeper = Keeper(lease=lease, registry=registry, recorder=recorder, store=store, watcher=watcher, clock=clock)
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
    updater = Updater(
        profiles=profiles, launcher=launcher, stopper=stopper, nudge=watcher.nudge, console=lease.id, **parts
    )
    finder = Finder(profiles=profiles, launcher=launcher, stopper=stopper, nudge=watcher.nudge, **parts)
    billing = build_billing(
        registry=registry,
        profiles=profiles,
        store=store,
        journal=ledger.journal,
        stopper=stopper,
        nudge=watcher.nudge,
        spawner=spawner,
        clock=clock,
        marks=BudgetMarks(data_dir / "budget-marks.json", clock),
    )
    batches = Batches(
        BatchFiles(data_dir / "batches", vault, guard=leak_guard(vault)),
        registry=registry,
        profiles=profiles,
        clients=clients,
        launcher=launcher,
        rates=rates,
        ledger=ledger,
        recorder=recorder,
        store=store,
        clock=clock,
        spawner=spawner,
        over_budget=billing.budgets.why_not,
    )
    return ConsoleServices(
        registry=registry,
        clock=clock,
        clock_watch=clock_watch,
        lease=lease,
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
        neighbours=Neighbours(registry=registry, profiles=profiles, store=store),
        extender=Extender(registry=registry, ledger=ledger, recorder=recorder, store=store, clock=clock),
        follower=follower,
        lost_starts=LostStarts(**parts),
        rates=rates,
        watcher=watcher,
        finder=finder,
        strays=StrayBook(finder, rates),
        keeper=keeper,
        feed=feed,
        billing=billing,
        batches=batches,
        annotator=Annotator(recorder, leak_guard(vault)),
        templates=TemplateStore(data_dir / "templates", registry, clock, guard=leak_guard(vault)),
    )
