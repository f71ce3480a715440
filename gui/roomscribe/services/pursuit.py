"""Wishes to stop that are carried out: what was tried, when to try again, and what the vendor made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation, Task
from roomscribe.net.retry import back_off

STOP_AGAIN_AFTER = 5.0
"""Seconds after which a task that is still alive is asked to stop once more; doubled each time, up to a minute."""
IGNORED_AFTER = 10.0
"""Seconds after an answered stop from which a task that the vendor calls running counts as one that ignores it."""
ROUNDING = 0.001
"""Seconds by which a timer may fire early."""


@dataclass
class _Pursuit:
    """What was tried to end one task."""

    sent: float = 0.0
    """Monotonic time of the last try."""
    tries: int = 0
    epoch: int = -1
    """Of the task at the last try."""
    answered: float | None = None
    """Monotonic time at which the vendor first took one without an objection, or said that it knows no such task."""
    accepted: bool = False
    """The vendor took one."""
    looked: bool = True
    """The vendor was asked how the task is since the last try."""


class Pursuits:
    """The stops that were tried, by task. Forgotten at exit: a second stop does no harm."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all: dict[str, _Pursuit] = {}

    def due(self, task: Task) -> bool:
        """Whether a stop that is wished is to be sent now."""
        return self.due_in(task) <= ROUNDING

    def due_in(self, task: Task) -> float:
        """Seconds until a stop that is wished is to be sent; infinite where the vendor is to be asked first how the
        task is."""
        pursuit = self._all.get(task.id)
        if pursuit is None:
            return 0.0
        if not pursuit.looked and pursuit.epoch == task.epoch:
            # Where many wait for few calls, each has its turn late: it may have ended long ago.
            return math.inf
        # Whoever presses "stop" again does not wait as long as the tries in vain have come to.
        tries = pursuit.tries if pursuit.epoch == task.epoch else 1
        return max(0.0, pursuit.sent + back_off(tries, first=STOP_AGAIN_AFTER) - self._clock.monotonic())

    def tried(self, task: Task) -> None:
        """Note that a stop leaves now."""
        pursuit = self._all.setdefault(task.id, _Pursuit())
        pursuit.tries = pursuit.tries + 1 if pursuit.epoch == task.epoch else 1
        pursuit.sent, pursuit.epoch, pursuit.looked = self._clock.monotonic(), task.epoch, False

    def answered(self, task_id: str, *, accepted: bool) -> None:
        """Note that the vendor took the stop that was tried, or that it said that it knows no such task."""
        pursuit = self._all[task_id]
        pursuit.accepted = pursuit.accepted or accepted
        if pursuit.answered is None:
            pursuit.answered = self._clock.monotonic()

    def looked(self, task_id: str) -> None:
        """Note that the vendor is asked how the task is."""
        if (pursuit := self._all.get(task_id)) is not None:
            pursuit.looked = True

    def accepted(self, task_id: str) -> bool:
        """Whether the vendor took a stop of this task."""
        pursuit = self._all.get(task_id)
        return pursuit is not None and pursuit.accepted

    def ignored(self, task: Task, seen: Observation) -> bool:
        """Whether the task runs on, by the vendor's word, though a stop was answered a while ago."""
        pursuit = self._all.get(task.id)
        if pursuit is None or pursuit.answered is None or task.stop_wished_at is None:
            return False
        runs = bool(seen.vendor_state) and seen.state in (TaskState.RUNNING, TaskState.RECOVERING)
        return runs and self._clock.monotonic() - pursuit.answered >= IGNORED_AFTER

    def forget(self, task_id: str) -> None:
        """The task has ended."""
        self._all.pop(task_id, None)
