"""Local days: a stretch of time cut at midnight, whatever the clocks do on that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo


def day_of(at: float, zone: tzinfo | None = None) -> date:
    """The local day of a moment (UTC seconds); `zone` None is the computer's own."""
    return _local(at, zone).date()


def day_end(day: date, zone: tzinfo | None = None) -> int:
    """The UTC millisecond at which a local day is over. Days have 23 or 25 hours where clocks are changed."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    # A naive time is the computer's own; one that clocks skip counts from the moment at which they skip it.
    return round(midnight.timestamp() * 1000)


def by_day(begin: int, end: int, zone: tzinfo | None = None) -> Iterator[tuple[date, int, int]]:
    """The local days between two UTC milliseconds, with the part of each; nothing where `end` is not later."""
    while begin < end:
        day = day_of(begin / 1000, zone)
        over = min(end, max(begin + 1, day_end(day, zone)))
        yield day, begin, over
        begin = over


def _local(at: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at, zone)
