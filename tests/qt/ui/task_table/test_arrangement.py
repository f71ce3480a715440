"""Columns share out the room that there is, so that what matters most can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.services.settings import TABLE_COLUMNS
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.task_table.chip import chip_size
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.theme import metrics
from roomscribe.vendors.registry import load_registry
from tests.qt.ui.task_examples import task
from tests.qt.ui.task_table.conftest import Make
from tests.qt.ui.window_examples import Memory

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}
NARROW, LAPTOP, USUAL, WIDE = 900, 970, 1000, 1500
"""Of the table, beside the form: in a window of 1280 pixels, in one of 1366, in one of 1440, and on a large screen."""


def sized(make: Make, width: int, state: TaskState = TaskState.RUNNING) -> TaskTable:
    table = make([task(1, "room", state)])
    table.resize(width, 400)
    return table


def shown(table: TaskTable) -> set[str]:
    return {COLUMNS[at].id for at in table.view.columns_shown()}


@pytest.mark.parametrize(
    ("width", "left"),
    [(NARROW, {"owner", "cost"}), (LAPTOP, {"owner"}), (USUAL, {"owner"}), (WIDE, set[str]())],
    ids=["900", "970", "1000", "1500"],
)
def test_what_matters_least_leaves_a_narrow_table(
    make: Make, settings: Memory, qtbot: QtBot, width: int, left: set[str]
):
    table = sized(make, width)
    assert {column.id for column in COLUMNS if column.shown} - shown(table) == left
    assert [toggle.data() for toggle in table.arrangement.toggles if toggle.isChecked()] == [
        column.id for column in COLUMNS if column.id in shown(table)
    ]
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)
    assert table.view.columnWidth(POSITION["note"]) >= 160
    assert table.view.columnWidth(POSITION["languages"]) >= 180
    assert settings.get(TABLE_COLUMNS).order == ()  # nobody has arranged anything


@pytest.mark.parametrize("width", [NARROW, USUAL, WIDE])
def test_the_name_of_every_api_can_be_read(make: Make, width: int):
    table = sized(make, width)
    room = table.view.columnWidth(POSITION["vendor"]) - 2 * metrics.GAP
    names = [each.short_title for each in load_registry().generations()]
    assert [each for each in names if table.view.fontMetrics().horizontalAdvance(each) > room] == []


def test_what_has_left_comes_back_with_the_room(make: Make):
    table = sized(make, NARROW)
    table.resize(WIDE, 400)
    assert {"owner", "cost"} <= shown(table)


def test_the_column_that_is_sorted_by_stays(make: Make):
    table = sized(make, NARROW)
    table.view.sortByColumn(POSITION["owner"], table.view.horizontalHeader().sortIndicatorOrder())
    assert "owner" in shown(table)
    assert "cost" not in shown(table)


def test_what_somebody_brings_in_stays_in(make: Make, settings: Memory):
    table = sized(make, NARROW)
    table.arrangement.toggles[POSITION["cost"]].trigger()
    assert "cost" in shown(table)
    table.resize(NARROW - 50, 400)
    assert "cost" in shown(table)
    assert "cost" not in settings.get(TABLE_COLUMNS).hidden


def test_states_are_as_wide_as_their_chips_in_sight(make: Make, store: TaskStore, qtbot: QtBot):
    table = sized(make, NARROW)
    usual = chip_size(LOOKS[TaskState.RUNNING], table.view.font()).width()
    assert usual < table.view.columnWidth(POSITION["state"]) < usual + 60
    store.put(replace(store.tasks()[0], state=TaskState.CLOSED))
    table.model.flush()
    needed = chip_size(LOOKS[TaskState.CLOSED], table.view.font()).width() + 2 * metrics.GAP
    qtbot.waitUntil(lambda: table.view.columnWidth(POSITION["state"]) >= needed)
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)


def test_a_chip_that_comes_into_sight_makes_no_column_leave(make: Make, store: TaskStore, qtbot: QtBot):
    table = sized(make, USUAL)
    before = shown(table)
    narrow = table.view.columnWidth(POSITION["state"])
    store.put(replace(store.tasks()[0], state=TaskState.STOPPING, stop_wished_at=0.0))
    table.model.flush()
    qtbot.waitUntil(lambda: table.view.columnWidth(POSITION["state"]) > narrow + 40)
    assert shown(table) == before
    assert table.view.columnWidth(POSITION["note"]) >= 160
