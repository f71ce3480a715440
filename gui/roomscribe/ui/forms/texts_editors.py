"""Editors for lists of texts: chips for a few, one a line for many."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from roomscribe.domain.fields import Field, Value
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import has_several, split_items, split_lines
from roomscribe.ui.forms.chips import ChipRow
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import metrics
from roomscribe.ui.words import say

FEW = 40
"""Up to so many items are chips; more are lines of one text."""
_LINES = 5
"""How many lines a long list shows at once."""


class ItemLine(QLineEdit):
    """Where the next item is typed; Enter ends it, Backspace in the empty line takes the last one back."""

    entered = Signal()
    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text():
            # Not passed on: in a dialog, Enter would press its main button.
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.entered.emit()


class TextsEditor(Editor):
    """A few texts as chips. What stands in the line counts as an item already, Enter or not."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self._items: tuple[str, ...] = ()
        self.line = ItemLine(self)
        self.line.setPlaceholderText(say(field.placeholder) if field.placeholder else say(T("Type or paste")))
        self.line.setAccessibleName(say(field.label))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chips = ChipRow(kit.theme, self.line, self)
        column = filling_column(self)
        column.addWidget(self.chips)
        self._begin()
        self.line.textChanged.connect(self._on_text_changed)
        self.line.entered.connect(self._on_entered)
        self.line.taken_back.connect(self._on_taken_back)
        self.chips.removed.connect(self._on_removed)

    def value(self) -> Value:
        return (*self._items, *split_items(self.line.text()))

    def stops(self) -> list[QWidget]:
        return [*self.chips.chips, self.line]

    def focus_first(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_value(self, value: Value) -> None:
        with QSignalBlocker(self.line):
            self.line.clear()
        self._show_items(tuple(str(item) for item in value) if isinstance(value, (tuple, list)) else ())

    def _show_items(self, items: tuple[str, ...]) -> None:
        self._items = items
        self.chips.show_chips([(item, "", "") for item in items])

    def _on_text_changed(self, text: str) -> None:
        if has_several(text):
            self._on_entered()
        self._on_edited()

    def _on_entered(self) -> None:
        if self.line.text():
            self._show_value(self.value())
            self._on_edited()

    def _on_taken_back(self) -> None:
        if self._items:
            last = self._items[-1]
            self._show_items(self._items[:-1])
            self.line.setText(last)

    def _on_removed(self, position: object) -> None:
        self._show_items(tuple(item for at, item in enumerate(self._items) if at != position))
        self._on_edited()


class LinesEditor(Editor):
    """Many texts, one a line; a pasted list with commas becomes lines when the field is left."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.text = LinesBox(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(say(field.placeholder) if field.placeholder else say(T("One a line")))
        self.text.setFixedHeight(_LINES * self.text.fontMetrics().lineSpacing() + metrics.CARD)
        column = filling_column(self)
        column.addWidget(self.text)
        self._begin()
        self.text.textChanged.connect(self._on_edited)
        self.text.left.connect(self._on_left)

    def value(self) -> Value:
        return tuple(split_lines(self.text.toPlainText()))

    def stops(self) -> list[QWidget]:
        return [self.text]

    def _show_value(self, value: Value) -> None:
        with QSignalBlocker(self.text):
            self.text.setPlainText("\n".join(map(str, value)) if isinstance(value, (tuple, list)) else "")

    def _on_left(self) -> None:
        items = split_items(self.text.toPlainText())
        if tuple(items) != self.value():
            self._show_value(tuple(items))
            self._on_edited()


class LinesBox(QPlainTextEdit):
    """A text box that says when somebody goes on to the next field."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def make_texts_editor(field: Field, kit: Kit, parent: QWidget | None = None) -> Editor:
    """The editor that suits the number of items the field allows."""
    many = field.limits.max_items is not None and field.limits.max_items > FEW
    return LinesEditor(field, kit, parent) if many else TextsEditor(field, kit, parent)
