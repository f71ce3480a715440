"""A draft: a filled form that was not sent."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.fields import Values


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to start."""

    profile_id: str
    values: Values
    """By field key, secrets included; never written to disk as it stands."""
    minutes: int
    """How long the task may run; 0 means without an end."""
