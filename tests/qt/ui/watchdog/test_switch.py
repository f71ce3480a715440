"""Switching the watchdog off in one of two windows: it holds for both, and both say so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from roomscribe.domain.text import T, Text
from roomscribe.services.settings import WATCHDOG, Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.theme import Theme
from roomscribe.ui.watchdog import switch
from roomscribe.ui.watchdog.switch import KEY, WatchdogSwitch
from roomscribe.ui.words import say
from tests.qt.ui.window_examples import Scene, shut
from tests.support.consoles import PlainSpawner, until


@dataclass
class Link:
    """Remembers what was wished."""

    wanted: bool = True
    wishes: list[bool] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """What the watchdog has, or what it was given up for."""
    trouble: Text | None = None

    def subscribe(self, listener: Callable[[Text], None]) -> Callable[[], None]:
        return lambda: None

    async def switch(self, wanted: bool) -> Text | None:
        self.wanted = wanted
        self.wishes.append(wanted)
        await self.ended.wait()
        return self.trouble


@dataclass
class Window:
    """One of the windows, with its own settings on the common file."""

    window: MainWindow
    settings: Settings
    link: Link
    spawner: PlainSpawner
    switch: WatchdogSwitch

    def banner(self) -> str:
        return next((say(each.text) for each in self.window.notices.notices() if each.key == KEY), "")


@pytest.fixture
async def windows(tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Window]]:
    monkeypatch.setattr(switch, "PAUSE", 0.02)
    made = []
    for _ in range(2):
        settings, link, spawner, window = (
            Settings(tmp_path / "s.json"),
            Link(),
            PlainSpawner(),
            Scene(theme, []).window(),
        )
        await settings.open()
        command = WatchdogSwitch(window, cast(WatchdogLink, link), settings, spawner)
        command.open()
        made.append(Window(window, settings, link, spawner, command))
    yield made
    for each in made:
        each.switch.close()
        await each.spawner.aclose()
        await each.settings.aclose()
        shut(each.window)
        each.window.deleteLater()


async def test_off_in_one_window_is_off_in_both_and_on_again(windows: list[Window]) -> None:
    one, two = windows
    one.window.commands.watchdog.trigger()
    await until(lambda: one.link.wishes == [False])
    assert one.banner() == "", "it has not ended yet"
    for each in windows:
        each.link.ended.set()
    await until(one.banner)
    assert one.banner() == "The watchdog is switched off, for every open window."
    await until(lambda: not two.window.commands.watchdog.isChecked())
    await until(two.banner)
    assert two.banner() == "The watchdog was switched off in another window, and for this one, too."
    assert one.link.wishes == [False]
    two.window.commands.watchdog.trigger()
    await until(lambda: one.link.wishes == [False, True])
    assert one.window.commands.watchdog.isChecked()
    assert (one.banner(), two.banner()) == ("", "")
    assert one.settings.get(WATCHDOG)


async def test_one_that_does_not_end_is_not_said_to_be_off(windows: list[Window]) -> None:
    one, _ = windows
    one.link.trouble = T("It can't be asked.")
    one.link.ended.set()
    one.window.commands.watchdog.trigger()
    await until(one.banner)
    assert one.banner() == "It can't be asked."


async def test_what_was_chosen_otherwise_meanwhile_is_not_said(windows: list[Window]) -> None:
    one, _ = windows
    one.window.commands.watchdog.trigger()
    await until(lambda: one.link.wishes == [False])
    one.window.commands.watchdog.trigger()
    await until(lambda: one.link.wishes == [False, True])
    one.link.ended.set()
    await until(lambda: all(each.done() for each in one.spawner.tasks if each.get_name() == "switch the watchdog"))
    assert one.banner() == ""
