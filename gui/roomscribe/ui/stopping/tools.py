"""What stopping many tasks works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.services.batches import Batches
from roomscribe.services.bulk_stop import StopRun
from roomscribe.services.console import ConsoleServices
from roomscribe.services.feed import Feed
from roomscribe.services.halting import Halting
from roomscribe.services.rates import RateBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.services.updater import Updater
from roomscribe.services.watcher import Watcher
from roomscribe.ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class StopTools:
    """The services behind the commands, and behind whoever has a stop wished once more."""

    store: TaskStore
    stopper: Stopper
    watcher: Watcher
    rates: RateBook
    batches: Batches
    updater: Updater
    feed: Feed
    halting: Halting
    clock: Clock
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> StopTools:
        """The tools of one console."""
        return cls(
            store=services.store,
            stopper=services.stopper,
            watcher=services.watcher,
            rates=services.rates,
            batches=services.batches,
            updater=services.updater,
            feed=services.feed,
            halting=services.halting,
            clock=services.clock,
            spawner=spawner,
            theme=theme,
        )

    def run(self, tasks: Sequence[Task], *, at_once: bool) -> StopRun:
        """One act of stopping these."""
        return StopRun(tasks, stopper=self.stopper, nudge=self.watcher.nudge, rates=self.rates, at_once=at_once)
