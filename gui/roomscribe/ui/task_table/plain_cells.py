"""Paints the cells of the small tables in dialogs: a text or a state chip on a line, as in the main table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roomscribe.ui.task_table.chip import chip_size, paint_chip
from roomscribe.ui.task_table.looks import ENDING_UNASKED, LOOKS, STOP_NOT_CONFIRMED, Look
from roomscribe.ui.theme import Theme, metrics

Index = QModelIndex | QPersistentModelIndex
LOOK = Qt.ItemDataRole.UserRole
"""The `Look` of a cell that is painted as a chip."""
TONE = Qt.ItemDataRole.UserRole + 1
"""Name of a text's colour token; none for the usual one."""


ELIDE = Qt.ItemDataRole.UserRole + 2
"""Where a text that is too long loses letters (`Qt.TextElideMode`); none for the view's own way."""


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """What every cell stands on: the colour of a chosen row, and a line below it."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.colour("selection"))
    line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), metrics.LINE)
    painter.fillRect(line, theme.colour("line"))


class PlainCells(QStyledItemDelegate):
    """Asks the model for look, text, tone and alignment."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_ground(painter, option, self._theme)
        inner, look = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0), index.data(LOOK)
        if isinstance(look, Look):
            paint_chip(painter, inner, look, option.font, self._theme)
            return
        painter.setFont(option.font)
        painter.setPen(self._theme.colour(index.data(TONE) or "text"))
        elide = index.data(ELIDE) or option.textElideMode
        words = option.fontMetrics.elidedText(str(index.data() or ""), elide, inner.width())
        painter.drawText(inner, index.data(Qt.ItemDataRole.TextAlignmentRole), words)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = index.data(LOOK)
        words = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
        width = chip_size(look, option.font).width() if isinstance(look, Look) else words
        return QSize(width + 2 * metrics.GAP + metrics.HALF_GAP, metrics.ROW)

    def widest_chip(self) -> int:
        """The width of a column in which no state is cut off, whichever comes."""
        looks = (*LOOKS.values(), STOP_NOT_CONFIRMED, ENDING_UNASKED)
        return max(chip_size(look, self._view.font()).width() for look in looks) + 2 * metrics.GAP
