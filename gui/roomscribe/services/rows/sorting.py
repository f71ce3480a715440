"""Sorts many rows a slice at a time, those in sight first, so that nobody has to wait for the whole of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from operator import attrgetter
from typing import NamedTuple

from roomscribe.services.rows.groups import Groups
from roomscribe.services.rows.parts import SLICE
from roomscribe.services.rows.row import Group, Item, Row
from roomscribe.services.rows.runs import RUN, Ranks, Runs

_KEY, _SEQ = attrgetter("key"), attrgetter("seq")


class Sight(NamedTuple):
    """The part of the lines that somebody sees."""

    size: int
    """So many lines."""
    anchor: Item | None = None
    """The line that shall stay where it is seen; None where the first line is to be seen on top."""
    above: int = 0
    """So many lines are seen above that one."""


class Seen(NamedTuple):
    """The lines that will be seen."""

    first: int
    """The position of the uppermost."""
    items: list[Item]


def newest_first(rows: list[Row]) -> None:
    """Bring rows into the order in which equal ones stand."""
    rows.sort(key=_SEQ, reverse=True)


class _Ordering:
    """One group's members on their way into order."""

    def __init__(self, group: Group, descending: bool) -> None:
        self._group = group
        self._runs = Runs(group.members, descending=descending)
        self._wanted: Ranks | None = None

    def sorting(self) -> Iterator[bool]:
        """Sort the members in runs, with pauses; before anything else is asked."""
        return self._runs.sorting()

    @property
    def wanted(self) -> Ranks:
        """Those of them that are wanted, which the group has counted, by their places."""
        if self._wanted is None:
            self._wanted = self._runs.wanted(self._group.size)
        return self._wanted

    def finishing(self) -> Iterator[bool]:
        """Put the runs together, with pauses."""
        found: list[Row] = []
        for part in self._runs.finishing():
            found += part
            yield False
        self._group.members = found


class Orderings:
    """The members of groups on their way into order. Their keys are there, and equal ones stand newest first."""

    def __init__(self, groups: Groups, descending: bool) -> None:
        self._groups = groups
        self._descending = descending
        self._begun: dict[Group, _Ordering] = {}

    def sharing(self) -> Iterator[bool]:
        """Get the groups ready for being gone through, and sort the big ones in runs, with pauses."""
        yield from self._groups.ranking()
        for group in self._groups.longer(RUN):
            if group is None:
                yield False
                continue
            ordering = self._begun[group] = _Ordering(group, self._descending)
            yield from ordering.sorting()

    def in_sight(self, sight: Sight, total: int | None) -> Generator[bool, None, Seen | None]:
        """Which lines will be seen, where that can be told before all are in order; with pauses.

        `total`: how many lines there will be; None where it is not even known how many rows of each group are wanted.
        """
        first, known = 0, total is not None  # groups stay the same where that is known
        if sight.anchor is not None:
            found = yield from self._position(sight.anchor, known)
            if found is None:
                return None
            header, at = found
            first = max(0, at - sight.above)
            if not known:
                first = min(first, header)  # the header of its new group is to be seen
        if total is not None:
            first = max(0, min(first, total - sight.size))
        last, at = first + sight.size, 0
        lines: list[Item] = []
        for passed, group in enumerate(self._groups.in_rank(), 1):
            if at >= last:
                break
            if not known:
                self._groups.count(group)
            if passed % SLICE == 0:
                yield False
            if self._groups.headed and group.size:
                if at >= first:
                    lines.append(group)
                at += 1
            if not group.size or group.collapsed:
                continue
            if at + group.size > first and at < last:
                lines += self._of(group).wanted.rows(max(0, first - at), last - at)
            at += group.size
        return Seen(first, lines) if known or at >= last else None

    def finishing(self) -> Iterator[bool]:
        """Sort what is left, with pauses."""
        small = 0
        for group in self._groups.in_rank():
            if group in self._begun or len(group.members) > SLICE:
                yield from self._of(group).finishing()
                continue
            if len(group.members) > 1:
                group.members.sort(key=_KEY, reverse=self._descending)
            small += 1 + len(group.members)
            if small > SLICE:
                small = 0
                yield False

    def _position(self, item: Item, known: bool) -> Generator[bool, None, tuple[int, int] | None]:
        """Of its group, and its own; None where it will have no line."""
        at = 0
        headers = self._groups.headed
        for passed, group in enumerate(self._groups.in_rank(), 1):
            if not known:
                self._groups.count(group)
            if passed % SLICE == 0:
                yield False
            if group is item.group:
                if isinstance(item, Group):
                    return (at, at) if headers and group.size else None
                return (at, at + headers + self._of(group).wanted.position(item)) if item.in_sight else None
            if group.size:
                at += headers + (0 if group.collapsed else group.size)
        return None

    def _of(self, group: Group) -> _Ordering:
        found = self._begun.get(group)
        if found is None:
            found = self._begun[group] = _Ordering(group, self._descending)
            for _ in found.sorting():
                pass  # it is one run
        return found
