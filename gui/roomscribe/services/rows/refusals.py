"""Remembers which rows filters have refused, so that one that finds no more need not ask about all of them again."""

from __future__ import annotations

from roomscribe.services.rows.filters import Filter
from roomscribe.services.rows.row import Row

KEPT = 12
"""Filters: each letter makes one, and when a word turns out to be the name of a key, the one before it holds again."""


class Refusals:
    """By the rows' numbers, until these have news. Only what does not depend on time is remembered."""

    def __init__(self) -> None:
        self._kept: list[tuple[Filter, bytearray]] = []
        """The latest last."""

    def of(self, wanted: Filter, count: int) -> bytearray:
        """A 1 for each row that `wanted` refuses for certain, for all numbers below `count`.

        To be filled by whoever asks the filter's `lasting` part about the others.
        """
        lasting = wanted.lasting
        if lasting.empty:
            return bytearray(count)
        wider = [each for each in self._kept if lasting.narrows(each[0])]
        refused = bytearray()
        if wider:
            best = max(wider, key=lambda each: each[1].count(1))
            refused += best[1]
            self._kept.remove(best)
            if not best[0].narrows(lasting):  # else it is the same one
                self._kept.append(best)
        refused += bytes(count - len(refused))
        self._kept.append((lasting, refused))
        del self._kept[:-KEPT]
        return refused

    def forget(self, row: Row) -> None:
        """The row's task has news."""
        for _, refused in self._kept:
            if row.number < len(refused):
                refused[row.number] = 0
