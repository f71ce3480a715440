"""A start that nobody can ask about, closed in the window by a person who looked into the room."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from roomscribe.domain.moments import moment
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services import lost_starts
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.endings.warning import ENDING
from tests.e2e.program import Program, click, opened, press
from tests.support.dialogs import shown

PROFILE = "demo-trtc-2"


async def lost(program: Program, room: str) -> Task:
    # The vendor's time is known then: else the harmless question about it would be the one that is lost.
    await (await program.services.clients.client(PROFILE)).check()
    program.window.commands.lose_next.trigger()
    await program.until(lambda: "its answer is lost" in shown(program.window))
    task = await program.start(PROFILE, room=room)
    assert task.state is TaskState.UNCONFIRMED
    program.window.select_task(task.id)
    program.window.table.model.flush()
    return task


async def test_who_looked_closes_the_row_and_frees_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, demo=True) as program:
        command = program.window.commands.close_lost
        task = await lost(program, "501")
        assert command.isVisible()
        assert not command.isEnabled(), "the start may still be on its way"
        sure = moment(lost_starts.sure_from(lost_starts.tried_at(task)), program.services.clock.now())
        assert f"look into the room from {sure} on" in command.toolTip()
        monkeypatch.setattr(lost_starts, "SURE_AFTER", 0.0)
        program.desk._lost_starts.offer()
        await program.until(lambda: "close this row by hand" in shown(program.window.details))
        assert program.cell(task.id, "Ends in").startswith("≤ ")
        assert "it can't be stopped from here" in shown(program.window.details)
        await program.services.recorder.record(task.id, created_at=task.created_at - 900, ends_at=task.created_at + 100)
        program.desk._endings._look()
        assert not any(each.key == ENDING for each in program.window.notices.notices()), "it does not end then"
        assert not program.window.commands.extend.isEnabled()
        press(program.window.details, "No bot is there: close the row…")
        dialog = await program.dialog(SureDialog)
        words = shown(dialog)
        assert f"the bot “{task.bot}” is in that room" in words
        assert "until then it may be billed" in words
        assert not dialog.act.isEnabled()
        dialog.reject()
        await program.until(lambda: not dialog.isVisible())
        assert program.services.store.get(task.id).live
        await program.until(lambda: not program.desk._lost_starts._asking)
        command.trigger()
        dialog = await program.dialog(SureDialog)
        QTest.keyClicks(dialog.typed, "501")
        click(dialog.act)
        await program.until(lambda: program.services.store.get(task.id).state is TaskState.CLOSED)
        assert program.cell(task.id, "State") == "closed by hand"
        assert program.cell(task.id, "Error") == f"Closed by {getpass.getuser()}: no bot was seen."
        assert program.cell(task.id, "Cost").endswith(" ?")
        await program.until(lambda: not command.isVisible())
        assert "0 live" in program.live()
        program.fill(PROFILE, room="501")
        await program.until(program.panel.start.isEnabled)


async def test_the_command_is_there_for_such_rows_alone(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program:
        task = await program.start(PROFILE, room="501")
        program.window.select_task(task.id)
        await program.task_is(task.id, TaskState.RUNNING)
        assert not program.window.commands.close_lost.isVisible()
