"""The settings of a form on their way into a template: which of them are asked for each time, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from roomscribe.domain.fields import Field, FieldKind, Value
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.template import Template, escaped, placeholder, placeholders
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import show_number
from roomscribe.ui.dialogs.plain_model import Index, PlainModel
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

ASK, SETTING, VALUE = range(3)
CheckState = Qt.CheckState


@dataclass
class Line:
    """One setting."""

    field: Field
    now: Value
    """What stands in the form."""
    text: Value
    """What the template gets: escaped, or with placeholders."""

    @property
    def asks(self) -> bool:
        """Whether something of it is asked for."""
        return any(True for _ in placeholders(self.text))

    @property
    def can_ask(self) -> bool:
        """Tables have no short answer."""
        return self.field.kind is not FieldKind.TABLE

    @property
    def can_type(self) -> bool:
        """Texts may have placeholders in their middle."""
        return self.field.kind is FieldKind.TEXT


class SaveModel(PlainModel):
    """Begins with the form as it is; the room is usually what differs, so it is asked for."""

    HEADERS = (T("Ask each time"), T("Setting"), T("Value"))

    def __init__(self, template: Template, values: dict[str, Value], generation: Generation, parent: QObject) -> None:
        """`template` is of the form as it stands, `values` are the form's own."""
        super().__init__(parent)
        self._languages: LanguageCatalogue = generation.languages
        self._template = template
        self.settings = [
            Line(field, values.get(field.key), template.values[field.key])
            for field in generation.fields
            if field.key in template.values and field.shown(values, template.site)
        ]

    def values(self) -> dict[str, Value]:
        """What the template gets."""
        return {**self._template.values, **{line.field.key: line.text for line in self.settings}}

    def suggestions(self) -> dict[str, str]:
        """What stands in the form, offered where it is asked for."""
        asked = [line for line in self.settings if line.text == placeholder(line.field.key)]
        typed = {line.field.key: as_typed(line.now) for line in asked}
        return {key: words for key, words in typed.items() if words and not any(True for _ in placeholders(words))}

    def lines(self) -> Sequence[Line]:
        return self.settings

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == VALUE and self.settings[index.row()].can_type:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def spoken(self, line: Line, column: int) -> str:
        words = say(T("yes") if line.asks else T("no")) if column == ASK else self.words(line, column)
        return f"{say(line.field.label)}, {say(self.HEADERS[column])}: {words}"

    def other(self, line: Line, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.EditRole:
                return self.words(line, column)
            case Qt.ItemDataRole.CheckStateRole if column == ASK and line.can_ask:
                return CheckState.Checked if line.asks else CheckState.Unchecked
            case _ if role == TONE and column == VALUE:
                return "accent" if line.asks else "text"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.settings[index.row()]
        if role == Qt.ItemDataRole.EditRole and index.column() == VALUE and line.can_type:
            line.text = str(value).strip()
            self.row_changed(index.row())
            return True
        return False

    def toggle(self, row: int) -> None:
        """Ask for a setting, or keep what stands in the form."""
        line = self.settings[row]
        if line.can_ask:
            line.text = escaped(line.now) if line.asks else placeholder(line.field.key)
            self.row_changed(row)

    def words(self, line: Line, column: int) -> str:
        match column:
            case 0:
                return ""
            case 1:
                return say(line.field.label)
            case _:
                if isinstance(line.text, str) and (line.can_type or line.asks):
                    return line.text
                return value_words(line.field, line.now, self._languages)


def as_typed(value: Value) -> str:
    """A value as a person would type it in answer to a question; "" for one that nobody types."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case int() | float():
            return show_number(value)
        case tuple() if all(isinstance(each, str) for each in value):
            return ", ".join(value)
        case _:
            return ""
