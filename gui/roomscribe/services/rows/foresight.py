"""Filters rows in the order of their lines, so that those in sight are known before the rest is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from roomscribe.services.rows.filters import Filter
from roomscribe.services.rows.groups import Groups
from roomscribe.services.rows.parts import SLICE
from roomscribe.services.rows.row import Group, Item, Row
from roomscribe.services.rows.sorting import Seen, Sight


def filtering(groups: Groups, wanted: Filter, refused: bytearray, sight: Sight | None) -> Iterator[Seen | None]:
    """Find out of each row that is not known to be refused (`Refusals.of`) whether it is wanted, with pauses.

    Once, and only where that is known before the end, a pause tells what will be seen.
    """
    accepts = wanted.accepts
    lasts = wanted.lasting.accepts if wanted.depends_on_time else accepts
    timed = accepts if wanted.depends_on_time else None
    ahead = None if sight is None else _Ahead(sight)
    passed = 0
    for group in groups.in_rank():
        members = group.members
        for first in range(0, len(members), SLICE):
            some = members[first : first + SLICE]
            for row in some:
                row.wanted = False
            for row in [row for row in some if not refused[row.number]]:
                if lasts(row):
                    row.wanted = timed is None or timed(row)
                else:
                    refused[row.number] = 1
            if ahead is not None and not groups.headed:
                ahead.lines += [row for row in some if row.wanted]
            passed += len(some)
            if passed >= SLICE:
                passed = 0
                seen = None if ahead is None else ahead.seen()
                if seen is not None:
                    ahead = None
                yield seen
        if ahead is not None and groups.headed:
            # A header says how many there are: it can be shown when all of them are known.
            ahead.add(group, groups.count(group))


class _Ahead:
    """The lines as far as they are known."""

    def __init__(self, sight: Sight) -> None:
        self.lines: list[Item] = []
        self._sight = sight
        self._anchor = 0 if sight.anchor is None else -1
        self._looked = 0

    def add(self, group: Group, wanted: list[Row]) -> None:
        """The lines of one more group."""
        if group.size:
            self.lines.append(group)
            if not group.collapsed:
                self.lines += wanted

    def seen(self) -> Seen | None:
        """What will be seen, once all of it is known."""
        if self._anchor < 0:
            for at in range(self._looked, len(self.lines)):
                if self.lines[at] is self._sight.anchor:
                    self._anchor = at
            self._looked = len(self.lines)
        first = max(0, self._anchor - self._sight.above)
        last = first + self._sight.size
        if self._anchor < 0 or last > len(self.lines):
            return None
        return Seen(first, self.lines[first:last])
