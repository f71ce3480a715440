"""A restart is asked what a start is asked, and refused where a start is: before the running task is stopped."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtTest import QTest

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Restart, Task
from roomscribe.services.clients import profile_owner
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import Program, click, opened, press
from tests.support.dialogs import shown


async def restart(program: Program, task: Task, **values: object) -> RestartDialog:
    """Press Restart in the dialog, with these values."""
    program.window.select_task(task.id)
    program.window.commands.update.trigger()
    dialog = await program.dialog(RestartDialog)
    dialog._form.finish()
    dialog._form.sheet.set_values(values)
    dialog._form.check()
    await program.until(dialog._apply.isEnabled)
    click(dialog._apply)
    return dialog


async def second_profile(program: Program, first: Profile) -> Profile:
    second = replace(first, id="second", name="Second", production=False)
    await program.services.profiles.save(second)
    for field in program.services.registry.generation(TRTC).account_fields:
        if field.secret and (value := await program.services.vault.get(profile_owner(first.id), field.key)):
            await program.services.vault.set(profile_owner(second.id), field.key, value)
    return second


async def test_a_restart_on_production_needs_the_word(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        store = program.services.store
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id, room="501")
        await program.services.profiles.save(replace(profile, production=True))
        dialog = await restart(program, task, max_idle_time=90)
        sure = await program.dialog(SureDialog)
        assert sure.windowTitle() == "Restart on production"
        assert sure.parent() is dialog
        assert not sure.act.isEnabled()
        sure.reject()
        await program.until(dialog._apply.isEnabled)
        assert store.get(task.id).stop_wished_at is None
        click(dialog._apply)
        sure = await program.dialog(SureDialog)
        QTest.keyClicks(sure.typed, "501")
        click(sure.act)
        await program.until(lambda: len(store.tasks()) == 2)
        assert store.get(task.id).receipt is not None


async def test_a_restart_beside_another_task_or_over_the_budget(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        store = program.services.store
        profile = await cloud.add_account(program.services, TRTC)
        other = await program.start_until(TaskState.RUNNING, profile.id, room="501")
        second = await second_profile(program, profile)
        mine = await program.start_until(TaskState.RUNNING, second.id, room="502", bot_user_id="second_bot")
        dialog = await restart(program, mine, room="501", session_id="other")
        sure = await program.dialog(SureDialog)
        assert "in the same application: two bots would listen" in shown(sure)
        press(sure, "Show the other task")
        await program.until(dialog._apply.isEnabled)
        assert [each.id for each in program.window.table.selected()] == [other.id]
        # The second profile has spent its day before anybody agrees.
        await program.until(lambda: program.services.billing.days.ready)
        program.services.billing.budgets._stopping.add(mine.id)  # what it would stop is not the matter here
        await program.services.profiles.save(replace(second, budget=Decimal("0.000001"), budget_stops=True))
        click(dialog._apply)
        await program.until(lambda: "Nothing was stopped" in shown(dialog))
        assert "Today's budget of “Second” is spent" in shown(dialog)
        assert store.get(mine.id).stop_wished_at is None
        dialog.reject()


async def test_going_on_with_a_restart_is_asked_too(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id, room="501")
        await program.stop(task.id)
        await program.services.profiles.save(replace(profile, production=True))
        todo = Restart(profile_id=profile.id, minutes=15, values=task.values, by="dead")
        await program.services.recorder.record(task.id, restart=todo)
        await program.until(lambda: "was not finished" in shown(program.window.notices))
        press(program.window.notices, "Go on")
        (await program.dialog(SureDialog)).reject()
        await program.until(lambda: "was not finished" in shown(program.window.notices))
        assert len(program.services.store.tasks()) == 1
        press(program.window.notices, "Go on")
        sure = await program.dialog(SureDialog)
        QTest.keyClicks(sure.typed, "501")
        click(sure.act)
        await program.until(lambda: len(program.services.store.tasks()) == 2)
