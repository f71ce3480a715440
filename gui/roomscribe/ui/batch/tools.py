"""What the windows about batches work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.services.batch_report import Report
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.batches import Batches
from roomscribe.services.console import ConsoleServices
from roomscribe.services.costs import CostBook
from roomscribe.services.launcher import Launcher
from roomscribe.services.leaks import leak_guard
from roomscribe.services.neighbours import Neighbours
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.templates import TemplateStore
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class BatchTools:
    """The services behind the windows."""

    registry: Registry
    profiles: ProfileStore
    launcher: Launcher
    batches: Batches
    templates: TemplateStore
    neighbours: Neighbours
    store: TaskStore
    clock: Clock
    costs: CostBook
    guard: Callable[[str], None]
    """Raises `ValueError` where a secret stands in a text."""
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> BatchTools:
        """The tools of one console; `spawner` runs what the windows do."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            launcher=services.launcher,
            batches=services.batches,
            templates=services.templates,
            neighbours=services.neighbours,
            store=services.store,
            clock=services.clock,
            costs=services.billing.costs,
            guard=leak_guard(services.vault),
            spawner=spawner,
            theme=theme,
        )

    def report(self, run: BatchRun) -> Report:
        """What became of a batch so far."""
        return Report(
            run.batch,
            run.results,
            generation=self.registry.generation(run.batch.generation),
            store=self.store,
            guard=self.guard,
            say=say,
        )
