"""The troubles that wait, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from roomscribe.domain.text import T
from roomscribe.services.simulator_control import Trouble
from roomscribe.ui.simulator.trouble_words import how_often, what, where
from roomscribe.ui.task_table.plain_cells import PlainCells
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
WHAT, WHERE, LEFT, HAPPENED = range(4)
HEADERS = (T("What happens"), T("Call"), T("How often"), T("Happened"))
ROWS_IN_SIGHT = 4


class TroubleModel(QAbstractTableModel):
    """Shows what the simulator last told; a row keeps its place while it waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Trouble] = []

    def show(self, troubles: Sequence[Trouble]) -> None:
        """Show these. What is gone goes, what is there stays selected, the others follow behind."""
        left = {each.id for each in troubles}
        for place in reversed(range(len(self.rows))):
            if self.rows[place].id not in left:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place]
                self.endRemoveRows()
        known = len(self.rows)
        changed = self.rows != list(troubles[:known])
        self.rows[:] = troubles[:known]
        if changed:
            self.dataChanged.emit(self.index(0, WHAT), self.index(known - 1, HAPPENED))
        if len(troubles) > known:
            self.beginInsertRows(QModelIndex(), known, len(troubles) - 1)
            self.rows += troubles[known:]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(HEADERS[section])
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        words = self._words(self.rows[index.row()], index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say(HEADERS[index.column()])}: {words}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
        return None

    def _words(self, trouble: Trouble, column: int) -> str:
        match column:
            case 0:
                return what(trouble)
            case 1:
                return where(trouble)
            case 2:
                return how_often(trouble)
            case _:
                return str(trouble.happened)


class TroubleTable(QTableView):
    """Nothing in it can be changed; one can be chosen, to take it back."""

    def __init__(self, model: TroubleModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(PlainCells(theme, self))
        self.setAccessibleName(say(T("Troubles that wait")))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics.ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(metrics.ROW)
        for column in (WHAT, LEFT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in (WHERE, HAPPENED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(metrics.ROW * (ROWS_IN_SIGHT + 1) + 2 * metrics.LINE)

    def chosen(self) -> list[int]:
        """Ids of the selected troubles."""
        return [self._model.rows[index.row()].id for index in self.selectionModel().selectedRows()]


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == HAPPENED else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
