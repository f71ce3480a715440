"""How requests from elsewhere, and drafts of other generations, become drafts of a generation: its side of the bargain.

Every part has a default, so that a vendor that brings none of it works, only without these comforts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from roomscribe.domain.fields import Value, Values
from roomscribe.domain.remarks import Reading
from roomscribe.domain.text import Text
from roomscribe.domain.written_requests import Recognised, WrittenRequest


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One thing that generations of a vendor hold in different fields, in a form that none of them owns."""

    keys: tuple[str, ...]
    """The fields that hold it here."""
    get: Callable[[Values, str], Any]
    """(values, site) -> the neutral value; None when it is not given."""
    put: Callable[[Any, Values, str], Reading]
    """(neutral value, the other values so far, site) -> what these fields become."""


def _recognise_nothing(request: WrittenRequest) -> Recognised | None:
    return None


def _read_nothing(call: str, body: object, site: str) -> Reading:
    return Reading()


def _no_languages(spoken: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, Value]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Moving:
    """What a generation knows about moving drafts and requests into its form."""

    recognise: Callable[[WrittenRequest], Recognised | None] = _recognise_nothing
    """What it takes a request for; None for one that is not its own."""
    read_body: Callable[[str, object, str], Reading] = _read_nothing
    """(call, body, site) -> its values: the inverse of what a start sends. Never raises, whatever the body is."""
    with_languages: Callable[[tuple[str, ...], tuple[str, ...]], Mapping[str, Value]] = _no_languages
    """(spoken, translated to), codes of its own catalogue -> the values that say so: the inverse of `Generation.spoken`
    and `Generation.targets`."""
    with_room: Mapping[str, Value] = field(default_factory=dict)
    """What goes with a room that comes from another vendor, where a name alone is not enough."""
    idle_default: int = 0
    """Seconds of quiet that the vendor takes when none are given; 0 where nobody knows."""
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    """Things that another generation of the vendor holds in other fields, by a name they share."""
    not_taken: Mapping[str, Text] = field(default_factory=dict)
    """Fields that a draft of another generation never fills, and why."""
