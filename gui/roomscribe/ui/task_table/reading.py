"""Knows whether somebody is reading the table, so that nothing moves while they do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QSinglePointEvent, QWheelEvent
from PySide6.QtWidgets import QTableView

GRACE_MS = 400
"""Somebody who has just looked away may look back: the mouse leaves for a moment when it crosses an edge."""
IDLE_MS = 10_000
"""Whoever has moved neither mouse nor keyboard for so long reads no more."""
INPUT = (
    QEvent.Type.Enter,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
)
PASSING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""The keyboard comes back from there by itself."""


class Reading(QObject):
    """The rule: the mouse points at the rows, or the table is scrolled down, or has both keyboard and chosen rows.

    It begins at once and ends after a moment's grace, or when neither mouse nor key was moved for a while: a table that
    somebody has left with a row chosen must not stand still for ever.
    """

    changed = Signal(bool)
    pointing_ended = Signal()
    """The mouse is over the rows no more, or rests."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._pointed = False
        self._focused = False
        self.now = False
        """Whether somebody is reading."""
        self._grace = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._grace.timeout.connect(self._on_grace_over)
        self._asleep = False
        self._at: QPoint | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._on_idle)
        for each in (view.viewport(), view, view.verticalScrollBar()):
            each.installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._consider)

    def watch_selection(self) -> None:
        """The view has its model, and so its selection."""
        self._view.selectionModel().selectionChanged.connect(self._consider)

    def close(self) -> None:
        """Watch no more."""
        self._grace.stop()
        self._idle.stop()

    @property
    def pointing(self) -> bool:
        """Whether the mouse is over the rows and does not rest there: nothing may move under it."""
        return self._pointed and not self._asleep

    def stop_now(self) -> None:
        """Somebody wants to see what waits: no grace."""
        self._grace.stop()
        self._set(False)
        self._consider()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in INPUT and self._is_new(event):
            self._asleep = False
            self._idle.start()
        if kind in (QEvent.Type.Enter, QEvent.Type.MouseMove) and watched is self._view.viewport():
            self._pointed = True
            self._consider()
        elif kind in (QEvent.Type.Leave, QEvent.Type.Hide) and watched is self._view.viewport():
            self._pointed = False
            self._consider()
            self.pointing_ended.emit()
        elif isinstance(event, QFocusEvent) and watched is self._view:
            if event.gotFocus():
                self._focused = True
            elif event.reason() not in PASSING:
                self._focused = False
            self._consider()
        return False

    def _is_new(self, event: QEvent) -> bool:
        """Whether it is more than Qt's word that something else lies under a mouse that rests."""
        if not isinstance(event, QSinglePointEvent) or isinstance(event, QWheelEvent):
            return True
        before, self._at = self._at, event.globalPosition().toPoint()
        return self._at != before or event.type() is QEvent.Type.MouseButtonPress

    def _reads(self) -> bool:
        if self._asleep:
            return False
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

    def _on_idle(self) -> None:
        self._asleep = True
        self._grace.stop()
        self._set(False)
        self.pointing_ended.emit()

    def _set(self, now: bool) -> None:
        if now and not self._idle.isActive():
            self._idle.start()
        if now != self.now:
            self.now = now
            self.changed.emit(now)
