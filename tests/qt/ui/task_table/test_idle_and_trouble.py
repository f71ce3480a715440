"""A hold ends when nobody moves anything, and keeps no row in trouble back; nothing jumps under the mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.theme import metrics
from tests.qt.ui.task_examples import task
from tests.qt.ui.task_table.conftest import Make

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}


def many(count: int = 60) -> list[Task]:
    return [task(number + 1, f"room-{number}", TaskState.RUNNING) for number in range(count)]


def room(table: TaskTable, row: int) -> str:
    return str(table.model.index(row, POSITION["room"]).data())


def come(store: TaskStore, table: TaskTable, *rooms: str) -> None:
    for each in rooms:
        store.put(task(0, each, TaskState.STARTING, id=f"new-{each}"))
    table.model.flush()


def break_down(store: TaskStore, table: TaskTable, *rooms: str) -> None:
    for each in store.tasks():
        if each.room in rooms:
            store.put(replace(each, state=TaskState.FAILED))
    table.model.flush()


def hold(make: Make, qtbot: QtBot) -> TaskTable:
    """A table with the worst on top, a chosen row, and the keyboard."""
    table = make(many())
    table.view.sortByColumn(POSITION["state"], Qt.SortOrder.DescendingOrder)
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    table.view.selectRow(4)
    table.model.flush()
    assert table.reading.now
    return table


def point(table: TaskTable, row: int, *, kind: QEvent.Type = QEvent.Type.Enter) -> None:
    here = QPointF(20, row * metrics.ROW + 10)
    whole = QPointF(table.view.viewport().mapToGlobal(here.toPoint()))
    if kind is QEvent.Type.Enter:
        event: QEvent = QEnterEvent(here, here, whole)
    else:
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(kind, here, whole, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(table.view.viewport(), event)


def at_mouse(table: TaskTable, row: int) -> str:
    return room(table, table.view.indexAt(QPoint(20, row * metrics.ROW + 10)).row())


def test_a_chosen_row_holds_the_table_until_keys_rest(make: Make, store: TaskStore, qtbot: QtBot):
    table = hold(make, qtbot)
    come(store, table, "a")
    assert table.strip.news.isVisible()
    assert table.reading._idle.isActive()
    table.reading._idle.timeout.emit()
    table.model.flush()
    assert table.strip.news.isHidden()
    assert table.strip.count.text() == "61 tasks"
    come(store, table, "b")
    assert table.strip.count.text() == "62 tasks"
    assert [each.room for each in table.selected()] == ["room-4"]
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    come(store, table, "c")
    assert table.strip.news.text() == "1 new"


def test_a_scrolled_table_is_not_held_for_ever_and_stays_where_it_is(make: Make, store: TaskStore):
    table = make(many())
    bar = table.view.verticalScrollBar()
    bar.setValue(20 * metrics.ROW)
    assert table.reading.now
    table.reading._idle.timeout.emit()
    come(store, table, "a", "b")
    assert room(table, 0) == "b"
    assert bar.value() == 22 * metrics.ROW
    assert table.strip.news.isHidden()


def test_a_row_in_trouble_is_not_kept_back(make: Make, store: TaskStore, qtbot: QtBot):
    table = hold(make, qtbot)
    come(store, table, "a")
    break_down(store, table, "room-33")
    table.model.flush()
    assert room(table, 0) == "room-33"
    assert table.reading.now
    assert [each.room for each in table.selected()] == ["room-4"]
    break_down(store, table, "room-34")
    assert table.strip.news.text() == "1 in trouble"
    table.trouble._again.timeout.emit()
    table.model.flush()
    assert {room(table, 0), room(table, 1)} == {"room-33", "room-34"}
    come(store, table, "b")
    assert table.strip.news.text() == "1 new"


def test_under_a_moving_mouse_trouble_is_only_told_of(make: Make, store: TaskStore, qtbot: QtBot):
    table = hold(make, qtbot)
    point(table, 6)
    under = at_mouse(table, 6)
    break_down(store, table, "room-33", "room-34")
    assert at_mouse(table, 6) == under
    assert table.strip.news.text() == "2 in trouble"
    QApplication.sendEvent(table.view.viewport(), QEvent(QEvent.Type.Leave))
    table.model.flush()
    assert {room(table, 0), room(table, 1)} == {"room-33", "room-34"}


def test_a_row_under_a_resting_mouse_stays_there(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(many())
    point(table, 5)
    under = at_mouse(table, 5)
    come(store, table, "a")
    assert room(table, 0) != "a"
    table.reading._idle.timeout.emit()
    table.model.flush()
    assert room(table, 0) == "a"
    come(store, table, "b")
    assert room(table, 0) == "b"
    assert at_mouse(table, 5) == under
    point(table, 5)  # Qt says that another line lies there, and nobody has moved
    assert not table.reading.now
    point(table, 6, kind=QEvent.Type.MouseMove)
    come(store, table, "c")
    assert room(table, 0) == "b"
    QApplication.sendEvent(table.view.viewport(), QEvent(QEvent.Type.Leave))
    assert table.view.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: room(table, 0) == "c")


@pytest.mark.parametrize("by", ["state", "room", "profile"])
def test_the_header_of_the_current_row_is_seen_after_grouping(make: Make, by: str):
    table = make([replace(each, state=TaskState.FAILED) if each.room < "room-3" else each for each in many()])
    assert table.select(many()[40].id)
    table.groups.choose(by)
    table.model.flush()
    first, last = table.view.in_sight()
    assert table.model.book.rows[table.selected()[0].id].group in table.model.book.shown[first : last + 1]
    table.view.verticalScrollBar().setValue(5 * metrics.ROW + 3)
    table.view.sortByColumn(POSITION["room"], Qt.SortOrder.AscendingOrder)
    table.model.flush()
    assert [each.room for each in table.selected()] == ["room-40"]
