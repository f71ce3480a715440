"""The model tells the view about ranges of rows, a moment after the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.filter import TaskFilter
from roomscribe.ui.task_table.model import TaskModel, TaskRole, contiguous_runs
from tests.qt.ui.task_examples import NOW, FixedClock, example_registry, example_tasks, note, task

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


def touched(store: TaskStore, *rows: int) -> None:
    for row in rows:
        old = store.tasks()[row]
        store.put(replace(old, vendor_state=f"{old.vendor_state}*"))


@pytest.mark.parametrize(
    ("rows", "runs"),
    [([], []), ([4], [(4, 4)]), ([3, 1, 2, 7], [(1, 3), (7, 7)]), ([0, 1, 3, 4], [(0, 1), (3, 4)])],
)
def test_contiguous_runs(rows, runs):
    assert list(contiguous_runs(rows)) == runs


def test_the_model_keeps_qts_rules(model: TaskModel, store: TaskStore):
    rows = TaskFilter()
    rows.setSourceModel(model)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(each, fatal) for each in (model, rows)]
    touched(store, 0, 3)
    store.put(task(0, "new", TaskState.REQUESTING))
    model.flush()
    model.tick()
    rows.set_words("running")
    touched(store, 1)
    model.flush()
    rows.set_words("")
    assert len(testers) == 2


def test_changes_are_gathered_into_ranges(model: TaskModel, store: TaskStore, qtbot: QtBot):
    watch = Watch(model)
    touched(store, 3, 1, 2, 7)
    touched(store, 2)
    assert watch.ranges == []
    with qtbot.waitSignal(model.rows_changed):
        pass
    assert watch.ranges == [(1, 3, 0, len(COLUMNS) - 1), (7, 7, 0, len(COLUMNS) - 1)]
    assert watch.news == [{store.tasks()[row].id for row in (1, 2, 3, 7)}]


def test_rows_are_old_until_they_are_announced(model: TaskModel, store: TaskStore):
    index = model.index(2, POSITION["room"])
    store.put(replace(store.tasks()[2], room="elsewhere"))
    assert index.data() != "elsewhere"
    model.flush()
    assert index.data() == "elsewhere"


def test_an_insertion_flushes_first(model: TaskModel, store: TaskStore):
    order: list[str] = []
    model.dataChanged.connect(lambda *_: order.append("changed"))
    model.rowsInserted.connect(lambda *_: order.append("inserted"))
    touched(store, 1)
    store.put(task(0, "new", TaskState.REQUESTING))
    assert order == ["changed", "inserted"]
    assert model.index(model.rowCount() - 1, POSITION["room"]).data() == "new"


def test_fresher_knowledge_is_no_news(model: TaskModel, store: TaskStore):
    watch = Watch(model)
    store.put(replace(store.tasks()[3], asked_at=NOW, answered_at=NOW))
    model.flush()
    assert watch.ranges
    assert watch.news == []


def test_a_tick_touches_only_the_times_of_live_rows(model: TaskModel, store: TaskStore):
    watch = Watch(model)
    model.tick()
    live = [row for row, each in enumerate(store.tasks()) if each.live]
    covered = [row for first, last, _, _ in watch.ranges for row in range(first, last + 1)]
    assert covered == live
    assert {(left, right) for _, _, left, right in watch.ranges} == {(POSITION["running"], POSITION["age"])}
    assert all(TaskRole.SORT not in roles for roles in watch.roles)
    assert all(COLUMNS[position].timed for position in range(POSITION["running"], POSITION["age"] + 1))


def test_a_stop_that_becomes_a_worry_is_news(model: TaskModel, store: TaskStore, clock: FixedClock):
    row = next(row for row, each in enumerate(store.tasks()) if each.room == "keynote")
    index = model.index(row, POSITION["state"])
    assert index.data() == "stopping"
    before = index.data(TaskRole.LOOK)
    clock.at += 20
    model.tick()
    model.flush()
    assert index.data() == "stop not confirmed"
    assert index.data(TaskRole.LOOK) is not before


def test_cells_say_what_they_are(model: TaskModel):
    row = model.index_of(example_tasks()[2].id).row()
    assert model.index(row, POSITION["state"]).data(Qt.ItemDataRole.AccessibleTextRole) == "State: running"
    assert "InProgress" not in model.index(row, POSITION["note"]).data(Qt.ItemDataRole.ToolTipRole)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for name in ("running", "ends", "age"):
        assert model.index(row, POSITION[name]).data(Qt.ItemDataRole.TextAlignmentRole) == right
        header = model.headerData(POSITION[name], Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert header == right


def test_newest_first_then_by_any_column(model: TaskModel, store: TaskStore):
    rows = TaskFilter()
    rows.setSourceModel(model)
    created = [rows.index(row, 0).data(TaskRole.TASK).created_at for row in range(rows.rowCount())]
    assert created == sorted(created, reverse=True)
    rows.sort(POSITION["state"], Qt.SortOrder.DescendingOrder)
    assert rows.index(0, 0).data() == "stop not confirmed"
    assert rows.index(rows.rowCount() - 1, 0).data() == "stopped"


@pytest.mark.parametrize(
    ("words", "rooms"),
    [
        ("500777", {"500777"}),
        ("STOPPED 课堂", {"课堂-三年级"}),
        ("trtc unconfirmed", set()),
        ("session id already", {"500123", "lost", "broken", "vanished"}),
        ("nothing has this", set()),
    ],
)
def test_the_filter_wants_every_word(model: TaskModel, words: str, rooms: set[str]):
    rows = TaskFilter()
    rows.setSourceModel(model)
    rows.set_words(words)
    assert {rows.index(row, 0).data(TaskRole.TASK).room for row in range(rows.rowCount())} == rooms
    assert rows.filtering


def test_a_row_leaves_the_filter_when_it_changes(model: TaskModel, store: TaskStore):
    rows = TaskFilter()
    rows.setSourceModel(model)
    rows.set_words("townhall recovering")
    assert rows.rowCount() == 1
    old = next(each for each in store.tasks() if each.room == "townhall")
    store.put(replace(old, state=TaskState.FAILED, vendor_state="", error=note()))
    model.flush()
    assert rows.rowCount() == 0


def test_a_closed_model_hears_nothing(model: TaskModel, store: TaskStore):
    model.close()
    watch = Watch(model)
    touched(store, 1)
    store.put(task(0, "new", TaskState.REQUESTING))
    model.flush()
    assert watch.ranges == []
    assert model.rowCount() == len(example_tasks())


def test_a_store_that_was_filled_later_is_shown(qapp):
    store = TaskStore()
    model = TaskModel(store, example_registry(), FixedClock())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for meet in (model.reload, model.tick, lambda: touched(store, 3)):
        store.load([])
        model.reload()
        store.load(example_tasks())
        meet()
        assert model.rowCount() == len(example_tasks())
    touched(store, 3)
    model.flush()
    model.close()
