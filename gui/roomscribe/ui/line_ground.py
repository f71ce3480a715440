"""What a line of a list stands on: the colour of a chosen one, or of the one under the mouse."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from roomscribe.ui.theme import Theme


def paint_line_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Paint it over the whole line."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.colour("selection"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, theme.colour("hover"))
