"""What tests of a pace share: a clock moved by hand, and a vendor that counts calls as the simulated clouds do."""

from __future__ import annotations

import heapq
from collections import deque

from roomscribe.net.pace import Pace, Permit


class HandClock:
    at = 100.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


class Vendor:
    """Counts calls as the simulated clouds do, when they arrive, and answers them later."""

    def __init__(self, clock: HandClock, limit: int, there: float, back: float) -> None:
        self.clock = clock
        self.limit = limit
        self.there, self.back = there, back
        self.recent: deque[float] = deque()
        self.served = self.refused = 0
        self._coming: list[tuple[float, int, str, Permit]] = []
        self._number = 0

    def call(self, permit: Permit, delay: float = 0.0, slow: float = 0.0) -> None:
        permit.begin()
        self._later(self.clock.at + self.there + delay, "arrives", permit)
        self._slow = slow

    def work(self) -> None:
        """Carry out whatever is due by now, each at its own time."""
        until = self.clock.at
        while self._coming and self._coming[0][0] <= until:
            at, _, what, permit = heapq.heappop(self._coming)
            self.clock.at = at
            if what == "arrives":
                while self.recent and at - self.recent[0] >= 1.0:
                    self.recent.popleft()
                fine = len(self.recent) < self.limit
                if fine:
                    self.recent.append(at)
                    self.served += 1
                else:
                    self.refused += 1
                self._later(at + self.back + self._slow, "fine" if fine else "refused", permit)
            elif what == "fine":
                permit.answered()
            else:
                permit.refused()
        self.clock.at = until

    def _later(self, at: float, what: str, permit: Permit) -> None:
        self._number += 1
        heapq.heappush(self._coming, (at, self._number, what, permit))


def polled(pace: Pace, vendor: Vendor, seconds: float, step: float = 0.004) -> None:
    """Poll as often as is permitted."""
    for _ in range(round(seconds / step)):
        vendor.clock.at += step
        vendor.work()
        while permit := pace.take():
            vendor.call(permit)
