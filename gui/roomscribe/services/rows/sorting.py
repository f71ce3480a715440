"""Sorts many rows a slice at a time, those in sight first, so that nobody has to wait for the whole of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from roomscribe.services.rows.row import Group, Item, Key, Row

SLICE = 256
"""Rows between two pauses: some tenths of a millisecond."""
PART = 4096
"""About as many rows are sorted in one go: two milliseconds."""
SAMPLES = 16
"""Keys that are looked at for each part, to find where it should begin."""
_KEY, _SEQ = attrgetter("key"), attrgetter("seq")


class Sight(NamedTuple):
    """The part of the lines that somebody sees."""

    count: int
    """So many lines."""
    anchor: Item | None = None
    """The line that shall stay where it is seen; None where the first line is to be seen on top."""
    above: int = 0
    """So many lines are seen above that one."""


def newest_first(rows: list[Row]) -> None:
    """Bring rows into the order in which equal ones stand."""
    rows.sort(key=_SEQ, reverse=True)


class _Ordering:
    """One group's members on their way into order: shared out by key into parts, each sorted when it is needed."""

    def __init__(self, group: Group, descending: bool) -> None:
        self._group = group
        self._descending = descending
        self._parts = [group.members]
        self._sorted = [False]

    def sharing(self) -> Iterator[bool]:
        """Share the members out, with pauses."""
        members = self._group.members
        step = max(1, PART // SAMPLES)
        keys = sorted([row.key for row in members[step // 2 :: step]])
        splits = sorted(set(keys[SAMPLES::SAMPLES]))
        ends: list[Key | None] = [*splits, None]
        # Rows that are equal to a limit are a part of their own, which needs no sorting: columns with five different
        # words have ten thousand equal ones.
        parts: list[list[Row]] = [[] for _ in range(2 * len(splits) + 1)]
        for first in range(0, len(members), SLICE):
            for row in members[first : first + SLICE]:
                at = bisect_left(splits, row.key)
                parts[2 * at + (ends[at] == row.key)].append(row)
            yield False
        self._parts = parts[::-1] if self._descending else parts
        self._sorted = [bool(number % 2) for number in range(len(parts))]

    def rows(self, first: int, last: int) -> list[Row]:
        """The rows that will stand there among those that are wanted; `last` is the one after."""
        found: list[Row] = []
        at = 0
        for number in range(len(self._parts)):
            count = self._wanted(number)
            if at + count > first:
                self._sort(number)
                wanted = [row for row in self._parts[number] if row.wanted]
                found += wanted[max(0, first - at) : last - at]
            at += count
            if at >= last:
                break
        return found

    def position(self, row: Row) -> int:
        """Where a wanted row will stand among the wanted ones."""
        at = 0
        for number, part in enumerate(self._parts):
            if row in part:
                self._sort(number)
                return at + [each for each in part if each.wanted].index(row)
            at += self._wanted(number)
        raise ValueError(row)

    def finishing(self) -> Iterator[bool]:
        """Sort what is left, with pauses."""
        for number in range(len(self._parts)):
            if not self._sorted[number]:
                self._sort(number)
                yield False
        if len(self._parts) > 1:
            self._group.members[:] = [row for part in self._parts for row in part]

    def _wanted(self, number: int) -> int:
        part = self._parts[number]
        return len(part) if self._group.size == len(self._group.members) else sum([row.wanted for row in part])

    def _sort(self, number: int) -> None:
        if not self._sorted[number]:
            self._parts[number].sort(key=_KEY, reverse=self._descending)
            self._sorted[number] = True


class Orderings:
    """The members of groups on their way into order. Their keys are there, and equal ones stand newest first."""

    def __init__(self, groups: list[Group], descending: bool) -> None:
        """`groups` from the top."""
        self._groups = groups
        self._descending = descending
        self._begun: dict[Group, _Ordering] = {}

    def sharing(self) -> Iterator[bool]:
        """Get the big groups ready for being sorted part by part, with pauses."""
        for group in self._groups:
            if len(group.members) > 2 * PART:
                yield from self._of(group).sharing()

    def in_sight(self, sight: Sight, headers: bool, total: int) -> tuple[int, list[Item]]:
        """Which lines, of `total` ones, will be seen, and the position of the first; `headers`: groups have one."""
        first = 0 if sight.anchor is None else max(0, self._position(sight.anchor, headers) - sight.above)
        first = max(0, min(first, total - sight.count))
        last, at = first + sight.count, 0
        found: list[Item] = []
        for group in self._groups:
            if at >= last:
                break
            if headers and group.size:
                if at >= first:
                    found.append(group)
                at += 1
            if not group.size or group.collapsed:
                continue
            if at + group.size > first and at < last:
                found += self._of(group).rows(max(0, first - at), last - at)
            at += group.size
        return first, found

    def finishing(self) -> Iterator[bool]:
        """Sort what is left, with pauses."""
        small = 0
        for group in self._groups:
            if group in self._begun or len(group.members) > SLICE:
                yield from self._of(group).finishing()
                continue
            if len(group.members) > 1:
                group.members.sort(key=_KEY, reverse=self._descending)
            small += len(group.members)
            if small > SLICE:
                small = 0
                yield False

    def _position(self, item: Item, headers: bool) -> int:
        at = 0
        for group in self._groups:
            if group is item.group:
                return at if isinstance(item, Group) else at + headers + self._of(group).position(item)
            if group.size:
                at += headers + (0 if group.collapsed else group.size)
        raise ValueError(item)

    def _of(self, group: Group) -> _Ordering:
        return self._begun.get(group) or self._begun.setdefault(group, _Ordering(group, self._descending))
