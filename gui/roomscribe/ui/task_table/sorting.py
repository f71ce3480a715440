"""By which column the table is sorted, as a menu, so that no mouse is needed on the header."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QTableView

from roomscribe.domain.text import T
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.words import say

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class Sorting(QObject):
    """Keeps the menu's marks and the header's arrow alike. A hidden column can be sorted by, too."""

    def __init__(self, view: QTableView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._header = view.horizontalHeader()
        self._columns, self._ways = QActionGroup(self), QActionGroup(self)
        for column in COLUMNS:
            self._add(self._columns, say(column.title), column.id)
        self._add(self._ways, say(T("&Ascending")), UP.name)
        self._add(self._ways, say(T("&Descending")), DOWN.name)
        self._columns.triggered.connect(self._on_column)
        self._ways.triggered.connect(self._on_way)
        self._header.sortIndicatorChanged.connect(self._show)
        self._show()

    @property
    def column(self) -> int:
        """The position of the column that the table is sorted by."""
        return self._header.sortIndicatorSection()

    def fill(self, menu: QMenu) -> None:
        """Put the choices into a menu."""
        menu.addActions(self._columns.actions())
        menu.addSeparator()
        menu.addActions(self._ways.actions())

    def reverse(self) -> None:
        """The same column, the other way round."""
        self._view.sortByColumn(self.column, UP if self._header.sortIndicatorOrder() is DOWN else DOWN)

    def _add(self, group: QActionGroup, text: str, data: str) -> None:
        action = QAction(text, self, checkable=True)
        action.setData(data)
        group.addAction(action)

    def _on_column(self, action: QAction) -> None:
        self._view.sortByColumn(self._columns.actions().index(action), self._header.sortIndicatorOrder())

    def _on_way(self, action: QAction) -> None:
        self._view.sortByColumn(self.column, Qt.SortOrder[action.data()])

    def _show(self) -> None:
        way = self._header.sortIndicatorOrder().name
        for at, action in enumerate(self._columns.actions()):
            action.setChecked(at == self.column)
        for action in self._ways.actions():
            action.setChecked(action.data() == way)
