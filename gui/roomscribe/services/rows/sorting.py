"""Sorts many rows a slice at a time, so that nobody has to wait for the whole of it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from roomscribe.services.rows.row import Row

AT_ONCE = 8192
"""Rows that are sorted in one go: some milliseconds."""
_KEY, _SEQ = attrgetter("key"), attrgetter("seq")


def newest_first(rows: list[Row]) -> None:
    """Bring rows into the order in which equal ones stand."""
    rows.sort(key=_SEQ, reverse=True)


def sorting(rows: list[Row], descending: bool) -> Iterator[bool]:
    """Sort by key, in place and stable, with a pause after each slice; True before one that takes longest.

    Slices are sorted by themselves; the last step finds them sorted already, and has only to merge them.
    """
    runs = []
    for first in range(0, len(rows), AT_ONCE):
        run = rows[first : first + AT_ONCE]
        run.sort(key=_KEY, reverse=descending)
        runs.append(run)
        yield False
    rows[:] = [row for run in runs for row in run]
    if len(runs) > 1:
        yield True
        rows.sort(key=_KEY, reverse=descending)
        yield False
