"""Keeps calls evenly spaced: a token bucket that tells how long to wait."""

from __future__ import annotations

from roomscribe.domain.clock import Clock


class TokenBucket:
    """Permits `rate` calls a second on average and `burst` at once; waiting is the caller's."""

    def __init__(self, clock: Clock, rate: float, burst: float | None = None) -> None:
        self._clock = clock
        self._at = clock.monotonic()
        self.rate, self.burst = 0.0, 0.0
        self.set_rate(rate, burst=burst)
        self._tokens = self.burst

    def set_rate(self, rate: float, *, burst: float | None = None) -> None:
        """Another rate from now on; what is there stays, as far as it fits."""
        if rate <= 0:
            raise ValueError("a rate must be above 0")
        if self.rate:
            self._refill()
        self.rate = rate
        self.burst = burst if burst is not None else max(1.0, rate)

    def wait(self) -> float:
        """Seconds until the next call is permitted; 0 means now."""
        self._refill()
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self.rate

    def take(self) -> bool:
        """Use one call if it is permitted now."""
        self._refill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _refill(self) -> None:
        now = self._clock.monotonic()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now
