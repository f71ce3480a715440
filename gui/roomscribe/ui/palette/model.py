"""The palette's list as a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roomscribe.domain.text import T
from roomscribe.ui.palette.search import Hit
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole


class PaletteModel(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show another finding."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Add what was found later; the rows above stay chosen and where they are."""
        if hits:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    def hit(self, row: int) -> Hit | None:
        """What a row shows; None where there is no such row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(hit)
            case Qt.ItemDataRole.ToolTipRole:
                return hit.entry.why_not or None
            case _ if role == HIT:
                return hit
        return None


def spoken(hit: Hit) -> str:
    """An entry in words, for people who do not see it."""
    entry = hit.entry
    state = "" if entry.on is None else say(T("on")) if entry.on else say(T("off"))
    why_not = say(T("not possible: {reason}", reason=entry.why_not)) if entry.why_not else ""
    return ", ".join(part for part in (entry.title, entry.about, state, entry.keys, why_not) if part)
