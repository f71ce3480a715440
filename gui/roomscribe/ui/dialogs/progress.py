"""A progress bar that waits with its picture until the window is painted anyway."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class CalmProgressBar(QProgressBar):
    """Qt's own paints the whole window at once when its value changes, in the middle of whatever is going on."""

    def setValue(self, value: int) -> None:
        if value != self.value():
            self.setUpdatesEnabled(False)
            super().setValue(value)
            self.setUpdatesEnabled(True)
