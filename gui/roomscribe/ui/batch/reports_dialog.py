"""The question about reports of batches that nobody has saved, before the program is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_run import BatchRun
from roomscribe.ui.batch.news_words import end_words
from roomscribe.ui.batch.report_file import save_report
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.frame import WIDE, FramedDialog
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say


class ReportsDialog(FramedDialog):
    """Accepted when all of them are saved, or when the person leaves without them."""

    def __init__(self, runs: Sequence[BatchRun], tools: BatchTools, parent: QWidget | None = None) -> None:
        """`runs` are over."""
        super().__init__(_title(runs), width=WIDE, parent=parent)
        self._tools = tools
        self._left = list(runs)
        """Those without a saved report."""
        self._saving = self.own(tools.spawner)
        self.body.addWidget(label(say(_words(len(runs)))))
        self.saves: list[QPushButton] = []
        for run in runs:
            self.body.addLayout(self._line(run))
        self.body.addStretch(1)
        self.banner = Banner(tools.theme)
        self.status.addWidget(self.banner)
        self.stay, self.leave = button(T("Stay")), button(T("Leave without saving"))
        self.add_buttons(self.leave, self.stay)
        self.stay.clicked.connect(self.reject)
        self.leave.clicked.connect(self.accept)
        self.saves[0].setFocus()

    def _line(self, run: BatchRun) -> QHBoxLayout:
        save = button(T("Save a report…"))
        save.setAccessibleName(say(T("Save the report of “{title}”…", title=run.batch.title)))
        save.setAutoDefault(True)
        save.clicked.connect(lambda: self._saving.start(self._save(run, save), name="save a report"))
        self.saves.append(save)
        line = QHBoxLayout()
        line.setSpacing(metrics.PANEL)
        line.addWidget(label(say(end_words(run))), 1)
        line.addWidget(save)
        return line

    async def _save(self, run: BatchRun, save: QPushButton) -> None:
        saved = await save_report(run, self._tools, self)
        if saved is None:
            return
        if saved.trouble is not None:
            self.banner.show_message(Tone.BAD, say(T("The report was not saved")), say(saved.trouble))
            self.fit()
            return
        self.banner.hide()
        save.setText(say(T("Saved")))
        save.setEnabled(False)
        self._left.remove(run)
        self._tools.batches.dismiss(run)
        if not self._left:
            self.accept()


def _title(runs: Sequence[BatchRun]) -> Text:
    if len(runs) == 1:
        return T("The report of “{title}” is not saved", title=shortened(runs[0].batch.title))
    return T("{count} reports are not saved", count=len(runs))


def _words(count: int) -> Text:
    if count == 1:
        return T("It says what became of each row, and is gone once you leave. What was started stays in the table.")
    return T("They say what became of each row, and are gone once you leave. What was started stays in the table.")
