"""Doubts about the languages that were chosen in a form, which keep nothing from being sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roomscribe.domain.fields import Column, Field, FieldKind, Value, Values, given, rows_of, texts_of
from roomscribe.domain.language_doubts import language_doubt
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import Text
from roomscribe.vendors.protocol import Generation

_HOLDERS = frozenset({FieldKind.LANGUAGE, FieldKind.LANGUAGES, FieldKind.TABLE})


@dataclass(frozen=True)
class FormRemark:
    """A doubt about a language in one field."""

    key: str
    message: Text


def form_remarks(
    generation: Generation, values: Values, profile: Profile, *, passing_by: Collection[str] = ()
) -> list[FormRemark]:
    """What the form has to say of languages below its fields, in their order; what is chosen again for the same use is
    spoken of once. Fields with these keys are passed by: what another one has in common with them is its own."""
    found: list[FormRemark] = []
    told: set[tuple[LanguageUse | None, str]] = set()
    for field in generation.fields:
        # Of ten thousand rows each is asked: what holds no languages is passed by first.
        if field.kind not in _HOLDERS or not given(value := values.get(field.key)):
            continue
        if field.key in passing_by or not field.shown(values, profile.site):
            continue
        for use, code in _chosen(field, value):
            if (use, code) in told:
                continue
            told.add((use, code))
            if (doubt := language_doubt(generation.languages, code, use, profile.site)) is not None:
                found.append(FormRemark(field.key, doubt))
    return found


def _chosen(field: Field, value: Value) -> Iterator[tuple[LanguageUse | None, str]]:
    """Every language that a field holds, and what for; a table's row by row, as its cards stand in the form."""
    if field.kind is not FieldKind.TABLE:
        yield from ((field.language_use, code) for code in _codes(field, value))
        return
    for row in rows_of(value):
        for column in field.columns:
            yield from ((column.language_use, code) for code in _codes(column, row.get(column.key)))


def _codes(of: Field | Column, value: Value) -> tuple[str, ...]:
    match of.kind:
        case FieldKind.LANGUAGE:
            return (str(value),) if given(value) else ()
        case FieldKind.LANGUAGES:
            return texts_of(value)
        case _:
            return ()
