"""Which tasks people are warned about before they end, and when the banner about them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task

WARN_BEFORE = 120.0
"""Seconds before a task's end at which people are warned."""
ENDING = "ending"
"""Key of the banner."""

_End = tuple[str, float | None]


class EndWarning:
    """One banner for all tasks that end soon. It knows no widget: it is told what is shown, and says what should be."""

    def __init__(self) -> None:
        self.shown: tuple[Task, ...] = ()
        """What the banner is about."""
        self._let: set[_End] = set()
        """Ends that somebody has agreed to; a task that is extended afterwards is warned about again."""

    def look(self, live: Iterable[Task], now: float, *, shown: bool) -> Sequence[Task] | None:
        """The tasks that a new banner should name, none to take it away; None to leave all as it is.

        `shown`: whether the banner still stands there. Who dismissed it lets them end.
        """
        if self.shown and not shown:
            self.let_go()
        near = tuple(task for task in live if is_near(task, now) and _end(task) not in self._let)
        if [_end(task) for task in near] == [_end(task) for task in self.shown]:
            return None
        self.shown = near
        return near

    def let_go(self) -> None:
        """Whatever the banner is about may end."""
        self._let |= {_end(task) for task in self.shown}
        self.shown = ()


def warned_before(task: Task) -> float:
    """How many seconds before its end a task is marked; a very short one not from its beginning on."""
    return min(WARN_BEFORE, ((task.ends_at or 0.0) - task.created_at) / 2)


def is_near(task: Task, now: float) -> bool:
    """Whether the console will end it in a moment, and somebody could still wish otherwise."""
    if task.ends_at is None or task.stop_wished_at is not None or not task.live or task.state is TaskState.STOPPING:
        return False
    return 0 < task.ends_at - now <= warned_before(task)


def _end(task: Task) -> _End:
    return task.id, task.ends_at
