"""What is chosen is counted once for each act, and for thousands in slices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.rows.filters import PlainWords
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table import TaskTable
from roomscribe.ui.task_table.selection import FEW, Facts
from roomscribe.ui.task_table.slices import Slices
from tests.qt.ui.task_examples import task
from tests.qt.ui.task_table.conftest import Make

ADD = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def many(count: int = 40) -> list[Task]:
    return [task(number + 1, f"room-{number}", TaskState.RUNNING) for number in range(count)]


def told(table: TaskTable) -> list[Facts]:
    """The facts of each time that somebody is told."""
    heard: list[Facts] = []
    table.selection_changed.connect(lambda: heard.append(table.selection.facts))
    return heard


def counting(looked: list[str]) -> Callable[[Task], bool]:
    """A question that notes whom it was asked about."""

    def can_stop(task: Task) -> bool:
        looked.append(task.id)
        return task.can_stop

    return can_stop


def test_a_click_is_told_of_once(make: Make, qtbot: QtBot):
    table = make(many())
    heard, shown = told(table), []
    table.current_changed.connect(shown.append)
    for row in (3, 5):
        where = table.view.visualRect(table.model.index(row, 1)).center()
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    ids = [each.id for row in (3, 5) if (each := table.model.task(table.model.index(row, 0))) is not None]
    assert [facts.only for facts in heard] == ids
    assert [each.id for each in shown] == ids


def test_facts_count_what_can_be_done(make: Make, store: TaskStore):
    table = make([*many(), task(99, "over", TaskState.STOPPED)])
    table.selection.ask("stop", counting([]))
    assert table.selection.facts == Facts(0, "", {"stop": 0})
    table.view.selectAll()
    assert table.selection.facts == Facts(41, "", {"stop": 40})
    store.put(replace(many()[7], state=TaskState.STOPPED))
    table.model.flush()
    assert table.selection.facts == Facts(41, "", {"stop": 39})
    table.view.clearSelection()
    assert table.selection.facts == Facts(0, "", {"stop": 0})


def test_news_of_one_row_looks_at_no_other(make: Make, store: TaskStore):
    table, looked = make(many(FEW + 20)), list[str]()
    table.selection.ask("stop", counting(looked))
    table.view.selectAll()
    for _ in range(2):  # the details first
        table.selection._soon.timeout.emit()
    table.selection._counting.finish()
    assert len(looked) == FEW + 20
    looked.clear()
    heard = told(table)
    changed = many()[7]
    store.put(replace(changed, state=TaskState.STOPPED))
    table.model.flush()
    assert looked == [changed.id]
    assert not heard
    table.selection._news_of_many.timeout.emit()
    assert heard == [Facts(FEW + 20, "", {"stop": FEW + 19})]
    store.put(replace(many()[8], vendor_state="still running"))
    table.model.flush()
    table.selection._news_of_many.timeout.emit()
    assert len(heard) == 1  # it says nothing that the facts would say


def test_thousands_are_counted_in_slices(make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    table, looked = make(many(FEW + 200)), list[str]()
    table.selection.ask("stop", counting(looked))
    monkeypatch.setattr(table.selection, "_counting", Slices(table, budget=0.0))
    heard = told(table)
    table.view.selectAll()
    assert not looked  # the marks are painted first
    assert not heard
    table.selection._soon.timeout.emit()
    assert not looked  # and then the details
    table.selection._soon.timeout.emit()
    assert 0 < len(looked) < FEW
    assert not heard
    assert len(table.selected()) == FEW + 200  # acts need not wait for it
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [Facts(FEW + 200, "", {"stop": FEW + 200})]


def test_rows_that_go_with_a_filter_are_told_of_once(make: Make):
    table = make(many())
    table.view.selectAll()
    heard = told(table)
    table.set_filter(PlainWords("room-1"))
    table.model.flush()
    assert [facts.count for facts in heard] == [11]


def test_the_order_of_the_chosen_follows_the_table(make: Make):
    table = make(many(4))
    table.view.selectAll()
    before = [each.room for each in table.selected()]
    table.sorting.reverse()
    table.model.flush()
    assert [each.room for each in table.selected()] == before[::-1]


def test_the_current_row_of_several_is_shown(make: Make):
    table = make(many())
    shown: list[Task] = []
    table.current_changed.connect(shown.append)
    for row in (2, 4):
        table.view.selectionModel().setCurrentIndex(table.model.index(row, 0), ADD)
    assert [each.room for each in shown] == ["room-2", "room-4"]
    assert table.selection.facts.count == 2
