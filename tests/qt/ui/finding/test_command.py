"""The command: offered by ability, with a reason where it can't be."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtWidgets import QMenu

from roomscribe.ui.desk import Desk
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, until
from tests.support.desks import opened_desk

LISTING = {each.id for each in load_registry().generations() if each.abilities.list_tasks}


@pytest.fixture
async def desk(console: TestConsole, theme: Theme) -> AsyncIterator[tuple[Desk, TestConsole]]:
    async with opened_desk(console, theme) as desk:
        yield desk, console


async def keep_only(console: TestConsole, *, listing: bool) -> None:
    for profile in console.services.profiles.all():
        if (profile.generation in LISTING) is not listing:
            await console.services.profiles.delete(profile.id)


async def test_it_is_disabled_with_a_reason_where_no_profile_can_list(desk: tuple[Desk, TestConsole]) -> None:
    window, console = desk[0].window, desk[1]
    command = window.commands.find_tasks
    assert command.isEnabled()
    await keep_only(console, listing=False)
    assert {each.generation for each in console.services.profiles.all()} == {"trtc-1", "trtc-2", "agora-5", "agora-6"}
    assert not command.isEnabled()
    assert command.toolTip() == "No profile's service can list its tasks."
    menus = [menu for menu in command.associatedObjects() if isinstance(menu, QMenu)]
    assert menus
    assert all(menu.toolTipsVisible() for menu in menus)


async def test_it_opens_the_window_with_the_forms_profile_and_only_those_that_can(
    desk: tuple[Desk, TestConsole],
) -> None:
    window = desk[0].window
    window.show()
    window.commands.find_tasks.trigger()
    await until(lambda: [each for each in window.findChildren(FindDialog) if each.isVisible()])
    (dialog,) = window.findChildren(FindDialog)
    assert dialog.wishes.profile().generation in LISTING
    assert len(dialog.wishes._profiles) == len(LISTING)
    dialog.reject()
    await until(lambda: not window.findChildren(FindDialog))
