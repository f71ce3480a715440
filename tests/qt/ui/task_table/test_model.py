"""The model tells the view about ranges of rows, a moment after the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.services.rows.filters import EVERYTHING, Facts, Filter, PlainWords
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.grouping import grouping
from roomscribe.ui.task_table.model import TaskModel, contiguous_runs
from roomscribe.ui.task_table.roles import TaskRole
from tests.qt.ui.task_examples import NOW, FixedClock, example_registry, example_tasks, note, task
from tests.support.model_guard import makes

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}


class Watch:
    """What a model announced."""

    def __init__(self, model: TaskModel) -> None:
        self.model = model
        self.ranges: list[tuple[int, int, int, int]] = []
        self.roles: list[list[int]] = []
        self.news: list[set[str]] = []
        model.dataChanged.connect(self._on_changed)
        model.rows_changed.connect(self.news.append)

    def _on_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self.ranges.append((first.row(), last.row(), first.column(), last.column()))
        self.roles.append(roles)


@pytest.fixture
def store() -> TaskStore:
    store = TaskStore()
    store.load(example_tasks())
    return store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def model(store: TaskStore, clock: FixedClock, qapp) -> Iterator[TaskModel]:
    model = TaskModel(store, example_registry(), clock)
    yield model
    model.close()
    model.deleteLater()


def touched(store: TaskStore, model: TaskModel, *rows: int) -> None:
    for row in rows:
        old = store.get(model.index(row, 0).data(TaskRole.TASK).id)
        store.put(replace(old, vendor_state=f"{old.vendor_state}*"))


def rooms(model: TaskModel) -> list[str]:
    return [model.index(row, 0).data(TaskRole.TASK).room for row in range(model.rowCount())]


def filtered(model: TaskModel, words: str) -> None:
    model.set_filter(PlainWords(words))
    model.flush()


@pytest.mark.parametrize(
    ("rows", "runs"),
    [([], []), ([4], [(4, 4)]), ([3, 1, 2, 7], [(1, 3), (7, 7)]), ([0, 1, 3, 4], [(0, 1), (3, 4)])],
)
def test_contiguous_runs(rows, runs):
    assert list(contiguous_runs(rows)) == runs


@makes(TaskModel)
def test_the_model_keeps_qts_rules(model: TaskModel, store: TaskStore):
    touched(store, model, 0, 3)
    store.put(task(0, "new", TaskState.REQUESTING))
    model.flush()
    model.tick()
    filtered(model, "running")
    touched(store, model, 1)
    model.flush()
    model.group_by(grouping("state"))
    model.fold(["running"], folded=True)
    filtered(model, "")
    model.group_by(grouping(""))
    model.flush()
    assert model.rowCount() == len(example_tasks()) + 1


def test_changes_are_gathered_into_ranges(model: TaskModel, store: TaskStore, qtbot: QtBot):
    watch = Watch(model)
    ids = {model.index(row, 0).data(TaskRole.TASK).id for row in (1, 2, 3, 7)}
    touched(store, model, 3, 1, 2, 7)
    touched(store, model, 2)
    assert watch.ranges == []
    with qtbot.waitSignal(model.rows_changed):
        pass
    assert watch.ranges == [(1, 3, 0, len(COLUMNS) - 1), (7, 7, 0, len(COLUMNS) - 1)]
    assert watch.news == [ids]


def test_rows_are_old_until_they_are_announced(model: TaskModel, store: TaskStore):
    index = model.index(2, POSITION["room"])
    store.put(replace(index.data(TaskRole.TASK), room="elsewhere"))
    assert index.data() != "elsewhere"
    model.flush()
    assert index.data() == "elsewhere"


def test_a_new_row_is_shown_at_once_and_where_it_belongs(model: TaskModel, store: TaskStore, qtbot: QtBot):
    order: list[str] = []
    model.dataChanged.connect(lambda *_: order.append("changed"))
    model.rowsInserted.connect(lambda *_: order.append("inserted"))
    qtbot.waitUntil(lambda: not model.busy)
    touched(store, model, 1)
    store.put(task(0, "new", TaskState.REQUESTING))
    model.flush()
    assert sorted(order) == ["changed", "inserted"]
    assert model.index(0, POSITION["room"]).data() == "new"


def test_fresher_knowledge_is_no_news(model: TaskModel, store: TaskStore):
    watch = Watch(model)
    store.put(replace(store.tasks()[3], asked_at=NOW, answered_at=NOW))
    model.flush()
    assert watch.ranges
    assert watch.news == []


def test_a_tick_touches_only_the_times_of_live_rows_in_sight(model: TaskModel, store: TaskStore):
    model.in_sight = lambda: (2, 9)
    watch = Watch(model)
    model.tick()
    live = [row for row in range(2, 10) if model.index(row, 0).data(TaskRole.TASK).live]
    covered = [row for first, last, _, _ in watch.ranges for row in range(first, last + 1)]
    assert covered == live
    assert {(left, right) for _, _, left, right in watch.ranges} == {(POSITION["running"], POSITION["age"])}
    assert all(TaskRole.SORT not in roles for roles in watch.roles)
    assert all(COLUMNS[position].timed for position in range(POSITION["running"], POSITION["age"] + 1))


def test_a_stop_that_becomes_a_worry_is_seen_and_moves(model: TaskModel, store: TaskStore, clock: FixedClock):
    model.sort(POSITION["state"], Qt.SortOrder.DescendingOrder)
    stopping = next(each for each in store.tasks() if each.room == "keynote")
    index = QPersistentModelIndex(model.index_of(stopping.id))
    assert index.data() == "stopping"
    before = index.data(TaskRole.LOOK), index.row()
    clock.at += 20
    model.tick()
    model.flush()
    assert index.data() == "stop not confirmed"
    assert index.data(TaskRole.LOOK) is not before[0]
    assert index.row() < before[1]


def test_cells_say_what_they_are(model: TaskModel):
    row = model.index_of(example_tasks()[2].id).row()
    assert row >= 0
    assert model.index(row, POSITION["state"]).data(Qt.ItemDataRole.AccessibleTextRole) == "State: running"
    assert "InProgress" not in model.index(row, POSITION["note"]).data(Qt.ItemDataRole.ToolTipRole)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for name in ("running", "ends", "age"):
        assert model.index(row, POSITION[name]).data(Qt.ItemDataRole.TextAlignmentRole) == right
        header = model.headerData(POSITION[name], Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert header == right


def test_newest_first_then_by_any_column(model: TaskModel):
    created = [model.index(row, 0).data(TaskRole.TASK).created_at for row in range(model.rowCount())]
    assert created == sorted(created, reverse=True)
    model.sort(POSITION["state"], Qt.SortOrder.DescendingOrder)
    model.flush()
    assert model.index(0, 0).data() == "stop not confirmed"
    assert model.index(model.rowCount() - 1, 0).data() == "stopped"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("500777", {"500777"}),
        ("STOPPED 课堂", {"课堂-三年级"}),
        ("trtc unconfirmed", set()),
        ("session id already", {"500123", "lost", "broken", "vanished"}),
        ("nothing has this", set()),
    ],
)
def test_the_filter_wants_every_word(model: TaskModel, words: str, found: set[str]):
    filtered(model, words)
    assert set(rooms(model)) == found


def test_a_row_leaves_the_filter_when_it_changes(model: TaskModel, store: TaskStore):
    filtered(model, "townhall recovering")
    assert model.rowCount() == 1
    old = next(each for each in store.tasks() if each.room == "townhall")
    store.put(replace(old, state=TaskState.FAILED, vendor_state="", error=note()))
    model.flush()
    assert model.rowCount() == 0


def test_a_filter_that_depends_on_time_is_asked_again(model: TaskModel, clock: FixedClock):
    class Young:
        depends_on_time, lasting, empty = True, EVERYTHING, False

        def accepts(self, facts: Facts) -> bool:
            return facts.now - facts.task.created_at < 600

        def narrows(self, other: Filter) -> bool:
            return False

    model.set_filter(Young())
    model.flush()
    before = model.rowCount()
    clock.at += 8 * 60
    model.tick()
    model.flush()
    assert 0 < model.rowCount() < before


def test_a_column_that_drifts_is_sorted_again(model: TaskModel, monkeypatch: pytest.MonkeyPatch):
    costs = {task_id: float(at) for at, task_id in enumerate(model.book.rows)}
    cost = next(column for column in COLUMNS if column.drifts)
    monkeypatch.setitem(cost.__dict__, "sort", lambda task, glance: costs[task.id])
    model.sort(POSITION[cost.id])
    model.flush()
    last = model.index(model.rowCount() - 1, 0).data(TaskRole.TASK).id
    costs[last] = -1.0
    model.tick()
    model.flush()
    assert model.index(0, 0).data(TaskRole.TASK).id == last


def test_groups_say_what_they_are(model: TaskModel):
    model.group_by(grouping("state"))
    model.flush()
    header = model.index(0, 0)
    assert header.data() == "stop not confirmed"
    assert header.data(Qt.ItemDataRole.AccessibleTextRole) == "Group stop not confirmed, 1 tasks"
    assert header.data(TaskRole.TASK) is None
    assert header.flags() == Qt.ItemFlag.ItemIsEnabled
    model.fold([model.book.groups()[0].id], folded=True)
    model.flush()
    assert "folded" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1, 0).data() == model.book.groups()[1].label


def test_more_than_a_frame_can_show_is_shown_with_the_next_ones(model: TaskModel, store: TaskStore, qtbot: QtBot):
    for number in range(2000):
        store.put(task(number % 50, f"many-{number}", TaskState.RUNNING, id=f"many-{number}"))
    qtbot.waitUntil(lambda: model.rowCount() == len(example_tasks()) + 2000)
    created = [model.index(row, 0).data(TaskRole.TASK).created_at for row in range(model.rowCount())]
    assert created == sorted(created, reverse=True)


def test_a_closed_model_hears_nothing(model: TaskModel, store: TaskStore):
    model.close()
    watch = Watch(model)
    touched(store, model, 1)
    store.put(task(0, "new", TaskState.REQUESTING))
    model.flush()
    assert watch.ranges == []
    assert model.rowCount() == len(example_tasks())


@makes(TaskModel)
def test_a_store_that_was_filled_later_is_shown(qapp):
    store = TaskStore()
    model = TaskModel(store, example_registry(), FixedClock())
    for meet in (model.reload, model.tick):
        store.load([])
        model.reload()
        model.flush()
        assert model.rowCount() == 0
        store.load(example_tasks())
        meet()
        model.flush()
        assert model.rowCount() == len(example_tasks())
    touched(store, model, 3)
    model.flush()
    model.close()


def test_the_end_of_reading_finishes_nothing_in_one_piece(store: TaskStore, model: TaskModel, qtbot: QtBot) -> None:
    model.hold(True)
    store.put(task(77, "fresh", TaskState.RUNNING))
    model._take_over(None)
    assert len(model.book.waiting) == 1
    model._arranging._budget = 0.0
    model.hold(False)
    assert model.busy
    assert len(model.book.waiting) == 1
    qtbot.waitUntil(lambda: "fresh" in rooms(model))
    model.sort(POSITION["room"])
    model.hold(True)
    model.hold(False)
    assert model.busy
    qtbot.waitUntil(lambda: not model.busy)
    assert rooms(model) == sorted(rooms(model))
