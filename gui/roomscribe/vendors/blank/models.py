"""The blank vendor's request bodies, how form values become them, and the rules between fields."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.vendors.blank.fields import FIELDS, MOST_TARGETS
from roomscribe.vendors.protocol import Change, StartOrder


class Wishes(BaseModel):
    """What a task shall do; a change names only what differs."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    targets: tuple[str, ...] | None = Field(default=None, max_length=MOST_TARGETS)
    idle_seconds: int | None = Field(default=None, ge=5, le=3600)


class StartBody(Wishes):
    """`POST /tasks`"""

    key: str = Field(min_length=1)
    """Two starts with the same key make one task."""
    room: str = Field(min_length=1, max_length=32)
    bot: str = Field(min_length=1, max_length=32)
    passcode: str | None = None
    spoken: str


class ChangeBody(Wishes):
    """`PATCH /tasks/{id}`"""

    sequence: int = Field(ge=1)
    """Grows with every change; an older number is refused."""


def start_body(order: StartOrder) -> dict[str, Any]:
    """The checked body of a start."""
    return StartBody.model_validate(_sent(order.values) | {"key": order.idempotency_key}).model_dump(exclude_none=True)


def change_body(change: Change) -> dict[str, Any]:
    """The checked body of a change: only what differs, so that nothing else is overwritten."""
    wishes = {each.path: change.values.get(each.key) for each in FIELDS if each.key in change.changed}
    return ChangeBody.model_validate(wishes | {"sequence": change.sequence}).model_dump(exclude_unset=True)


def draft_body(values: Values) -> dict[str, Any]:
    """The body of a half-filled form, for the preview: nothing is checked, the secret is left out."""
    return {key: value for key, value in _sent(values).items() if key != "passcode"}


def check(values: Values, profile: Profile) -> list[Problem]:
    """The rules that concern more than one field."""
    spoken, targets = values.get("spoken"), targets_of(values)
    if spoken in targets:
        return [Problem("targets", T("Captions in the spoken language appear anyway. Remove it from this list."))]
    return []


def spoken_of(values: Values) -> tuple[str, ...]:
    """The spoken language, as the table shows it."""
    spoken = values.get("spoken")
    return (str(spoken),) if given(spoken) else ()


def targets_of(values: Values) -> tuple[str, ...]:
    """The languages translated into."""
    targets = values.get("targets")
    return tuple(str(each) for each in targets) if isinstance(targets, (tuple, list)) else ()


def idempotency_key(values: Values, task_id: str) -> str:
    """The vendor lets us choose the key, so that a lost start can be found again."""
    return task_id


def clash_keys(values: Values, profile: Profile) -> frozenset[str]:
    """A bot can be in a room once."""
    return frozenset({f"{profile.account.get('app_id', '')}/{values.get('room')}/{values.get('bot')}"})


def _sent(values: Values) -> dict[str, Any]:
    return {each.path: values[each.key] for each in FIELDS if given(values.get(each.key))}
