"""How a form's values become a request's body, and whether a body can be sent: the same for both generations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from roomscribe.domain.fields import Field, Value, Values, given
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem

Body = dict[str, object]
"""A request's JSON body."""
Encoders = Mapping[str, Callable[[Value], object]]
"""How the values of some fields are written, by field key; None leaves a value out."""


class Part(BaseModel):
    """A part of a request: exactly the vendor's names and types. Ranges are declared with the fields."""

    model_config = ConfigDict(extra="forbid", strict=True)


class TermPart(Part):
    """One fixed translation (tencent.md §3.4, §4.1)."""

    Source: str
    Target: str


def secret_names(fields: Sequence[Field]) -> tuple[str, ...]:
    """The vendor's names of what must never be shown."""
    return tuple(field.path.rpartition(".")[2] for field in fields if field.secret)


def fill(body: Body, fields: Sequence[Field], values: Values, site: str, encoders: Encoders) -> None:
    """Put into a body what is shown and given, under the vendor's names."""
    for field in fields:
        value = values.get(field.key)
        if field.path and given(value) and field.shown(values, site):
            encoded = encoders.get(field.key, _as_it_stands)(value)
            if encoded is not None:
                put(body, field.path, encoded)


def put(body: Body, path: str, value: object) -> None:
    """Set what a dotted name stands for."""
    *parents, name = path.split(".")
    part = body
    for parent in parents:
        inner = part.setdefault(parent, {})
        assert isinstance(inner, dict)  # noqa: S101 - the paths are ours: no field's path is inside another's
        part = inner
    part[name] = value


def misfit(body: Body, request: type[Part], fields: Sequence[Field]) -> Problem | None:
    """What keeps a body from being such a request, at the field it concerns; None when nothing does."""
    try:
        request.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        names = [str(part) for part in first["loc"] if isinstance(part, str)]
        path = ".".join(names)
        key = next((field.key for field in fields if field.path and f"{path}.".startswith(f"{field.path}.")), "")
        return Problem(key, T("{name} can't be sent: {reason}.", name=path, reason=first["msg"]))
    return None


def hot_words(value: Value) -> str:
    """`term|weight` joined by commas (tencent.md §3.3, HotWordList)."""
    return ",".join(f"{row.get('term', '')}|{row.get('weight', '')}" for row in rows(value))


def term(row: Mapping[str, object]) -> Body:
    """One fixed translation."""
    return {"Source": row.get("source"), "Target": row.get("target")}


def rows(value: Value) -> list[Mapping[str, object]]:
    """A table's rows."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (tuple, list)) else []


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list field's items; empty when it is not given."""
    value = values.get(key)
    return tuple(str(item) for item in value) if isinstance(value, (tuple, list)) else ()


def _as_it_stands(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
