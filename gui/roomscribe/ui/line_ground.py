"""A line of a list: its height, and what it stands on when it is chosen or under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from roomscribe.ui.theme import Theme, metrics


def line_size(option: QStyleOptionViewItem) -> QSize:
    """Of one line of text; it takes whatever width there is."""
    return QSize(metrics.ROW, max(metrics.CONTROL - metrics.HALF_GAP, option.fontMetrics.height() + metrics.GAP))


def paint_line_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Paint it over the whole line."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.colour("selection"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, theme.colour("hover"))
