"""What became of values that came from elsewhere: which were taken, and why others were not, or not as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.domain.fields import Values
from roomscribe.domain.text import T, Text

MOST_ALIKE = 20
"""Remarks of one kind on one setting that are told one by one."""


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


def counted(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """The remarks, with those that are too many on one setting only counted: nobody reads thousands."""
    times: Counter[tuple[RemarkKind, str]] = Counter()
    kept = []
    last: dict[tuple[RemarkKind, str], Remark] = {}
    for remark in remarks:
        group = remark.kind, str(remark.about)
        times[group] += 1
        if times[group] <= MOST_ALIKE:
            kept.append(remark)
        last[group] = remark
    for group, remark in last.items():
        if (more := times[group] - MOST_ALIKE) > 0:
            reason = T("{count} more of its values.", count=more)
            kept.append(Remark(kind=remark.kind, about=remark.about, reason=reason, key=remark.key))
    return tuple(kept)
