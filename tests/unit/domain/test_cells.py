"""Cells of files become values of fields."""

from __future__ import annotations

import pytest

from roomscribe.domain.cells import Cell, read_cell
from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Section
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageUse
from roomscribe.domain.text import T

BOTH = frozenset(LanguageUse)
LANGUAGES = LanguageCatalogue(
    (
        Language(code="zh", name="Chinese", own_name="中文", uses=BOTH),
        Language(code="en-US", name="English (US)", own_name="English (US)", uses=BOTH),
    )
)
CHOICES = (Choice(value=0, label=T("Number")), Choice(value="str", label=T("Text")))
COLUMNS = (Column(key="word", kind=FieldKind.TEXT, label=T("Word")),)


def cell(kind: FieldKind, raw: object) -> Cell:
    field = Field(
        key="k",
        kind=kind,
        section=Section.ROOM,
        label=T("L"),
        help=T("H."),
        choices=CHOICES,
        columns=COLUMNS,
        language_use=LanguageUse.RECOGNISE,
    )
    return read_cell(field, raw, LANGUAGES)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FieldKind.TEXT, " demo ", "demo"),
        (FieldKind.TEXT, 5001, "5001"),
        (FieldKind.TEXT, 5001.0, "5001"),
        (FieldKind.TEXT, None, ""),
        (FieldKind.INTEGER, "+12", 12),
        (FieldKind.INTEGER, 12, 12),
        (FieldKind.INTEGER, "", None),
        (FieldKind.INTEGER, "a dozen", "a dozen"),
        (FieldKind.INTEGER, True, "true"),
        (FieldKind.DECIMAL, "0,5", 0.5),
        (FieldKind.FLAG, "Yes", True),
        (FieldKind.FLAG, False, False),
        (FieldKind.FLAG, "", False),
        (FieldKind.CHOICE, "STR", "str"),
        (FieldKind.CHOICE, "number", 0),
        (FieldKind.CHOICE, 0, 0),
        (FieldKind.CHOICE, " ", None),
        (FieldKind.LANGUAGE, "中文", "zh"),
        (FieldKind.LANGUAGE, "EN-us", "en-US"),
        (FieldKind.LANGUAGE, "xx", "xx"),
        (FieldKind.LANGUAGES, "zh; English (US)", ("zh", "en-US")),
        (FieldKind.LANGUAGES, ["chinese"], ("zh",)),
        (FieldKind.TEXTS, "a，b\nc", ("a", "b", "c")),
        (FieldKind.TEXTS, [1, "x;y"], ("1", "x;y")),
        (FieldKind.TABLE, '[{"word": "a"}]', ({"word": "a"},)),
        (FieldKind.TABLE, "", ()),
    ],
)
def test_what_can_be_read(kind: FieldKind, raw: object, value: object) -> None:
    read = cell(kind, raw)
    assert (read.value, read.problem) == (value, None)
    assert type(read.value) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (FieldKind.FLAG, "maybe", "Write “yes” or “no”."),
        (FieldKind.CHOICE, "both", "“both” is not offered. Write one of: 0, str."),
        (FieldKind.LANGUAGE, "Old Norse", "No language is called “Old Norse”. Write its code, such as en-US."),
        (FieldKind.LANGUAGES, "zh, 古文", "No language is called “古文”. Write its code, such as en-US."),
        (FieldKind.TEXT, ["a"], "This is a list; one value is needed."),
        (FieldKind.INTEGER, {"a": 1}, "This is an object; one value is needed."),
        (FieldKind.TABLE, "a,b", "Write the rows as a JSON list of objects."),
        (FieldKind.TABLE, "[" * 100_000, "Write the rows as a JSON list of objects."),
        (FieldKind.TABLE, [1], "Row 1: this is a number; an object is needed."),
    ],
)
def test_what_cannot_be_read(kind: FieldKind, raw: object, words: str) -> None:
    assert str(cell(kind, raw).problem) == words
