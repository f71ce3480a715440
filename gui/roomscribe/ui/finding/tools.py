"""What finding tasks works with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.services.console import ConsoleServices
from roomscribe.services.finder import Finder
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class FindTools:
    """The services behind the window."""

    finder: Finder
    registry: Registry
    profiles: ProfileStore
    store: TaskStore
    clock: Clock
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> FindTools:
        """The tools of one console; `spawner` runs what the window does."""
        return cls(
            finder=services.finder,
            registry=services.registry,
            profiles=services.profiles,
            store=services.store,
            clock=services.clock,
            spawner=spawner,
            theme=theme,
        )
