"""A disk that gets full under an open window: it is said, stops go on, no start leaves unwritten, nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from roomscribe.domain.states import TaskState
from roomscribe.services.settings import Theme
from tests.e2e.clouds import START, TRTC, Cloud
from tests.e2e.program import Program, click, opened
from tests.e2e.watched import STOP
from tests.support.log_guard import ExpectLog
from tests.support.secret_service import SecretService
from tests.support.small_disk import mounted

pytestmark = [pytest.mark.real_keyring, pytest.mark.timeout(120)]


def told(program: Program, words: str) -> bool:
    return any(words in each.text() for each in program.window.findChildren(QLabel) if each.isVisible())


def choose_theme(program: Program, theme: Theme) -> None:
    (choice,) = [each for each in program.window.commands.modes.actions() if each.data() == theme]
    choice.trigger()


@contextmanager
def overdue(register: Path) -> Iterator[None]:
    """The register with overdue tasks and an empty log beside it, as another process that has it open leaves it."""
    with closing(sqlite3.connect(register)) as database:
        with database:
            database.execute("UPDATE tasks SET ends_at = created_at + 1")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        yield


async def test_a_full_disk_is_said_and_keeps_no_task_running(
    cloud: Cloud,
    tmp_path: Path,
    secret_service: SecretService,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with mounted(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("this user may mount no disk; tests/unit/services/test_full_disk.py has a limit instead")
        expect_log("could not be saved", logger="roomscribe.services.settings")
        async with opened(disk.folder / "data") as program:
            profile = await cloud.add_account(program.services, TRTC)
            task = await program.start_until(TaskState.RUNNING, profile.id)
            with disk.full():
                choose_theme(program, Theme.DARK)
                program.window.select_task(task.id)
                program.window.commands.stop.trigger()
                await program.until(lambda: program.services.store.get(task.id).receipt)
                await program.until(lambda: program.cell(task.id, "Age") == "receipt")
                await program.until(lambda: told(program, "is full"))
                program.fill(profile.id)
                click(program.panel.start)
                await program.until(lambda: program.panel.start.text() == "Start task")
                assert "No task was started" in program.panel.reason.refusal.text()
                assert program.panel.reason.refusal.isVisible()
                page = program.window.details.notes
                program.window.select_task(task.id)
                program.window.commands.edit_note.trigger()
                QTest.keyClicks(page.adder, "late")
                QTest.keyClick(page.adder, Qt.Key.Key_Return)
                await program.until(lambda: told(program, "Kept in this window,"))
                assert [chip.text() for chip in page.chips.chips] == ["late"]
                assert page.adder.text() == "", "kept, so nothing is left to type"
                assert program.services.store.tasks() == [program.services.store.get(task.id)]
                assert [cloud.arrived(STOP[TRTC]), cloud.arrived(START[TRTC])] == [1, 1], "no start leaves unwritten"
                await program.until(lambda: "the settings could not be saved" in caplog.text)
                await program.until(lambda: told(program, "What you arrange here is not kept."))
            await program.until(lambda: told(program, "The register of tasks is written again. Nothing was lost."))
            program.window.commands.reduce_motion.trigger()
            await program.until(lambda: "settings" not in [each.key for each in program.window.notices.notices()])
            written = await program.services.ledger.task(task.id)
            assert written is not None
            assert written.tags == ("late",)
            assert not told(program, "Kept in this window,")
            assert written.receipt == program.services.store.get(task.id).receipt
        kept = json.loads((disk.folder / "data" / "settings.json").read_text())
        assert kept["theme"] == Theme.DARK, "chosen on a full disk, and saved with the window's layout"


async def test_a_full_disk_keeps_nobody_out_and_no_task_running(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, expect_log: ExpectLog
) -> None:
    with mounted(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("this user may mount no disk")
        async with opened(disk.folder / "data") as program:
            profile = await cloud.add_account(program.services, TRTC)
            task = await program.start_until(TaskState.RUNNING, profile.id)
        expect_log("could not be saved", logger="roomscribe.services.settings")
        with overdue(disk.folder / "data" / "ledger.sqlite3"), disk.full():
            async with opened(disk.folder / "data") as program:
                await program.until(lambda: told(program, "is full"))
                assert program.services.lease.watches(program.services.store.get(task.id))
                await program.until(lambda: program.services.store.get(task.id).receipt)
                assert cloud.arrived(STOP[TRTC]) == 1, "stopped by itself: it is overdue"
