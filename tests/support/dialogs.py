"""Dialogs in tests: shown as the program shows them, and closed by the test."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from roomscribe.runtime.dialogs import ask
from tests.support.consoles import TestConsole

D = TypeVar("D", bound=QDialog)


def visible(kind: type[D]) -> D | None:
    """A dialog of this kind that is in sight; None where there is none."""
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


def shown(widget: QWidget) -> str:
    """The texts of all labels in sight, one a line."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


async def opened(console: TestConsole, dialog: QDialog) -> asyncio.Task[int]:
    """Show a dialog; the task ends with what became of it."""
    asked = console.spawner.spawn(ask(dialog), name="ask")
    await asyncio.sleep(0)
    return asked
