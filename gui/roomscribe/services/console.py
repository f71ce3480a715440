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
from roomscribe.services.annotating import Annotator
from roomscribe.services.batch_files import BatchFiles
from roomscribe.services.batches import Batches
from roomscribe.services.billing import Billing, build_billing
from roomscribe.services.budget_marks import BudgetMarks
from roomscribe.services.extender import Extender
from roomscribe.services.finder import Finder
from roomscribe.services.halting import Halting
from roomscribe.services.launcher import Launcher
from roomscribe.services.leaks import leak_guard
from roomscribe.services.lost_starts import LostStarts
from roomscribe.services.neighbours import Neighbours
from roomscribe.services.presence import alone
from roomscribe.services.restoring import finish_restore
from roomscribe.services.spawning import Spawner
from roomscribe.services.strays import StrayBook
from roomscribe.services.templates import TemplateStore
from roomscribe.services.updater import Updater
from roomscribe.services.watch_parts import WatchParts, build_groundwork, build_watch
from roomscribe.vendors.registry import Registry

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory


@dataclass(frozen=True, kw_only=True)
class ConsoleServices(WatchParts):
    """Everything the console does, wired. Only who puts parts together holds it: `app`, and the desk for the window's.

    Parts get what they need, as tools where that is more than a few (`BatchTools.of`).
    """

    launcher: Launcher
    updater: Updater
    extender: Extender
    neighbours: Neighbours
    lost_starts: LostStarts
    finder: Finder
    strays: StrayBook
    billing: Billing
    templates: TemplateStore
    batches: Batches
    halting: Halting
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
    ground = build_groundwork(data_dir, registry, clock, factory)
    under_way: set[str] = set()
    watch = build_watch(ground, spawner, under_way=under_way, moves=ground.lease.watches)
    profiles, store, recorder, parts = watch.profiles, watch.store, watch.recorder, watch.for_tasks()
    stopper, nudge, guard = watch.stopper, watch.watcher.nudge, leak_guard(watch.vault)
    launcher = Launcher(profiles=profiles, under_way=under_way, **parts)
    updater = Updater(
        profiles=profiles, launcher=launcher, stopper=stopper, nudge=nudge, console=watch.lease.id, **parts
    )
    finder = Finder(profiles=profiles, launcher=launcher, stopper=stopper, nudge=nudge, **parts)
    billing = build_billing(
        registry=registry,
        profiles=profiles,
        store=store,
        journal=watch.ledger.journal,
        stopper=stopper,
        nudge=nudge,
        spawner=spawner,
        clock=clock,
        marks=BudgetMarks(data_dir / "budget-marks.json", clock),
    )
    batches = _build_batches(data_dir, watch, launcher, billing, spawner)
    halting = Halting(
        ledger=watch.ledger,
        store=store,
        feed=watch.feed,
        batches=batches,
        updater=updater,
        spawner=spawner,
        console=watch.lease.id,
    )
    return ConsoleServices(
        **vars(watch),
        launcher=launcher,
        updater=updater,
        extender=Extender(registry=registry, ledger=watch.ledger, recorder=recorder, store=store, clock=clock),
        neighbours=Neighbours(registry=registry, profiles=profiles, store=store),
        lost_starts=LostStarts(**parts),
        finder=finder,
        strays=StrayBook(finder, watch.rates),
        billing=billing,
        templates=TemplateStore(data_dir / "templates", registry, clock, guard=guard),
        batches=batches,
        halting=halting,
        annotator=Annotator(recorder, guard),
    )


def _build_batches(
    data_dir: Path, watch: WatchParts, launcher: Launcher, billing: Billing, spawner: Spawner
) -> Batches:
    return Batches(
        BatchFiles(data_dir / "batches", watch.vault, guard=leak_guard(watch.vault)),
        registry=watch.registry,
        profiles=watch.profiles,
        clients=watch.clients,
        launcher=launcher,
        rates=watch.rates,
        ledger=watch.ledger,
        recorder=watch.recorder,
        store=watch.store,
        clock=watch.clock,
        spawner=spawner,
        over_budget=billing.budgets.why_not,
    )
