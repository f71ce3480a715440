"""Waits for what the person sees."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

PATIENCE = 0.5
"""Seconds after which a window counts as seen: a minimised one is never painted."""


async def first_frame(window: QWidget) -> None:
    """Wait until a window that was just shown has been painted, so that what follows does not hold up its appearing."""
    watcher = _Watcher()
    window.installEventFilter(watcher)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await watcher.painting.wait()
    finally:
        window.removeEventFilter(watcher)


class _Watcher(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.painting = asyncio.Event()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            # Whoever waits goes on with the loop's next turn, and this one paints all of the window.
            self.painting.set()
        return False
