"""How a form's values become a request's body, and whether a body can be sent: the same for both generations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from roomscribe.domain.fields import Field, Value, Values, given, rows_of
from roomscribe.domain.validation import Problem
from roomscribe.vendors.misshapen import first_problem
from roomscribe.vendors.trtc.values import Body

Encoders = Mapping[str, Callable[[Value], object]]
"""How the values of some fields are written, by field key; None leaves a value out."""


class Part(BaseModel):
    """A part of a request: exactly the vendor's names and types. Ranges are declared with the fields."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


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
        return first_problem(error, fields)
    return None


def hot_words(value: Value) -> str:
    """`term|weight` joined by commas (tencent.md §3.3, HotWordList)."""
    return ",".join(f"{row.get('term', '')}|{row.get('weight', '')}" for row in rows_of(value))


def term(row: Mapping[str, object]) -> Body:
    """One fixed translation."""
    return {"Source": row.get("source"), "Target": row.get("target")}


def _as_it_stands(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
