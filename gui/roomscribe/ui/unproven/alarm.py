"""Which unproven stops a banner names, and when one that was dismissed comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roomscribe.domain.tasks import Task
from roomscribe.services.unproven import AGAIN_AFTER, QUEUED_FOR, Urgency, queued, urgency

UNPROVEN = "unproven"
"""Key of the banner."""


class StopAlarm:
    """One banner for all of them. It knows no widget: it is told what is shown, and says what should be."""

    def __init__(self) -> None:
        self.shown: tuple[str, ...] = ()
        """Local ids of what the banner is about, the longest-waiting first."""
        self._quiet: dict[str, float] = {}
        """Until when (UTC seconds) those are left alone whose banner somebody has dismissed."""
        self._queued: set[str] = set()
        """Local ids of those that waited for their turn when it was looked last."""
        self._since: dict[str, float] = {}
        """When (UTC seconds) their first try came back; the wish itself counts for whatever is not in here."""

    def look(self, live: Iterable[Task], now: float, *, shown: bool) -> Sequence[Task] | None:
        """The tasks that a new banner should name, none to take it away; None to leave all as it is.

        `shown`: whether the banner still stands there.
        """
        if self.shown and not shown:
            self._quiet |= dict.fromkeys(self.shown, now + AGAIN_AFTER)
            self.shown = ()
        stopping = [task for task in live if task.stop_wished_at is not None]
        self._note_first_tries(stopping, now)
        loud = [task for task in stopping if self._is_loud(task, now) and not self._left_alone(task, now)]
        loud.sort(key=lambda task: task.stop_wished_at or 0.0)
        ids = tuple(task.id for task in loud)
        if ids == self.shown:
            return None
        self.shown = ids
        return loud

    def _note_first_tries(self, stopping: Sequence[Task], now: float) -> None:
        for task in stopping:
            if queued(task):
                self._queued.add(task.id)
            elif task.id in self._queued:
                self._queued.discard(task.id)
                # No later than a stop that waits for its turn becomes a worry, whatever the clock was set to.
                self._since[task.id] = min(now, (task.stop_wished_at or 0.0) + QUEUED_FOR)
        ids = {task.id for task in stopping}
        self._queued &= ids
        self._since = {task_id: at for task_id, at in self._since.items() if task_id in ids}

    def _is_loud(self, task: Task, now: float) -> bool:
        return urgency(task, now, self._since.get(task.id)) is Urgency.ALARMING

    def _left_alone(self, task: Task, now: float) -> bool:
        until = self._quiet.get(task.id, 0.0)
        return now < until <= now + AGAIN_AFTER  # a clock that was put back makes nobody deaf for hours
