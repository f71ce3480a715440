"""A form's values as keys, rules and previews read them; without pydantic, which naming a vendor must not load."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.fields import Value, Values

Body = dict[str, object]
"""A request's JSON body."""


def rows(value: Value) -> list[Mapping[str, object]]:
    """A table's rows."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (tuple, list)) else []


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list field's items; empty when it is not given."""
    value = values.get(key)
    return tuple(str(item) for item in value) if isinstance(value, (tuple, list)) else ()
