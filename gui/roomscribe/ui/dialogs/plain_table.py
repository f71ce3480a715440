"""The tables of dialogs: whole rows of one height, with lines between them and columns as wide as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QAbstractEventDispatcher, QAbstractItemModel, QCoreApplication, QSize, QTimerEvent
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.text import Text
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_table.plain_cells import PlainCells
from roomscribe.ui.theme import Theme, metrics, row_height
from roomscribe.ui.words import say

INSIDE = 2 * metrics.GAP + metrics.HALF_GAP
"""What a cell's text has around it."""
LEAST_IN_SIGHT = 4
"""Rows that are in sight however little room there is, unless a dialog can do with fewer."""
MEASURED = 50
"""Rows at each end whose texts are measured: those between are as long, and ten thousand would be felt."""


class RowTable(QTableView):
    """Nothing in it can be changed unless the model says so and the owner sets triggers; several rows can be chosen."""

    def __init__(
        self,
        model: QAbstractItemModel,
        theme: Theme,
        name: Text,
        parent: QWidget | None = None,
        *,
        cells: Callable[[Theme, QWidget], PlainCells] = PlainCells,
    ) -> None:
        super().__init__(parent)
        # Before there is a model: Qt would ask for the titles of two hundred rows to see how wide they are.
        self.verticalHeader().hide()
        self.setModel(model)
        self.cells = cells(theme, self)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(say(name))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(row_height(self))

    def height_of(self, rows: int) -> int:
        """The height, in pixels, at which so many rows are in sight below the titles."""
        return row_height(self) * (rows + 1) + 2 * metrics.LINE

    def size_column(self, column: int, longest: str) -> None:
        """Give a column the room of its title and of this text."""
        self.widen_column(column, self.fontMetrics().horizontalAdvance(longest) + INSIDE)

    def fit_columns(self, model: PlainModel, most: Mapping[int, str]) -> None:
        """Give columns the room of what stands in them, and none more than this text needs; `model` is the table's.

        It is asked without Qt between: that takes a tenth of the time.
        """
        advance, lines = self.fontMetrics().horizontalAdvance, model.lines()
        measured = [*lines[:MEASURED], *lines[max(MEASURED, len(lines) - MEASURED) :]]
        for column, longest in most.items():
            texts = {model.words(line, column) for line in measured}
            widest = max(map(advance, texts), default=0)
            self.widen_column(column, min(widest, advance(longest)) + INSIDE)

    def widen_column(self, column: int, width: int) -> None:
        """Give a column so many pixels, or what its title needs."""
        header = self.horizontalHeader()
        header.resizeSection(column, max(width, header.sectionSizeFromContents(column).width()))

    def stretch_column(self, column: int) -> None:
        """Give a column the room that is left."""
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Have Qt look now at columns that have just become wider or narrower, as one does that takes the room left.

        It would look in a turn of its own, after the painting for the new size, and have everything painted again.
        """
        for timer in QAbstractEventDispatcher.instance().registeredTimers(self):
            if not timer.interval:
                QCoreApplication.sendEvent(self, QTimerEvent(timer.timerId))

    def copy(self) -> bool:
        """Put something on the clipboard; False leaves that to Qt, which copies a single cell."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Copy) and self.copy()):
            super().keyPressEvent(event)


class PlainTable(RowTable):
    """One row can be chosen; it has the height of some rows, and gives up some of it where there is little room."""

    def __init__(
        self,
        model: QAbstractItemModel,
        theme: Theme,
        name: Text,
        *,
        rows_in_sight: int,
        least_in_sight: int = LEAST_IN_SIGHT,
        parent: QWidget | None = None,
    ) -> None:
        """It has `rows_in_sight`, and `least_in_sight` of them however little room there is."""
        super().__init__(model, theme, name, parent)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._rows_in_sight = rows_in_sight
        self.setMinimumHeight(self.height_of(min(rows_in_sight, least_in_sight)))

    def sizeHint(self) -> QSize:
        # More than the least, so that a message that appears takes its room from here and nothing is laid out anew.
        return QSize(super().sizeHint().width(), self.height_of(self._rows_in_sight))

    def current_row(self) -> int:
        """The chosen row; -1 for none."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1
