"""The command that switches the watchdog on and off, and the banners about it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from roomscribe.domain.text import T, Text
from roomscribe.services.settings import WATCHDOG, Settings
from roomscribe.services.spawning import Spawner
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice
from roomscribe.ui.words import say

KEY = "watchdog"


class WatchdogSwitch(QObject):
    """Owns the command; the link to the watchdog does the work."""

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
                    "after a crash too. It ends by itself with the last task."
                )
            )
        )
        self._command.toggled.connect(self._on_toggled)
        self._unsubscribe = link.subscribe(self._tell)

    def close(self) -> None:
        """Hear nothing more of it."""
        self._unsubscribe()

    def _on_toggled(self, wanted: bool) -> None:
        self._settings.set(WATCHDOG, wanted)
        self._spawner.spawn(self._link.switch(wanted), name="switch the watchdog")
        if wanted:
            self._window.notices.withdraw(KEY)
            return
        text = T("The watchdog is switched off. While no RoomScribe is open nothing stops tasks at their end time.")
        remedy = T("Only the vendors' own rules end them then, some after many hours.")
        again = Act(T("Switch it on again"), self._switch_on)
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, remedy=remedy, key=KEY, acts=(again,)))

    def _switch_on(self) -> None:
        self._command.setChecked(True)

    def _tell(self, text: Text) -> None:
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, key=KEY))
