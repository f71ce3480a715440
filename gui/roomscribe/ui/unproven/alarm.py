"""Which unproven stops a banner names, and when one that was dismissed comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roomscribe.domain.tasks import Task
from roomscribe.services.unproven import AGAIN_AFTER, Urgency, urgency

UNPROVEN = "unproven"
"""Key of the banner."""


class StopAlarm:
    """One banner for all of them. It knows no widget: it is told what is shown, and says what should be."""

    def __init__(self) -> None:
        self.shown: tuple[str, ...] = ()
        """Local ids of what the banner is about, the longest-waiting first."""
        self._quiet: dict[str, float] = {}
        """Until when (UTC seconds) those are left alone whose banner somebody has dismissed."""

    def look(self, live: Iterable[Task], now: float, *, shown: bool) -> Sequence[Task] | None:
        """The tasks that a new banner should name, none to take it away; None to leave all as it is.

        `shown`: whether the banner still stands there.
        """
        if self.shown and not shown:
            self._quiet |= dict.fromkeys(self.shown, now + AGAIN_AFTER)
            self.shown = ()
        loud = [task for task in live if urgency(task, now) is Urgency.ALARMING and not self._left_alone(task, now)]
        loud.sort(key=lambda task: task.stop_wished_at or 0.0)
        ids = tuple(task.id for task in loud)
        if ids == self.shown:
            return None
        self.shown = ids
        return loud

    def _left_alone(self, task: Task, now: float) -> bool:
        until = self._quiet.get(task.id, 0.0)
        return now < until <= now + AGAIN_AFTER  # a clock that was put back makes nobody deaf for hours
