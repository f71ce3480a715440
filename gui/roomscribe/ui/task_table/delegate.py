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


STATE = next(position for position, column in enumerate(COLUMNS) if column.id == "state")


class CellDelegate(QStyledItemDelegate):
    """One delegate for every column; `freshness` says how much of the flash of a cell's row is left, from 1 to 0.

    A window full of cells must be painted within a frame, and every question to the model costs: ask what is needed.
    """

    def __init__(
        self,
        theme: Theme,
        freshness: Callable[[Index], float],
        hovered: Callable[[], int],
        leads: Callable[[Index], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._freshness = freshness
        self._hovered = hovered
        self._leads = leads
        self._alignments = [alignment(column) for column in COLUMNS]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._ground(painter, option, index)
        inner = option.rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        if index.column() == STATE:
            paint_chip(painter, inner, index.data(TaskRole.LOOK), option.font, self._theme)
        else:
            self._words(painter, option, index, inner)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.column() == STATE:
            width = chip_size(index.data(TaskRole.LOOK), option.font).width()
        else:
            width = option.fontMetrics.horizontalAdvance(str(index.data()))
        return QSize(width + 2 * metrics.GAP, metrics.ROW)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colour = self._theme.colour
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, colour("selection"))
        elif index.row() == self._hovered():
            painter.fillRect(option.rect, colour("hover"))
        if fresh := self._freshness(index):
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
        painter.drawText(inner, self._alignments[index.column()], text)


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that counting seconds do not dance."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures
