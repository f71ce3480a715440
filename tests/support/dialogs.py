"""Dialogs in tests: shown as the program shows them, and closed by the test."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog

from roomscribe.runtime.dialogs import ask
from tests.support.consoles import TestConsole


async def opened(console: TestConsole, dialog: QDialog) -> asyncio.Task[int]:
    """Show a dialog; the task ends with what became of it."""
    asked = console.spawner.spawn(ask(dialog), name="ask")
    await asyncio.sleep(0)
    return asked
