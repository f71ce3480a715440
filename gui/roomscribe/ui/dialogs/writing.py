"""Dialogs that write: what was begun is carried out, one thing after the other, before the dialog closes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from roomscribe.domain.errors import ShuttingDown
from roomscribe.domain.text import Text
from roomscribe.services.spawning import Spawner
from roomscribe.ui.dialogs.frame import NARROW, FramedDialog

Write = Callable[[], Coroutine[Any, Any, None]]


class WritingDialog(FramedDialog):
    """Neither closing nor a second act ends what is being written; only the end of the program does."""

    def __init__(
        self,
        title: Text,
        spawner: Spawner,
        *,
        width: int = NARROW,
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, width=width, scrolls=scrolls, parent=parent)
        self._spawner = spawner
        self._waiting: deque[tuple[Write, str]] = deque()
        self._write: asyncio.Task[None] | None = None
        self._leaving: int | None = None
        """The result with which the dialog closes once everything is written."""

    @property
    def writing(self) -> bool:
        """Whether something is being written."""
        return self._write is not None

    def write(self, act: Write, *, name: str) -> None:
        """Carry this out when everything that was asked for before has been."""
        self._waiting.append((act, name))
        if self._write is None:
            self._next()

    def stay(self) -> None:
        """Something was refused: whoever has closed the dialog meanwhile must see it."""
        self._leaving = None

    def done(self, result: int) -> None:
        if self.writing:
            self._leaving = result
        else:
            super().done(result)

    def _next(self) -> None:
        act, name = self._waiting.popleft()
        self._write = self._spawner.spawn(act(), name=name)
        self._write.add_done_callback(self._on_written)

    def _on_written(self, write: asyncio.Task[None]) -> None:
        if not isValid(self):
            return  # what was written outlived the dialog, and its window with it
        self._write = None
        if write.cancelled():
            self._waiting.clear()  # the program ends, and the dialog may be gone by now
            return
        if self._waiting:
            with suppress(ShuttingDown):
                self._next()
        elif self._leaving is not None:
            if write.exception() is None:
                super().done(self._leaving)
            self._leaving = None
