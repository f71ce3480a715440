"""Facts about a task as labelled values that are elided on the screen and whole on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.copy_button import CopyButton
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.times import NOTHING
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say


class ElidedLabel(QLabel):
    """One line that loses its middle where it does not fit; the tool tip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # Drawn here, because QLabel itself cannot elide.
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            room,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )
        painter.end()


class Fact:
    """A label, a value and, where it is worth copying, a button."""

    def __init__(self, theme: Theme, title: str, *, copies: bool = False, parent: QWidget) -> None:
        self.title = QLabel(title, parent)
        set_role(self.title, Role.DIM)
        self.value = ElidedLabel(parent)
        self.copy = CopyButton(theme, say(T("Copy: {what}", what=title)), parent) if copies else None
        self.show("")

    def show(self, text: str, *, tip: str = "", copied: str = "", otherwise: str = "") -> None:
        """Show a value, or `otherwise`; `copied` goes to the clipboard where that differs from what is shown."""
        shown = text or otherwise or NOTHING
        if self.value.text() != shown:
            self.value.setText(shown)
        self.value.setToolTip(plain_tip(tip or text))
        self.value.setAccessibleName(f"{self.title.text()}: {shown}")
        if self.copy is not None:
            self.copy.text_to_copy = copied or text
            self.copy.setVisible(bool(text))

    def add_to(self, grid: QGridLayout, row: int, column: int) -> None:
        """Three cells of a grid."""
        grid.addWidget(self.title, row, column)
        grid.addWidget(self.value, row, column + 1)
        if self.copy is not None:
            grid.addWidget(self.copy, row, column + 2)


def facts_grid(left: list[Fact], right: list[Fact]) -> QGridLayout:
    """Two columns of facts that share the width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(metrics.PANEL)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(5, 1)
    grid.setColumnMinimumWidth(3, metrics.CARD)
    for column, facts in ((0, left), (4, right)):
        for row, fact in enumerate(facts):
            fact.add_to(grid, row, column)
            grid.setRowMinimumHeight(row, metrics.ICON_LARGE)
    return grid
