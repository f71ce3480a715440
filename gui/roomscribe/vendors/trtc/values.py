"""A form's values as keys, rules and previews read them; without pydantic, which naming a vendor must not load."""

from __future__ import annotations

from roomscribe.domain.fields import Values, texts_of

Body = dict[str, object]
"""A request's JSON body."""


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list field's items; empty when it is not given."""
    return texts_of(values.get(key))
