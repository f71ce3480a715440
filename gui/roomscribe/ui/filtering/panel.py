"""What hangs below the filter's field while somebody types: what is wrong, and what could be typed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from roomscribe.domain.text import T
from roomscribe.services.filtering.completion import Suggestion
from roomscribe.ui.dialogs.parts import IconView, label
from roomscribe.ui.filtering.suggestions import SuggestionDelegate, SuggestionModel
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

ROWS = 9
"""Suggestions in sight."""


class FilterPanel(QFrame):
    """Part of the window, no window of its own: the keyboard, and whoever composes Chinese, stay in the field."""

    chosen = Signal(object)
    """A `Suggestion` was clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._message = QWidget(self)
        self.words = label("")
        set_role(self.words, Role.ERROR)
        message = QHBoxLayout(self._message)
        message.setContentsMargins(metrics.GAP, metrics.HALF_GAP, metrics.GAP, metrics.HALF_GAP)
        message.setSpacing(metrics.GAP)
        message.addWidget(IconView(theme.icon("failed", "bad")), 0, Qt.AlignmentFlag.AlignTop)
        message.addWidget(self.words, 1)
        self.model = SuggestionModel(self)
        self.list = QListView(self)
        self._delegate = SuggestionDelegate(theme, self.list)
        self._fill_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.HALF_GAP, metrics.HALF_GAP, metrics.HALF_GAP, metrics.HALF_GAP)
        layout.setSpacing(0)
        layout.addWidget(self._message)
        layout.addWidget(self.list)
        self._message.hide()
        self.list.hide()
        self.hide()

    @property
    def offering(self) -> bool:
        """Whether suggestions are in sight."""
        return self.isVisible() and not self.list.isHidden()

    def chosen_one(self) -> Suggestion | None:
        """The suggestion on which the mark is."""
        row = self.list.currentIndex().row()
        return self.model.suggestions[row] if 0 <= row < len(self.model.suggestions) else None

    def show_words(self, words: str) -> None:
        """Say what is wrong; "" for nothing."""
        self.words.setText(words)
        self._message.setVisible(bool(words))

    def offer(self, suggestions: tuple[Suggestion, ...]) -> None:
        """Offer these with the mark on none, so that the first arrow always leads to the first."""
        self.model.show(suggestions)
        measure = self.list.fontMetrics().horizontalAdvance
        explained = [measure(each.shown) for each in suggestions if each.meaning is not None]
        self._delegate.words_width = max(explained, default=0) + metrics.HALF_GAP
        self.list.setVisible(bool(suggestions))
        self.list.setCurrentIndex(QModelIndex())
        self.list.scrollToTop()

    def move_mark(self, by: int) -> None:
        """Put the mark on another line; beyond the last one is the first again."""
        lines = len(self.model.suggestions)
        if lines:
            row = self.list.currentIndex().row()
            row = (row + by) % lines if row >= 0 else (0 if by > 0 else lines - 1)
            self.list.setCurrentIndex(self.model.index(row, 0))

    def hang_below(self, field: QWidget) -> None:
        """Come into sight below the field, or go where there is nothing to say."""
        if self.list.isHidden() and self._message.isHidden():
            self.hide()
            return
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        width = min(max(field.width(), metrics.FILTER_PANEL), window.width() - 2 * metrics.GAP)
        right = field.mapTo(window, QPoint(field.width(), field.height() + metrics.HALF_GAP))
        self.setFixedWidth(width)
        if not self.list.isHidden():
            self.list.setFixedHeight(self.list.sizeHintForRow(0) * min(ROWS, len(self.model.suggestions)))
        layout = self.layout()
        assert layout is not None  # noqa: S101 - made above
        layout.activate()
        self.setFixedHeight(
            layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        )
        self.move(max(metrics.GAP, right.x() - width), right.y())
        self.show()
        self.raise_()

    def _fill_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("plain", True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say(T("What could be typed")))
        self.list.clicked.connect(lambda index: self.chosen.emit(self.model.suggestions[index.row()]))
