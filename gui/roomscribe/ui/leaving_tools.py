"""What leaving works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.services.batches import Batches
from roomscribe.services.console import ConsoleServices
from roomscribe.services.costs import CostBook
from roomscribe.services.rates import RateBook
from roomscribe.services.restarts import Restarts
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.services.watcher import Watcher
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class LeavingTools:
    """The services behind its questions."""

    registry: Registry
    store: TaskStore
    stopper: Stopper
    watcher: Watcher
    rates: RateBook
    batches: Batches
    restarts: Restarts
    minds: Callable[[Task], bool]
    """Whether a task is left alone when this window closes."""
    vault: Vault
    costs: CostBook
    reports: BatchTools
    """For the reports of batches that nobody has saved."""
    clock: Clock
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> LeavingTools:
        """The tools of one console."""
        return cls(
            registry=services.registry,
            store=services.store,
            stopper=services.stopper,
            watcher=services.watcher,
            rates=services.rates,
            batches=services.batches,
            restarts=services.updater.restarts,
            minds=services.lease.minds,
            vault=services.vault,
            costs=services.billing.costs,
            reports=BatchTools.of(services, spawner, theme),
            clock=services.clock,
            spawner=spawner,
            theme=theme,
        )
