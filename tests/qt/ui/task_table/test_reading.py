"""While somebody reads, no line moves and new rows wait; what they clicked is what they get."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.filters import PlainWords
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.theme import metrics
from tests.qt.ui.task_examples import task
from tests.qt.ui.task_table.conftest import Make

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}


def many(count: int = 60) -> list[Task]:
    return [task(number + 1, f"room-{number}", TaskState.RUNNING) for number in range(count)]


def point_at(table: TaskTable) -> None:
    """The mouse comes over the rows."""
    here = QPointF(20, 20)
    QApplication.sendEvent(table.view.viewport(), QEnterEvent(here, here, here))


def look_away(table: TaskTable) -> None:
    QApplication.sendEvent(table.view.viewport(), QEvent(QEvent.Type.Leave))


def lines(table: TaskTable) -> list[str]:
    return [table.model.index(row, POSITION["room"]).data() for row in range(table.model.rowCount())]


def come(store: TaskStore, table: TaskTable, *rooms: str) -> None:
    for number, room in enumerate(rooms):
        store.put(task(0, room, TaskState.STARTING, id=f"new-{room}-{number}"))
    table.model.flush()


def test_new_rows_wait_while_the_mouse_points_at_the_table(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(many())
    before = lines(table)
    assert table.strip.news.isHidden()
    point_at(table)
    come(store, table, "a", "b")
    assert lines(table) == before
    assert table.strip.news.isVisible()
    assert table.strip.news.text() == "2 new"
    look_away(table)
    qtbot.waitUntil(lambda: len(lines(table)) == len(before) + 2)
    assert table.strip.news.isHidden()
    assert table.strip.count.text() == "62 tasks"


def test_a_changed_row_shows_its_news_where_it_is(make: Make, store: TaskStore):
    table = make(many())
    table.view.sortByColumn(POSITION["state"], Qt.SortOrder.DescendingOrder)
    table.model.flush()
    before = lines(table)
    point_at(table)
    third = table.model.task(table.model.index(3, 0))
    assert third is not None
    store.put(replace(third, state=TaskState.RECOVERING))
    table.model.flush()
    assert lines(table) == before
    assert table.model.index(3, 0).data() == "recovering"
    assert table.strip.news.text() == "Order has changed"
    come(store, table, "a")
    assert table.strip.news.text() == "1 new, order has changed"
    qtbot_click(table)
    assert table.model.index(0, 0).data() == "recovering"


def qtbot_click(table: TaskTable) -> None:
    table.strip.news.click()


def test_a_click_hits_what_was_under_the_mouse(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(many())
    point_at(table)
    where = table.view.visualRect(table.model.index(2, 0)).center()
    meant = table.model.task(table.model.index(2, 0))
    come(store, table, "a", "b", "c")
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert [each.id for each in table.selected()] == [meant.id] if meant else False


def test_the_button_brings_the_new_rows_into_sight(make: Make, store: TaskStore):
    table = make(many())
    bar = table.view.verticalScrollBar()
    bar.setValue(30 * metrics.ROW)
    assert table.reading.now
    come(store, table, "a")
    assert lines(table)[0] == "room-0"
    table.strip.news.click()
    assert lines(table)[0] == "a"
    assert bar.value() == 0


def test_chosen_rows_with_the_keyboard_hold_the_table_and_others_do_not(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(many())
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    come(store, table, "a")
    assert lines(table)[0] == "a"
    table.view.selectRow(4)
    chosen = table.selected()
    come(store, table, "b")
    assert lines(table)[0] == "a"
    table.view.clearSelection()
    qtbot.waitUntil(lambda: lines(table)[0] == "b")
    assert chosen


def test_whoever_asks_for_a_row_that_waits_gets_it(make: Make, store: TaskStore):
    table = make(many())
    point_at(table)
    come(store, table, "a")
    assert table.select("new-a-0")
    assert lines(table)[0] == "a"
    assert [each.room for each in table.selected()] == ["a"]


def test_a_filter_or_a_sort_of_ones_own_shows_everything(make: Make, store: TaskStore):
    table = make(many())
    point_at(table)
    come(store, table, "fresh")
    table.set_filter(PlainWords("fresh"))
    table.model.flush()
    assert lines(table) == ["fresh"]
    assert table.strip.news.isHidden()
    assert table.strip.count.text() == "1 of 61 tasks"


@pytest.mark.parametrize("scrolled", [0, 25 * metrics.ROW + 7])
def test_a_filter_keeps_the_current_row_where_it_is_seen(make: Make, scrolled: int):
    table = make(many())
    table.view.verticalScrollBar().setValue(scrolled)
    row = table.view.rowAt(3 * metrics.ROW)
    table.view.selectRow(row)
    task_id = table.selected()[0].id
    offset = table.view.rowViewportPosition(row)
    table.set_filter(PlainWords("room"))
    table.view.sortByColumn(POSITION["room"], Qt.SortOrder.AscendingOrder)
    table.model.flush()
    now = table.model.index_of(task_id).row()
    assert [each.id for each in table.selected()] == [task_id]
    top = max(0, now * metrics.ROW - offset)
    assert table.view.verticalScrollBar().value() == min(top, table.view.verticalScrollBar().maximum())


def test_a_current_row_that_the_filter_hides_hands_nothing_on(make: Make):
    table = make(many())
    table.view.selectRow(5)
    table.set_filter(PlainWords("room-7"))
    table.model.flush()
    assert table.selected() == []
    assert not table.view.currentIndex().isValid()
    assert table.current() is None


def ground(table: TaskTable, row: int) -> QColor:
    """What a row is painted on, where none of its cells has anything."""
    at = table.view.rowViewportPosition(row)
    return table.view.viewport().grab().toImage().pixelColor(table.view.viewport().width() // 2, at + 2)


def test_the_row_under_the_mouse_stays_marked(make: Make, store: TaskStore, qtbot: QtBot):
    table = make(many())
    before = ground(table, 2)
    qtbot.mouseMove(table.view.viewport(), QPoint(30, 2 * metrics.ROW + 5))
    qtbot.waitUntil(lambda: table.reading.now)
    marked = ground(table, 2)
    assert marked != before
    assert ground(table, 3) == before
    come(store, table, "a")
    assert (ground(table, 2), ground(table, 3)) == (marked, before)
