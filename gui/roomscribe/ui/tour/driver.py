"""A pair of hands for the tour: clicks, types, waits and takes pictures of real widgets."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMessageLogContext, QPoint, QRect, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QTableView, QWidget

W = TypeVar("W", bound=QWidget)
PATIENCE = 30.0
"""Seconds to wait for something before the step has failed."""
LOOK = 0.05
"""Seconds between two looks at what is waited for."""


_OFFSCREEN_LACKS = "This plugin does not support"


def spare_offscreen_remarks() -> None:
    """Keep what the offscreen platform says about itself (it can't raise windows) out of the tour's output."""
    if QGuiApplication.platformName() == "offscreen":
        qInstallMessageHandler(_pass_on)


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if not message.startswith(_OFFSCREEN_LACKS):
        sys.stderr.write(f"{message}\n")


class StepFailed(Exception):
    """What was expected did not come about."""


class Driver:
    """Acts on the window as a person would, one act at a time."""

    def __init__(self, window: QWidget, out: Path) -> None:
        self.window = window
        self._out = out

    def find(self, kind: type[W], name: str, parent: QWidget | None = None) -> W:
        """The visible widget with this object name; `StepFailed` when there is none."""
        for widget in (parent or self.window).findChildren(kind, name):
            if widget.isVisible():
                return widget
        raise StepFailed(f"no visible {kind.__name__} is called {name!r}")

    def top_level(self, kind: type[W]) -> W:
        """The open dialog or popup of this kind; `StepFailed` when there is none."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                return widget
        raise StepFailed(f"no {kind.__name__} is open")

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and release the left button; `StepFailed` on what a person could not click."""
        if not widget.isVisible() or not widget.isEnabled():
            raise StepFailed(f"{widget.objectName() or widget!r} can't be clicked: {widget.toolTip() or 'disabled'}")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())

    def type(self, widget: QWidget, text: str) -> None:
        """Replace what a line holds, key by key."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        QTest.keyClicks(widget, text)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(widget, key)

    def choose(self, combo: QComboBox, text: str) -> None:
        """Walk a combo box with the arrow keys to the entry that holds `text`."""
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(combo.count()):
            if text in combo.currentText():
                return
            QTest.keyClick(combo, Qt.Key.Key_Down)
        raise StepFailed(f"{combo.objectName()} does not offer {text!r}")

    def select_row(self, table: QTableView, row: int) -> None:
        """Click a row of a table."""
        index = table.model().index(row, 0)
        table.scrollTo(index)
        self.click(table.viewport(), table.visualRect(index).center())

    async def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until the condition holds; `StepFailed` says what did not happen."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise StepFailed(f"waited {seconds:g} s in vain: {what}")
            await asyncio.sleep(LOOK)

    async def turn(self) -> None:
        """Let the window take in what was done."""
        await asyncio.sleep(LOOK)

    async def settle(self) -> None:
        """Let layouts, timers and fades come to rest before a picture."""
        await asyncio.sleep(0.7)

    async def picture(self, name: str) -> str:
        """Save the window, with the dialogs that stand before it, and return the file's name."""
        await self.settle()
        image = self.window.grab()
        painter = QPainter(image)
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.isWindow() and widget.width() > 1:
                origin = widget.pos() - self.window.pos()
                painter.drawPixmap(origin, widget.grab())
                # The line that a window manager would draw around it.
                painter.setPen(self.window.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(QRect(origin, widget.size()))
        painter.end()
        file = f"{name}.png"
        if not image.save(str(self._out / file)):
            raise StepFailed(f"{file} could not be saved")
        return file
