"""A request that somebody wrote or copied elsewhere, and what a generation makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class WrittenRequest:
    """One request as far as the text told; never with its credentials."""

    method: str = ""
    """Capital letters; "" where the text names none."""
    url: str = ""
    """As it stands, perhaps only a path; "" where the text names none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name, without those that hold credentials."""
    body: object = field(default=None, repr=False)
    """The JSON body; None without one."""


class Purpose(StrEnum):
    """What a request is for."""

    START = "start"
    """Its body says everything about a task: what it does not name is not given."""
    CHANGE = "change"
    """Its body names some of a task's settings."""
    PREPARE = "prepare"
    """A step before the start, with a setting or two."""
    OTHER = "other"
    """It holds no settings: a question, a stop."""


NAMED = 100
"""Certainty of a request whose address or headers name the call."""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What one generation takes a request for."""

    call: str
    """The vendor's name of the call."""
    purpose: Purpose
    certainty: int
    """`NAMED`, or less for a guess by the body's shape; the higher one wins."""
    site: str = ""
    """Id of the site that the address names, "" where it names none."""
    region: str = ""
    account: Mapping[str, str] = field(default_factory=dict)
    """Account fields that the request names and that are not secret, by key, such as the application id."""
