"""Lists what did not come through as it was; long reasons take the lines they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.remarks import Remark
from roomscribe.domain.text import T
from roomscribe.ui.moving.remarks_model import SETTING, WHAT, WHY, WORDS, RemarksModel
from roomscribe.ui.moving.wrapped_cells import WrappedCells
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

LEAST_HEIGHT = 3 * metrics.ROW
"""Of the rows, where there are so many; they get more where the screen has it."""
SETTING_SHARE = 0.28
"""Of the width, for the names of settings."""


class RemarksView(QTableView):
    """Nothing in it can be changed; what is chosen can be copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RemarksModel(theme, self)
        self.setModel(self._model)
        self.setAccessibleName(say(T("What is different")))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(WrappedCells(theme, self))
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        letters = self.fontMetrics()
        widest = max(letters.horizontalAdvance(say(word)) for word in (*WORDS.values(), RemarksModel.HEADERS[WHAT]))
        header.resizeSection(WHAT, widest + metrics.ICON_SMALL + 4 * metrics.GAP)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these, from the first."""
        self._model.set_remarks(remarks)
        self._size_rows()
        self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()  # Qt's own would copy a single cell
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not stretched by Qt, which would do it only after the rows have been measured.
        header, width = self.horizontalHeader(), self.viewport().width()
        setting = round(width * SETTING_SHARE)
        header.resizeSection(SETTING, setting)
        header.resizeSection(WHY, max(setting, width - setting - header.sectionSize(WHAT)))
        self._size_rows()

    def _size_rows(self) -> None:
        """Rows as high as their texts, and as many of them in sight as there is room for."""
        self.resizeRowsToContents()
        heights = [self.rowHeight(row) for row in range(self._model.rowCount())]
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2 * metrics.LINE
        self.setMinimumHeight(around + min(sum(heights), LEAST_HEIGHT))
        self.setMaximumHeight(around + sum(heights))

    def _copy(self) -> None:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        remarks = [self._model.remarks[row] for row in rows]
        lines = [f"{say(WORDS[each.kind])}\t{say(each.about)}\t{say(each.reason)}" for each in remarks]
        QGuiApplication.clipboard().setText("\n".join(lines))
