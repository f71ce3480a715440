"""Connects the window with the watcher: what is promised for each row, and whether anybody can see them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QTimer

from roomscribe.services.watcher import Watcher
from roomscribe.ui.main_window import MainWindow

MOMENT_MS = 2000
"""How long the window must be out of sight: whoever changes desktops comes by."""
_NEWS = frozenset({QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange})


class Watching(QObject):
    """Follows the window being shown, hidden and minimised: rows that nobody sees are asked about less often."""

    def __init__(self, window: MainWindow, watcher: Watcher) -> None:
        super().__init__(window)
        self._window = window
        self._watcher = watcher
        model = window.table.model
        model.glance = replace(model.glance, promised=watcher.promised)
        self._away = QTimer(self, singleShot=True, interval=MOMENT_MS)
        self._away.timeout.connect(self._on_away)
        window.installEventFilter(self)

    def close(self) -> None:
        """Follow it no more."""
        self._window.removeEventFilter(self)
        self._away.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look after whatever may have hidden or shown the window."""
        if event.type() in _NEWS:
            self.look()
        return False

    def look(self) -> None:
        """See whether it can be seen; one that comes back is seen at once."""
        if self._window.isVisible() and not self._window.isMinimized():
            self._away.stop()
            self._watcher.seen(True)
        elif not self._away.isActive():
            self._away.start()

    def _on_away(self) -> None:
        self._watcher.seen(False)
