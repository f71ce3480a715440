"""The languages in the pop-up: a list that searches, and how one of its lines looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.domain.language_match import same_language
from roomscribe.domain.languages import Language, search
from roomscribe.domain.text import T
from roomscribe.ui.elided_text import draw_elided
from roomscribe.ui.forms.language_words import language_note, own_name
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say

LANGUAGE_ROLE = Qt.ItemDataRole.UserRole
CHOSEN_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LanguageModel(QAbstractListModel):
    """What is left of the languages offered after a search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[Language, ...] = ()
        self._found: list[Language] = []
        self._chosen: frozenset[str] = frozenset()
        self._words = ""
        self.full = False
        """No further language may be chosen."""

    def offer(self, languages: Sequence[Language], chosen: Sequence[str], *, full: bool) -> None:
        """Take other languages, or another choice among them; the search stays."""
        self._chosen, self.full = frozenset(chosen), full
        if tuple(languages) != self._offered:
            self._offered = tuple(languages)
            self.search(self._words)
        elif self._found:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._found) - 1, 0))

    def search(self, words: str) -> None:
        """Keep the languages that match."""
        self.beginResetModel()
        self._words = words
        # People know the other vendor's codes, too, and older ones.
        self._found = search(self._offered, words) or same_language(self._offered, words)
        self.endResetModel()

    def first_chosen(self) -> int:
        """The line of the first language chosen, or 0."""
        return next((row for row, each in enumerate(self._found) if each.code in self._chosen), 0)

    def may_pick(self, code: str) -> bool:
        """Whether it may be chosen, or given back."""
        return not self.full or code in self._chosen

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self.may_pick(self._found[index.row()].code):
            flags &= ~Qt.ItemFlag.ItemIsEnabled
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        language = self._found[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return language.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(language)
            case Qt.ItemDataRole.ToolTipRole:
                return language_note(language) or None
            case x if x == LANGUAGE_ROLE:
                return language
            case x if x == CHOSEN_ROLE:
                return language.code in self._chosen
        return None

    def _spoken(self, language: Language) -> str:
        chosen = say(T("chosen")) if language.code in self._chosen else ""
        parts = (language.name, own_name(language), language.code, language_note(language), chosen)
        return ", ".join(part for part in parts if part)


class LanguageDelegate(QStyledItemDelegate):
    """Two lines: the name with a tick and the code; below, dim, its own name and what to know about it."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tick = theme.icon("check", "accent")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + 2 * metrics.HALF_GAP + metrics.RING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        language = index.data(LANGUAGE_ROLE)
        if not isinstance(language, Language):
            return
        painter.save()
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection"))
            painter.drawRoundedRect(option.rect, metrics.HALF_GAP, metrics.HALF_GAP)
        area = option.rect.adjusted(metrics.GAP, metrics.HALF_GAP, -metrics.GAP, -metrics.HALF_GAP)
        if index.data(CHOSEN_ROLE):
            self._tick.paint(painter, QRect(area.left(), area.top(), metrics.ICON, option.fontMetrics.height()))
        area.setLeft(area.left() + metrics.ICON + metrics.GAP)
        note_font = QFont(option.font)
        note_font.setPointSizeF(option.font.pointSizeF() * metrics.NOTE_SCALE)
        upper = QRect(area.topLeft(), QSize(area.width(), option.fontMetrics.height()))
        lower = upper.translated(0, upper.height() + metrics.RING)
        code_width = draw_elided(painter, upper, language.code, note_font, self._theme.colour("dim"), right=True)
        upper.setRight(upper.right() - code_width - metrics.GAP)
        draw_elided(painter, upper, language.name, option.font, self._theme.colour("text" if enabled else "faint"))
        words = " · ".join(part for part in (own_name(language), language_note(language)) if part)
        draw_elided(painter, lower, words, note_font, self._theme.colour("dim" if enabled else "faint"))
        painter.restore()
