"""A dialog can be awaited, and goes away with whoever waits for it."""

from __future__ import annotations

import asyncio

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from roomscribe.runtime.dialogs import ask


def is_gone(dialog: QDialog) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return not shiboken6.isValid(dialog)


@pytest.mark.parametrize("code", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected, 7])
async def test_the_answer_is_the_result_code(code):
    dialog = QDialog()
    asyncio.get_running_loop().call_later(0.01, dialog.done, int(code))
    assert await ask(dialog) == int(code)
    assert is_gone(dialog)


async def test_others_go_on_while_it_is_open():
    dialog, turns = QDialog(), []

    async def tick() -> None:
        for _ in range(5):
            await asyncio.sleep(0)
            turns.append(dialog.isVisible())
        dialog.accept()

    code, _ = await asyncio.gather(ask(dialog), tick())
    assert code == QDialog.DialogCode.Accepted
    assert turns[-1]


async def test_a_large_one_is_shown_a_turn_after_it_was_made():
    dialog, shown = QDialog(), []
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: shown.append(dialog.isVisible()))
    loop.call_later(0.01, dialog.accept)
    await ask(dialog, later=True)
    assert shown == [False]


async def test_one_that_was_not_shown_yet_ends_with_whoever_waits_for_it():
    dialog, ends = QDialog(), []
    dialog.finished.connect(ends.append)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await ask(dialog, later=True)
    assert not dialog.isVisible()
    assert ends == [QDialog.DialogCode.Rejected]
    assert is_gone(dialog)


async def test_cancelling_closes_it():
    dialog = QDialog()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await ask(dialog)
    assert is_gone(dialog)


class Reluctant(QDialog):
    """Asks before it closes, and so does not close at once."""

    def reject(self) -> None:
        pass


async def test_cancelling_closes_one_that_would_ask_first():
    dialog = Reluctant()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await ask(dialog)
    assert dialog.isHidden()
    assert is_gone(dialog)
