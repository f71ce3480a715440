"""Work on the interface thread that is done a few milliseconds at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

SLICE = 0.004
"""Seconds that are spent on work before the window has its turn."""


class Slice:
    """Whoever works asks after each step whether it is over."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @property
    def over(self) -> bool:
        """Whether others are to have their turn now."""
        return time.perf_counter() - self._began > SLICE

    async def end(self) -> None:
        """Let others have their turn; then the next one begins."""
        await asyncio.sleep(0)
        self.begin()

    def begin(self) -> None:
        """The next one begins, after a turn that others have had otherwise."""
        self._began = time.perf_counter()


async def go_through(steps: Iterator[None]) -> None:
    """Do some work to its end."""
    work = Slice()
    for _ in steps:
        if work.over:
            await work.end()
