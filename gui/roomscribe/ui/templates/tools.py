"""What the windows about templates work with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.profiles import Profile
from roomscribe.services.console import ConsoleServices
from roomscribe.services.launcher import Launcher
from roomscribe.services.profiles import ProfileStore, usable
from roomscribe.services.spawning import Spawner
from roomscribe.services.template_filling import TemplateFiller
from roomscribe.services.templates import TemplateStore
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class TemplateTools:
    """The services behind the windows."""

    registry: Registry
    profiles: ProfileStore
    launcher: Launcher
    templates: TemplateStore
    filler: TemplateFiller
    clock: Clock
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> TemplateTools:
        """The tools of one console; `spawner` runs what the windows do."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            launcher=services.launcher,
            templates=services.templates,
            filler=TemplateFiller(services.registry),
            clock=services.clock,
            spawner=spawner,
            theme=theme,
        )

    def offered(self) -> list[Profile]:
        """The profiles that a template can be used for: of services that are installed."""
        return usable(self.profiles, self.registry)
