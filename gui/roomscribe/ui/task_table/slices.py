"""Does long work on the interface thread in slices, so that no frame is late."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

from roomscribe.runtime.garbage import collect_between

BUDGET = 0.006
"""Seconds of one slice at most: the rest of a frame is for whatever else there is, painting first."""
FIRST = 0.004
"""Seconds of the first one, which follows upon a click or a letter that had its own work to do."""
TURN = 0.010
"""Seconds that a slice and what came before it in the same turn of the loop should take together."""
LEAST = 0.001
"""Seconds of one slice at least, whatever there is to paint."""
LITTLE = 0.75
"""Share of a slice that must be left where something long comes."""


class Slices(QObject):
    """One piece of work at a time; a newer one takes the place of the older."""

    def __init__(self, parent: QObject, *, budget: float = BUDGET, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._budget = budget
        self._left = 0.0
        """When the loop had its turn."""
        self._work: Iterator[bool | None] | None = None
        self._done: Callable[[], None] | None = None
        self._yielding = False
        self._turn = QTimer(self, singleShot=True, interval=pause_ms)
        self._turn.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """Whether work is left."""
        return self._work is not None

    def begin(self, work: Iterator[bool | None], done: Callable[[], None] | None = None) -> None:
        """Do this instead of whatever was begun; its first slice at once, so that what is short is done right away.

        The work gives True before what takes long in one piece: that begins a slice, unless this one has just begun.
        """
        self._work, self._done, self._yielding = work, done, False
        self._go_on(min(self._budget, FIRST))

    def finish(self) -> None:
        """Do what is left now."""
        self._go_on(None)

    def give_way(self) -> None:
        """For the work itself: there is something to paint, and the rest of it comes after that."""
        self._yielding = True

    def drop(self) -> None:
        """Leave it."""
        self._turn.stop()
        self._yielding = False
        self._work = self._done = None

    def _next(self) -> None:
        # The loop paints, and comes back here before it looks for anything else: that makes one stall of both.
        others = time.perf_counter() - self._left - self._turn.interval() / 1000
        self._go_on(min(self._budget, max(LEAST, TURN - others)))

    def _go_on(self, budget: float | None) -> None:
        """Work for so many seconds; None to the end."""
        if (work := self._work) is None:
            return
        began = time.perf_counter()
        try:
            for long in work:
                late = budget is not None and time.perf_counter() - began > budget * (1 - LITTLE if long else 1)
                if budget is not None and (late or self._yielding):
                    self._yielding = False
                    collect_between()
                    self._left = time.perf_counter()
                    self._turn.start()
                    return
        except BaseException:
            if self._work is work:
                self.drop()  # else it counted as busy, and whoever waits for its end waited for ever
            raise
        done = self._done
        self.drop()
        if done is not None:
            done()
