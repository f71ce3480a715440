"""Everything that was found about the chosen row, below the table, where it may be cut off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from roomscribe.domain.batch import PlannedRow, RowFinding
from roomscribe.ui.batch.finding_cells import PROBLEM, REMARK
from roomscribe.ui.batch.plan_words import finding_words
from roomscribe.ui.dialogs.parts import IconView, column, label
from roomscribe.ui.theme import Role, Theme, metrics

MOST_LINES = 4
"""In sight; the rest is scrolled to."""


class RowDetail(QScrollArea):
    """As high as what it says, up to some lines; nothing where there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems = label("", Role.ERROR, selectable=True)
        self.remarks = label("", Role.NOTE, selectable=True)
        self._icons = {
            self.problems: IconView(theme.icon(PROBLEM.icon, PROBLEM.icon_tone), metrics.ICON_SMALL),
            self.remarks: IconView(theme.icon(REMARK.icon, REMARK.icon_tone), metrics.ICON_SMALL),
        }
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.HALF_GAP)
        self._grid.setVerticalSpacing(metrics.HALF_GAP)
        self._grid.setColumnStretch(1, 1)
        for at, (words, icon) in enumerate(self._icons.items()):
            # In the middle of the first line.
            words.ensurePolished()
            beside = column(icon)
            beside.setContentsMargins(0, max(0, words.fontMetrics().height() - icon.height() + 1) // 2, 0, 0)
            beside.addStretch(1)
            self._grid.addLayout(beside, at, 0)
            self._grid.addWidget(words, at, 1, Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(page)
        self.hide()

    def show_row(self, row: PlannedRow | None) -> None:
        """Say what was found about this row."""
        self._show(self.problems, row.problems if row is not None else ())
        self._show(self.remarks, row.remarks if row is not None else ())
        self.setVisible(row is not None and bool(row.problems or row.remarks))
        self.verticalScrollBar().setValue(0)
        self._fit()

    def text(self) -> str:
        """Everything it says now."""
        return "\n".join(filter(None, (self.problems.text(), self.remarks.text())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self, words: QLabel, found: Sequence[RowFinding]) -> None:
        words.setText("\n".join(map(finding_words, found)))
        for each in (words, self._icons[words]):
            each.setVisible(bool(found))

    def _fit(self) -> None:
        if not self.text():
            return
        # Qt itself would give it the height of two dozen lines.
        wanted = self._grid.totalHeightForWidth(self.viewport().width())
        most = MOST_LINES * self.problems.fontMetrics().lineSpacing() + metrics.HALF_GAP
        self.setFixedHeight(min(wanted, most))
        # The texts can be reached themselves; only who has more to see than there is room for needs the keys here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if wanted > most else Qt.FocusPolicy.NoFocus)
