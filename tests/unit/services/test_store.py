from dataclasses import replace

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.store import TaskStore


def task(task_id: str, created_at: float = 0.0, state: TaskState = TaskState.RUNNING) -> Task:
    return Task(
        id=task_id, profile_id="p", profile_name="P", vendor="v", generation="g", site="s", room="r", bot="b",
        created_at=created_at, state=state,
    )  # fmt: skip


class Ears:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def task_added(self, task: Task) -> None:
        self.heard.append(f"added {task.id}")

    def task_changed(self, task: Task) -> None:
        self.heard.append(f"changed {task.id} {task.state}")


def test_listeners_hear_of_new_and_changed_rows_until_they_leave() -> None:
    store, ears = TaskStore(), Ears()
    leave = store.subscribe(ears)

    store.put(task("a"))
    store.put(replace(task("a"), state=TaskState.STOPPED))
    leave()
    store.put(task("b"))

    assert ears.heard == ["added a", "changed a stopped"]


def test_a_listener_may_leave_while_it_is_told() -> None:
    store, ears = TaskStore(), Ears()

    class Once(Ears):
        def task_added(self, task: Task) -> None:
            super().task_added(task)
            leave()

    once = Once()
    leave = store.subscribe(once)
    store.subscribe(ears)
    store.put(task("a"))
    store.put(task("b"))

    assert once.heard == ["added a"]
    assert ears.heard == ["added a", "added b"]


def test_rows_are_in_the_order_of_their_creation_and_live_ones_are_told_apart() -> None:
    store = TaskStore()
    store.load([task("b", 2.0), task("a", 1.0), task("c", 3.0, TaskState.GONE)])

    assert [each.id for each in store.tasks()] == ["a", "b", "c"]
    assert [each.id for each in store.live()] == ["a", "b"]


def test_older_tasks_stand_before_the_others_and_are_no_news() -> None:
    store, ears = TaskStore(), Ears()
    store.load([task("c", 3.0), task("b", 2.0)])
    store.subscribe(ears)
    store.put(replace(task("b", 2.0), state=TaskState.STOPPED))
    ears.heard.clear()

    store.load_older([task("a", 1.0, TaskState.STOPPED), task("b", 2.0)])

    assert [each.id for each in store.tasks()] == ["a", "b", "c"]
    assert store.get("b").state is TaskState.STOPPED
    assert [each.id for each in store.live()] == ["c"]
    assert store.doubtful() == []
    assert len(store) == 3
    assert ears.heard == []


def test_live_tasks_are_those_that_run_or_may_run() -> None:
    store = TaskStore()
    store.load([task("a", 1.0), task("b", 2.0, TaskState.STOPPED)])
    store.put(task("c", 3.0))
    store.put(replace(task("a", 1.0), state=TaskState.FAILED))
    assert [each.id for each in store.live()] == ["c"]


def test_doubtful_is_what_nobody_has_confirmed() -> None:
    store = TaskStore()
    store.load([task("a", 1.0), task("b", 2.0, TaskState.UNCONFIRMED), task("c", 3.0, TaskState.STOPPED)])
    store.put(replace(task("a", 1.0), stop_wished_at=9.0))
    assert {each.id for each in store.doubtful()} == {"a", "b"}
    store.put(replace(task("a", 1.0, TaskState.STOPPED), stop_wished_at=9.0))
    store.put(task("b", 2.0))
    assert store.doubtful() == []


def test_clashing_are_the_live_ones_with_a_shared_key() -> None:
    store = TaskStore()
    store.load(
        [
            replace(task("a", 1.0), dedupe_key="bot/1\nroom/1"),
            replace(task("b", 2.0), dedupe_key="bot/2\nroom/1"),
            replace(task("c", 3.0, TaskState.STOPPED), dedupe_key="room/1"),
            replace(task("d", 4.0), dedupe_key=""),
        ]
    )
    assert [each.id for each in store.clashing("bot/7\nroom/1")] == ["a", "b"]
    assert store.clashing("") == []
    store.put(replace(task("a", 1.0, TaskState.STOPPED), dedupe_key="bot/1\nroom/1"))
    store.put(replace(task("b", 2.0), dedupe_key="bot/2\nroom/2"))
    assert store.clashing("room/1") == []
    assert [each.id for each in store.clashing("room/2")] == ["b"]
