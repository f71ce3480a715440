"""What the palette works with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.services.console import ConsoleServices
from roomscribe.services.settings import Settings
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.templates import TemplateStore
from roomscribe.ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class PaletteTools:
    """The services behind it."""

    store: TaskStore
    templates: TemplateStore
    settings: Settings
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, settings: Settings, spawner: Spawner, theme: Theme) -> PaletteTools:
        """The tools of one console."""
        return cls(store=services.store, templates=services.templates, settings=settings, spawner=spawner, theme=theme)
