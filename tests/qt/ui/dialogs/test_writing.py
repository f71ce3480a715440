"""What a dialog writes is carried out in order, and it closes behind the last of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from roomscribe.domain.text import T
from roomscribe.ui.dialogs.writing import WritingDialog
from tests.support.consoles import PlainSpawner, until


class Disk:
    """Writes nothing until it is let."""

    def __init__(self) -> None:
        self.lets = asyncio.Event()
        self.written: list[str] = []

    async def write(self, line: str) -> None:
        await self.lets.wait()
        self.written.append(line)


@pytest.fixture
async def spawner() -> AsyncIterator[PlainSpawner]:
    spawner = PlainSpawner()
    yield spawner
    await spawner.aclose()


def opened(qtbot: QtBot, spawner: PlainSpawner) -> WritingDialog:
    dialog = WritingDialog(T("Templates"), spawner)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


async def test_it_closes_behind_the_last_of_what_it_writes(qtbot: QtBot, spawner: PlainSpawner) -> None:
    dialog, disk = opened(qtbot, spawner), Disk()
    for line in ("one", "two"):
        dialog.write(lambda line=line: disk.write(line), name="write")  # type: ignore[misc]
    dialog.accept()
    assert dialog.isVisible()
    disk.lets.set()
    await until(dialog.isHidden)
    assert disk.written == ["one", "two"]


async def test_it_stays_where_something_was_refused(qtbot: QtBot, spawner: PlainSpawner) -> None:
    dialog, disk = opened(qtbot, spawner), Disk()

    async def refused() -> None:
        await disk.write("one")
        dialog.stay()

    dialog.write(refused, name="write")
    dialog.accept()
    disk.lets.set()
    await until(lambda: not dialog.writing)
    assert dialog.isVisible()
    dialog.reject()
    assert dialog.isHidden()


async def test_what_outlives_the_dialog_is_written_all_the_same(qtbot: QtBot, spawner: PlainSpawner) -> None:
    dialog, disk = opened(qtbot, spawner), Disk()
    dialog.write(lambda: disk.write("one"), name="write")
    dialog.accept()
    delete(dialog)
    disk.lets.set()
    await until(lambda: disk.written == ["one"])
    for _ in range(3):
        await asyncio.sleep(0)  # its callback comes after it; the guards hear of any error
