"""Number inputs that a wheel meant for the page does not change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from roomscribe.ui.dialogs.parts import left_to_the_page
from roomscribe.ui.theme import metrics
from roomscribe.ui.theme.roles import inset_spin_box

WIDTH = 9 * metrics.PANEL


class CalmSpinBox(QSpinBox):
    """A whole number."""

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setValue(value)
        _arrange(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not left_to_the_page(self, event):
            super().wheelEvent(event)


class CalmSecondsBox(QDoubleSpinBox):
    """Seconds, with tenths."""

    def __init__(self, least: float, most: float, value: float) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setRange(least, most)
        self.setValue(value)
        _arrange(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not left_to_the_page(self, event):
            super().wheelEvent(event)


def _arrange(box: QAbstractSpinBox) -> None:
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setFixedWidth(WIDTH)
    inset_spin_box(box)
