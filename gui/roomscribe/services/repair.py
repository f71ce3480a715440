"""Takes out of a form what its generation would refuse, piece by piece, until only empty fields are left to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roomscribe.domain.fields import Field, FieldKind, Value, empty_value, given
from roomscribe.domain.fitting import named
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem

MOST_TRIES = 200
Check = Callable[[dict[str, Value]], list[Problem]]
Loss = tuple[str, Text, bool]
"""Field, reason, and whether something of its value is left."""


def repair(values: dict[str, Value], fields: dict[str, Field], check: Check) -> list[Loss]:
    """Change `values` until no problem is left but empty fields; returns what was taken out, and why."""
    losses: list[Loss] = []
    for _ in range(MOST_TRIES):
        problem = next((each for each in check(values) if not _only_empty(each, values, fields)), None)
        if problem is None:
            return losses
        losses.append(_take_out(problem, values, fields[problem.key], check))
    return losses


def _only_empty(problem: Problem, values: dict[str, Value], fields: dict[str, Field]) -> bool:
    if problem.key not in fields:
        return True  # nothing here could be changed about it
    value = values.get(problem.key)
    if problem.row is None:
        return not given(value)
    row = _rows(value)[problem.row] if problem.row < len(_rows(value)) else {}
    return not given(row.get(problem.column or ""))


def _take_out(problem: Problem, values: dict[str, Value], field: Field, check: Check) -> Loss:
    value = values[field.key]
    for smaller, gone in _smaller(problem, field, value):
        values[field.key] = smaller
        if problem.message.source not in {each.message.source for each in check(values) if each.key == field.key}:
            reason = T("Left out: {items}. {reason}", items=named(gone), reason=problem.message)
            return field.key, reason, given(smaller)
    values[field.key] = _instead(field, value, values, check)
    return field.key, problem.message, False


def _smaller(problem: Problem, field: Field, value: Value) -> Iterator[tuple[Value, list[object]]]:
    """The value without one item, the likeliest first; for tables without a cell's item, then without the row."""
    if field.kind is FieldKind.TABLE and problem.row is not None:
        rows = _rows(value)
        if problem.row >= len(rows):
            return
        row = rows[problem.row]
        items = row.get(problem.column or "")
        if isinstance(items, (tuple, list)):
            for at, item in enumerate(items):
                shorter = {**row, problem.column or "": (*items[:at], *items[at + 1 :])}
                yield (*rows[: problem.row], shorter, *rows[problem.row + 1 :]), [item]
        first = next((row.get(column.key) for column in field.columns), "")
        yield (*rows[: problem.row], *rows[problem.row + 1 :]), [first]
    elif field.kind in (FieldKind.LANGUAGES, FieldKind.TEXTS) and isinstance(value, (tuple, list)) and len(value) > 1:
        for at, item in enumerate(value):
            yield (*value[:at], *value[at + 1 :]), [item]


def _instead(field: Field, value: Value, values: dict[str, Value], check: Check) -> Value:
    """The field's usual text where that is good, such as a bot's; a choice is never made for a person."""
    if field.kind is not FieldKind.TEXT or not given(field.default) or field.default == value:
        return empty_value(field.kind)
    wrong = {each.key for each in check({**values, field.key: field.default})}
    return empty_value(field.kind) if field.key in wrong else field.default


def _rows(value: Value) -> list[dict[str, Value]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, (tuple, list)) else []
