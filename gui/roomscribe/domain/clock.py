"""Time as the program sees it: UTC seconds for storing, monotonic seconds for waiting."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What the rest of the program may ask about time."""

    def now(self) -> float:
        """Seconds since the Unix epoch, UTC. May jump when somebody sets the computer's clock."""

    def monotonic(self) -> float:
        """Seconds that only grow, for waiting and for rates."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class ShiftedClock:
    """Another clock, ahead or behind by a number of seconds: for tests, and for demonstrating a wrong clock."""

    def __init__(self, base: Clock, offset: float = 0.0) -> None:
        self._base = base
        self.offset = offset

    def now(self) -> float:
        return self._base.now() + self.offset

    def monotonic(self) -> float:
        return self._base.monotonic()
