"""Tasks of somebody else, through the real window of the demo: found, adopted, changed, stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin
from roomscribe.services.clients import profile_owner
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.finding.adopt_dialog import AdoptDialog
from roomscribe.ui.finding.dialog import FindDialog
from tests.e2e.program import Program, click, click_row, opened, press
from tests.e2e.test_keyboard import nameless
from tests.support.dialogs import shown
from tests.support.elsewhere import GENERATION, Elsewhere

PROFILE = f"demo-{GENERATION}"


@asynccontextmanager
async def somebody_else(program: Program) -> AsyncIterator[Elsewhere]:
    """Another client with the demo's account."""
    profile = program.services.profiles.get(PROFILE)
    secrets = {
        key: await program.services.vault.get(profile_owner(PROFILE), key) or ""
        for key in ("app_certificate", "customer_secret")
    }
    async with Elsewhere({**profile.account, **secrets}, url=profile.base_url) as elsewhere:
        yield elsewhere


async def find(program: Program) -> FindDialog:
    """Open the window and wait for the list."""
    program.window.commands.find_tasks.trigger()
    dialog = await program.dialog(FindDialog)
    await program.until(lambda: "The vendor is being asked." not in shown(dialog))
    return dialog


async def row_of(program: Program, dialog: FindDialog, agent_id: str) -> int:
    await program.until(lambda: agent_id in ids(dialog))
    return ids(dialog).index(agent_id)


def ids(dialog: FindDialog) -> list[str]:
    model = dialog.view.model()
    return [model.index(row, 2).data() for row in range(model.rowCount())]


async def test_a_task_of_somebody_else_is_found_adopted_changed_and_stopped(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program, somebody_else(program) as elsewhere:
        theirs = await elsewhere.join("theirs", "their-room")
        dialog = await find(program)
        assert nameless(dialog) == []
        line = dialog.wishes.findChild(QLineEdit)
        assert line is not None
        QTest.keyClicks(line, "their-room")
        QTest.keyClick(line, Qt.Key.Key_Return)
        click_row(dialog.view, await row_of(program, dialog, theirs))
        press(dialog, "Adopt…")
        end = await program.dialog(AdoptDialog)
        press(end, "120")
        press(end, "Adopt the task")
        await program.until(program.services.store.tasks)
        (row,) = program.services.store.tasks()
        await program.until(lambda: dialog.view.model().index(0, 5).data() == "yes, in room their-room")
        press(dialog, "Show row")
        await program.until(lambda: not dialog.isVisible())

        assert program.window.table.current() == program.services.store.get(row.id)
        await program.task_is(row.id, TaskState.RUNNING)
        assert (program.cell(row.id, "Room"), program.cell(row.id, "Started by")) == ("their-room", "unknown")
        assert program.cell(row.id, "Ends in").startswith("1:5")
        assert "unknown; adopted by" in shown(program.window.details)

        await program.until(program.window.commands.update.isEnabled)
        program.window.commands.update.trigger()
        update = await program.dialog(UpdateDialog)
        form = update._form
        await program.until(lambda: form.ready)
        assert form.choice is not None
        click(form.choice.boxes["keywords"])
        press(update, "Change 1 field")
        await program.until(lambda: "keywords" in program.services.store.get(row.id).values)

        ended = await program.stop(row.id)
        assert ended.receipt is not None
        assert await elsewhere.status(theirs) in ("STOPPED", "")


async def test_a_task_of_somebody_else_is_stopped_from_the_list_with_the_keyboard(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program, somebody_else(program) as elsewhere:
        first, second = await elsewhere.join_many(2)
        dialog = await find(program)
        await row_of(program, dialog, second)
        QTest.keyClick(dialog.view, Qt.Key.Key_Down)
        QTest.keyClick(dialog.view, Qt.Key.Key_Down)
        press(dialog, "Stop")
        question = await program.dialog(ConfirmDialog)
        assert second in shown(question)
        QTest.keyClick(question, Qt.Key.Key_Return)
        await program.until(program.services.store.tasks)
        (row,) = program.services.store.tasks()
        assert (row.vendor_task_id, row.origin) == (second, Origin.ADOPTED)
        assert (await program.task_is(row.id, TaskState.STOPPED)).receipt is not None
        await program.until(lambda: dialog.view.model().index(1, 0).data() == "stopped")
        assert await elsewhere.status(first) == "RUNNING"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await program.until(lambda: not dialog.isVisible())


async def test_adopted_rows_are_there_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program, somebody_else(program) as elsewhere:
        theirs = await elsewhere.join("theirs", "their-room")
        dialog = await find(program)
        click_row(dialog.view, await row_of(program, dialog, theirs))
        press(dialog, "Adopt…")
        press(await program.dialog(AdoptDialog), "Adopt the task")
        await program.until(program.services.store.tasks)
        dialog.reject()
    async with opened(tmp_path, demo=True) as program:
        (row,) = program.services.store.tasks()
        assert (row.vendor_task_id, row.origin, row.room) == (theirs, Origin.ADOPTED, "")
        assert program.cell(row.id, "Room") == "unknown"
        # The demo's simulator ended with the program, and so did its tasks.
        assert row.state is TaskState.GONE
