"""A register that can't be used, as the person in front of the window meets it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger import ledger
from roomscribe.ledger.inspection import Condition, explain
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.lease import Lease
from roomscribe.ui.dialogs.ledger_dialog import LedgerDialog
from roomscribe.ui.main_window import MainWindow
from tests.e2e.program import Program, press, starting
from tests.support.consoles import PATIENCE, until
from tests.support.dialogs import shown
from tests.unit.ledger.examples import make_entry, make_task


def visible() -> LedgerDialog | None:
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    dialogs = (each for window in found for each in window.findChildren(LedgerDialog) if each.isVisible())
    return next(dialogs, None)


async def asked(last: LedgerDialog | None = None) -> LedgerDialog:
    """The dialog that asks, another one than the last."""
    await until(lambda: visible() not in (None, last), PATIENCE)
    dialog = visible()
    assert dialog is not None
    return dialog


@asynccontextmanager
async def asking(data_dir: Path) -> AsyncIterator[tuple[asyncio.Future[Program], asyncio.Task[int]]]:
    """The program from its first moment, in which the question may stand to the end."""
    async with starting(data_dir) as (ready, ended):
        try:
            yield ready, ended
        finally:
            if not ready.done() and (dialog := visible()) is not None:
                dialog.reject()


async def fill(path: Path) -> None:
    register = Ledger(path, SystemClock())
    await register.open()
    await register.add(make_task(), make_entry())
    await register.close()


def spoil(path: Path, how: str) -> bytes:
    if how == "newer":
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '0999'")
    elif how == "truncated":
        path.write_bytes(path.read_bytes()[:-8192])
    elif how == "bit":
        content = bytearray(path.read_bytes())
        content[4096] ^= 1 << 4  # what kind of page the second one is
        path.write_bytes(content)
    else:
        path.write_bytes(b"these are my notes\n" * 100)
    return path.read_bytes()


def told(program: Program) -> str:
    """What the window says of itself."""
    return shown(program.window)


def files(folder: Path, rest: str) -> list[Path]:
    return list(folder.glob(f"ledger.sqlite3{rest}"))


def buttons(dialog: LedgerDialog) -> set[str]:
    return {each.text() for each in dialog.findChildren(QPushButton)}


WORDS = {"newer": "newer RoomScribe", "truncated": "damaged", "bit": "damaged", "text": "not a database"}


@pytest.mark.parametrize("how", WORDS)
async def test_somebody_begins_anew_and_the_old_file_is_kept(tmp_path: Path, how: str) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    spoilt = spoil(path, how)
    async with asking(tmp_path) as (ready, _):
        dialog = await asked()
        assert WORDS[how] in shown(dialog)
        assert str(path) in shown(dialog)
        assert path.read_bytes() == spoilt
        press(dialog, "Start with an empty register")
        program = await asyncio.wait_for(ready, PATIENCE)
        (kept,) = files(tmp_path, ".unusable-*")
        assert kept.read_bytes() == spoilt
        assert str(kept) in told(program)
        assert program.services.store.tasks() == []
        await program.services.ledger.add(make_task("new"))


async def test_somebody_repairs_it_and_tries_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    whole = path.read_bytes()
    spoil(path, "text")
    async with asking(tmp_path) as (ready, _):
        dialog = await asked()
        press(dialog, "Try again")
        dialog = await asked(dialog)
        path.write_bytes(whole)
        press(dialog, "Try again")
        program = await asyncio.wait_for(ready, PATIENCE)
        assert [task.id for task in program.services.store.tasks()] == ["t1"]
        assert len(files(tmp_path, "*")) == 3, "the database, its log and its index"


async def test_somebody_gives_up_and_nothing_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    spoilt = spoil(path, "truncated")
    async with asking(tmp_path) as (_, ended):
        press(await asked(), "Quit")
        assert await ended == 1
    assert path.read_bytes() == spoilt


async def test_what_another_console_has_open_is_not_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    spoil(path, "text")
    other = Lease(tmp_path)
    other.acquire()
    async with asking(tmp_path) as (ready, _):
        dialog = await asked()
        press(dialog, "Start with an empty register")
        dialog = await asked(dialog)
        assert f"A RoomScribe is open on {tmp_path}. Close it first." in shown(dialog)
        assert "Start with an empty register" not in buttons(dialog)
        assert path.exists()
        other.release()
        press(dialog, "Try again")
        dialog = await asked(dialog)
        press(dialog, "Start with an empty register")
        await asyncio.wait_for(ready, PATIENCE)
    assert len(files(tmp_path, ".unusable-*")) == 1


async def test_an_empty_file_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.touch()
    os.utime(path, (1.0, 1.0))
    async with asking(tmp_path) as (ready, _):
        program = await asyncio.wait_for(ready, PATIENCE)
        assert "had no content" in told(program)
        assert str(path) in told(program)


async def test_a_wrong_value_in_a_whole_file_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE tasks SET vendor_task_id = 'another'")
    async with asking(tmp_path) as (ready, _):
        program = await asyncio.wait_for(ready, PATIENCE)
        assert f"The register of tasks at {path} is damaged" in told(program)
        assert [task.id for task in program.services.store.tasks()] == ["t1"]


async def test_a_file_that_may_not_be_written_is_said_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite3"
    await fill(path)
    whole = path.read_bytes()

    def read_only(*_: object) -> Condition:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise explain(error, path)

    monkeypatch.setattr(ledger, "inspect", read_only)
    async with asking(tmp_path) as (_, ended):
        dialog = await asked()
        assert f"{path} is read-only" in shown(dialog)
        press(dialog, "Quit")
        assert await ended == 1
    assert path.read_bytes() == whole
