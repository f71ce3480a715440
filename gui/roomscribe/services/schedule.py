"""In which order rows are asked about: as often as promised, or all equally late where too little is permitted."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from roomscribe.domain.clock import Clock

FIRST = -math.inf
"""The place of what goes before everything else, in the order in which it came."""


@dataclass(frozen=True, slots=True)
class _Place:
    at: float
    """The line's own time at which it is due."""
    due: float
    """Everybody's time at which it was wished to be asked."""
    number: int
    weight: float
    """Its share of what the rows of the line would need, in calls a second."""


class Line:
    """Rows that wait for the same permission.

    The line has a time of its own. While all that is due can be asked it passes like everybody's. While more is due
    than is permitted it passes by what is asked alone, and so much slower: every interval grows by the same factor, so
    that no row starves and none is asked twice before its share. That is fair queuing by virtual time, each row with
    a weight of one over its interval. Every act costs O(log rows).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, str]] = []
        """Holds places that were given up, too, until their time comes."""
        self._places: dict[str, _Place] = {}
        self._weight = 0.0
        self._count = 0
        self._now = 0.0
        self._looked = clock.monotonic()
        self._held = False
        """Something is due and not permitted."""

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def put(self, key: str, seconds: float, interval: float) -> None:
        """Ask about it in so many seconds, in place of what was planned; `interval` is how often it shall be asked."""
        self._enter(key, self._time() + seconds, self._clock.monotonic() + seconds, interval)

    def put_first(self, key: str, interval: float) -> None:
        """Ask about it before everything else."""
        self._enter(key, FIRST, FIRST, interval)

    def sooner(self, key: str, seconds: float, interval: float) -> None:
        """As `put`, unless it is due before."""
        known = self._places.get(key)
        at, due = self._time() + seconds, self._clock.monotonic() + seconds
        if known is not None:
            at, due = min(known.at, at), min(known.due, due)
        self._enter(key, at, due, interval)

    def drop(self, key: str) -> None:
        """Forget about it."""
        place = self._places.pop(key, None)
        if place is not None:
            self._weight = self._weight - place.weight if self._places else 0.0

    def due(self) -> str | None:
        """Whose turn it is now; None while nothing is due."""
        self._tidy()
        now = self._time()
        if self._heap:
            at, _, key = self._heap[0]
            if at > now and self._places[key].due <= self._clock.monotonic():
                # The line's time has fallen behind, for its rows need less than they did: nothing may wait for that.
                self._now = now = at
            if at <= now:
                return key
        if self._held:
            # From here on the time passes by itself again.
            self._held, self._looked = False, self._clock.monotonic()
        return None

    def hold(self) -> None:
        """What is due is not permitted."""
        self._time()
        self._held = True

    def serve(self, key: str) -> None:
        """It is asked about now; it comes back by another `put`."""
        if self._held:
            real = self._clock.monotonic()
            self._now += min(real - self._looked, 1 / self._weight if self._weight > 0 else math.inf)
            self._looked = real
        self.drop(key)

    def wait(self) -> float:
        """Seconds until something is due; infinite where nothing waits."""
        self._tidy()
        if not self._heap:
            return math.inf
        at, _, key = self._heap[0]
        return max(0.0, min(at - self._time(), self._places[key].due - self._clock.monotonic()))

    def _time(self) -> float:
        if not self._held:
            real = self._clock.monotonic()
            self._now += real - self._looked
            self._looked = real
        return self._now

    def _enter(self, key: str, at: float, due: float, interval: float) -> None:
        self.drop(key)
        self._count += 1
        place = self._places[key] = _Place(at, due, self._count, 1 / interval)
        self._weight += place.weight
        heapq.heappush(self._heap, (at, place.number, key))

    def _tidy(self) -> None:
        """Remove given-up places from the head; all of them when they are the most."""
        if len(self._heap) > 2 * len(self._places) + 64:
            self._heap = [entry for entry in self._heap if self._holds(entry)]
            heapq.heapify(self._heap)
        while self._heap and not self._holds(self._heap[0]):
            heapq.heappop(self._heap)

    def _holds(self, entry: tuple[float, int, str]) -> bool:
        place = self._places.get(entry[2])
        return place is not None and place.number == entry[1]
