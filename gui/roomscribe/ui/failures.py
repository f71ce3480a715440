"""What the window says when the program itself is in trouble: a register that can't be written, a mistake of ours."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.feed import Feed
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice, notice_of

LEDGER = "ledger"
"""Key of the banner about the register of tasks."""


class Failures(QObject):
    """Listens to what runs in the background, whoever began it."""

    def __init__(self, window: MainWindow, supervisor: Supervisor, feed: Feed) -> None:
        super().__init__(window)
        self._window = window
        supervisor.failed.connect(self._on_failed)
        feed.mended.add(self._on_mended)

    def ledger_failed(self, trouble: LedgerUnusable) -> None:
        """The register of tasks failed; it is written again as soon as it can be."""
        self._window.show_notice(Notice(grade=Grade.BAD, text=trouble.message, key=LEDGER))

    def _on_mended(self, _rows: int) -> None:
        text = T("The register of tasks is written again. Nothing was lost.")
        self._window.show_notice(Notice(grade=Grade.INFO, text=text, key=LEDGER))

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
