"""An event loop on which time passes only while everything waits: hours of it in milliseconds, always the same way."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.faces import ManualClock

LOOK_FOR = 0.02
"""Real seconds that a socket under way may take before time passes for it, too."""
LEAST = 1e-6
"""Seconds that pass at least: less would be lost beside the seconds since 1970."""


class Stuck(Exception):
    """Everything waits, and nothing will ever happen."""


class _Selector(selectors.DefaultSelector):
    """Lets the time pass that the loop would wait; while `busy` says so, sockets get some real time before."""

    def __init__(self, clock: ManualClock, busy: Callable[[], bool]) -> None:
        super().__init__()
        self._clock = clock
        self._busy = busy

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        patience = LOOK_FOR if timeout != 0 and self._busy() else 0
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(patience)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise Stuck
        self._clock.pass_by(max(timeout, LEAST))
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time is the clock's. What nobody handled is collected instead of logged."""

    def __init__(self, clock: ManualClock, busy: Callable[[], bool] = lambda: False) -> None:
        self._own_clock = clock
        self._began = clock.monotonic()
        super().__init__(_Selector(clock, busy))
        self.unhandled: list[str] = []
        self.set_exception_handler(self._note)

    def time(self) -> float:
        return self._own_clock.monotonic() - self._began  # asyncio's own margin is lost beside large numbers

    def _note(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.unhandled.append(f"{context.get('message')}: {context.get('exception')!r}")


@contextmanager
def virtual_loop(clock: ManualClock, busy: Callable[[], bool] = lambda: False) -> Iterator[VirtualLoop]:
    """Such a loop, closed at the end."""
    loop = VirtualLoop(clock, busy)
    try:
        yield loop
    finally:
        loop.close()
