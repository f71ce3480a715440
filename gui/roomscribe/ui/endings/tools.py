"""What moving the ends of tasks, and telling of them, works with."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.services.console import ConsoleServices
from roomscribe.services.extender import Extender
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class EndTools:
    """The services behind the commands and the banners."""

    registry: Registry
    store: TaskStore
    extender: Extender
    clock: Clock

    @classmethod
    def of(cls, services: ConsoleServices) -> EndTools:
        """The tools of one console."""
        return cls(registry=services.registry, store=services.store, extender=services.extender, clock=services.clock)
