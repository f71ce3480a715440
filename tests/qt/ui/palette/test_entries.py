"""What an action of the menus becomes in the palette."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication

from roomscribe.ui.commands import Commands
from roomscribe.ui.palette.entries import of_action
from roomscribe.ui.palette.search import find_entries
from roomscribe.ui.theme import Theme


@pytest.mark.parametrize(
    ("checkable", "alone", "checked", "on"),
    [
        (False, True, False, None),
        (True, True, False, False),
        (True, True, True, True),
        (True, False, False, None),
        (True, False, True, True),
    ],
)
def test_only_a_switch_is_off(qapp: QApplication, checkable: bool, alone: bool, checked: bool, on: bool | None) -> None:
    group = QActionGroup(qapp)
    action = QAction("Room", group)
    action.setCheckable(checkable)
    action.setChecked(checked)
    if not alone:
        group.addAction(action)
    else:
        group.removeAction(action)
    assert of_action(action, "", "id").on is on
    group.deleteLater()


def test_a_view_that_is_not_shown_is_not_off(theme: Theme) -> None:
    commands = Commands(theme, theme)
    commands.views[1].setChecked(True)
    assert [of_action(each, "", "id").on for each in commands.views[:3]] == [None, True, None]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("account", "New profile…"),
        ("add account", "New profile…"),
        ("accounts", "Profiles…"),
        ("budget", "Costs by day…"),
        ("price", "Costs by day…"),
        ("batch", "Start many tasks…"),
        ("settings", "Profiles…"),
        ("exit", "Quit"),
        ("close", "Quit"),
        ("quit", "Quit"),
        ("retry", "Start again as…"),
        ("stop all", "Stop everything I started…"),
    ],
)
def test_commands_are_found_by_what_people_call_them(theme: Theme, typed: str, found: str) -> None:
    commands = Commands(theme, theme)
    actions = [each for each in vars(commands).values() if isinstance(each, QAction) and each.isVisible()]
    assert found in [
        hit.entry.title for hit in find_entries(typed, [of_action(each, "", "id") for each in actions], ())
    ]
