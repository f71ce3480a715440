"""Everything about money, wired: what rows cost, what days cost, and the budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.services.budget import BudgetGuard
from roomscribe.services.budget_marks import BudgetMarks
from roomscribe.services.costs import CostBook
from roomscribe.services.day_book import DayBook, ReadJournal
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Billing:
    """The parts, for the composition root."""

    costs: CostBook
    days: DayBook
    budgets: BudgetGuard
    marks: BudgetMarks

    async def open(self) -> None:
        """Read what an earlier window has told."""
        await self.marks.open()

    def start(self) -> None:
        """Add up what the store holds, follow it, and look after the budgets."""
        self.days.start()
        self.budgets.start()

    def close(self) -> None:
        """Hear nothing more."""
        self.days.close()

    async def aclose(self) -> None:
        """Write what was told; after `close`."""
        await self.marks.aclose()


def build_billing(
    *,
    registry: Registry,
    profiles: ProfileStore,
    store: TaskStore,
    journal: ReadJournal,
    stopper: Stopper,
    nudge: Callable[[str], None],
    spawner: Spawner,
    clock: Clock,
    marks: BudgetMarks,
) -> Billing:
    """The parts of one console; `nudge` has the watcher ask about a task at once."""
    costs = CostBook(registry=registry, profiles=profiles, clock=clock)
    days = DayBook(
        costs=costs, registry=registry, profiles=profiles, store=store, journal=journal, spawner=spawner, clock=clock
    )
    budgets = BudgetGuard(
        costs=costs,
        days=days,
        profiles=profiles,
        store=store,
        stopper=stopper,
        marks=marks,
        nudge=nudge,
        spawner=spawner,
    )
    return Billing(costs=costs, days=days, budgets=budgets, marks=marks)
