"""A command as a link in a text: it is there, enabled and named as the command is at the moment."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from roomscribe.ui.theme import Role, set_role
from roomscribe.ui.words import unmarked


class ActionLink(QPushButton):
    """Follows the action; hidden where that is."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, Role.TEXT_LINK)
        self.setAutoDefault(False)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setText(unmarked(self._action.text()).replace("&", "&&"))
        self.setEnabled(self._action.isEnabled())
        self.setToolTip("" if self._action.isEnabled() else self._action.toolTip())
        self.setVisible(self._action.isVisible())
