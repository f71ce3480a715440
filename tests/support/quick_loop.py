"""An event loop in which waiting takes no time: whenever nothing is left to do, its clock jumps to the next timer."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any

THREADS = 0.005
"""Real seconds for which a patient loop lets threads finish before it jumps."""

BEGAN = 1_750_000_000.0
"""UTC seconds at which its time begins."""
SHORTEST = 1e-6
"""Seconds. A jump that rounds to nothing would be tried for ever."""


class QuickClock:
    """The loop's time, for the program and for its simulator."""

    def __init__(self) -> None:
        self.at = 0.0
        """Small, so that a float has room for the shortest timers."""

    def now(self) -> float:
        return BEGAN + self.at

    def monotonic(self) -> float:
        return self.at


class _Selector(selectors.DefaultSelector):
    def __init__(self, clock: QuickClock) -> None:
        super().__init__()
        self.clock = clock
        self.patient = True

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(None)  # no timer: some thread must have something to tell
        events = super().select(THREADS if self.patient and timeout > 0 else 0)
        if not events and timeout > 0:
            self.clock.at += max(timeout, SHORTEST)
        return events


class QuickLoop(asyncio.SelectorEventLoop):
    """`patient` while threads are at work beside it: then it jumps only after they had a moment."""

    def __init__(self) -> None:
        self.clock = QuickClock()
        self._quick = _Selector(self.clock)
        super().__init__(self._quick)
        self.set_exception_handler(_raise)

    def time(self) -> float:
        return self.clock.at

    @property
    def patient(self) -> bool:
        return self._quick.patient

    @patient.setter
    def patient(self, patient: bool) -> None:
        self._quick.patient = patient


def _raise(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    raise RuntimeError(context["message"]) from context.get("exception")
