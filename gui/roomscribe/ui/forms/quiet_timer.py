"""Waits for a pause in somebody's typing, but not for ever."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

QUIET = 150
"""Milliseconds without a change that count as a pause."""
AT_LATEST = 450
"""Milliseconds after the first change: whoever goes on and on from field to field must not be shown an old message."""


class QuietTimer(QTimer):
    """Times out after a pause in the changes, or when the first of them has waited long enough."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._waited = QElapsedTimer()

    def note_change(self) -> None:
        """Something changed: wait for the pause after it."""
        if not self.isActive():
            self._waited.start()
        self.start(max(0, min(QUIET, AT_LATEST - self._waited.elapsed())))
