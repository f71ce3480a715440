"""Tells when a window's first frame is complete."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget


def watch_first_frame(window: type[QWidget], painted: Callable[[float], None]) -> None:
    """Have `painted` called with the monotonic time at which the first window of this class was drawn.

    A window is painted before its children, all in one go of the event loop; the timer fires after it.
    """
    paint = window.paintEvent
    seen: list[bool] = []

    def first(self: QWidget, event: QPaintEvent) -> None:
        paint(self, event)
        if not seen:
            seen.append(True)
            QTimer.singleShot(0, lambda: painted(time.monotonic()))

    window.paintEvent = first  # type: ignore[method-assign]
