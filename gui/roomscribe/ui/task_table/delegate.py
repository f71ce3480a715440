"""Paints the table's cells: ground, fading news, line, and text or chip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.ui.task_table.chip import chip_size, paint_chip
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.model import TaskRole, alignment
from roomscribe.ui.theme import Theme, metrics

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """One delegate for every column; `freshness` says how much of a row's flash is left, from 1 to 0."""

    def __init__(
        self,
        theme: Theme,
        freshness: Callable[[str], float],
        hovered: Callable[[], int],
        leads: Callable[[Index], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._freshness = freshness
        self._hovered = hovered
        self._leads = leads

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._ground(painter, option, index)
        inner = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        look = index.data(TaskRole.LOOK)
        if look is not None:
            paint_chip(painter, inner, look, option.font, self._theme)
        else:
            self._words(painter, option, index, inner)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = index.data(TaskRole.LOOK)
        words = option.fontMetrics.horizontalAdvance(str(index.data()))
        width = chip_size(look, option.font).width() if look is not None else words
        return QSize(width + 2 * metrics.GAP, metrics.ROW)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colour = self._theme.colour
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, colour("selection"))
        elif index.row() == self._hovered():
            painter.fillRect(option.rect, colour("hover"))
        if fresh := self._freshness(index.data(TaskRole.TASK).id):
            flash = QColor(colour("accent"))
            flash.setAlphaF(0.25 * fresh)
            painter.fillRect(option.rect, flash)
        bottom = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), metrics.LINE)
        painter.fillRect(bottom, colour("line"))
        if self._leads(index):
            edge = QRect(option.rect.left(), option.rect.top(), metrics.RING, option.rect.height() - metrics.LINE)
            painter.fillRect(edge, colour("accent"))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, inner: QRect) -> None:
        column = COLUMNS[index.column()]
        painter.setFont(tabular(option.font) if column.number else option.font)
        painter.setPen(self._theme.colour(index.data(TaskRole.TONE)))
        mode = Qt.TextElideMode.ElideMiddle if column.elide_middle else Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(str(index.data()), mode, inner.width())
        painter.drawText(inner, alignment(column), text)


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that counting seconds do not dance."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures
