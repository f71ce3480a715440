"""Shows the listed tasks; several can be chosen, and their ids copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.finding.model import CONSOLE, ID, RUNNING, STARTED, STATE, WORD, FoundModel, FoundRow
from roomscribe.ui.task_table.plain_cells import PlainCells
from roomscribe.ui.theme import Theme, metrics, row_height
from roomscribe.ui.words import say

ROWS_IN_SIGHT = 8
LONGEST_WORD = "RECOVERING"
ID_LENGTH = 32
"""Characters of an id that are always in sight."""


class FoundView(QTableView):
    """Nothing in it can be changed."""

    def __init__(self, model: FoundModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        cells = PlainCells(theme, self)
        self.setItemDelegate(cells)
        self.setAccessibleName(say(T("Tasks at the vendor")))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        self._size_columns(cells)
        self.setMinimumHeight(row_height(self) * (ROWS_IN_SIGHT + 1) + 2 * metrics.LINE)

    def chosen(self) -> list[FoundRow]:
        """The selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.rows[place] for place in places]

    def copy_ids(self) -> None:
        """Put the vendor's ids of the selected tasks on the clipboard, one a line."""
        if chosen := self.chosen():
            QGuiApplication.clipboard().setText("\n".join(row.found.id for row in chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_ids()  # Qt's own would copy a single cell
            return
        super().keyPressEvent(event)

    def _size_columns(self, cells: PlainCells) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(row_height(self))
        letters = self.fontMetrics()
        inside = 2 * metrics.GAP + metrics.HALF_GAP
        widths = {
            STATE: cells.widest_chip(),
            WORD: letters.horizontalAdvance(LONGEST_WORD) + inside,
            ID: letters.horizontalAdvance("0" * ID_LENGTH) + inside,
            STARTED: letters.horizontalAdvance("00:00:00") + 2 * inside,
            RUNNING: letters.horizontalAdvance("00:00:00") + 2 * inside,
        }
        for column, width in widths.items():
            header.resizeSection(column, max(width, header.sectionSizeFromContents(column).width()))
        header.setSectionResizeMode(CONSOLE, QHeaderView.ResizeMode.Stretch)
