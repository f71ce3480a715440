"""Number inputs that a wheel meant for the page does not change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from roomscribe.ui.theme import metrics
from roomscribe.ui.theme.roles import inset_spin_box

WIDTH = 9 * metrics.PANEL


class CalmSpinBox(QSpinBox):
    """A whole number."""

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(least, most)
        self.setValue(value)
        self.setFixedWidth(WIDTH)
        inset_spin_box(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmSecondsBox(QDoubleSpinBox):
    """Seconds, with tenths."""

    def __init__(self, least: float, most: float, value: float) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(1)
        self.setRange(least, most)
        self.setValue(value)
        self.setFixedWidth(WIDTH)
        inset_spin_box(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
