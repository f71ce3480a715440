"""What the keyboard does with the column that the table is sorted by: move it, make it wider or narrower."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from roomscribe.domain.text import T, Text
from roomscribe.ui.commands import Commands
from roomscribe.ui.offers import offer
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.table import TaskTable
from roomscribe.ui.theme import metrics

STEP = metrics.CARD
"""Pixels by which a column becomes wider."""


class ColumnActs(QObject):
    """Connects the commands, and says why one of them can't be used."""

    def __init__(self, commands: Commands, table: TaskTable, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._sorting = table.sorting
        self._header = table.view.horizontalHeader()
        commands.reverse_sort.triggered.connect(table.sorting.reverse)
        commands.column_left.triggered.connect(lambda: self._move(-1))
        commands.column_right.triggered.connect(lambda: self._move(1))
        commands.column_wider.triggered.connect(lambda: self._resize(STEP))
        commands.column_narrower.triggered.connect(lambda: self._resize(-STEP))
        for told in (self._header.sortIndicatorChanged, self._header.sectionMoved, self._header.sectionResized):
            told.connect(self._offer)
        self._offer()

    def _shown(self) -> list[int]:
        """Positions of the shown columns, from left to right."""
        shown = [position for position in range(len(COLUMNS)) if not self._header.isSectionHidden(position)]
        return sorted(shown, key=self._header.visualIndex)

    def _move(self, by: int) -> None:
        shown = self._shown()
        other = shown[shown.index(self._sorting.column) + by]
        self._header.moveSection(self._header.visualIndex(self._sorting.column), self._header.visualIndex(other))

    def _resize(self, by: int) -> None:
        column = self._sorting.column
        self._header.resizeSection(
            column, max(self._header.minimumSectionSize(), self._header.sectionSize(column) + by)
        )

    def _offer(self) -> None:
        commands, column, shown = self._commands, self._sorting.column, self._shown()
        hidden = T("The column that the table is sorted by is hidden.") if column not in shown else None
        first, last = column == shown[0], column == shown[-1]
        least = not hidden and self._header.sectionSize(column) <= self._header.minimumSectionSize()
        rest = T("The last column takes what is left over.") if last else None
        offers: tuple[tuple[QAction, Text | None], ...] = (
            (commands.column_left, T("It is the first column.") if first else None),
            (commands.column_right, T("It is the last column.") if last else None),
            (commands.column_wider, rest),
            (commands.column_narrower, rest or (T("It can't be narrower.") if least else None)),
        )
        usual = T("Of the column that the table is sorted by.")
        for action, why_not in offers:
            offer(action, hidden or why_not, usual)
