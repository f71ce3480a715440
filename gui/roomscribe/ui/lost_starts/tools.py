"""What closing the row of a lost start works with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.services.console import ConsoleServices
from roomscribe.services.lost_starts import LostStarts
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class LostStartTools:
    """The services behind the command."""

    registry: Registry
    store: TaskStore
    lost_starts: LostStarts
    clock: Clock
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> LostStartTools:
        """The tools of one console."""
        return cls(
            registry=services.registry,
            store=services.store,
            lost_starts=services.lost_starts,
            clock=services.clock,
            spawner=spawner,
            theme=theme,
        )
