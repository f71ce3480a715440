"""Half typed filters hide rows for a moment, and cost nobody what was chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.filters import PlainWords
from roomscribe.ui.task_table import TaskTable
from tests.qt.ui.task_examples import task
from tests.qt.ui.task_table.conftest import Make

ADD = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def many() -> list[Task]:
    return [task(number + 1, f"room-{number}", TaskState.RUNNING) for number in range(30)]


def filtered(table: TaskTable, words: str) -> None:
    table.set_filter(PlainWords(words))
    table.model.flush()


def chosen(table: TaskTable) -> list[str]:
    return [each.room for each in table.selected()]


def current(table: TaskTable) -> str:
    task = table.current()
    return task.room if task is not None else ""


def test_rows_hidden_by_half_a_word_are_chosen_when_they_are_back(make: Make):
    table = make(many())
    for row in (4, 5, 12):
        table.view.selectionModel().setCurrentIndex(table.model.index(row, 0), ADD)
    for words in ("runing", "runin", "room-1"):
        filtered(table, words)
    assert chosen(table) == ["room-12"]
    assert current(table) == "room-12"
    filtered(table, "")
    assert chosen(table) == ["room-4", "room-5", "room-12"]
    assert table.selection.facts.count == 3
    assert table.view.currentIndex().row() == 12


def test_who_chooses_meanwhile_has_chosen(make: Make):
    table = make(many())
    table.view.selectRow(4)
    filtered(table, "room-1")
    assert chosen(table) == []
    table.view.selectRow(0)
    filtered(table, "")
    assert chosen(table) == ["room-1"]
    filtered(table, "room-2")
    table.view.selectAll()
    table.view.clearSelection()
    filtered(table, "")
    assert chosen(table) == []


def test_after_a_pause_nothing_comes_back(make: Make):
    table = make(many())
    table.view.selectRow(4)
    filtered(table, "room-1")
    table._comeback._typing.timeout.emit()
    filtered(table, "")
    assert chosen(table) == []


def test_details_show_the_row_again(make: Make):
    table = make(many())
    shown: list[str] = []
    table.current_changed.connect(lambda task: shown.append(task.room if task is not None else ""))
    table.view.selectRow(4)
    filtered(table, "nothing")
    filtered(table, "room")
    assert shown == ["room-4", "", "room-4"]
