"""Dialogs that a coroutine can wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

A_TURN = 0.001
"""Seconds. After none, a coroutine may go on within the same event of Qt."""


async def turn() -> None:
    """Let Qt have a turn, in which it paints what is to be painted."""
    await asyncio.sleep(A_TURN)


async def ask(dialog: QDialog, *, later: bool = False, between: Callable[[], None] | None = None) -> int:
    """Show a dialog, wait until the person has closed it, and return its result code; the dialog is deleted.

    `later`: a turn after it was made, for large ones, of which making and painting take most of a frame each. The
    caller sees to it that nobody asks twice meanwhile. `between` is what can be done to it in a turn of its own, before
    it is shown.

    It is opened, never run with `exec()`: that nests an event loop, in which waking tasks break. When the waiting task
    is cancelled, the dialog goes away too.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(settle)
    opened = False
    try:
        if later:
            await turn()
            if between is not None:
                between()
                await turn()
        open_at_once(dialog)
        opened = True
        return await answer
    finally:
        dialog.finished.disconnect(settle)
        if not (opened and dialog.isHidden()):
            # Not `close()`, which a dialog may answer with a question: whoever waited for it is gone.
            dialog.done(QDialog.DialogCode.Rejected)
        dialog.deleteLater()


def open_at_once(dialog: QDialog) -> None:
    """Open a dialog and have all of it painted in one go.

    Qt posts to every part of what it shows that it is to be painted. Where the window is exposed before that is
    delivered, all of it is painted for the exposure, and for these events once more.
    """
    dialog.open()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)
