"""How far this computer's clock is from the vendors', learnt from their answers' `Date` headers."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterable

from roomscribe.domain.exchange import Exchange
from roomscribe.net.host_clock import FOLLOWED

__all__ = ["FOLLOWED", "SkewBook"]

REMEMBERED = 7
"""Answers. The header has whole seconds, so a single one may be off by half a second; the middle of some is not."""


class SkewBook:
    """Collects differences and tells the usual one."""

    def __init__(self) -> None:
        self._heard: deque[float] = deque(maxlen=REMEMBERED)

    def hear(self, exchanges: Iterable[Exchange]) -> None:
        """Take in what some answers told."""
        self._heard.extend(each.clock_skew for each in exchanges if each.clock_skew is not None)

    def forget(self) -> None:
        """This computer's clock was set: what it differed by before says nothing."""
        self._heard.clear()

    def current(self) -> float | None:
        """Vendor's clock minus ours in seconds; None before any vendor has answered."""
        return statistics.median(self._heard) if self._heard else None
