"""The tasks in memory: the ledger's rows as the window shows them, with news for whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from roomscribe.domain.tasks import Task
from roomscribe.services.listeners import Listeners


class StoreListener(Protocol):
    """Whoever wants to know of changes; called on the interface thread, must return quickly."""

    def task_added(self, task: Task) -> None:
        """A new row."""

    def task_changed(self, task: Task) -> None:
        """A row has new content; its id is the same."""


class TaskStore:
    """Every known task by its local id, in the order in which they were created."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}
        self._listeners: Listeners[StoreListener] = Listeners()

    def load(self, tasks: Iterable[Task]) -> None:
        """Fill the store from the ledger, oldest first, before anybody listens."""
        self._tasks = {task.id: task for task in sorted(tasks, key=lambda task: task.created_at)}

    def tasks(self) -> list[Task]:
        """Every task, oldest first."""
        return list(self._tasks.values())

    def live(self) -> list[Task]:
        """The tasks that run or may run."""
        return [task for task in self._tasks.values() if task.live]

    def knows(self, task_id: str) -> bool:
        """Whether there is such a task."""
        return task_id in self._tasks

    def get(self, task_id: str) -> Task:
        """One task; KeyError for an unknown id."""
        return self._tasks[task_id]

    def put(self, task: Task) -> None:
        """Add or replace a task and tell the listeners."""
        new = task.id not in self._tasks
        self._tasks[task.id] = task
        self._listeners.tell(lambda each: each.task_added(task) if new else each.task_changed(task))

    def subscribe(self, listener: StoreListener) -> Callable[[], None]:
        """Tell `listener` of changes until the returned function is called."""
        return self._listeners.add(listener)
