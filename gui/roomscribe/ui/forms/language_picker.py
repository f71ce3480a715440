"""The pop-up that finds a language by name, by its own name or by code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from roomscribe.domain.languages import Language
from roomscribe.domain.text import T
from roomscribe.ui.forms.language_list import LANGUAGE_ROLE, LanguageDelegate, LanguageModel
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.words import say

_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WIDTH, _ROWS = 12, 7
"""In rows' heights: how wide the pop-up is at least, and how many languages it shows at once."""


class LanguagePicker(QFrame):
    """A search field above a list. Arrows move through the list while the typing goes on; Enter picks, Esc closes."""

    picked = Signal(object)
    """The code of the language that was picked; in a list of several also one that was picked before."""

    def __init__(self, theme: Theme, *, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_role(self, Role.CARD)
        self._several = several
        self._limit: int | None = None
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say(T("Name or code")))
        self.search.setAccessibleName(say(T("Search languages")))
        self.search.addAction(theme.icon("filter", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.model = LanguageModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(LanguageDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say(T("Languages")))
        self.note = QLabel(self)
        set_role(self.note, Role.NOTE)
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.GAP, metrics.GAP, metrics.GAP, metrics.GAP)
        column.setSpacing(metrics.GAP)
        for widget in (self.search, self.list, self.note):
            column.addWidget(widget)
        self.search.textChanged.connect(self._on_search_changed)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._pick)

    def offer(self, languages: Sequence[Language], chosen: Sequence[str], limit: int | None) -> None:
        """Say which languages there are, which are chosen already, and how many may be."""
        self._limit = limit if self._several else None
        self.model.offer(languages, chosen, full=self._limit is not None and len(chosen) >= self._limit)
        self._describe()

    def open_at(self, widget: QWidget) -> None:
        """Open below (or above) a widget, with an empty search."""
        self.search.clear()
        self._move_to(self.model.first_chosen())
        row = self.list.sizeHintForRow(0) if self.model.rowCount() else metrics.ROW
        self.list.setFixedHeight(row * min(_ROWS, max(1, self.model.rowCount())) + 2 * metrics.HALF_GAP)
        self.setFixedWidth(max(widget.width(), _WIDTH * metrics.ROW))
        self.adjustSize()
        self.move(self._position(widget))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self._move_by_key(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move_by_key(self, event: QKeyEvent) -> None:
        step = {_LIST_KEYS[0]: -1, _LIST_KEYS[1]: 1, _LIST_KEYS[2]: -_ROWS, _LIST_KEYS[3]: _ROWS}
        self._move_to(self.list.currentIndex().row() + step[Qt.Key(event.key())])

    def _move_to(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), last), 0))

    def _pick(self, index: QModelIndex) -> None:
        language = index.data(LANGUAGE_ROLE)
        if not isinstance(language, Language) or not self.model.may_pick(language.code):
            return
        if self._several:
            self.search.selectAll()
        else:
            self.close()
        self.picked.emit(language.code)

    def _on_search_changed(self, words: str) -> None:
        self.model.search(words)
        self._move_to(0)
        self._describe()

    def _describe(self) -> None:
        if not self.model.rowCount():
            text = say(T("No language of this vendor matches."))
        elif self.model.full:
            text = say(T("At most {limit}. Remove one to choose another.", limit=self._limit))
        elif self._several:
            text = say(T("Enter adds or removes. Esc closes."))
        else:
            text = ""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _position(self, widget: QWidget) -> QPoint:
        below = widget.mapToGlobal(QPoint(0, widget.height() + metrics.HALF_GAP))
        room = widget.screen().availableGeometry()
        y = below.y()
        if y + self.height() > room.bottom():
            y = max(room.top(), widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - metrics.HALF_GAP)
        return QPoint(max(room.left(), min(below.x(), room.right() - self.width())), y)
