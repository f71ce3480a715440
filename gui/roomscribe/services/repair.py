"""Takes out of a form what its generation would refuse, piece by piece, until only empty fields are left to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from roomscribe.domain.fields import Field, FieldKind, Value, empty_value, given, rows_of
from roomscribe.domain.fitting import named
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem, check_value

MOST_TRIES = 50
MOST_ITEMS = 100
"""Of a list that is tried without each of its items; a longer one is right as a whole or not at all."""
Check = Callable[[dict[str, Value]], list[Problem]]
Loss = tuple[str, Text, bool]
"""Field, reason, and whether something of its value is left."""
Smaller = tuple[Value, list[object]]
"""A value without some of its items, and which those are."""


def repair(values: dict[str, Value], fields: dict[str, Field], check: Check) -> list[Loss]:
    """Change `values` until no problem is left but empty fields; returns what was taken out, and why."""
    losses: list[Loss] = []
    for _ in range(MOST_TRIES):
        problems = [each for each in check(values) if not _only_empty(each, values, fields)]
        if not problems:
            break
        losses.append(_take_out(problems, values, fields[problems[0].key], check))
    return losses


def _only_empty(problem: Problem, values: dict[str, Value], fields: dict[str, Field]) -> bool:
    if problem.key not in fields:
        return True  # nothing here could be changed about it
    value = values.get(problem.key)
    if problem.row is None:
        return not given(value)
    row = rows_of(value)[problem.row] if problem.row < len(rows_of(value)) else {}
    return not given(row.get(problem.column or ""))


def _take_out(problems: list[Problem], values: dict[str, Value], field: Field, check: Check) -> Loss:
    """Settle the first problem, and with it every one that is the same in other rows or items."""
    problem, value = problems[0], values[field.key]
    alike = [each for each in problems if each.key == field.key and each.message.source == problem.message.source]
    for smaller, gone in _smaller(alike, field, value):
        values[field.key] = smaller
        left = {each.message.source for each in check(values) if each.key == field.key}
        if problem.message.source not in left:
            reason = T("Left out: {items}. {reason}", items=named(gone), reason=problem.message)
            return field.key, reason, given(smaller)
    values[field.key] = _instead(field, value, values, check)
    return field.key, problem.message, False


def _smaller(problems: list[Problem], field: Field, value: Value) -> Iterator[Smaller]:
    """The value with less and less in it, until it can be right."""
    if field.kind is FieldKind.TABLE and problems[0].row is not None:
        yield from _without_an_item(problems[0], value)
        rows, wrong = rows_of(value), {each.row for each in problems}
        first = field.columns[0].key
        gone = [row.get(first) for number, row in enumerate(rows) if number in wrong]
        yield tuple(row for number, row in enumerate(rows) if number not in wrong), gone
    elif field.kind in (FieldKind.LANGUAGES, FieldKind.TEXTS) and isinstance(value, (tuple, list)) and len(value) > 1:
        single = replace(field.limits, min_items=None, max_items=None)
        bad = [item for item in value if check_value(FieldKind.TEXT, single, item) is not None]
        if bad:
            yield tuple(item for item in value if item not in bad), bad
        if len(value) > MOST_ITEMS:
            return
        for at, item in enumerate(value):
            yield (*value[:at], *value[at + 1 :]), [item]


def _without_an_item(problem: Problem, value: Value) -> Iterator[Smaller]:
    """A table without one item of the cell that is wrong, where that is a list."""
    rows, number = rows_of(value), problem.row or 0
    column = problem.column or ""
    items = rows[number].get(column) if number < len(rows) else None
    if isinstance(items, (tuple, list)):
        for at, item in enumerate(items):
            shorter = {**rows[number], column: (*items[:at], *items[at + 1 :])}
            yield (*rows[:number], shorter, *rows[number + 1 :]), [item]


def _instead(field: Field, value: Value, values: dict[str, Value], check: Check) -> Value:
    """The field's usual text where that is good, such as a bot's; a choice is never made for a person."""
    if field.kind is not FieldKind.TEXT or not given(field.default) or field.default == value:
        return empty_value(field.kind)
    wrong = {each.key for each in check({**values, field.key: field.default})}
    return empty_value(field.kind) if field.key in wrong else field.default
