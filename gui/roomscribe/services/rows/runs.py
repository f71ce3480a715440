"""Sorts many rows in runs, of which each is short; what stands where is known before they are put together."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from roomscribe.services.rows.row import Key, Row

RUN = 2048
"""Rows that are sorted in one go: about a millisecond."""
FEW = 256
"""Rows among which the wanted ones are found by sorting them."""
SAMPLES = 16
"""Keys of each run that are looked at, to find where the parts should begin."""
_KEY = attrgetter("key")


class Runs:
    """A list of rows on its way into order. Rows with equal keys keep their order, within a run and from run to run."""

    def __init__(self, rows: list[Row], *, descending: bool) -> None:
        self._rows = rows
        self._descending = descending
        self._runs: list[list[Row]] = []

    def sorting(self) -> Iterator[bool]:
        """Sort each run, with pauses."""
        for first in range(0, len(self._rows), RUN):
            run = self._rows[first : first + RUN]
            run.sort(key=_KEY, reverse=self._descending)
            self._runs.append(run)
            yield False

    def wanted(self, count: int) -> Ranks:
        """The rows that the filter shows, which are so many, by their places among each other."""
        if count == len(self._rows):
            return Ranks(self._runs, self._descending)
        return Ranks([[row for row in run if row.wanted] for run in self._runs], self._descending)

    def finishing(self) -> Iterator[list[Row]]:
        """All rows in order, a part at a time."""
        if len(self._runs) < 2:
            yield from self._runs
            return
        begins = [0] * len(self._runs)
        for limit in (*self._limits(), None):
            ends = [len(run) if limit is None else _place(run, limit, self._descending) for run in self._runs]
            part: list[Row] = []
            keys: set[Key] = set()
            for run, begin, end in zip(self._runs, begins, ends, strict=True):
                if begin < end:
                    part += run[begin:end]
                    keys.update((run[begin].key, run[end - 1].key))
            if len(keys) > 1:  # columns with five different words have ten thousand equal ones
                part.sort(key=_KEY, reverse=self._descending)
            begins = ends
            yield part

    def _limits(self) -> list[Key]:
        """Keys that part the rows into about as many lists as there are runs."""
        step = max(1, RUN // SAMPLES)
        found = [row.key for run in self._runs for row in run[step // 2 :: step]]
        found.sort(reverse=self._descending)
        return list(dict.fromkeys(found[SAMPLES::SAMPLES]))


class Ranks:
    """Rows in sorted runs, as if they were one list in order."""

    def __init__(self, runs: list[list[Row]], descending: bool) -> None:
        self._runs = runs
        self._descending = descending
        self._count = sum(map(len, runs))

    def rows(self, first: int, last: int) -> list[Row]:
        """Those from the place `first` to the one before `last`."""
        first, last = max(0, first), min(last, self._count)
        if first >= last:
            return []
        before, behind = self._bounds(first), self._bounds(last - 1)
        # What is certain to come before is left out, and what is certain to come behind.
        some = [
            row for run, (low, _), (_, high) in zip(self._runs, before, behind, strict=True) for row in run[low:high]
        ]
        some.sort(key=_KEY, reverse=self._descending)
        skipped = first - sum(low for low, _ in before)
        return some[skipped : skipped + last - first]

    def position(self, row: Row) -> int:
        """The place of one of them."""
        for number, run in enumerate(self._runs):
            low, high = _place(run, row.key, self._descending), _place(run, row.key, self._descending, behind=True)
            if row in run[low:high]:
                return sum(self._ends(number, run.index(row, low, high)))
        raise ValueError(row)

    def _bounds(self, rank: int) -> list[tuple[int, int]]:
        """Of each run the part in which the row of this place is, if it is in that run."""
        lows, highs = [0] * len(self._runs), [len(run) for run in self._runs]
        while (left := sum(highs) - sum(lows)) > FEW:
            number = max(range(len(lows)), key=lambda each: highs[each] - lows[each])
            ends = self._ends(number, (lows[number] + highs[number]) // 2)
            if sum(ends) <= rank:
                lows = [max(low, end) for low, end in zip(lows, ends, strict=True)]
            else:
                highs = [min(high, end) for high, end in zip(highs, ends, strict=True)]
            if sum(highs) - sum(lows) == left:
                break
        return list(zip(lows, highs, strict=True))

    def _ends(self, number: int, at: int) -> list[int]:
        """How many rows of each run stand before one row of one run."""
        key = self._runs[number][at].key
        return [
            at if each == number else _place(run, key, self._descending, behind=each < number)
            for each, run in enumerate(self._runs)
        ]


def _place(run: list[Row], key: Key, descending: bool, *, behind: bool = False) -> int:
    """Where a row with this key belongs: before those with the same key, or behind them."""
    low, high = 0, len(run)
    while low < high:
        middle = (low + high) // 2
        other = run[middle].key
        before = other == key if behind else False
        if before or ((other > key) if descending else (other < key)):  # type: ignore[operator]
            low = middle + 1
        else:
            high = middle
    return low
