"""What the dialogs that change a running task work with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.services.console import ConsoleServices
from roomscribe.services.launcher import Launcher
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.updater import Updater
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class TaskTools:
    """The services behind a change, in place or by a restart."""

    registry: Registry
    profiles: ProfileStore
    launcher: Launcher
    updater: Updater
    store: TaskStore
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> TaskTools:
        """The tools of one console; `spawner` runs what the dialogs do."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            launcher=services.launcher,
            updater=services.updater,
            store=services.store,
            spawner=spawner,
            theme=theme,
        )
