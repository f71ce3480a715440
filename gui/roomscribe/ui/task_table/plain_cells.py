"""Paints the cells of the small tables in dialogs: a text or a state chip on a line, as in the main table."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roomscribe.ui.task_table.chip import chip_size
from roomscribe.ui.task_table.drawn_chips import DrawnChips
from roomscribe.ui.task_table.looks import ENDING_UNASKED, LOOKS, STOP_NOT_CONFIRMED, Look
from roomscribe.ui.task_table.painting import laid_out
from roomscribe.ui.theme import Theme, metrics

Index = QModelIndex | QPersistentModelIndex
LOOK = Qt.ItemDataRole.UserRole
"""The `Look` of a cell that is painted as a chip."""
TONE = Qt.ItemDataRole.UserRole + 1
"""Name of a text's colour token; none for the usual one."""


ELIDE = Qt.ItemDataRole.UserRole + 2
"""Where a text that is too long loses letters (`Qt.TextElideMode`): in the middle, or none for the end."""
FACE = Qt.ItemDataRole.UserRole + 3
"""All that is painted of a cell at once (`Face`): each question takes a tenth of what painting a cell does."""
TEXTS_KEPT = 400
"""Texts that are laid out already: those of the rows in sight, which are painted anew whenever one of them changes."""
_SELECTED = QStyle.StateFlag.State_Selected.value


class Face(NamedTuple):
    """How a cell looks."""

    words: str
    look: Look | None = None
    """Painted as a chip instead of the words."""
    tone: str = "text"
    """Name of the text's colour token."""
    right: bool = False
    """Whether the text stands at the right."""
    middle: bool = False
    """Whether a text that is too long loses letters in its middle instead of at its end."""


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """What every cell stands on: the colour of a chosen row, and a line below it."""
    # Each name of Qt's, and each rectangle, is made anew whenever it is asked for.
    rect = option.rect
    if option.state.value & _SELECTED:
        painter.fillRect(rect, theme.colour("selection"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), metrics.LINE, theme.colour("line"))


class PlainCells(QStyledItemDelegate):
    """Asks the model for look, text, tone and alignment."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._laid_out = lru_cache(TEXTS_KEPT)(laid_out)
        self._chips = DrawnChips(theme)
        theme.changed.connect(self._forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_ground(painter, option, self._theme)
        # A copy: the option's own font ends with the option, and texts are kept by it.
        font, face = QFont(option.font), _face(index)
        inner = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        if face.look is not None:
            self._chips.paint(painter, inner, face.look, font)
        elif face.words:
            text, width, height = self._laid_out(face.words, font, inner.width(), face.middle)
            painter.setFont(font)
            painter.setPen(self._theme.colour(face.tone))
            left = inner.left() + (inner.width() - width if face.right else 0)
            painter.drawStaticText(QPointF(left, inner.top() + (inner.height() - height) / 2), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = index.data(LOOK)
        words = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
        width = chip_size(look, option.font).width() if isinstance(look, Look) else words
        return QSize(width + 2 * metrics.GAP + metrics.HALF_GAP, metrics.ROW)

    def _forget(self) -> None:
        self._chips.forget()

    def widest_chip(self) -> int:
        """The width of a column in which no state is cut off, whichever comes."""
        looks = (*LOOKS.values(), STOP_NOT_CONFIRMED, ENDING_UNASKED)
        return max(chip_size(look, self._view.font()).width() for look in looks) + 2 * metrics.GAP


def _face(index: Index) -> Face:
    face = index.data(FACE)
    if isinstance(face, Face):
        return face
    # A model of Qt's own.
    return Face(str(index.data() or ""))
