"""The table in its card: selection, scroll, arrangement, empty states, fading."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.filters import PlainWords
from roomscribe.services.settings import REDUCED_MOTION, TABLE_COLUMNS, TABLE_SORT, SortOrder
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.theme import metrics
from tests.qt.ui.task_examples import example_tasks, task
from tests.qt.ui.task_table.conftest import Make
from tests.qt.ui.window_examples import Memory

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}


def many(count: int = 100) -> list[Task]:
    return [task(number + 1, f"room-{number}", TaskState.RUNNING) for number in range(count)]


def test_rows_are_as_high_as_the_look_says(make: Make):
    assert make(example_tasks()).view.rowHeight(0) >= metrics.ROW


def test_a_refresh_keeps_selection_and_scroll(make: Make, store: TaskStore):
    table = make(many())
    chosen = many()[50]
    assert table.select(chosen.id)
    bar = table.view.verticalScrollBar()
    before = bar.value()
    assert before > 0
    for each in store.tasks():
        store.put(replace(each, vendor_state="RUNNING*"))
    table.model.flush()
    assert [each.id for each in table.selected()] == [chosen.id]
    assert bar.value() == before


def test_rows_arriving_above_do_not_push_what_is_read(make: Make, store: TaskStore):
    table = make(many())
    table.view.verticalScrollBar().setValue(20 * metrics.ROW + 5)
    seen = table.view.indexAt(QPoint(0, 0))
    offset = table.view.rowViewportPosition(seen.row())
    name = seen.siblingAtColumn(POSITION["room"]).data()
    for number in range(3):
        store.put(replace(task(0, f"new-{number}", TaskState.STARTING), id=f"new-{number}"))
    now = table.view.indexAt(QPoint(0, 0))
    assert now.siblingAtColumn(POSITION["room"]).data() == name
    assert table.view.rowViewportPosition(now.row()) == offset


def test_who_looks_at_the_newest_sees_what_arrives(make: Make, store: TaskStore):
    table = make(many())
    store.put(task(0, "newest", TaskState.STARTING))
    assert table.view.verticalScrollBar().value() == 0
    assert table.view.indexAt(QPoint(0, 0)).siblingAtColumn(POSITION["room"]).data() == "newest"


def test_selection_is_told(make: Make, qtbot: QtBot):
    table = make(example_tasks())
    with qtbot.waitSignal(table.selection_changed), qtbot.waitSignal(table.current_changed) as told:
        table.select(example_tasks()[2].id)
    assert told.args[0].room == "500123"
    current = table.current()
    assert current is not None
    assert current.id == example_tasks()[2].id


def test_several_rows_can_be_chosen(make: Make):
    table = make(example_tasks())
    table.view.selectAll()
    assert len(table.selected()) == len(example_tasks())


def test_a_hidden_row_cannot_be_selected(make: Make):
    table = make(example_tasks())
    table.set_filter(PlainWords("townhall"))
    assert not table.select(example_tasks()[2].id)


def test_empty_states(make: Make, store: TaskStore, qtbot: QtBot):
    table = make([])
    assert table._empty.isVisible()
    with qtbot.waitSignal(table.start_requested):
        table._empty.findChildren(QPushButton)[0].click()
    store.put(task(0, "first", TaskState.REQUESTING))
    assert table.view.isVisible()
    table.set_filter(PlainWords("nothing has this"), "Nothing has this.")
    assert table._nothing.isVisible()
    assert table._nothing.sentence.text() == "Nothing has this."
    with qtbot.waitSignal(table.filter_cleared):
        table._nothing.findChildren(QPushButton)[0].click()
    table.set_filter(PlainWords(""))
    assert table.view.isVisible()


def test_that_nothing_was_found_is_said_until_rows_are_there(make: Make):
    table = make(many(3))
    table.set_filter(PlainWords("nothing has this"), "Nothing has this.")
    table.model.flush()
    assert table._nothing.isVisible()
    table.model._arranging._budget = 0.0
    table.set_filter(PlainWords(""), "Nothing has that.")
    assert table.model.busy
    assert table._nothing.isVisible()  # an empty table would be a flash
    assert table._nothing.sentence.text() == "Nothing has this."
    table.model.flush()
    assert table.view.isVisible()


def test_the_arrangement_is_remembered(make: Make, settings: Memory):
    table = make(example_tasks())
    header = table.view.horizontalHeader()
    header.moveSection(header.visualIndex(POSITION["owner"]), 1)
    header.resizeSection(POSITION["room"], 222)
    table.arrangement.toggles[POSITION["vendor"]].trigger()
    table.view.sortByColumn(POSITION["room"], Qt.SortOrder.AscendingOrder)
    assert settings.get(TABLE_SORT) == SortOrder("room", descending=False)
    again = make(example_tasks()).view.horizontalHeader()
    assert again.visualIndex(POSITION["owner"]) == 1
    assert again.sectionSize(POSITION["room"]) == 222
    assert again.isSectionHidden(POSITION["vendor"])
    assert again.sortIndicatorSection() == POSITION["room"]


def test_the_arrangement_can_be_reset(make: Make, settings: Memory):
    table = make(example_tasks())
    header = table.view.horizontalHeader()
    header.moveSection(0, 5)
    table.arrangement.toggles[POSITION["note"]].trigger()
    table.arrangement.reset()
    assert [header.visualIndex(position) for position in range(len(COLUMNS))] == list(range(len(COLUMNS)))
    assert not header.isSectionHidden(POSITION["note"])
    assert header.sortIndicatorSection() == POSITION["started"]
    assert settings.get(TABLE_COLUMNS).hidden == ()


def test_a_wide_window_gives_room_to_what_needs_it(make: Make, settings: Memory):
    table = make(example_tasks())
    header = table.view.horizontalHeader()
    narrow = header.sectionSize(POSITION["languages"])
    table.resize(1500, 400)
    assert header.sectionSize(POSITION["languages"]) > narrow
    assert table.view.horizontalScrollBar().maximum() == 0
    assert settings.get(TABLE_COLUMNS).widths == {}
    header.resizeSection(POSITION["languages"], 99)
    table.resize(1700, 400)
    assert header.sectionSize(POSITION["languages"]) == 99


def test_an_arrangement_of_another_version_does_no_harm(make: Make, settings: Memory):
    fresh = settings.get(TABLE_COLUMNS)
    settings.set(
        TABLE_COLUMNS, replace(fresh, order=("price", "note", "room"), widths={"price": 5}, hidden=("state", "price"))
    )
    header = make(example_tasks()).view.horizontalHeader()
    assert header.logicalIndex(0) == POSITION["note"]
    assert header.logicalIndex(1) == POSITION["room"]
    assert not header.isSectionHidden(POSITION["state"])


def test_news_fades_unless_people_want_no_motion(make: Make, store: TaskStore, settings: Memory):
    table = make(example_tasks())
    old = example_tasks()[2]
    store.put(replace(old, state=TaskState.FAILED))
    table.model.flush()
    assert table.view.freshness.left(old.id) > 0.5
    table.view.freshness.close()
    settings.set(REDUCED_MOTION, True)
    store.put(replace(old, state=TaskState.GONE))
    table.model.flush()
    assert table.view.freshness.left(old.id) == 0


def test_fading_ends_by_itself(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(example_tasks())
    freshness = table.view.freshness
    freshness.begin(["x"])
    qtbot.waitUntil(lambda: not freshness._frames.isActive(), timeout=3000)
    assert freshness.left("x") == 0


def test_every_cell_can_be_painted(make: Make):
    table = make(example_tasks())
    table.view.selectRow(1)
    table.view.setFocus()
    table.view.horizontalHeader().grab()
    assert not table.grab().isNull()


def test_enter_asks_for_the_details(make: Make, qtbot: QtBot):
    table = make(example_tasks())
    table.view.selectRow(1)
    with qtbot.waitSignal(table.details_requested):
        qtbot.keyClick(table.view, Qt.Key.Key_Return)


def test_letters_do_not_jump_about(make: Make, qtbot: QtBot):
    table = make(example_tasks())
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_U)
    assert table.view.currentIndex().row() == 0
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert table.view.currentIndex().row() == 1
