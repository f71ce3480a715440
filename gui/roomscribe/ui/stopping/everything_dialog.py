"""The question before everything is stopped, with what becomes of batches that have more to start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.services.batch_run import BatchRun
from roomscribe.ui.batch.unfinished import all_rest_words
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.dialogs.question import Question
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.words import say


class StopEverythingDialog(ConfirmDialog):
    """Accepted when everything is to be stopped; `cancels_rest` says whether the batches are given up."""

    def __init__(
        self,
        theme: Theme,
        question: Question,
        runs: Sequence[BatchRun],
        elsewhere: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`runs` have something to start, and rest while this is asked; other windows carry `elsewhere` batches out."""
        super().__init__(theme, question.title, question.text, question.label, detail=question.detail, parent=parent)
        count = len(runs) + elsewhere
        self.rest = QCheckBox(say(all_rest_words(runs, elsewhere)) if count else "")
        self.rest.setChecked(True)
        offer = QWidget()
        note = label(say(_what_rests(len(runs), elsewhere)), Role.NOTE)
        offer.setLayout(column(self.rest, note, spacing=metrics.HALF_GAP))
        offer.setVisible(bool(count))
        self.body.addWidget(offer)

    def cancels_rest(self) -> bool:
        """Whether what the batches have not started is given up; else they rest, as those do that nobody knew of."""
        return self.rest.isChecked() and bool(self.rest.text())


def _what_rests(here: int, elsewhere: int) -> Text:
    """What becomes of so many batches without the tick; only those of this window rest while it is asked."""
    if not here and elsewhere == 1:
        return T("Without the tick the batch is paused then, and can go on later.")
    if elsewhere:
        return T(
            "This window starts nothing more now. Without the tick all batches are paused then, and can go on later."
        )
    if here == 1:
        return T("This window starts nothing more now. Without the tick the batch stays paused, and can go on later.")
    return T("This window starts nothing more now. Without the tick the batches stay paused, and can go on later.")
