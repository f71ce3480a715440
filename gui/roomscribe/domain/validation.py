"""Checking a form's values against its declared fields; cross-field rules are the vendor's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from roomscribe.domain.fields import Column, Field, FieldKind, Limits, Value, Values, given
from roomscribe.domain.text import T, Text

LONGEST_QUOTED = 40
"""Characters of an entry that a message quotes."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in words that say what to do."""

    key: str
    message: Text
    row: int | None = None
    """For tables: which row, from 0."""
    column: str | None = None


def check_fields(fields: Iterable[Field], values: Values, site: str) -> list[Problem]:
    """Every problem of the fields that are shown, in the order of the form."""
    return [problem for each in fields if each.shown(values, site) for problem in check_field(each, values)]


def check_field(field: Field, values: Values) -> list[Problem]:
    """Every problem of one shown field."""
    value = values.get(field.key)
    if not given(value):
        return [Problem(field.key, T("Fill in {label}.", label=field.label))] if field.required else []
    if field.kind is FieldKind.TABLE:
        return list(_check_table(field, value))
    allowed = tuple(choice.value for choice in field.choices) if field.kind is FieldKind.CHOICE else None
    if message := check_value(field.kind, field.limits, value, allowed):
        return [Problem(field.key, message)]
    return []


def _check_table(field: Field, value: Value) -> Iterator[Problem]:
    rows = list(value) if isinstance(value, (tuple, list)) else []
    if message := _check_count(field.limits, len(rows)):
        yield Problem(field.key, message)
    for number, row in enumerate(rows):
        for column in field.columns:
            if message := _check_cell(column, row.get(column.key) if isinstance(row, dict) else None):
                yield Problem(field.key, message, row=number, column=column.key)


def _check_cell(column: Column, value: Value) -> Text | None:
    if not given(value):
        return T("Fill in {label}.", label=column.label) if column.required else None
    allowed = tuple(choice.value for choice in column.choices) if column.kind is FieldKind.CHOICE else None
    return check_value(column.kind, column.limits, value, allowed)


def check_value(kind: FieldKind, limits: Limits, value: Value, allowed: tuple[Value, ...] | None = None) -> Text | None:
    """The first thing wrong with a given value, or None."""
    match kind:
        case FieldKind.TEXT | FieldKind.LANGUAGE:
            return _check_text(limits, str(value))
        case FieldKind.INTEGER:
            if isinstance(value, bool) or not isinstance(value, int):
                return T("Enter a whole number.")
            return _check_number(limits, value)
        case FieldKind.DECIMAL:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                return T("Enter a number.")
            return _check_number(limits, value)
        case FieldKind.CHOICE:
            return None if allowed is None or value in allowed else T("Choose one of the options offered.")
        case FieldKind.TEXTS | FieldKind.LANGUAGES:
            return _check_list(limits, value)
        case _:
            return None


def _check_text(limits: Limits, text: str) -> Text | None:
    if text != text.strip():
        return T("Remove the blanks at the start or end.")
    if limits.max_length is not None and len(text) > limits.max_length:
        return T("At most {limit} characters; this has {count}.", limit=limits.max_length, count=len(text))
    size = len(text.encode())
    if limits.max_bytes is not None and size > limits.max_bytes:
        return T("At most {limit} bytes; this has {count}.", limit=limits.max_bytes, count=size)
    if limits.pattern is not None and not re.fullmatch(limits.pattern, text):
        return limits.pattern_hint or T("This does not have the right form.")
    return None


def _check_number(limits: Limits, number: float) -> Text | None:
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and not low <= number <= high:
        return T("Enter a number from {low} to {high}.", low=_show(low), high=_show(high))
    if low is not None and number < low:
        return T("Enter {low} or more.", low=_show(low))
    if high is not None and number > high:
        return T("Enter {high} or less.", high=_show(high))
    if limits.above is not None and number <= limits.above:
        return T("Enter more than {low}.", low=_show(limits.above))
    return None


def _check_list(limits: Limits, value: Value) -> Text | None:
    items = [str(item) for item in value] if isinstance(value, (tuple, list)) else [str(value)]
    if message := _check_count(limits, len(items)):
        return message
    if len(set(items)) != len(items):
        twice = next(item for item in items if items.count(item) > 1)
        return T("“{item}” is listed twice.", item=shortened(twice))
    for item in items:
        if message := _check_text(limits, item):
            return T("“{item}”: {message}", item=shortened(item), message=message)
    return None


def shortened(entry: str) -> str:
    """An entry as a sentence names it: enough to find it by, because whole pages get pasted into lists of ids."""
    return entry if len(entry) <= LONGEST_QUOTED else entry[: LONGEST_QUOTED - 1] + "…"


def _check_count(limits: Limits, count: int) -> Text | None:
    if limits.max_items is not None and count > limits.max_items:
        return T("At most {limit}; remove {count}.", limit=limits.max_items, count=count - limits.max_items)
    if limits.min_items is not None and count < limits.min_items:
        return T("At least {limit}.", limit=limits.min_items)
    return None


def _show(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
