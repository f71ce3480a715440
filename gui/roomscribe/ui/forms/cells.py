"""Makes the editors that fit into a single cell: those of every kind but tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from roomscribe.domain.fields import Column, Field, FieldKind, Section
from roomscribe.domain.text import T
from roomscribe.ui.forms.choice_editors import ChoiceEditor, FlagEditor
from roomscribe.ui.forms.editor import Editor, Kit
from roomscribe.ui.forms.language_editors import LanguageEditor, LanguagesEditor
from roomscribe.ui.forms.text_editors import NumberEditor, SecretEditor, TextEditor
from roomscribe.ui.forms.texts_editors import make_texts_editor

Make = Callable[[Field, Kit, QWidget | None], Editor]

_EDITORS: dict[FieldKind, Make] = {
    FieldKind.INTEGER: NumberEditor,
    FieldKind.DECIMAL: NumberEditor,
    FieldKind.CHOICE: ChoiceEditor,
    FieldKind.FLAG: FlagEditor,
    FieldKind.LANGUAGE: LanguageEditor,
    FieldKind.LANGUAGES: LanguagesEditor,
    FieldKind.TEXTS: make_texts_editor,
}


def make_cell(field: Field, kit: Kit, parent: QWidget | None = None) -> Editor:
    """The editor for every kind that fits into a table's cell."""
    if field.kind is FieldKind.TEXT:
        return SecretEditor(field, kit, parent) if field.secret else TextEditor(field, kit, parent)
    return _EDITORS[field.kind](field, kit, parent)


def column_field(column: Column) -> Field:
    """A column as the field that its cells are edited as."""
    return Field(
        key=column.key,
        kind=column.kind,
        section=Section.ADVANCED,
        label=column.label,
        help=column.help or T(""),
        required=column.required,
        limits=column.limits,
        choices=column.choices,
        language_use=column.language_use,
    )
