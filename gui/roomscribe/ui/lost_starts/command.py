"""Closing the row of a start that nobody can ask about, from menus and from the details of the row."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.services.lost_starts import is_lost
from roomscribe.services.user import user_name
from roomscribe.ui.lost_starts.question import close_question
from roomscribe.ui.lost_starts.tools import LostStartTools
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice, notice_of
from roomscribe.ui.words import say


class CloseLostStart(QObject):
    """The command is in sight only where the chosen row is such a start: everywhere else the vendor is asked."""

    def __init__(self, window: MainWindow, tools: LostStartTools) -> None:
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._asking = False
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.offer)
        self._command = window.commands.close_lost
        self._command.triggered.connect(self._on_close)
        window.details.summary.add_act(self._command)
        window.table.selection_changed.connect(self.offer)
        window.table.model.rows_changed.connect(self.offer)
        self.offer()

    def close(self) -> None:
        """Offer nothing more."""
        self._again.stop()

    def offer(self) -> None:
        """Show or hide the command, and say why it has to wait."""
        task, starts = self._chosen(), self._tools.lost_starts
        lost = task is not None and self._tools.registry.knows(task.generation)
        lost = lost and task is not None and is_lost(task, self._tools.registry)
        self._command.setVisible(lost)
        why = starts.why_not(task) if task is not None else None
        self._command.setEnabled(lost and why is None)
        self._command.setToolTip(say(why) if why is not None else "")
        if lost and task is not None and (wait := starts.wait(task)) > 0:
            self._again.start(int(1000 * wait) + 1)

    def _chosen(self) -> Task | None:
        only = self._window.table.selection.facts.only
        return self._tools.store.get(only) if only else None

    def _on_close(self) -> None:
        task = self._chosen()
        if task is not None and not self._asking:
            self._asking = True
            self._tools.spawner.spawn(self._close(task), name="close a lost start")

    async def _close(self, task: Task) -> None:
        generation = self._tools.registry.find(task.generation)
        try:
            question = close_question(self._tools.theme, task, generation, self._tools.clock.now(), self._window)
            if await ask(question) != QDialog.DialogCode.Accepted:
                return
            await self._tools.lost_starts.close(task.id, by=user_name())
        except BadRequest as refusal:
            self._window.show_notice(notice_of(refusal))  # settled while the question stood there
        except LedgerUnusable as trouble:
            remedy = T("The row is as it was, and its room is not free.")
            self._window.show_notice(Notice(grade=Grade.BAD, text=trouble.message, remedy=remedy, key="ledger"))
        finally:
            self._asking = False
