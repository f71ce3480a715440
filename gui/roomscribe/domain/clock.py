"""Time as the program sees it: UTC seconds for storing, monotonic seconds for waiting."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

SET_BY = 2.0
"""Seconds from which the computer's clock counts as set by somebody; less is how time services keep it right."""


class Clock(Protocol):
    """What the rest of the program may ask about time."""

    def now(self) -> float:
        """Seconds since the Unix epoch, UTC. May jump when somebody sets the computer's clock."""

    def monotonic(self) -> float:
        """Seconds that only grow, for waiting and for rates. They pass while the computer sleeps, too."""


def _with_sleep() -> Callable[[], float]:
    """The system's clock that only grows and goes on while the computer sleeps.

    Python's own stands still meanwhile on Linux and macOS: whoever wakes would find nothing due.
    """
    names = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
    which = getattr(time, names.get(sys.platform, ""), None)
    if which is None:
        return time.monotonic
    read = partial(time.clock_gettime, which)
    try:
        read()
    except OSError:  # an old kernel, or a sandbox that does not let it through
        return time.monotonic
    return read


_growing = _with_sleep()


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return _growing()


class ShiftedClock:
    """Another clock, ahead or behind by a number of seconds: for tests, and for demonstrating a wrong clock."""

    def __init__(self, base: Clock, offset: float = 0.0) -> None:
        self._base = base
        self.offset = offset

    def now(self) -> float:
        return self._base.now() + self.offset

    def monotonic(self) -> float:
        return self._base.monotonic()


class SteadyClock:
    """UTC that passes evenly between two calls of `follow`, whatever becomes of the clock below it.

    So that a clock which is set by hours is noticed by one part of the program, which puts all that was written down
    by the old time right at the same moment, and surprises no other.
    """

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._began = base.now() - base.monotonic()

    def now(self) -> float:
        return self._began + self._base.monotonic()

    def monotonic(self) -> float:
        return self._base.monotonic()

    def follow(self) -> float:
        """Take over the time of the clock below; returns by how many seconds it was set, 0 where it was not."""
        moved = self._base.now() - self.now()
        self._began += moved
        return moved if abs(moved) >= SET_BY else 0.0
