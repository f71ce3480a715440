"""Sorting, moving and widening columns without a mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from roomscribe.services.settings import TABLE_COLUMNS, TABLE_SORT, SortOrder
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.palette.entries import menu_entries
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import example_tasks
from tests.qt.ui.window_examples import Scene, shut

POSITION = {column.id: position for position, column in enumerate(COLUMNS)}
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def scene(qapp) -> Scene:
    return Scene(Theme("light"), example_tasks())


@pytest.fixture
def window(scene: Scene, qtbot: QtBot) -> Iterator[MainWindow]:
    window = scene.window()
    qtbot.addWidget(window, before_close_func=shut)
    window.resize(1280, 720)
    window.show()
    yield window
    shut(window)


def choose(window: MainWindow, title: str) -> None:
    """From the palette, which has what the menus have."""
    (entry,) = [each for each in menu_entries(window.bar.menus, {}) if each.title == title and "Sort by" in each.about]
    entry.run()
    window.table.model.flush()


def marked(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.isChecked()]


def sort_menus(window: MainWindow) -> list[QMenu]:
    return [menu for menu in window.findChildren(QMenu) if menu.title() == "Sort &by"]


def test_every_column_can_be_sorted_by_from_menu_and_palette(window: MainWindow, scene: Scene):
    assert len(sort_menus(window)) == 2
    choose(window, "Room")
    choose(window, "Ascending")
    assert scene.settings.get(TABLE_SORT) == SortOrder("room", descending=False)
    rooms = [window.table.model.index(row, POSITION["room"]).data() for row in range(window.table.model.rowCount())]
    assert rooms == sorted(rooms, key=str.casefold)
    assert [marked(menu) for menu in sort_menus(window)] == [["Room", "Ascending"]] * 2
    window.commands.reverse_sort.trigger()
    assert [marked(menu) for menu in sort_menus(window)] == [["Room", "Descending"]] * 2


def test_the_sorted_column_is_moved_by_keys(window: MainWindow, scene: Scene, qtbot: QtBot):
    header, commands = window.table.view.horizontalHeader(), window.commands
    choose(window, "Vendor")
    window.activateWindow()
    window.table.view.setFocus()
    qtbot.waitUntil(window.table.view.hasFocus)
    for _ in range(2):
        qtbot.keyClick(
            window.table.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert header.visualIndex(POSITION["vendor"]) == 0
    assert not commands.column_left.isEnabled()
    assert commands.column_left.toolTip() == "It is the first column."
    assert scene.settings.get(TABLE_COLUMNS).order[0] == "vendor"
    commands.column_right.trigger()
    assert [header.logicalIndex(at) for at in (0, 1)] == [POSITION["state"], POSITION["vendor"]]


def test_a_hidden_column_is_stepped_over(window: MainWindow):
    header = window.table.view.horizontalHeader()
    header.setSectionHidden(POSITION["room"], True)
    choose(window, "Vendor")
    window.commands.column_left.trigger()
    assert header.visualIndex(POSITION["vendor"]) == 0
    choose(window, "Room")
    assert not window.commands.column_wider.isEnabled()


def test_the_sorted_column_is_made_wider_and_narrower(window: MainWindow, scene: Scene):
    header, commands = window.table.view.horizontalHeader(), window.commands
    choose(window, "Room")
    before = header.sectionSize(POSITION["room"])
    commands.column_wider.trigger()
    assert header.sectionSize(POSITION["room"]) > before
    assert scene.settings.get(TABLE_COLUMNS).widths["room"] > before
    for _ in range(30):
        commands.column_narrower.trigger()
    assert header.sectionSize(POSITION["room"]) == header.minimumSectionSize()
    assert not commands.column_narrower.isEnabled()
    choose(window, "Error")
    assert commands.column_wider.toolTip() == "The last column takes what is left over."


def test_the_keys_stand_in_the_list_of_shortcuts(window: MainWindow):
    listed = [action for _, actions in window.commands.groups() for action in actions]
    assert {window.commands.reverse_sort, *window.commands.about_columns()} <= set(listed)
    assert all(not action.shortcut().isEmpty() for action in window.commands.about_columns())
