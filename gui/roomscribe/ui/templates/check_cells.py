"""Paints cells that can be ticked, and edits texts in their place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from roomscribe.ui.dialogs.parts import EnterLine
from roomscribe.ui.task_table.plain_cells import PlainCells, paint_ground
from roomscribe.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class CheckCells(PlainCells):
    """What has a check state is a box in the middle of its cell."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(theme, view)
        self._theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            super().paint(painter, option, index)
            return
        paint_ground(painter, option, self._theme)
        box = QStyleOptionViewItem(option)
        style = self._view.style()
        side = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, box, self._view)
        box.rect.setWidth(side)
        box.rect.setHeight(side)
        box.rect.moveCenter(option.rect.center())
        on = Qt.CheckState(state) == Qt.CheckState.Checked
        box.state = (box.state & ~QStyle.StateFlag.State_HasFocus) | (
            QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        )
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, self._view)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = EnterLine(parent)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return editor
