"""Long work on the interface thread, done a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

SLICE = 0.003
"""Seconds after which the events of the window get their turn; a frame has sixteen thousandths."""
PAUSE = True
"""What a step says that wants the next one to have a turn of its own."""


class Slices(QObject):
    """Carries a job out step by step, between the events of the loop."""

    def __init__(self, steps: Iterator[bool], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[bool] | None = steps
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def finish(self) -> None:
        """Do all that is left at once."""
        while self._steps is not None:
            self._step()

    def _on_turn(self) -> None:
        end = perf_counter() + SLICE
        while self._step() is not PAUSE and self._steps is not None and perf_counter() < end:
            pass

    def _step(self) -> bool:
        if self._steps is not None:
            try:
                return next(self._steps)
            except StopIteration:
                # The job knows its owner; kept any longer, the two would keep each other.
                self._steps = None
                self._timer.stop()
        return False
