"""What the main window works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.services.billing import Billing
from roomscribe.services.console import ConsoleServices
from roomscribe.services.rates import Budget
from roomscribe.services.settings import Settings
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.ui.details.panel import ReadJournal
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class WindowTools:
    """The services behind its table, its details and its status bar."""

    store: TaskStore
    registry: Registry
    journal: ReadJournal
    budget: Callable[[], Budget]
    clock_skew: Callable[[], float | None]
    vault: Vault
    clock: Clock
    settings: Settings
    spawner: Spawner
    theme: Theme
    billing: Billing | None = None
    asks: Callable[[Task], bool] = lambda task: True
    """Whether this window, and no other process, asks the vendor about a task."""

    @classmethod
    def of(cls, services: ConsoleServices, settings: Settings, spawner: Spawner, theme: Theme) -> WindowTools:
        """The tools of one console; `spawner` runs what the window does."""
        return cls(
            store=services.store,
            registry=services.registry,
            journal=services.ledger.journal,
            budget=services.watcher.budget,
            clock_skew=services.skew.current,
            vault=services.vault,
            clock=services.clock,
            settings=settings,
            spawner=spawner,
            theme=theme,
            billing=services.billing,
            asks=services.lease.minds,
        )
