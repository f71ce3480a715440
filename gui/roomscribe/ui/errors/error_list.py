"""The list of errors: a model that searches, and how one of its lines looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.services.error_book import BookEntry
from roomscribe.ui.elided_text import draw_elided
from roomscribe.ui.errors.words import search_text, shown_code, speaker
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

ENTRY_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ErrorModel(QAbstractListModel):
    """The book's entries that match the words and the vendor asked for."""

    def __init__(self, entries: Sequence[BookEntry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = [(each, shown_code(each).casefold(), search_text(each)) for each in entries]
        self._found = list(entries)

    def narrow(self, words: str, vendor: str | None) -> None:
        """Keep what has every word, or what the vendor says in these words.

        `vendor` is an id, "" for the console's own, None for everybody's. What has the words as its code comes first,
        then what has them within its code.
        """
        wanted = words.casefold().split()
        typed = " ".join(wanted)
        hits = [
            (0 if code == typed else 1 if typed in code else 2, each)
            for each, code, text in self._all
            if vendor in (None, each.entry.vendor) and (all(word in text for word in wanted) or each.entry.says(words))
        ]
        if wanted:
            hits.sort(key=lambda hit: hit[0])
        self.beginResetModel()
        self._found = [each for _, each in hits]
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The line of an entry, -1 where the search leaves it out."""
        return next((row for row, each in enumerate(self._found) if each.entry.key == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._found[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown_code(entry)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{shown_code(entry)}, {speaker(entry)}: {say(entry.entry.meaning)}"
            case Qt.ItemDataRole.ToolTipRole:
                return say(entry.entry.meaning)
            case x if x == ENTRY_ROLE:
                return entry
        return None


class ErrorDelegate(QStyledItemDelegate):
    """Two lines: the code, and who says it; below, dim, what it means."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + 2 * metrics.GAP + metrics.RING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, BookEntry):
            return
        painter.save()
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setBrush(self._theme.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(option.rect, metrics.HALF_GAP, metrics.HALF_GAP)
        area = option.rect.adjusted(metrics.PANEL, metrics.GAP, -metrics.PANEL, -metrics.GAP)
        upper = QRect(area.topLeft(), QSize(area.width(), option.fontMetrics.height()))
        lower = upper.translated(0, upper.height() + metrics.RING)
        strong, small = QFont(option.font), QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(option.font.pointSizeF() * metrics.NOTE_SCALE)
        who = entry.generations[0].short_title.split()[0] if entry.generations else ""
        dim = self._theme.colour("dim")
        taken = draw_elided(painter, upper, who, small, dim, right=True) if who else 0
        upper.setRight(upper.right() - taken - (metrics.GAP if taken else 0))
        # The end of a code tells codes apart as much as its beginning does.
        middle = Qt.TextElideMode.ElideMiddle
        draw_elided(painter, upper, shown_code(entry), strong, self._theme.colour("text"), cut=middle)
        draw_elided(painter, lower, say(entry.entry.meaning), small, dim)
        painter.restore()
