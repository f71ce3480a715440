"""Draws valid drafts of any generation from its declared fields, for tests of what becomes of them elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Value, Values, empty_value, given
from roomscribe.domain.languages import LanguageCatalogue, LanguageUse
from roomscribe.domain.profiles import Profile
from roomscribe.domain.validation import Problem, check_value
from roomscribe.services.form_problems import form_problems
from roomscribe.vendors.protocol import Generation

WORDS = st.text("abcXYZ 019-_é频道", min_size=1, max_size=12)
SPECIAL: Mapping[str, st.SearchStrategy[Any]] = {
    # What no declared limit tells.
    "encryption_salt": st.binary(min_size=32, max_size=32).map(lambda raw: base64.b64encode(raw).decode()),
    "bot_tokens": st.just("made"),
    "user_sig_source": st.just("made"),
    "storage_tag_by_rule": st.sampled_from(("", '[{"a": 1}]')),
    "storage_names": st.lists(
        st.fixed_dictionaries({"extension": st.sampled_from(("m3u8", "vtt", "txt")), "name": st.just("captions")}),
        max_size=3,
        unique_by=lambda row: row["extension"],
    ).map(tuple),
}


def profile_of(generation: Generation, site: str, **account: str) -> Profile:
    """A profile of this generation at this site."""
    return Profile(
        id=f"{generation.id}-{site}", name="Test", vendor="", generation=generation.id, site=site, account=account
    )


def problems(generation: Generation, values: Values, site: str) -> list[Problem]:
    """Everything wrong with a form, as the launcher finds it."""
    return form_problems(generation, values, profile_of(generation, site))


def is_empty(values: Values, problem: Problem) -> bool:
    """Whether a problem only says that something has still to be filled in."""
    value = values.get(problem.key)
    if problem.row is None:
        return not given(value)
    rows = value if isinstance(value, (tuple, list)) else ()
    row = rows[problem.row] if problem.row < len(rows) else {}
    return isinstance(row, dict) and not given(row.get(problem.column or ""))


def drafts(generation: Generation, site: str) -> st.SearchStrategy[dict[str, Value]]:
    """Forms of this generation in which nothing is wrong."""
    key = (generation.id, site)
    if key not in _KNOWN:
        keys = [each.key for each in generation.fields]
        drawn = st.tuples(*(_field(each, generation.languages) for each in generation.fields))
        made = drawn.map(lambda values: _set_right(generation, dict(zip(keys, values, strict=True)), site))
        _KNOWN[key] = made.filter(bool)
    return _KNOWN[key]


_KNOWN: dict[tuple[str, str], st.SearchStrategy[dict[str, Value]]] = {}
"""By generation and site: a strategy is expensive to make, and to describe."""


def _set_right(generation: Generation, drawn: Values, site: str) -> dict[str, Value]:
    values = dict(drawn)
    for _ in range(12):
        wrong = problems(generation, values, site)
        if not wrong:
            return values
        for problem in wrong:
            values[problem.key] = _safe(generation, problem.key, values)
    return {}


def _safe(generation: Generation, key: str, values: Values) -> Value:
    field = generation.field(key)
    if field is None:
        return None
    if key in generation.example and values.get(key) != generation.example[key]:
        return generation.example[key]
    if field.default is not None and values.get(key) != field.default:
        return field.default
    if not given(values.get(key)) and field.kind is FieldKind.TEXT:
        return "https://storage.example/" if key.endswith("endpoint") else "filled"
    if not given(values.get(key)) and field.kind is FieldKind.CHOICE:
        return field.choices[0].value
    return empty_value(field.kind)


def _field(field: Field, languages: LanguageCatalogue) -> st.SearchStrategy[Any]:
    if field.key in SPECIAL:
        return SPECIAL[field.key]
    if field.secret:
        return st.just("") | st.text("abcXYZ019+/=", min_size=6, max_size=20)
    if field.kind is FieldKind.TABLE:
        keys = [column.key for column in field.columns]
        cells = st.tuples(*(_cell(column, languages) for column in field.columns))
        row = cells.map(lambda values: dict(zip(keys, values, strict=True)))
        return st.lists(row, max_size=min(4, field.limits.max_items or 4)).map(tuple)
    value = _value(field.kind, field.limits, field.choices, field.language_use, languages)
    return value if field.required else st.just(empty_value(field.kind)) | value


def _cell(column: Column, languages: LanguageCatalogue) -> st.SearchStrategy[Any]:
    value = _value(column.kind, column.limits, column.choices, column.language_use, languages)
    return value if column.required else st.just(empty_value(column.kind)) | value


def _value(
    kind: FieldKind,
    limits: Limits,
    choices: tuple[Choice, ...],
    use: LanguageUse | None,
    languages: LanguageCatalogue,
) -> st.SearchStrategy[Any]:
    codes = [each.code for each in languages.for_use(use)] if use is not None else []
    match kind:
        case FieldKind.TEXT:
            return _text(limits)
        case FieldKind.LANGUAGE:
            return st.sampled_from(codes)
        case FieldKind.LANGUAGES:
            return _several(st.sampled_from(codes), limits)
        case FieldKind.TEXTS:
            return _several(_text(limits), limits)
        case FieldKind.INTEGER:
            return st.integers(int(limits.minimum or 0), int(limits.maximum or 1000))
        case FieldKind.DECIMAL:
            low = limits.above + 0.25 if limits.above is not None else (limits.minimum or 0.0)
            return st.floats(low, limits.maximum or 100.0).map(lambda number: round(number, 2))
        case FieldKind.CHOICE:
            return st.sampled_from([choice.value for choice in choices])
        case _:
            return st.booleans()


def _several(items: st.SearchStrategy[str], limits: Limits) -> st.SearchStrategy[tuple[str, ...]]:
    most = min(5, limits.max_items or 5)
    return st.lists(items, min_size=limits.min_items or 0, max_size=most, unique=True).map(tuple)


def _text(limits: Limits) -> st.SearchStrategy[str]:
    made = WORDS if limits.pattern is None else WORDS | st.from_regex(limits.pattern, fullmatch=True)
    single = replace(limits, min_items=None, max_items=None)
    return made.map(str.strip).filter(lambda text: bool(text) and check_value(FieldKind.TEXT, single, text) is None)
