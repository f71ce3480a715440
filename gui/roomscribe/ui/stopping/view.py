"""Shows the tasks that are being stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.stopping.model import PROFILE, RESULT, ROOM, STATE, StopModel
from roomscribe.ui.theme import Theme, metrics

LEAST_ROWS, ROWS_IN_SIGHT = 3, 8
ROOM_LETTERS, PROFILE_LETTERS = 16, 16
"""Characters that are always in sight; longer names lose their middle."""


class StopView(RowTable):
    """Nothing in it can be changed or chosen; it scrolls by keyboard."""

    def __init__(self, model: StopModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Tasks that are being stopped"), parent)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        letter = self.fontMetrics().averageCharWidth()
        header.resizeSection(ROOM, ROOM_LETTERS * letter + 2 * metrics.GAP)
        header.resizeSection(PROFILE, PROFILE_LETTERS * letter + 2 * metrics.GAP)
        header.resizeSection(STATE, self.cells.widest_chip())
        self.stretch_column(RESULT)
        model.rowsInserted.connect(self._fit_rows)
        self._fit_rows()

    def _fit_rows(self) -> None:
        lines = max(LEAST_ROWS, min(ROWS_IN_SIGHT, self.model().rowCount()))
        self.setFixedHeight(self.height_of(lines))
