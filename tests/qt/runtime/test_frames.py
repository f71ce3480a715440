"""Waiting for the first frame."""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from roomscribe.runtime import frames
from roomscribe.runtime.frames import first_frame


class Painted(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.frames = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.frames += 1


async def test_a_shown_window_has_been_painted(qtbot: QtBot):
    window = Painted()
    qtbot.addWidget(window)
    window.show()
    async with asyncio.timeout(5):
        await first_frame(window)
    assert window.frames


async def test_a_window_that_nobody_sees_is_not_waited_for_for_ever(qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(frames, "PATIENCE", 0.01)
    window = Painted()
    qtbot.addWidget(window)
    async with asyncio.timeout(5):
        await first_frame(window)
    assert not window.frames
