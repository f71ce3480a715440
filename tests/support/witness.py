"""Sees every change of a console's rows in the moment it is shown, and holds it against the rules and the world."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.store import TaskStore
from roomscribe.simulator.inside import TaskFacts
from tests.support.invariants import row_of

LIVE = {TaskState.STARTING, TaskState.RUNNING, TaskState.RECOVERING}
OVER = {TaskState.STOPPED, TaskState.FAILED, TaskState.GONE}
TABLE: dict[TaskState, set[TaskState]] = {
    TaskState.REQUESTING: {
        *LIVE,
        TaskState.STOPPING,
        *OVER,
        TaskState.REJECTED,
        TaskState.UNSENT,
        TaskState.UNCONFIRMED,
    },
    TaskState.UNCONFIRMED: {*LIVE, TaskState.STOPPING, *OVER, TaskState.UNSENT, TaskState.CLOSED},
    TaskState.STARTING: {TaskState.RUNNING, TaskState.RECOVERING, TaskState.STOPPING, *OVER},
    TaskState.RUNNING: {TaskState.RECOVERING, TaskState.STOPPING, *OVER},
    TaskState.RECOVERING: {TaskState.RUNNING, TaskState.STOPPING, *OVER},
    TaskState.STOPPING: OVER,
}
"""design.md §2: where a row may go from each state. From what has ended nothing leads anywhere."""
_FIXED_AT_THE_END = ("state", "vendor_state", "ended_at", "receipt", "vendor_task_id", "room", "profile_id")


def permitted(before: TaskState, after: TaskState) -> bool:
    """Whether a row may go from one state to the other; staying is no move."""
    return before is after or after in TABLE.get(before, ())


class Witness:
    """Listens to one console's store from its opening until its end; what is wrong is kept in words."""

    def __init__(self, store: TaskStore, world: Callable[[], Iterable[TaskFacts]]) -> None:
        self._rows = {task.id: task for task in store.tasks()}
        self._world = world
        self.wrong: list[str] = []
        store.subscribe(self)

    def task_added(self, task: Task) -> None:
        self._rows[task.id] = task
        if task.state is TaskState.STOPPED and task.receipt is None:
            self._say(task, task, "stopped without a receipt")

    def task_changed(self, task: Task) -> None:
        before, self._rows[task.id] = self._rows[task.id], task
        if not permitted(before.state, task.state):
            self._say(before, task, "not in the table")
        if task.state is TaskState.STOPPED and task.receipt is None:
            self._say(before, task, "stopped without a receipt")
        if before.stop_wished_at is not None and task.stop_wished_at is None:
            self._say(before, task, "a wish was taken back")
        if before.vendor_task_id and task.vendor_task_id != before.vendor_task_id:
            self._say(before, task, "another task's id")
        if task.sequence < before.sequence or task.epoch < before.epoch:
            self._say(before, task, "a number got smaller")
        if before.state.ended:
            changed = [name for name in _FIXED_AT_THE_END if getattr(before, name) != getattr(task, name)]
            if changed:
                self._say(before, task, f"changed after its end: {', '.join(changed)}")
        elif task.state.ended:
            self._hold_against_the_world(before, task)

    def _hold_against_the_world(self, before: Task, task: Task) -> None:
        """Whoever says that a task has ended must be right in that very moment."""
        for facts in self._world():
            if facts.ended_at is None and row_of(facts, [task]) is not None and not self._another(facts, task):
                self._say(before, task, f"it lives: {facts}")

    def _another(self, facts: TaskFacts, task: Task) -> bool:
        """Whether the task that lives is that of another row: a restart has two in one room, one after the other."""
        row = row_of(facts, self._rows.values())
        return row is not None and row.id != task.id

    def _say(self, before: Task, after: Task, what: str) -> None:
        self.wrong.append(f"{before.state} → {after.state}: {what}: {after}")
