"""What the table's columns may know besides the task itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.services.billing import Billing
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True)
class Glance:
    """What a column may know besides the task."""

    clock: Clock
    registry: Registry
    me: str
    """The account name of whoever sits here."""
    billing: Billing | None = None
    """What tasks cost; None where nobody adds that up."""
    promised: Callable[[Task], float] | None = None
    """Seconds that knowledge of a live task shall be old at most; None where nobody promises anything."""
    asks: Callable[[Task], bool] = lambda task: True
    """Whether this window asks the vendor about a task, and so has its latest answer."""

    @property
    def now(self) -> float:
        """This moment."""
        return self.clock.now()

    def generation(self, task: Task) -> Generation | None:
        """The task's generation, or None where the plug-in that brought it is gone."""
        return self.registry.find(task.generation)
