"""What the window says when the program itself is in trouble: files that can't be written, a mistake of ours."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.feed import Feed
from roomscribe.services.settings import Settings
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Act, Grade, Notice, notice_of

LEDGER, SETTINGS = "ledger", "settings"
"""Keys of the banners about the register of tasks, and about the settings."""


class Failures(QObject):
    """Listens to what runs in the background, whoever began it."""

    def __init__(self, window: MainWindow, supervisor: Supervisor, feed: Feed, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        supervisor.failed.connect(self._on_failed)
        feed.mended.add(self._on_mended)
        self._unsubscribe = settings.troubled.add(self._on_settings)

    def close(self) -> None:
        """Tell of settings no more."""
        self._unsubscribe()

    def ledger_failed(self, trouble: LedgerUnusable) -> None:
        """The register of tasks failed; it is written again as soon as it can be."""
        self._window.show_notice(Notice(grade=Grade.BAD, text=trouble.message, key=LEDGER))

    def _on_mended(self, _rows: int) -> None:
        text = T("The register of tasks is written again. Nothing was lost.")
        self._window.show_notice(Notice(grade=Grade.INFO, text=text, key=LEDGER))

    def _on_settings(self) -> None:
        if (trouble := self._settings.trouble) is None:
            self._window.notices.withdraw(SETTINGS)
            return
        text = T("What you arrange here is not kept. {why}", why=trouble)
        remedy = T(
            "Columns, views, sizes, colours and other settings hold until the program ends. Saving them is tried again "
            "with the next change, and at the end."
        )
        again = Act(T("Try again"), self._settings.retry)
        self._window.show_notice(Notice(grade=Grade.WARN, text=text, remedy=remedy, key=SETTINGS, acts=(again,)))

    def _on_failed(self, name: str, error: BaseException) -> None:
        """A refusal is said in its own words. Else it is something nobody expected: the program goes on, and whoever
        helps gets the kind of error and its place."""
        if isinstance(error, asyncio.CancelledError):
            return
        if isinstance(error, LedgerUnusable):
            self.ledger_failed(error)
            return
        if isinstance(error, BadRequest):
            # Whoever began it has no place of its own for the sentence.
            self._window.show_notice(replace(notice_of(error), key=name))
            return
        text = T("Something unexpected went wrong ({name}).", name=name)
        remedy = T("The program goes on. Copy the details when you report it.")
        # The error's own text may hold anything, so only its type leaves.
        details = f"{name}: {type(error).__module__}.{type(error).__qualname__}"
        self._window.show_notice(Notice(grade=Grade.BAD, text=text, remedy=remedy, details=details, key=name))
