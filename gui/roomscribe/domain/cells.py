"""Turns what stands in a cell of a file, or in the place of a placeholder, into the value of a field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.fields import Field, FieldKind, Value, empty_value
from roomscribe.domain.fitting import fit, kind_words
from roomscribe.domain.language_reading import read_language, split_languages
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.text import T, Text
from roomscribe.domain.typed_text import read_decimal, read_integer, split_items
from roomscribe.domain.validation import shortened

YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0"})
MOST_OFFERED = 8
"""Options that a message lists; of more it names some."""
_LISTS = (FieldKind.LANGUAGES, FieldKind.TEXTS)


@dataclass(frozen=True)
class Cell:
    """A value, and what kept the rest from being taken."""

    value: Value
    problem: Text | None = None
    """Said in place of what the field itself would say of the value."""


def read_cell(field: Field, raw: object, languages: LanguageCatalogue) -> Cell:
    """The value of a text or of a JSON value. An empty text, and JSON's null, are "not given".

    Nothing is brought into range: the field's own checks judge the value. Numbers and flags that cannot be read come
    back as typed, with what is wrong; lists are written with commas, or as JSON's; languages are known by code or by
    name, options by value or by label in any case.
    """
    if raw is None:
        return Cell(empty_value(field.kind))
    if field.kind is FieldKind.TABLE:
        return _table(field, raw, languages)
    if field.kind in _LISTS and isinstance(raw, str) and raw.lstrip().startswith("["):
        raw = _listed(raw)
    if field.kind in _LISTS and isinstance(raw, (list, tuple)):
        return _list(field, [plain_text(each) for each in raw], languages)
    if isinstance(raw, (list, tuple, Mapping)):
        return Cell(empty_value(field.kind), T("This is {found}; one value is needed.", found=kind_words(raw)))
    text = plain_text(raw)
    if not text.strip():
        return Cell(empty_value(field.kind))
    return _one(field, text, languages)


def plain_text(raw: object) -> str:
    """A cell's text: JSON's numbers as they are written in a table, whole ones without a point; "" for its null."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _one(field: Field, text: str, languages: LanguageCatalogue) -> Cell:
    match field.kind:
        case FieldKind.INTEGER:
            return Cell(read_integer(text))
        case FieldKind.DECIMAL:
            return Cell(read_decimal(text))
        case FieldKind.FLAG:
            return _flag(text.strip().casefold())
        case FieldKind.CHOICE:
            return _choice(field, text.strip())
        case FieldKind.LANGUAGE:
            return _language(field, text.strip(), languages)
        case FieldKind.LANGUAGES | FieldKind.TEXTS:
            several = field.kind is FieldKind.LANGUAGES
            return _list(field, split_languages(text, languages) if several else split_items(text), languages)
        case _:
            return Cell(text.strip())


def _flag(word: str) -> Cell:
    if word in YES or word in NO:
        return Cell(word in YES)
    return Cell(False, T("Write “yes” or “no”."))


def _choice(field: Field, text: str) -> Cell:
    wanted = text.casefold()
    for choice in field.choices:
        if wanted in (str(choice.value).casefold(), str(choice.label).casefold()):
            return Cell(choice.value)
    offered = ", ".join(str(choice.value) for choice in field.choices[:MOST_OFFERED])
    return Cell(None, T("“{value}” is not offered. Write one of: {offered}.", value=shortened(text), offered=offered))


def _list(field: Field, items: list[str], languages: LanguageCatalogue) -> Cell:
    if field.kind is FieldKind.TEXTS:
        return Cell(tuple(items))
    cells = [_language(field, item, languages) for item in items]
    problem = next((cell.problem for cell in cells if cell.problem), None)
    return Cell(tuple(str(cell.value) for cell in cells if cell.value), problem)


def _listed(text: str) -> object:
    """The texts of a JSON list, which tells where one with a comma in it ends; anything else as it stands."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if all(isinstance(each, str) for each in found) else text


def _language(field: Field, text: str, languages: LanguageCatalogue) -> Cell:
    read = read_language(text, field.language_use, languages)
    return Cell(read.code, read.problem)


def _table(field: Field, raw: object, languages: LanguageCatalogue) -> Cell:
    if isinstance(raw, str):
        if not raw.strip():
            return Cell(())
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            return Cell((), T("Write the rows as a JSON list of objects."))
    fitted = fit(field, raw)
    rows, problem = _with_codes(field, fitted.value, languages)
    return Cell(rows, fitted.reasons[0] if fitted.reasons else problem)


def _with_codes(field: Field, value: Value, languages: LanguageCatalogue) -> tuple[Value, Text | None]:
    """The rows of a table with codes for its languages, and the first that is none."""
    own = [each for each in field.columns if each.kind in (FieldKind.LANGUAGE, FieldKind.LANGUAGES)]
    if not own or not isinstance(value, (tuple, list)):
        return value, None
    problems: list[Text] = []
    rows: list[Value] = []
    for number, row in enumerate(value, start=1):
        made = dict(row) if isinstance(row, Mapping) else {}
        for column in own:
            held = made.get(column.key)
            several = held if isinstance(held, (tuple, list)) else (held,) if held else ()
            read = [read_language(str(each).strip(), column.language_use, languages) for each in several]
            codes = tuple(each.code for each in read if each.code)
            made[column.key] = codes if column.kind is FieldKind.LANGUAGES else "".join(codes)
            problems += (
                T("Row {number}, {column}: {reason}", number=number, column=column.label, reason=each.problem)
                for each in read
                if each.problem is not None
            )
        rows.append(made)
    return tuple(rows), problems[0] if problems else None
