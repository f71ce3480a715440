"""How often each task is to be asked about, by what it is doing and whether anybody looks."""

from __future__ import annotations

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.vendors.registry import Registry

UNSEEN, LONGEST_UNSEEN = 4.0, 60.0
"""By how much longer the intervals are while nobody can see the rows, and the seconds they have then at most."""
END_IS_NEAR = 120.0
"""Seconds before its end from which a task is asked about as often as ever."""


class Intervals:
    """Short while something is changing, longer while nothing is, longer still while nobody looks."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self.visible = True
        """Somebody can see the rows."""

    def of(self, task: Task) -> float:
        """Seconds between two questions about a live task."""
        abilities = self._registry.generation(task.generation).abilities
        interval = abilities.poll_changing if task.state.changing else abilities.poll_steady
        if self.visible or self._presses(task):
            return interval
        return max(interval, min(interval * UNSEEN, LONGEST_UNSEEN))

    def _presses(self, task: Task) -> bool:
        """Whether something hangs upon it though nobody looks: an end that is wished or near."""
        near = task.ends_at is not None and task.ends_at - self._clock.now() < END_IS_NEAR
        return near or task.stop_wished_at is not None
