"""A row of coloured dots of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QToolButton, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.theme import PROFILE_COLOURS, Role, Theme, metrics, set_role
from roomscribe.ui.words import say

NAMES: dict[str, Text] = {
    "blue": T("Blue"),
    "green": T("Green"),
    "amber": T("Amber"),
    "red": T("Red"),
    "violet": T("Violet"),
    "teal": T("Teal"),
    "pink": T("Pink"),
    "grey": T("Grey"),
}


class ColourChoice(QWidget):
    """Chooses a profile's colour; arrow keys move between the dots."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = filling_row(self, metrics.HALF_GAP)
        for name in PROFILE_COLOURS:
            dot = QToolButton()
            dot.setIcon(theme.dot(name))
            dot.setIconSize(QSize(metrics.ICON, metrics.ICON))
            dot.setCheckable(True)
            dot.setToolTip(say(NAMES[name]))
            dot.setAccessibleName(say(NAMES[name]))
            set_role(dot, Role.QUIET)
            self._buttons[name] = dot
            self._group.addButton(dot)
            row.addWidget(dot)
        row.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)
        self.choose(PROFILE_COLOURS[0])

    def choose(self, name: str) -> None:
        """Choose a colour; an unknown one leaves the choice as it is."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self.setFocusProxy(self._buttons[name])

    def chosen(self) -> str:
        """The colour's name."""
        return next(name for name, dot in self._buttons.items() if dot.isChecked())

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        self.setFocusProxy(clicked)
        self.changed.emit()
