"""Remarks on what did not come through as it was, as a table: what happened, to which setting, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from roomscribe.domain.remarks import Remark, RemarkKind
from roomscribe.domain.text import T
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
WHAT, SETTING, WHY = range(3)
HEADERS = (T("What happens"), T("Setting"), T("Why"))
WORDS = {
    RemarkKind.TO_ENTER: T("Enter again"),
    RemarkKind.LEFT_OUT: T("Left out"),
    RemarkKind.CHANGED: T("Changed"),
    RemarkKind.TO_KNOW: T("Note"),
}
"""In the order in which they are listed."""
_ICONS = {
    RemarkKind.TO_ENTER: ("key", "warn"),
    RemarkKind.LEFT_OUT: ("remove", "bad"),
    RemarkKind.CHANGED: ("edit", "warn"),
    RemarkKind.TO_KNOW: ("info", "info"),
}


class RemarksModel(QAbstractTableModel):
    """Remarks of a kind stand together."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.remarks: list[Remark] = []

    def set_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these."""
        order = list(WORDS)
        self.beginResetModel()
        self.remarks = sorted(remarks, key=lambda remark: order.index(remark.kind))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.remarks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return say(HEADERS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        remark, column = self.remarks[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(remark, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say(HEADERS[column])}: {self._words(remark, column)}"
            case Qt.ItemDataRole.DecorationRole if column == WHAT:
                return self._icon(remark.kind)
        return None

    def _words(self, remark: Remark, column: int) -> str:
        match column:
            case 0:
                return say(WORDS[remark.kind])
            case 1:
                return say(remark.about)
            case _:
                return say(remark.reason)

    def _icon(self, kind: RemarkKind) -> QIcon:
        name, colour = _ICONS[kind]
        return self._theme.icon(name, colour)
