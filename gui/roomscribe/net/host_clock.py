"""The time by a host's own clock, learnt from its answers: signatures and tokens are judged by it, not by ours."""

from __future__ import annotations

from roomscribe.domain.clock import Clock
from roomscribe.domain.exchange import Exchange

FOLLOWED = 5.0
"""Seconds by which a host's clock must differ from ours to be followed: `Date` has whole seconds, and answers take
time to arrive."""


class HostClock:
    """One host's time. It is ours until an answer shows another; setting our clock does not move it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None
        """The host's UTC minus our monotonic seconds, by its last answer."""

    @property
    def known(self) -> bool:
        """Whether the host has told its time."""
        return self._ahead is not None

    @property
    def skew(self) -> float:
        """Seconds that are added to our time to have the host's; 0 while both are the same, or unknown."""
        if self._ahead is None:
            return 0.0
        difference = self._clock.monotonic() + self._ahead - self._clock.now()
        return difference if abs(difference) > FOLLOWED else 0.0

    def now(self) -> float:
        """UTC seconds by the host's clock, as far as it is known."""
        return self._clock.now() + self.skew

    def differs(self, skew: float) -> bool:
        """Whether what is believed now is another time than with this earlier `skew`."""
        return abs(self.skew - skew) > FOLLOWED

    def hear(self, exchange: Exchange) -> None:
        """Learn from an answer that the host itself gave: what a proxy answers says nothing."""
        if exchange.clock_skew is not None:
            self._ahead = self._clock.now() + exchange.clock_skew - self._clock.monotonic()


class HostClocks:
    """One clock per host for the whole session: a profile that was edited need not learn it again."""

    def __init__(self) -> None:
        self._clocks: dict[str, HostClock] = {}

    def of(self, base_url: str, clock: Clock) -> HostClock:
        """The clock of the host at this address."""
        return self._clocks.setdefault(base_url.rstrip("/").lower(), HostClock(clock))
