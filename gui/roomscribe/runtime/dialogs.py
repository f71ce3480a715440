"""Dialogs that a coroutine can wait for."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog


async def ask(dialog: QDialog) -> int:
    """Show a dialog, wait until the person has closed it, and return its result code; the dialog is deleted.

    It is opened, never run with `exec()`: that nests an event loop, in which waking tasks break. When the waiting task
    is cancelled, the dialog goes away too.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(settle)
    try:
        dialog.open()
        return await answer
    finally:
        dialog.finished.disconnect(settle)
        if not dialog.isHidden():
            # Not `close()`, which a dialog may answer with a question: whoever waited for it is gone.
            dialog.done(QDialog.DialogCode.Rejected)
        dialog.deleteLater()
