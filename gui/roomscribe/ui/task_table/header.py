"""The table's header: titles over their columns' edge, with the sorting arrow on the free side of the title."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.roles import alignment
from roomscribe.ui.theme import Theme, metrics
from roomscribe.ui.words import say


class TaskHeader(QHeaderView):
    """Painted here because the style puts its arrow over the end of right-aligned titles."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setAccessibleName(say(T("Columns of the task table")))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(metrics.ROW + metrics.CARD)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        title = self.fontMetrics().horizontalAdvance(say(COLUMNS[logicalIndex].title))
        return QSize(title + 2 * metrics.GAP + metrics.ICON, metrics.ROW)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = COLUMNS[logicalIndex]
        sorted_by = self.sortIndicatorSection() == logicalIndex and self.isSortIndicatorShown()
        arrow = metrics.ICON_SMALL + metrics.HALF_GAP if sorted_by else 0
        inner = rect.adjusted(metrics.GAP, 0, -metrics.GAP, 0)
        painter.save()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), metrics.LINE, self._theme.colour("line"))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text" if sorted_by else "dim"))
        room = max(0, inner.width() - arrow)
        title = painter.fontMetrics().elidedText(say(column.title), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, alignment(column), title)
        if sorted_by:
            width = painter.fontMetrics().horizontalAdvance(title)
            left = inner.right() - width - arrow if column.number else inner.left() + width + metrics.HALF_GAP
            self._arrow(painter, left, inner.center().y())
        painter.restore()

    def _arrow(self, painter: QPainter, left: int, middle: int) -> None:
        size = metrics.ICON_SMALL
        descending = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        icon = self._theme.icon("fa5s.chevron-down" if descending else "fa5s.chevron-up", "accent")
        icon.paint(painter, QRect(left, middle - size // 2, size, size))
