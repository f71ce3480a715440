"""A first run as a newcomer does it: the demo by one click, a task by another, and its end with a receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QToolButton

from roomscribe.domain.states import TaskState
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.first_run import ChoiceCard
from roomscribe.ui.task_table.roles import TaskRole
from tests.e2e.program import Program, click, click_row, opened, press
from tests.support.dialogs import shown


def card(program: Program, title: str) -> ChoiceCard:
    return next(
        each for each in program.desk.accounts.first_run.findChildren(ChoiceCard) if each.accessibleName() == title
    )


def stop_button(program: Program) -> QToolButton:
    """The one in the bar along the top."""
    buttons = program.window.bar.findChildren(QToolButton)
    return next(each for each in buttons if each.defaultAction() is program.window.commands.stop)


async def test_a_newcomer_starts_and_stops_a_task_at_each_vendor(tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        assert program.desk.accounts.first_run.isVisible()
        assert not program.panel.isVisible()
        click(card(program, "Try the demo"))
        await program.until(program.panel.isVisible)
        assert program.window.bar.demo.isVisible()

        for profile in program.services.profiles.all():
            program.panel.set_profiles(program.services.profiles.all(), profile.id)
            await program.until(program.panel.start.isEnabled)
            click(program.panel.start)
            await program.until(program.services.store.live)
            (task,) = program.services.store.live()
            await program.task_is(task.id, TaskState.RUNNING)
            assert program.cell(task.id, "State") == "running"

            view = program.window.table.view
            rows = [view.model().index(row, 0).data(TaskRole.TASK).id for row in range(view.model().rowCount())]
            click_row(view, rows.index(task.id))
            assert program.window.table.current() == program.services.store.get(task.id)
            click(stop_button(program))
            ended = await program.task_is(task.id, TaskState.STOPPED)
            assert ended.receipt is not None
            assert program.cell(task.id, "Age") == "receipt"
            assert ended.receipt.word in shown(program.window.details.summary)


async def test_the_other_card_adds_an_account(tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        click(card(program, "Add an account"))
        dialog = await program.dialog(ProfileDialog)
        press(dialog, "Cancel")
        await program.until(lambda: not program.window.findChildren(ProfileDialog))
        assert program.desk.accounts.first_run.isVisible()


async def test_demo_tasks_end_with_the_program_and_the_next_session_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program:
        profile = program.services.profiles.all()[0]
        task = await program.start_until(TaskState.RUNNING, profile.id)
        program.window.close()
        dialog = await program.dialog(LeaveDialog)
        assert "Nothing is billed." in shown(dialog)
        press(dialog, "End and close")
        await program.until(program.left.is_set)

    async with opened(tmp_path, demo=True) as program:
        assert program.services.store.get(task.id).state is TaskState.GONE  # at once, without asking anybody
        assert program.cell(task.id, "State") == "gone"
        assert program.live() == "0 live"
