"""What stands before every start, from the form or in the place of another task, works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.text import Text
from roomscribe.services.console import ConsoleServices
from roomscribe.services.neighbours import Neighbours
from roomscribe.services.profiles import ProfileStore
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class GuardTools:
    """The services behind its questions."""

    registry: Registry
    profiles: ProfileStore
    neighbours: Neighbours
    over_budget: Callable[[str], Text | None]
    """Why an account may start nothing more, or None."""
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, theme: Theme) -> GuardTools:
        """The tools of one console."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            neighbours=services.neighbours,
            over_budget=services.billing.budgets.why_not,
            theme=theme,
        )
