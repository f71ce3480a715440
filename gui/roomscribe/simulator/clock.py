"""The simulator's clock: real time, a faster time, or a time that only tests move."""

from __future__ import annotations

from roomscribe.domain.clock import Clock

SLOWEST, FASTEST = 0.01, 10_000.0
"""How much faster than the callers' time the world's may pass."""


class SpeedClock:
    """Runs `speed` times as fast as another clock, from the moment it was made.

    Vendors check timestamps against their own clock, so a fast clock would refuse every signature: what is checked
    against the caller's clock uses `wall`, what passes inside the world uses `now`.
    """

    def __init__(self, base: Clock, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("speed must be above 0")
        self._base = base
        self.speed = speed
        self._from_monotonic = base.monotonic()
        self._from_now = base.now()
        self._ahead = 0.0
        self.offset = 0.0
        """Seconds by which the vendor's wall clock is off: demonstrates a wrong clock."""

    def now(self) -> float:
        """The world's time in UTC seconds: starts at the base's time and passes faster."""
        return self._from_now + self.monotonic() - self._from_monotonic * self.speed

    def monotonic(self) -> float:
        """The world's time for waiting."""
        return self._base.monotonic() * self.speed + self._ahead

    def advance(self, seconds: float) -> None:
        """Let this much of the world's time pass at once; the callers' time does not."""
        if seconds < 0:
            raise ValueError("time does not pass backwards")
        self._ahead += seconds

    def unscaled(self) -> float:
        """Seconds as programs outside the world count them, for waiting for their answers."""
        return self._base.monotonic()

    def wall(self) -> float:
        """The vendor's idea of the caller's time, for timestamps and token ages."""
        return self._base.now() + self.offset
