"""Shows the tasks that are being stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.stopping.model import PROFILE, RESULT, ROOM, STATE, StopModel
from roomscribe.ui.task_table.plain_cells import PlainCells
from roomscribe.ui.theme import Theme, metrics, row_height
from roomscribe.ui.words import say

ROWS_IN_SIGHT = 8
ROOM_LETTERS, PROFILE_LETTERS = 16, 16
"""Characters that are always in sight; longer names lose their middle."""


class StopView(QTableView):
    """Nothing in it can be changed or chosen; it scrolls by keyboard."""

    def __init__(self, model: StopModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        cells = PlainCells(theme, self)
        self.setItemDelegate(cells)
        self.setAccessibleName(say(T("Tasks that are being stopped")))
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        letter = self.fontMetrics().averageCharWidth()
        header.resizeSection(ROOM, ROOM_LETTERS * letter + 2 * metrics.GAP)
        header.resizeSection(PROFILE, PROFILE_LETTERS * letter + 2 * metrics.GAP)
        header.resizeSection(STATE, cells.widest_chip())
        header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.Stretch)
        rows = max(3, min(ROWS_IN_SIGHT, model.rowCount()))
        self.setFixedHeight(header.sizeHint().height() + rows * row_height(self) + 2 * metrics.LINE)
