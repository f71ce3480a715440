"""The filter language explained on one page; the keys are told as they are declared."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from roomscribe.domain.text import T, Text
from roomscribe.services.filtering.query import FilterLanguage
from roomscribe.ui.dialogs.parts import label
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

GRAMMAR: tuple[tuple[str, Text], ...] = (
    ("demo qa", T("Both words, anywhere in the row.")),
    ('"demo qa"', T("Just this text.")),
    ("-demo", T("Rows without it. A minus works before everything.")),
    ("room:a,b", T("One or the other.")),
    ("5001*", T("The star stands for anything; in quotes it is a star.")),
    (">  >=  <  <=", T("Before times and amounts: 30s, 5m, 2h, 1d.")),
)


class FilterHelp(QFrame):
    """A sheet that goes when somebody clicks elsewhere or presses Esc."""

    def __init__(self, language: FilterLanguage, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(say(T("The filter language")))
        self._page = QWidget()
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.CARD)
        self._grid.setHorizontalSpacing(metrics.CARD)
        self._grid.setVerticalSpacing(metrics.HALF_GAP)
        self._grid.setColumnStretch(1, 1)
        self._head(T("The filter language"), Role.TITLE)
        for written, meaning in GRAMMAR:
            self._line(written, say(meaning))
        self._head(T("What can stand before a colon"), Role.SECTION)
        for key in language.keys:
            self._line(key.example, say(key.meaning))
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(say(T("The filter language")))
        self._area.setWidget(self._page)
        # A window of its own is square: a rounded card in it would stand in a second frame.
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_role(self, Role.SHEET)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(metrics.LINE, metrics.LINE, metrics.LINE, metrics.LINE)
        whole.addWidget(self._area)

    def show_below(self, field: QWidget) -> None:
        """Come into sight below the field, as high as the screen lets it."""
        corner = field.mapToGlobal(QPoint(field.width(), field.height() + metrics.HALF_GAP))
        free = field.screen().availableGeometry()
        width = min(metrics.FILTER_PANEL + metrics.CARD, free.width())
        self._page.ensurePolished()
        for each in self._page.findChildren(QWidget):
            each.ensurePolished()
        wanted = self._grid.totalHeightForWidth(width - metrics.SCROLL_BAR) + metrics.GAP
        self.resize(width, min(wanted, free.bottom() - corner.y() - metrics.GAP))
        self.move(max(free.left(), corner.x() - width), corner.y())
        self.show()
        self._area.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _head(self, text: Text, role: Role) -> None:
        heading = label(say(text), role)
        if self._grid.rowCount() > 1:
            heading.setContentsMargins(0, metrics.PANEL, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)

    def _line(self, written: str, meaning: str) -> None:
        at = self._grid.rowCount()
        example = label(written, Role.MONO)
        example.setWordWrap(False)
        example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(example, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label(meaning), at, 1)
