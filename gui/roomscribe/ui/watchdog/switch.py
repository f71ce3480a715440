"""The command that switches the watchdog on and off for every window on the register, and the banners about it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from roomscribe.domain.text import T, Text
from roomscribe.services.settings import WATCHDOG, Settings
from roomscribe.services.spawning import Spawner
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice
from roomscribe.ui.words import say

KEY = "watchdog"
PAUSE = 1.0
"""Seconds between two looks at what other windows have chosen."""


class WatchdogSwitch(QObject):
    """Owns the command; the link to the watchdog does the work.

    There is one watchdog for all windows, so the choice in one of them is that of all: else one would end it, and the
    next have it started again.
    """

    def __init__(self, window: MainWindow, link: WatchdogLink, settings: Settings, spawner: Spawner) -> None:
        super().__init__(window)
        self._window = window
        self._link = link
        self._settings = settings
        self._spawner = spawner
        self._command = window.commands.watchdog
        self._command.setChecked(link.wanted)
        self._command.setToolTip(
            say(
                T(
                    "A small process without a window that stops tasks at their end time while no RoomScribe is open, "
                    "after a crash too. It ends by itself with the last task. The choice is that of every open window."
                )
            )
        )
        # Not `toggled`: what another window has chosen moves the check mark, too.
        self._command.triggered.connect(self._on_chosen)
        self._unsubscribe = link.subscribe(self._tell)

    def open(self) -> None:
        """Follow what other windows choose, until the supervisor ends."""
        self._spawner.spawn(self._follow(), name="follow the watchdog's switch")

    def close(self) -> None:
        """Hear nothing more of it."""
        self._unsubscribe()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            if await self._settings.refresh(WATCHDOG):
                wanted = self._settings.get(WATCHDOG)
                self._command.setChecked(wanted)
                self._switch(wanted, T("The watchdog was switched off in another window, and for this one, too."))

    def _on_chosen(self, wanted: bool) -> None:
        self._settings.set(WATCHDOG, wanted)
        self._switch(wanted, T("The watchdog is switched off, for every open window."))

    def _switch(self, wanted: bool, off: Text) -> None:
        if wanted:
            self._window.notices.withdraw(KEY)
        self._spawner.spawn(self._carry_out(wanted, off), name="switch the watchdog")

    async def _carry_out(self, wanted: bool, off: Text) -> None:
        """Say that it is off only once it has ended; and nothing where somebody has chosen otherwise meanwhile."""
        trouble = await self._link.switch(wanted)
        if wanted or self._link.wanted:
            if trouble is not None:
                self._tell(trouble)
            return
        if trouble is not None:
            off = trouble
        remedy = T(
            "While no RoomScribe is open nothing stops tasks at their end time. Only the vendors' own rules end them "
            "then, some after many hours."
        )
        again = Act(T("Switch it on again"), self._switch_on)
        self._window.show_notice(Notice(grade=Grade.WARN, text=off, remedy=remedy, key=KEY, acts=(again,)))

    def _switch_on(self) -> None:
        self._command.setChecked(True)
        self._on_chosen(True)

    def _tell(self, text: Text) -> None:
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, key=KEY))
