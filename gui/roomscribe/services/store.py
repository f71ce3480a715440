"""The tasks in memory: the ledger's rows as the window shows them, with news for whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from roomscribe.domain.key_index import KeyIndex
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task, split_keys
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
        self._live: dict[str, Task] = {}
        """Those of them that run or may run: many parts ask for them every second, and most rows have ended."""
        self._doubtful: dict[str, Task] = {}
        """Those of them of which somebody may have to be told that nobody has confirmed them."""
        self._live_keys = KeyIndex()
        """Their clash keys."""
        self._listeners: Listeners[StoreListener] = Listeners()

    def load(self, tasks: Iterable[Task]) -> None:
        """Fill the store from the ledger, oldest first, before anybody listens."""
        self._fill(tasks)

    def load_older(self, tasks: Iterable[Task]) -> None:
        """Add tasks that the ledger had all the time; nobody is told, they are no news. Known ones stay as they are."""
        older = {task.id: task for task in tasks if task.id not in self._tasks}
        self._fill([*older.values(), *self._tasks.values()])

    def __len__(self) -> int:
        """How many tasks there are."""
        return len(self._tasks)

    def tasks(self) -> list[Task]:
        """Every task, oldest first."""
        return list(self._tasks.values())

    def live(self) -> list[Task]:
        """The tasks that run or may run, oldest first."""
        return list(self._live.values())

    def clashing(self, keys: str) -> list[Task]:
        """The live tasks that share one of these clash keys (`Task.dedupe_key`)."""
        return [self._live[each] for each in self._live_keys.sharing(split_keys(keys))]

    def doubtful(self) -> list[Task]:
        """The live tasks that are wished to end, or whose start nobody has confirmed."""
        return list(self._doubtful.values())

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
        self._sort_in(task)
        self._listeners.tell(lambda each: each.task_added(task) if new else each.task_changed(task))

    def subscribe(self, listener: StoreListener) -> Callable[[], None]:
        """Tell `listener` of changes until the returned function is called."""
        return self._listeners.add(listener)

    def _fill(self, tasks: Iterable[Task]) -> None:
        self._tasks = {task.id: task for task in sorted(tasks, key=lambda task: task.created_at)}
        self._live, self._doubtful, self._live_keys = {}, {}, KeyIndex()
        for task in self._tasks.values():
            self._sort_in(task)

    def _sort_in(self, task: Task) -> None:
        if task.live:
            self._live_keys.put(task.id, split_keys(task.dedupe_key))
        else:
            self._live_keys.drop(task.id)
        for tasks, wanted in (
            (self._live, task.live),
            (self._doubtful, task.live and (task.stop_wished_at is not None or task.state is TaskState.UNCONFIRMED)),
        ):
            if wanted:
                tasks[task.id] = task
            else:
                tasks.pop(task.id, None)
