"""Knows whether somebody is reading the table, so that nothing moves while they do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QTableView

GRACE_MS = 400
"""Somebody who has just looked away may look back: the mouse leaves for a moment when it crosses an edge."""
PASSING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""The keyboard comes back from there by itself."""


class Reading(QObject):
    """The rule: the mouse points at the rows, or the table is scrolled down, or has both keyboard and chosen rows.

    It begins at once and ends after a moment's grace.
    """

    changed = Signal(bool)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._pointed = False
        self._focused = False
        self.now = False
        """Whether somebody is reading."""
        self._grace = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._grace.timeout.connect(self._on_grace_over)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._consider)

    def watch_selection(self) -> None:
        """The view has its model, and so its selection."""
        self._view.selectionModel().selectionChanged.connect(self._consider)

    def close(self) -> None:
        """Watch no more."""
        self._grace.stop()

    def stop_now(self) -> None:
        """Somebody wants to see what waits: no grace."""
        self._grace.stop()
        self._set(False)
        self._consider()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.MouseMove) and watched is self._view.viewport():
            self._pointed = True
            self._consider()
        elif kind in (QEvent.Type.Leave, QEvent.Type.Hide) and watched is self._view.viewport():
            self._pointed = False
            self._consider()
        elif isinstance(event, QFocusEvent) and watched is self._view:
            if event.gotFocus():
                self._focused = True
            elif event.reason() not in PASSING:
                self._focused = False
            self._consider()
        return False

    def _reads(self) -> bool:
        if self._pointed or self._view.verticalScrollBar().value() > 0:
            return True
        return self._focused and self._view.selectionModel().hasSelection()

    def _consider(self) -> None:
        if self._reads():
            self._grace.stop()
            self._set(True)
        elif self.now and not self._grace.isActive():
            self._grace.start()

    def _on_grace_over(self) -> None:
        if not self._reads():
            self._set(False)

    def _set(self, now: bool) -> None:
        if now != self.now:
            self.now = now
            self.changed.emit(now)
