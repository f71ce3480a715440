"""The command: offered by ability, with a reason where it can't be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from roomscribe.domain.profiles import Profile
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.settings import Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.desk import Desk
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console, until

LISTING = {each.id for each in load_registry().generations() if each.abilities.list_tasks}


@pytest.fixture
async def desk(tmp_path: Path, theme: Theme) -> AsyncIterator[tuple[Desk, TestConsole]]:
    console = await open_test_console(tmp_path, load_registry())
    supervisor = Supervisor()

    async def start_demo() -> list[Profile]:
        return []

    settings = Settings(tmp_path / "settings.json")
    services = console.services
    watchdog = WatchdogLink(
        tmp_path,
        registry=services.registry,
        store=services.store,
        vault=services.vault,
        spawner=supervisor,
        clock=services.clock,
    )
    desk = Desk(
        services, settings=settings, theme=theme, supervisor=supervisor, watchdog=watchdog, start_demo=start_demo
    )
    desk.open()
    yield desk, console
    await supervisor.aclose()
    desk.close()
    await settings.aclose()
    await console.aclose()


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
    await asyncio.sleep(0.05)
