"""The grid: rows of cells by keyboard and mouse, pasting, messages at the cell, no cost for what is out of sight."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.editors import make_editor
from roomscribe.ui.forms.grid_model import PROBLEM_ROLE, GridModel
from tests.support.model_guard import makes

from .everything import field, make_kit

KEY = Qt.Key


@pytest.fixture
def grid(qtbot):
    made: Any = make_editor(field("hot_words"), make_kit())
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    made.activateWindow()
    made.announced = 0

    def count():
        made.announced += 1

    made.changed.connect(count)
    return made


def here(grid):
    return grid.view.currentIndex().row(), grid.view.currentIndex().column()


def press(qtbot, grid, *keys):
    for key in keys:
        qtbot.keyClick(grid.focusWidget(), key)


@makes(GridModel)
def test_a_row_is_typed_and_removed_with_the_keyboard_alone(grid, qtbot):
    grid.add.click()
    assert (grid.value(), grid.announced, here(grid)) == ((), 0, (0, 0))
    qtbot.keyClicks(grid.focusWidget(), "ab")
    assert grid.announced == 2
    press(qtbot, grid, KEY.Key_Tab)
    qtbot.keyClicks(grid.focusWidget(), "7")
    press(qtbot, grid, KEY.Key_Tab, KEY.Key_Down, KEY.Key_Down)
    assert grid.value() == ({"term": "ab", "weight": 7, "mode": "exact"},)
    press(qtbot, grid, KEY.Key_Tab)
    assert here(grid) == (0, 3)
    press(qtbot, grid, KEY.Key_Space)
    assert (grid.value(), grid.focusWidget()) == ((), grid.add)


@makes(GridModel)
def test_enter_goes_to_the_next_row_and_makes_one_at_the_end(grid, qtbot):
    grid.set_value(({"term": "a"},))
    grid.focus_first()
    press(qtbot, grid, KEY.Key_Return)
    qtbot.keyClicks(grid.focusWidget(), "b")
    assert [row["term"] for row in grid.value()] == ["a", "b"]
    press(qtbot, grid, KEY.Key_Up)
    assert here(grid) == (0, 0)


def test_tab_enters_the_grid_passes_its_cells_and_leaves_it(grid, qtbot):
    grid.set_value(({"term": "a"}, {"term": "b"}))
    grid.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert here(grid) == (0, 0)
    press(qtbot, grid, *[KEY.Key_Tab] * 7)
    assert here(grid) == (1, 3)
    press(qtbot, grid, KEY.Key_Tab)
    assert grid.focusWidget() is grid.add
    qtbot.keyClick(grid.add, KEY.Key_Backtab)
    assert here(grid) == (1, 3)
    press(qtbot, grid, KEY.Key_Backtab)
    assert here(grid) == (1, 2)
    assert isinstance(grid.focusWidget(), QComboBox)


def test_a_cell_that_holds_no_number_keeps_what_was_typed(grid, qtbot):
    grid.set_value(({"term": "a"},))
    grid.view.open_cell(0, 1)
    qtbot.keyClicks(grid.focusWidget(), "6x")
    assert grid.value()[0]["weight"] == "6x"
    press(qtbot, grid, KEY.Key_Backspace)
    assert grid.value()[0]["weight"] == 6


def test_a_table_pasted_from_a_spreadsheet_fills_rows(grid):
    grid.add.click()
    QGuiApplication.clipboard().setText("Scribe\t5\tExact\r\n课堂\tten\nlast\n")
    grid.focusWidget().paste()
    assert grid.value() == (
        {"term": "Scribe", "weight": 5, "mode": "exact"},
        {"term": "课堂", "weight": "ten", "mode": None},
        {"term": "last", "weight": None, "mode": None},
    )
    assert grid.announced == 1
    assert grid.focusWidget().text() == "Scribe"


def test_a_table_may_be_pasted_into_a_later_cell(grid, qtbot):
    grid.set_value(({"term": "a"}, {"term": "b"}))
    grid.view.open_cell(0, 1)
    QGuiApplication.clipboard().setText("1\tNear\n2\tnear")
    qtbot.keyClick(grid.focusWidget(), KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(row["weight"], row["mode"]) for row in grid.value()] == [(1, "near"), (2, "near")]


def test_a_problem_stands_at_its_cell(grid):
    grid.set_value(({"term": ""}, {"term": "b", "weight": 99}))
    height = grid.view.rowHeight(1)
    grid.show_cell_problems([Problem("hot_words", T("Too large."), row=0, column="weight")])
    # The first row is empty and does not count, so the second one is row 0.
    assert grid.model.index(1, 1).data(PROBLEM_ROLE) == "Too large."
    assert grid.model.index(0, 1).data(PROBLEM_ROLE) == ""
    assert grid.view.rowHeight(1) > height
    grid.focus_cell(0, "weight")
    assert isinstance(grid.focusWidget(), QLineEdit)
    assert grid.focusWidget().property("invalid") is True
    grid.show_cell_problems([])
    assert grid.view.rowHeight(1) == height


def test_a_click_on_the_cross_removes_its_row(grid, qtbot):
    grid.set_value(({"term": "a"}, {"term": "b"}))
    cross = grid.view.visualRect(grid.model.index(0, 3)).center()
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert [row["term"] for row in grid.value()] == ["b"]
    assert grid.announced == 1


def test_a_choice_that_is_not_offered_is_kept_and_named(grid):
    grid.set_value(({"term": "a", "mode": "loud"},))
    grid.view.open_cell(0, 2)
    assert grid.focusWidget().currentText() == "loud – not offered"
    assert grid.value()[0]["mode"] == "loud"


def test_the_longest_list_makes_no_widgets(grid, qtbot):
    rows = tuple({"term": f"word {at}", "weight": 3, "mode": "near"} for at in range(300))
    grid.set_value(rows[:10])
    qtbot.wait(20)
    before = len(grid.findChildren(QWidget))
    grid.set_value(rows)
    grid.show_cell_problems([])
    grid.view.viewport().repaint()
    # A scroll bar and what it stands in. A widget for each of 900 cells held the window up for half a second.
    assert len(grid.findChildren(QWidget)) - before < 10
    assert grid.value() == rows
