"""A small button that copies a text and says so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

SAID_MS = 1200


class CopyButton(QToolButton):
    """Copies the whole of a text that may be shown shortened."""

    def __init__(self, theme: Theme, what: str, parent: QWidget | None = None) -> None:
        """`what` names the thing, for people who do not see the icon: "Copy the task id"."""
        super().__init__(parent)
        set_role(self, Role.QUIET_ICON)
        self.text_to_copy = ""
        self._what = what
        self._usual, self._done = theme.icon("copy", "dim"), theme.icon("check", "ok")
        self._back = QTimer(self, singleShot=True, interval=SAID_MS)
        self._back.timeout.connect(self._show_usual)
        self.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.clicked.connect(self._on_clicked)
        self._show_usual()

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text_to_copy)
        self.setIcon(self._done)
        self.setToolTip(say(T("Copied")))
        self._back.start()

    def _show_usual(self) -> None:
        self.setIcon(self._usual)
        self.setToolTip(self._what)
        self.setAccessibleName(self._what)


class TextButton(QToolButton):
    """A small button with words whose press is answered by a tick."""

    def __init__(self, theme: Theme, icon: str, words: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, Role.QUIET_ICON)
        self._usual, self._done = theme.icon(icon, "dim"), theme.icon("check", "ok")
        self._back = QTimer(self, singleShot=True, interval=SAID_MS)
        self._back.timeout.connect(self._show_usual)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(metrics.ICON, metrics.ICON_SMALL))
        self.setText(say(words))
        self._show_usual()

    def sizeHint(self) -> QSize:
        # Qt's own is as high as the icon where the sheet sets a padding: letters lost their descenders.
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() + metrics.GAP))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def say_done(self) -> None:
        """Show for a moment that it is done."""
        self.setIcon(self._done)
        self._back.start()

    def _show_usual(self) -> None:
        self.setIcon(self._usual)
