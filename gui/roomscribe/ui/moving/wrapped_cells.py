"""Paints texts on as many lines as they need, with an icon before the first; names too long for a line are broken."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from roomscribe.ui.task_table.plain_cells import paint_ground
from roomscribe.ui.theme import Theme, metrics

Index = QModelIndex | QPersistentModelIndex


class WrappedCells(QStyledItemDelegate):
    """For tables whose rows are as high as their longest text."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_ground(painter, option, self._theme)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        left, top = option.rect.left() + metrics.GAP, option.rect.top() + metrics.GAP
        if isinstance(icon, QIcon):
            size, height = metrics.ICON_SMALL, option.fontMetrics.height()
            icon.paint(painter, QRect(left, top + (height - size) // 2, size, size))
        layout = _laid_out(str(index.data() or ""), option.font, option.rect.width() - _margins(icon))
        painter.setPen(self._theme.colour("text"))
        layout.draw(painter, QPointF(left + _before(icon), top))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        width = self._view.columnWidth(index.column())
        layout = _laid_out(str(index.data() or ""), option.font, width - _margins(icon))
        return QSize(width, round(layout.boundingRect().height()) + 2 * metrics.GAP)


def _before(icon: object) -> int:
    return metrics.ICON_SMALL + metrics.HALF_GAP if isinstance(icon, QIcon) else 0


def _margins(icon: object) -> int:
    return 2 * metrics.GAP + _before(icon)


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
