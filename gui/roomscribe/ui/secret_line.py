"""A line of dots whose buttons are the mouse's: Tab passes them by, and the line's menu offers the same."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget


class SecretLine(QLineEdit):
    """Takes a secret. Somebody who pastes one and presses Tab means the next field, not a button beside this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools: list[QToolButton] = []
        self.show_text(False)

    def show_text(self, shown: bool) -> None:
        """Show what was typed, or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def offer(self, tool: QToolButton) -> None:
        """Leave a button out of the order of Tab, and offer it in the menu (menu key, Shift+F10) instead."""
        tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tools.append(tool)

    def menu(self) -> QMenu:
        """The usual menu of a line, and what the buttons in sight do."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        for tool in self._tools:
            if not tool.isHidden():
                menu.addAction(tool.icon(), tool.toolTip()).triggered.connect(tool.click)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())
