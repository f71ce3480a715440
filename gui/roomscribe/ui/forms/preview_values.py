"""What of a half-filled form can be previewed: vendors build requests from values of the right kind only."""

from __future__ import annotations

from collections.abc import Iterable

from roomscribe.domain.fields import Choice, Field, FieldKind, Limits, Value, Values, empty_value
from roomscribe.domain.validation import check_value


def previewable(fields: Iterable[Field], values: Values) -> dict[str, Value]:
    """The values; those that are not of their field's kind, such as letters in a number, count as not given."""
    kept = dict(values)
    for field in fields:
        value = values.get(field.key)
        if field.kind is FieldKind.TABLE:
            kept[field.key] = tuple(_row(field, row) for row in value) if isinstance(value, (tuple, list)) else ()
        elif not _fits(field.kind, field.choices, value):
            kept[field.key] = empty_value(field.kind)
    return {key: value for key, value in kept.items() if key in values}


def _row(field: Field, row: Value) -> dict[str, Value]:
    cells = row if isinstance(row, dict) else {}
    return {
        column.key: cells[column.key]
        if _fits(column.kind, column.choices, cells[column.key])
        else empty_value(column.kind)
        for column in field.columns
        if column.key in cells
    }


def _fits(kind: FieldKind, choices: tuple[Choice, ...], value: Value) -> bool:
    if value is None or kind not in (FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.CHOICE):
        return True
    return check_value(kind, Limits(), value, tuple(choice.value for choice in choices)) is None
