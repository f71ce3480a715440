"""A field's value in words: labels of choices, names of languages, never a secret."""

from __future__ import annotations

from roomscribe.domain.fields import Column, Field, FieldKind, Value, given
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.text import T
from roomscribe.domain.typed_text import show_number
from roomscribe.ui.forms.cells import column_field
from roomscribe.ui.forms.language_words import language_name
from roomscribe.ui.words import say


def value_words(field: Field, value: Value, languages: LanguageCatalogue) -> str:
    """What a person would call this value."""
    if not given(value):
        return say(T("nothing"))
    if field.secret:
        return say(T("a secret"))
    match field.kind:
        case FieldKind.FLAG:
            return say(T("on")) if value else say(T("off"))
        case FieldKind.CHOICE:
            chosen = (choice for choice in field.choices if choice.value == value)
            return next((say(choice.label) for choice in chosen), str(value))
        case FieldKind.LANGUAGE:
            return language_name(languages, str(value))
        case FieldKind.LANGUAGES:
            return ", ".join(language_name(languages, str(code)) for code in _items(value))
        case FieldKind.TEXTS:
            return ", ".join(map(str, _items(value)))
        case FieldKind.TABLE:
            return "; ".join(_row_words(field.columns, row, languages) for row in _items(value))
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return f"{show_number(value)} {say(field.unit)}" if field.unit else show_number(value)
        case _:
            return str(value)


def _row_words(columns: tuple[Column, ...], row: Value, languages: LanguageCatalogue) -> str:
    cells = row if isinstance(row, dict) else {}
    words = [value_words(column_field(column), cells.get(column.key), languages) for column in columns]
    return " → ".join(words)


def _items(value: Value) -> list[Value]:
    return list(value) if isinstance(value, (tuple, list)) else [value]
