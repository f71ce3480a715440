"""The parts of a form: a heading with a line above its fields, and a part that folds away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from roomscribe.domain.fields import Section
from roomscribe.domain.text import T
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


class FoldingBlock(QWidget):
    """A part that is folded away until somebody opens it; its head says in short what it holds."""

    folded_or_unfolded = Signal()

    def __init__(self, section: Section, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head = QToolButton(self)
        set_role(self.head, Role.QUIET)
        self.head.setText(say(TITLES[section]))
        self.head.setIconSize(QSize(metrics.ICON_SMALL, metrics.ICON_SMALL))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.summary = QLabel(self)
        set_role(self.summary, Role.DIM)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.badge = QLabel(self)
        set_role(self.badge, Role.ERROR)
        self.badge.hide()
        self.body = QWidget(self)
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, metrics.HALF_GAP, 0, 0)
        self._column.setSpacing(metrics.GAP)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.head)
        top.addWidget(self.summary, 1)
        top.addWidget(self.badge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.body)
        self.head.clicked.connect(self._on_clicked)
        self._fold(True)

    def add_row(self, row: QWidget) -> None:
        """Put a row below the others."""
        self._column.addWidget(row)

    @property
    def folded(self) -> bool:
        """Whether its rows are out of sight."""
        return self.body.isHidden()

    def unfold(self) -> None:
        """Show the rows."""
        self._fold(False)

    def set_summary(self, words: str, *, alarming: bool = False) -> None:
        """Say in short what is inside."""
        self.summary.setText(f"· {words}" if words else "")
        set_role(self.summary, Role.ERROR if alarming else Role.DIM)
        self.head.setAccessibleDescription(words)

    def set_badge(self, words: str) -> None:
        """Say that something inside needs a look; "" for nothing."""
        self.badge.setText(words)
        self.badge.setVisible(bool(words))

    def _on_clicked(self) -> None:
        self._fold(not self.folded)

    def _fold(self, folded: bool) -> None:
        self.head.setIcon(self._theme.icon("expand" if folded else "collapse", "dim"))
        self.body.setVisible(not folded)
        self.folded_or_unfolded.emit()
