"""An event loop in which waiting takes no time: whenever nothing is left to do, its clock jumps to the next timer."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any

THREADS = 0.02
"""Real seconds for which a patient loop lets threads finish before it jumps."""


class QuickClock:
    """The loop's time, for the program and for its simulator."""

    def __init__(self, at: float = 1_750_000_000.0) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

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
            self.clock.at += timeout
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
