"""The command "Find tasks at the vendor": offered where a profile's vendor can list, and opens the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.runtime.dialogs import ask
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.finding.tools import FindTools
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.words import say


class FindTasks(QObject):
    """Owns the command's offer, and what it leads to."""

    def __init__(self, window: MainWindow, tools: FindTools, current: Callable[[], Profile | None]) -> None:
        """`current` is the profile of the form, with which the window begins if it can."""
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._current = current
        self._unsubscribe = tools.profiles.subscribe(self._offer)
        self._command.triggered.connect(self._on_triggered)
        self._offer()

    def close(self) -> None:
        """Hear nothing more of the profiles."""
        self._unsubscribe()

    @property
    def _command(self) -> QAction:
        return self._window.commands.find_tasks

    def _offer(self) -> None:
        able = bool(self._tools.finder.profiles())
        self._command.setEnabled(able)
        usual = T("Lists the tasks of an account, whoever started them, to adopt or stop them.")
        self._command.setToolTip(say(usual if able else T("No profile's service can list its tasks.")))

    def _on_triggered(self) -> None:
        profile = self._current()
        self.show(profile.id if profile else "")

    def show(self, profile_id: str) -> None:
        """Open the window with the list of this profile's account."""
        dialog = FindDialog(self._tools, current=profile_id, tell=self._window.show_notice, parent=self._window)
        dialog.task_requested.connect(self._window.select_task)
        self._tools.spawner.spawn(ask(dialog), name="find tasks at the vendor")
