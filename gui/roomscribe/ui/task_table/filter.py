"""Sorting by any column and a plain text filter, without touching the model."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.model import TaskRole

NEWEST_FIRST = next(position for position, column in enumerate(COLUMNS) if column.id == "started")


class TaskFilter(QSortFilterProxyModel):
    """Rows that contain every word that was typed, whatever the case; newest first until somebody sorts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(TaskRole.SORT)
        self.setSortLocaleAware(True)
        self.sort(NEWEST_FIRST, Qt.SortOrder.DescendingOrder)

    def set_words(self, text: str) -> None:
        """Show the rows with these words."""
        words = text.casefold().split()
        if words == self._words:
            return
        self.beginFilterChange()
        self._words = words
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    @property
    def filtering(self) -> bool:
        """Whether words were given."""
        return bool(self._words)

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        if not self._words:
            return True
        model = self.sourceModel()
        text = model.data(model.index(source_row, 0, source_parent), TaskRole.FILTER)
        return all(word in text for word in self._words)
