"""What became of values that came from elsewhere: which were taken, and why others were not, or not as they were."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.domain.fields import Values
from roomscribe.domain.text import Text


class RemarkKind(StrEnum):
    """How a value fared."""

    LEFT_OUT = "left-out"
    """Nothing of it was taken."""
    CHANGED = "changed"
    """It was taken, but not as it was: a number brought into range, a list cut."""
    TO_ENTER = "to-enter"
    """Only a person can give it: a secret that was not kept."""
    TO_KNOW = "to-know"
    """Nothing was lost; something is different from what the reader may think."""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One value that did not come through as it was."""

    kind: RemarkKind
    about: Text
    """The field's label; for what is no field, its name in the request."""
    reason: Text
    """A sentence. Never holds a secret."""
    key: str = ""
    """The field it was in, "" for what is no field."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The values of a form that were found elsewhere, and what has to be said about the rest."""

    values: Values = field(default_factory=dict)
    """By field key; only what was found."""
    remarks: tuple[Remark, ...] = ()
