"""Editors for one line of text: plain, secret, and numbers."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from roomscribe.domain.fields import Field, FieldKind, Value
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import read_decimal, read_integer, show_number
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.layouts import filling_row
from roomscribe.ui.secret_line import SecretLine
from roomscribe.ui.theme import Role, metrics, set_role
from roomscribe.ui.words import say


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, field: Field, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit, parent)
        self.line = self._make_line()
        self.line.setPlaceholderText(self._empty_words())
        row = filling_row(self, metrics.HALF_GAP)
        row.addWidget(self.line, 1)
        for widget in self._beside():
            row.addWidget(widget)
        self._begin()
        self.line.textChanged.connect(self._on_text_changed)

    def value(self) -> Value:
        return self.line.text()

    def stops(self) -> list[QWidget]:
        return [self.line]

    def _make_line(self) -> QLineEdit:
        return QLineEdit(self)

    def _beside(self) -> list[QWidget]:
        """What stands to the right of the line."""
        return []

    def _empty_words(self) -> str:
        """What the line says while it is empty."""
        return say(self.field.placeholder) if self.field.placeholder is not None else ""

    def _show_value(self, value: Value) -> None:
        text = "" if value is None else str(value)
        if text != self.line.text():
            with QSignalBlocker(self.line):
                self.line.setText(text)
                # The start of a long value says more than its end.
                self.line.setCursorPosition(0)

    def _on_text_changed(self, _text: str) -> None:
        self._on_edited()


class SecretEditor(TextEditor):
    """A text shown as dots; what is revealed is hidden again as soon as the form goes out of sight."""

    def value(self) -> Value:
        # Signatures are copied with the line's end or a blank more often than not.
        return self.line.text().strip()

    def hideEvent(self, event: QHideEvent) -> None:
        self.reveal.setChecked(False)
        super().hideEvent(event)

    def _make_line(self) -> QLineEdit:
        self._secret = SecretLine(self)
        return self._secret

    def _beside(self) -> list[QWidget]:
        self.reveal = QToolButton(self)
        self.reveal.setCheckable(True)
        self.reveal.setAccessibleName(say(T("Show {label}", label=self.field.label)))
        self.reveal.toggled.connect(self._on_reveal_toggled)
        self._secret.offer(self.reveal)
        self._on_reveal_toggled(False)
        return [self.reveal]

    def _show_value(self, value: Value) -> None:
        super()._show_value(value)
        self.reveal.setChecked(False)

    def _on_reveal_toggled(self, shown: bool) -> None:
        self._secret.show_text(shown)
        self.reveal.setIcon(self.kit.theme.icon("fa5s.eye-slash" if shown else "fa5s.eye", "dim"))
        self.reveal.setToolTip(say(T("Hide it again")) if shown else say(T("Show what was typed")))


class NumberEditor(TextEditor):
    """A number, or what somebody typed instead of one; empty is "not given"."""

    def value(self) -> Value:
        text = self.line.text()
        return read_integer(text) if self.field.kind is FieldKind.INTEGER else read_decimal(text)

    def _beside(self) -> list[QWidget]:
        if self.field.unit is not None:
            # Inside the line, so that all lines of a form end at the same place.
            unit = QLabel(say(self.field.unit), self.line)
            set_role(unit, Role.DIM)
            unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            unit.ensurePolished()
            self.line.setTextMargins(0, 0, unit.sizeHint().width() + metrics.GAP, 0)
            inside = QHBoxLayout(self.line)
            inside.setContentsMargins(0, 0, metrics.GAP, 0)
            inside.addWidget(unit, 0, Qt.AlignmentFlag.AlignRight)
        return []

    def _empty_words(self) -> str:
        return self._default_words() if self.field.placeholder is not None and not self.field.required else ""

    def _show_value(self, value: Value) -> None:
        super()._show_value(show_number(value))
