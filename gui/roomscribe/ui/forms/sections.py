"""The parts of a form: a heading with a line above its fields, and the switch of the part that folds away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from roomscribe.domain.fields import Section
from roomscribe.domain.text import T
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

TITLES = {
    Section.ROOM: T("Room"),
    Section.USER: T("User"),
    Section.LANGUAGE: T("Language"),
    Section.TRANSLATION: T("Translation"),
    Section.ADVANCED: T("Advanced"),
}


class SectionBlock(QWidget):
    """A heading with a line, and rows below it."""

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(say(TITLES[section]), self)
        set_role(title, Role.SECTION)
        line = QFrame(self)
        set_role(line, Role.LINE)
        line.setFixedHeight(metrics.LINE)
        head = QHBoxLayout()
        head.setSpacing(metrics.PANEL)
        head.addWidget(title)
        head.addWidget(line, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, metrics.HALF_GAP)
        self._column.setSpacing(metrics.GAP)
        self._column.addLayout(head)

    def add_row(self, row: QWidget) -> None:
        """Put a row below the others."""
        self._column.addWidget(row)


class FoldingHead(QWidget):
    """Opens and closes the part that most people never need, and says in short what it holds."""

    folded_or_unfolded = Signal()

    def __init__(self, section: Section, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.folded = True
        """Whether its rows are out of sight."""
        self.head = QPushButton(say(TITLES[section]), self)
        set_role(self.head, Role.QUIET)
        self.head.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        self.head.setAutoDefault(False)
        self.summary = QLabel(self)
        set_role(self.summary, Role.DIM)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.badge = QLabel(self)
        set_role(self.badge, Role.ERROR)
        self.badge.hide()
        row = filling_row(self, metrics.RING)
        row.addWidget(self.head)
        row.addWidget(self.badge)
        row.addWidget(self.summary, 1)
        self.head.clicked.connect(self._on_clicked)
        self._fold(True)

    def unfold(self) -> None:
        """Show the rows."""
        if self.folded:
            self._fold(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The words beside the button belong to it.
        if event.button() == Qt.MouseButton.LeftButton:
            self.head.click()

    def set_summary(self, words: str, *, alarming: bool = False) -> None:
        """Say in short what is inside."""
        self.summary.setText(f"· {words}" if words else "")
        set_role(self.summary, Role.ERROR if alarming else Role.DIM)
        self.head.setAccessibleDescription(words)

    def set_badge(self, words: str) -> None:
        """Say, in place of the summary, that something inside needs a look; "" for nothing."""
        self.badge.setText(f"· {words}" if words else "")
        self.badge.setVisible(bool(words))
        self.summary.setVisible(not words)

    def _on_clicked(self) -> None:
        self._fold(not self.folded)

    def _fold(self, folded: bool) -> None:
        self.folded = folded
        self.head.setIcon(self._theme.icon("expand" if folded else "collapse", "dim"))
        self.folded_or_unfolded.emit()
