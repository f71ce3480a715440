"""Says how wide the table's cells would like to be; the view paints them itself."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from roomscribe.ui.task_table.chip import chip_size
from roomscribe.ui.task_table.looks import Look
from roomscribe.ui.task_table.roles import TaskRole
from roomscribe.ui.theme import metrics

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Asked when somebody double-clicks the edge of a column's header."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(TaskRole.TASK) is None:  # a group's header lies over all columns
            return QSize(0, metrics.ROW)
        look = index.data(TaskRole.LOOK)
        if isinstance(look, Look):
            width = chip_size(look, option.font).width()
        else:
            width = option.fontMetrics.horizontalAdvance(str(index.data()))
        return QSize(width + 2 * metrics.GAP, metrics.ROW)
