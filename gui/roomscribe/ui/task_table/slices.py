"""Does long work on the interface thread in slices, so that no frame is late."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

from roomscribe.runtime.garbage import collect_between

BUDGET = 0.006
"""Seconds of one slice: the rest of a frame is for whatever else there is, painting first."""
LITTLE = 0.75
"""Share of a slice that must be left where something long comes."""


class Slices(QObject):
    """One piece of work at a time; a newer one takes the place of the older."""

    def __init__(self, parent: QObject, *, budget: float = BUDGET, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._budget = budget
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
        self._next()

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
        self._go_on(time.perf_counter() + self._budget)

    def _go_on(self, until: float | None) -> None:
        if (work := self._work) is None:
            return
        try:
            for long in work:
                late = until is not None and time.perf_counter() > (until - self._budget * LITTLE if long else until)
                if until is not None and (late or self._yielding):
                    self._yielding = False
                    self._turn.start()
                    collect_between()
                    return
        except BaseException:
            if self._work is work:
                self.drop()  # else it counted as busy, and whoever waits for its end waited for ever
            raise
        done = self._done
        self.drop()
        if done is not None:
            done()
