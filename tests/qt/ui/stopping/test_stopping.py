"""What is asked before many tasks are stopped, and what each row says of its stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Receipt, Task
from roomscribe.domain.text import T
from roomscribe.services.bulk_stop import StopLine, StopRun, StopStep
from roomscribe.services.store import TaskStore
from roomscribe.ui.batch.unfinished import all_rest_words
from roomscribe.ui.dialogs.question import stop_several
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.stopping.model import RESULT, ROOM, StopModel
from roomscribe.ui.stopping.questions import elsewhere_stopped, named, per_profile, stop_everything
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from tests.qt.ui.task_examples import NOW, FixedClock, example_tasks
from tests.support.model_guard import makes

RUNNING = next(each for each in example_tasks() if each.state is TaskState.RUNNING)


def tasks(count: int, **what: Any) -> list[Task]:
    return [replace(RUNNING, id=f"t{number}", room=f"room-{number}", **what) for number in range(count)]


class ExampleRun:
    """A run whose lines the test writes."""

    def __init__(self, rows: list[Task]) -> None:
        self.lines = {task.id: StopLine() for task in rows}
        self.on_line: Callable[[str], None] = lambda task_id: None
        self.on_added: Callable[[list[str]], None] = lambda task_ids: None

    def count(self, *steps: StopStep) -> int:
        return sum(line.step in steps for line in self.lines.values())

    def note(self, task_id: str, step: StopStep, trouble: str = "") -> None:
        self.lines[task_id] = StopLine(step, T(trouble) if trouble else None)
        self.on_line(task_id)

    def cancel(self) -> None:
        for task_id, line in self.lines.items():
            if line.step is StopStep.WAITING:
                self.note(task_id, StopStep.LEFT)


class Scene:
    """The dialog with its run and rows."""

    def __init__(self, qtbot: Any, theme: Theme, rows: list[Task]) -> None:
        self.store = TaskStore()
        self.store.load(rows)
        self.run = ExampleRun(rows)
        self.dialog = StopDialog(cast(StopRun, self.run), store=self.store, clock=FixedClock(), theme=theme)
        qtbot.addWidget(self.dialog)
        self.dialog.open()

    def result(self, row: int) -> str:
        return str(self.dialog.model.index(row, RESULT).data())

    def put(self, task_id: str, **what: Any) -> None:
        self.store.put(replace(self.store.get(task_id), **what))


@makes(StopModel)
def test_each_row_says_what_became_of_its_stop(qtbot: Any, theme: Theme) -> None:
    scene = Scene(qtbot, theme, tasks(5))
    scene.run.note("t0", StopStep.ASKED)
    scene.run.note("t1", StopStep.ASKED, "The disk is full.")
    scene.run.note("t2", StopStep.REFUSED, "This task has ended already.")
    scene.run.note("t3", StopStep.ASKED)
    scene.put("t3", state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW))
    assert scene.result(0) == "asked; no receipt yet"
    assert scene.result(1) == "The disk is full."
    assert scene.result(2) == "This task has ended already."
    assert scene.result(3).startswith("receipt at ")
    assert scene.result(3).endswith(": Stopped")
    assert scene.result(4) == "waits for its turn"
    assert scene.dialog.model.index(4, ROOM).data() == "room-4"
    scene.dialog.accept()


def test_cancelling_names_what_was_not_asked(qtbot: Any, theme: Theme) -> None:
    scene = Scene(qtbot, theme, tasks(3))
    scene.run.note("t0", StopStep.ASKED)
    scene.dialog.cancel.click()
    assert scene.dialog.left.words() == "2 tasks were not asked to stop, and go on\nroom-1, room-2"
    assert scene.result(1) == "not asked: it goes on"
    assert not scene.dialog.cancel.isEnabled()
    assert scene.dialog.count.text() == "waiting 0 · asked 1 · ended 0"
    scene.dialog.accept()


def test_the_end_of_all_is_said(qtbot: Any, theme: Theme) -> None:
    scene = Scene(qtbot, theme, tasks(2))
    for task_id in ("t0", "t1"):
        scene.run.note(task_id, StopStep.ASKED)
        scene.put(task_id, state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW))
    qtbot.waitUntil(lambda: scene.dialog.heading.text() == "All 2 tasks have ended")
    assert scene.dialog.count.text() == "waiting 0 · asked 2 · ended 2"
    scene.dialog.accept()


def test_what_is_added_has_rows_and_is_counted(qtbot: Any, theme: Theme) -> None:
    scene = Scene(qtbot, theme, tasks(1))
    more = [replace(each, id=f"more-{each.id}") for each in tasks(4)]
    scene.put("t0", state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW))
    scene.run.note("t0", StopStep.ASKED)
    qtbot.waitUntil(lambda: scene.dialog.heading.text() == "The task has ended")
    for each in more:
        scene.store.put(each)
        scene.run.lines[each.id] = StopLine()
    scene.run.on_added([each.id for each in more])
    assert scene.dialog.heading.text() == scene.dialog.windowTitle() == "Stopping 5 tasks"
    assert scene.result(4) == "waits for its turn"
    for each in more:
        scene.run.note(each.id, StopStep.ASKED)
        scene.put(each.id, state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW))
    qtbot.waitUntil(lambda: scene.dialog.heading.text() == "All 5 tasks have ended")
    assert scene.result(4).endswith(": Stopped")
    scene.dialog.accept()


def test_a_stop_without_proof_is_counted(qtbot: Any, theme: Theme) -> None:
    scene = Scene(qtbot, theme, tasks(2))
    scene.run.note("t0", StopStep.ASKED)
    scene.put("t0", state=TaskState.STOPPING, stop_wished_at=NOW - 60)
    qtbot.waitUntil(lambda: "1 not confirmed" in scene.dialog.count.text())
    scene.dialog.accept()


def test_questions_name_a_few_and_count_the_rest() -> None:
    assert named(tasks(2)) == "room-0\nroom-1"
    assert named(tasks(10)).splitlines()[-1] == "and 2 more"
    assert say(stop_several(3, named(tasks(3))).label) == "Stop 3 tasks"


@pytest.mark.parametrize(("count", "label"), [(1, "Stop 1 task"), (3, "Stop 3 tasks")])
def test_everything_is_counted_by_profile(count: int, label: str) -> None:
    rows = [*tasks(count - 1, profile_name="TRTC"), *tasks(1, profile_name="课堂")]
    question = stop_everything(rows, others=2)
    assert say(question.label) == label
    assert "课堂: 1" in question.detail
    assert question.detail.endswith("going on: 2")
    if count > 1:
        assert question.detail.startswith("TRTC: 2")


def test_what_other_windows_are_at_is_counted() -> None:
    question = stop_everything([], 0, restarts=1, batches_elsewhere=2)
    assert question.detail.splitlines() == [
        "1 restart is under way. Its new task is not started any more.",
        "",
        "2 batches are under way in other windows of yours. They go on until you press “Start nothing more”; then they "
        "start nothing more, and what they have started meanwhile is asked to end, too.",
    ]
    assert say(question.label) == "Start nothing more"
    assert say(all_rest_words([], 2)) == "Cancel the rest of 2 batches in other windows"
    assert say(elsewhere_stopped(1)).endswith("1 task that they had started meanwhile is asked to end, too.")


def test_that_other_windows_could_not_be_looked_at_is_said() -> None:
    question = stop_everything([], 0, known=False)
    assert say(question.text) == "Nothing that you started is live, but something may be about to be started."
    assert question.detail.endswith("then they start nothing more, and batches there are paused.")
    assert say(question.label) == "Start nothing more"


def test_of_many_profiles_only_the_largest_are_named() -> None:
    rows = [replace(RUNNING, profile_name=f"p{number}") for number in range(11)]
    assert per_profile(rows).splitlines()[-1] == "other profiles: 3"


def test_what_waits_for_its_turn_in_our_own_queue_is_not_counted_as_asked(qtbot: Any, theme: Theme) -> None:
    wished = {"state": TaskState.STOPPING, "stop_wished_at": NOW - 30}
    scene = Scene(qtbot, theme, tasks(4, asked_at=NOW - 40, error=None))
    for number in range(4):
        scene.put(f"t{number}", **wished)
        scene.run.note(f"t{number}", StopStep.ASKED)
    scene.dialog._show_progress()
    assert scene.dialog.count.text() == "waiting 4 · asked 0 · ended 0"
    assert scene.result(0) == "written down; waits for its turn"
    scene.put("t0", asked_at=NOW - 1)
    scene.put("t1", state=TaskState.STOPPED, receipt=Receipt(word="Stopped", at=NOW))
    scene.dialog._show_progress()
    assert scene.dialog.count.text().startswith("waiting 2 · asked 2 · ended 1")
    assert scene.result(0) == "asked; no receipt yet"
