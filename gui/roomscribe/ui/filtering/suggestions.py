"""The list of what could be typed: a word, and what it means."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.domain.text import T
from roomscribe.services.filtering.completion import Suggestion
from roomscribe.ui.line_ground import line_size, paint_line_ground
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
MEANING = Qt.ItemDataRole.UserRole
WORD_SHARE = 0.6
"""Of a line's width, for a word that has a meaning beside it."""


class SuggestionModel(QAbstractListModel):
    """One line for each suggestion."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.suggestions: tuple[Suggestion, ...] = ()

    def show(self, suggestions: tuple[Suggestion, ...]) -> None:
        """Show others."""
        if suggestions != self.suggestions:
            self.beginResetModel()
            self.suggestions = suggestions
            self.endResetModel()

    def spoken(self, row: int) -> str:
        """What a screen reader says of a line."""
        each = self.suggestions[row]
        return each.shown if each.meaning is None else say(T("{word}: {text}", word=each.shown, text=each.meaning))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.suggestions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each = self.suggestions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return each.shown
        if role == MEANING:
            return "" if each.meaning is None else say(each.meaning)
        return self.spoken(index.row()) if role == Qt.ItemDataRole.AccessibleTextRole else None


class SuggestionDelegate(QStyledItemDelegate):
    """The words below each other, and the meanings, too."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words_width = 0
        """Room for the longest word."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return line_size(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_line_ground(painter, option, self._theme)
        line = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        meaning = index.data(MEANING)
        room = min(self.words_width, round(line.width() * WORD_SHARE)) if meaning else line.width()
        self._write(painter, option, QRect(line.left(), line.top(), room, line.height()), index.data(), "text")
        if meaning:
            beside = line.adjusted(room + metrics.PANEL, 0, 0, 0)
            self._write(painter, option, beside, meaning.replace("\n", " "), "dim")
        painter.restore()

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, text: str, token: str) -> None:
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.setFont(option.font)
        painter.setPen(self._theme.colour(token))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
