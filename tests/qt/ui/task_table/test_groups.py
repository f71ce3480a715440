"""Rows in groups: headers that fold by mouse and keyboard, and are remembered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.row import Group
from roomscribe.services.settings import TABLE_GROUPS, TableGroups
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable
from tests.qt.ui.task_examples import example_tasks, task
from tests.qt.ui.task_table.conftest import Make
from tests.qt.ui.window_examples import Memory


def tasks() -> list[Task]:
    return [task(number + 1, f"room-{number % 3}", TaskState.RUNNING) for number in range(9)]


def grouped(make: Make, by: str = "room", of: list[Task] | None = None) -> TaskTable:
    table = make(of or tasks())
    table.groups.choose(by)
    table.model.flush()
    return table


def headers(table: TaskTable) -> list[tuple[int, str, int, bool]]:
    return [
        (row, item.label, item.size, item.collapsed)
        for row, item in enumerate(table.model.book.shown)
        if isinstance(item, Group)
    ]


def test_groups_are_chosen_and_remembered(make: Make, settings: Memory):
    table = grouped(make)
    assert headers(table) == [(0, "room-0", 3, False), (4, "room-1", 3, False), (8, "room-2", 3, False)]
    assert table.strip.group.text() == "By room"
    assert settings.get(TABLE_GROUPS) == TableGroups(by="room")
    again = make(tasks())
    assert [label for _, label, _, _ in headers(again)] == ["room-0", "room-1", "room-2"]
    again.groups.choose("")
    again.model.flush()
    assert headers(again) == []


def test_states_stand_worst_first_and_profiles_by_name(make: Make):
    table = grouped(make, "state", example_tasks())
    labels = [label for _, label, _, _ in headers(table)]
    assert labels[0] == "stop not confirmed"
    assert labels[-1] == "stopped"
    table.groups.choose("profile")
    table.model.flush()
    assert [label for _, label, _, _ in headers(table)] == [
        f"{each} demo" for each in ("agora-5", "agora-7", "trtc-1", "trtc-2")
    ]


def test_a_click_on_a_header_folds_it_and_chooses_nothing(make: Make, qtbot: QtBot, settings: Memory):
    table = grouped(make)
    table.view.selectRow(1)
    chosen = table.selected()
    where = table.view.visualRect(table.model.index(4, 3)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    table.model.flush()
    assert headers(table)[1] == (4, "room-1", 3, True)
    assert headers(table)[2][0] == 5
    assert table.selected() == chosen
    assert settings.get(TABLE_GROUPS).folded == ("room-1",)
    qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert table.strip.count.text() == "9 tasks"


def test_the_keyboard_folds_opens_and_walks_over_headers(make: Make, qtbot: QtBot):
    table = grouped(make)
    table.view.selectRow(2)
    qtbot.keyClick(table.view, Qt.Key.Key_Left)
    table.model.flush()
    assert headers(table)[0] == (0, "room-0", 3, True)
    assert table.view.currentIndex().row() == 0
    for key, folded in ((Qt.Key.Key_Right, False), (Qt.Key.Key_Space, True), (Qt.Key.Key_Return, False)):
        qtbot.keyClick(table.view, key)
        table.model.flush()
        assert headers(table)[0][3] is folded
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert [each.room for each in table.selected()] == ["room-0"]


def test_everything_is_folded_and_opened_at_once(make: Make):
    table = grouped(make)
    fold, opened = table.groups._fold_all, table.groups._open_all
    fold.trigger()
    table.model.flush()
    assert table.model.rowCount() == 3
    opened.trigger()
    table.model.flush()
    assert table.model.rowCount() == 12


def test_a_row_in_a_folded_group_can_be_chosen_by_others(make: Make):
    table = grouped(make)
    table.groups._fold_all.trigger()
    table.model.flush()
    assert table.select(tasks()[4].id)
    assert [each.id for each in table.selected()] == [tasks()[4].id]


def test_select_all_takes_rows_and_no_headers(make: Make):
    table = grouped(make)
    table.view.selectAll()
    assert len(table.selected()) == 9
    assert table.grab().height() > 0


def test_a_header_counts_along(make: Make, store: TaskStore):
    table = grouped(make, "state")
    store.put(replace(tasks()[0], state=TaskState.FAILED))
    table.model.flush()
    assert [(label, size) for _, label, size, _ in headers(table)] == [("failed", 1), ("running", 8)]


def test_all_folded_but_some_is_remembered_however_many_there_are(make: Make, settings: Memory, store: TaskStore):
    rooms = [task(number + 1, f"room-{number:03}", TaskState.RUNNING) for number in range(230)]
    table = grouped(make, of=rooms)
    table.groups._fold_all.trigger()
    table.model.fold(["room-007"], folded=False)
    table.model.flush()
    again = make(rooms)
    assert [label for _, label, _, folded in headers(again) if not folded] == ["room-007"]
    assert len(headers(again)) == 230
    store.put(task(0, "another", TaskState.RUNNING, id="another"))
    again.model.flush()
    assert headers(again)[0][1:] == ("another", 1, True)
    again.groups._open_all.trigger()
    again.model.flush()
    assert settings.get(TABLE_GROUPS) == TableGroups(by="room")


def test_of_many_folded_groups_the_latest_are_remembered(make: Make, settings: Memory):
    rooms = [task(number + 1, f"room-{number:03}", TaskState.RUNNING) for number in range(230)]
    table = grouped(make, of=rooms)
    for number in reversed(range(230)):
        table.model.book.fold([f"room-{number:03}"], folded=True)
    table.model.fold([], folded=True)
    assert settings.get(TABLE_GROUPS).folded == tuple(f"room-{number:03}" for number in reversed(range(200)))
