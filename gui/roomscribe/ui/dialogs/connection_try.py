"""The button that tests a connection, and cancels the test while it is under way."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtWidgets import QProgressBar

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.frame import DialogWork
from roomscribe.ui.dialogs.parts import button
from roomscribe.ui.words import say


class ConnectionTry:
    """Button, bar and background work of one test at a time."""

    def __init__(self, work: DialogWork) -> None:
        self._work = work
        self.button = button(T("Test connection"))
        self.bar = QProgressBar()
        """Moves while the vendor is asked."""
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(say(T("Asking the vendor")))
        self.bar.hide()

    @property
    def running(self) -> bool:
        """Whether the vendor is being asked."""
        return self._work.running

    def start(self, test: Coroutine[Any, Any, None]) -> None:
        """Begin; `test` says `over` when it has its answer."""
        self._show(True)
        self._work.start(test, name="test a connection")

    def end(self) -> None:
        """Do without the answer."""
        self._work.cancel()
        self._show(False)

    def over(self) -> None:
        """The answer is there."""
        self._show(False)

    def _show(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.button.setText(say(T("Cancel test") if running else T("Test connection")))
