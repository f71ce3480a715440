"""What bringing drafts into the form works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import JournalEntry
from roomscribe.services.console import ConsoleServices
from roomscribe.services.launcher import Launcher
from roomscribe.services.opening import Opener
from roomscribe.services.pasting.veil import Veil
from roomscribe.services.profiles import ProfileStore, usable
from roomscribe.services.spawning import Spawner
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class MovingTools:
    """The services behind the windows."""

    registry: Registry
    profiles: ProfileStore
    launcher: Launcher
    opener: Opener
    journal: Callable[[str], Awaitable[Sequence[JournalEntry]]]
    """What happened to a task, in order; `LedgerUnusable` where it can't be read."""
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> MovingTools:
        """The tools of one console; `spawner` runs what the windows do."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            launcher=services.launcher,
            opener=Opener(services.registry),
            journal=services.ledger.journal,
            spawner=spawner,
            theme=theme,
        )

    def offered(self) -> list[Profile]:
        """The profiles that a draft can be opened for: of services that are installed."""
        return usable(self.profiles, self.registry)

    def veil(self) -> Veil:
        """A fresh one, that knows every service's names of secrets."""
        fields = (field for each in self.registry.generations() for field in each.fields)
        return Veil(field.path.rpartition(".")[2] for field in fields if field.secret and field.path)
