"""Ends that are moved and announced, starts that are asked about, and many stops: through the real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.clients import profile_owner
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.endings.warning import ENDING
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.words import say
from tests.e2e.clouds import AGORA, START, TRTC, Cloud
from tests.e2e.program import Program, click, opened, press
from tests.support.dialogs import shown


def notices(program: Program) -> list[str]:
    return [say(each.text) for each in program.window.notices.notices()]


async def soon(program: Program, task: Task, seconds: float) -> None:
    """Have the task end so soon, as if it had run for long."""
    now = program.services.clock.now()
    await program.services.recorder.record(task.id, created_at=now - 3600, ends_at=now + seconds)


async def test_extending_by_key_moves_the_end_of_every_chosen_task(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        store, window = program.services.store, program.window
        profile = await cloud.add_account(program.services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=str(room)) for room in (501, 502)]
        assert [each.id for each in window.table.selected()] == [tasks[1].id]
        assert window.commands.extend.isEnabled()
        window.table.view.selectAll()
        ends = [store.get(task.id).ends_at or 0 for task in tasks]
        window.commands.extend.trigger()
        await program.until(lambda: [store.get(task.id).ends_at for task in tasks] == [end + 900 for end in ends])
        window.commands.extend_long.trigger()
        await program.until(lambda: [store.get(task.id).ends_at for task in tasks] == [end + 4500 for end in ends])
        journal = await program.services.ledger.journal(tasks[0].id)
        assert [entry.kind for entry in journal].count(EntryKind.EXTENDED) == 2
        await program.until(lambda: "2 tasks were extended by 1 hour." in notices(program))
        await program.stop(tasks[0].id)
        window.table.view.selectAll()
        window.commands.extend.trigger()
        await program.until(lambda: "1 task was extended by 15 minutes." in notices(program))
        (notice,) = window.notices.notices()
        assert say(notice.remedy or notice.text) == "1 chosen row has ended already and was left out."


async def test_a_refused_extension_says_why_and_keeps_the_others(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        store, window = program.services.store, program.window
        profile = await cloud.add_account(program.services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=str(room)) for room in (501, 502)]
        await program.services.recorder.record(tasks[0].id, ends_at=None)
        window.table.view.selectAll()
        before = store.get(tasks[1].id).ends_at or 0
        window.commands.extend.trigger()
        await program.until(lambda: notices(program) and store.get(tasks[1].id).ends_at == before + 900)
        (notice,) = window.notices.notices()
        assert say(notice.text) == "The task in room 501 was not extended."
        assert notice.remedy is not None
        assert say(notice.remedy) == "This task has no end to move."


async def test_an_extension_that_cannot_be_written_keeps_no_other_from_it(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as program:
        services, window = program.services, program.window
        profile = await cloud.add_account(services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=str(room)) for room in (501, 502)]
        window.table.view.selectAll()
        ends = [services.store.get(task.id).ends_at or 0 for task in tasks]
        extend = services.extender.extend

        async def full(task_id: str, seconds: float) -> Task:
            if task_id == tasks[0].id:
                raise LedgerUnusable(T("The disk is full."))
            return await extend(task_id, seconds)

        with monkeypatch.context() as faults:
            faults.setattr(services.extender, "extend", full)
            window.commands.extend.trigger()
            await program.until(lambda: services.store.get(tasks[1].id).ends_at == ends[1] + 900)
            await program.until(lambda: "The task in room 501 was not extended." in notices(program))
        assert services.store.get(tasks[0].id).ends_at == ends[0]


async def test_one_banner_announces_the_ends_that_are_near(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        store, window = program.services.store, program.window
        profile = await cloud.add_account(program.services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=str(room)) for room in (501, 502)]
        for task in tasks:
            await soon(program, task, 100)
        await program.until(lambda: any("2 tasks end" in each for each in notices(program)))
        assert "501, 502" in notices(program)[0]
        press(window.notices, "Extend all by 15 min")
        await program.until(lambda: all((store.get(task.id).ends_at or 0) > store.get(task.id).created_at + 4000
                                        for task in tasks))  # fmt: skip
        await program.until(lambda: not notices(program))
        await soon(program, tasks[0], 90)
        await program.until(lambda: notices(program))
        assert "room 501 ends at" in notices(program)[0]
        press(window.notices, "Let it end")
        await soon(program, tasks[1], 80)
        await program.until(lambda: any("room 502" in each for each in notices(program)))
        assert [each.key for each in window.notices.notices()] == [ENDING]
        await program.services.stopper.wish(tasks[1].id)
        await program.until(lambda: not notices(program))


async def test_what_ran_past_its_end_is_stopped_at_the_next_start_and_named(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id, room="501")
        secrets = {
            field.key: await program.services.vault.get(profile_owner(profile.id), field.key)
            for field in program.services.registry.generation(TRTC).account_fields
            if field.secret
        }
        program.services.watcher.close()
        await program.services.recorder.record(task.id, ends_at=program.services.clock.now() + 0.0)
    async with opened(tmp_path) as program:
        for key, value in secrets.items():
            await program.services.vault.set(profile_owner(profile.id), key, value or "")
        assert "The task in room 501 ran past its end while the console was closed." in notices(program)
        await program.task_is(task.id, TaskState.STOPPED)
        journal = await program.services.ledger.journal(task.id)
        wish = next(entry for entry in journal if entry.kind is EntryKind.STOP_WISHED)
        assert wish.detail["reason"] == "end-time"


async def test_a_start_on_production_needs_the_word(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC, production=True)
        program.fill(profile.id, room="501")
        await program.until(program.panel.start.isEnabled)
        click(program.panel.start)
        dialog = await program.dialog(SureDialog)
        assert "is marked as production" in shown(dialog)
        assert not dialog.act.isEnabled()
        dialog.reject()
        await program.until(program.panel.start.isEnabled)
        assert (program.services.store.tasks(), cloud.arrived(START[TRTC])) == ([], 0)
        click(program.panel.start)
        dialog = await program.dialog(SureDialog)
        QTest.keyClicks(dialog.typed, "501")
        click(dialog.act)
        await program.until(lambda: cloud.arrived(START[TRTC]))


async def test_a_room_with_a_task_of_another_profile_is_asked_about(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        first = await cloud.add_account(program.services, AGORA)
        task = await program.start_until(TaskState.RUNNING, first.id, channel="one")
        second = replace(first, id="second", name="Second")
        await program.services.profiles.save(second)
        for field in program.services.registry.generation(AGORA).account_fields:
            if field.secret and (value := await program.services.vault.get(profile_owner(first.id), field.key)):
                await program.services.vault.set(profile_owner(second.id), field.key, value)
        program.fill(second.id, channel="one", sub_bot_uid="11", pub_bot_uid="12")
        program.window.table.view.clearSelection()
        await program.until(program.panel.start.isEnabled)
        started = cloud.arrived(START[AGORA])
        click(program.panel.start)
        dialog = await program.dialog(SureDialog)
        assert "in the same application" in shown(dialog)
        press(dialog, "Show the other task")
        await program.until(program.panel.start.isEnabled)
        assert [each.id for each in program.window.table.selected()] == [task.id]
        assert cloud.arrived(START[AGORA]) == started
        click(program.panel.start)
        press(await program.dialog(SureDialog), "Start task")
        await program.until(lambda: cloud.arrived(START[AGORA]) == started + 1)


async def test_everything_i_started_stops_while_one_vendor_is_unreachable(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        services, store = program.services, program.services.store
        trtc = await cloud.add_account(services, TRTC)
        agora = await cloud.add_account(services, AGORA)
        mine = [await program.start_until(TaskState.RUNNING, trtc.id, room=str(room)) for room in (501, 502)]
        lost = await program.start_until(TaskState.RUNNING, agora.id, channel="one")
        other = await program.start_until(TaskState.RUNNING, trtc.id, room="503")
        await services.recorder.record(other.id, owner="somebody else")
        # Nobody listens there any more.
        await services.profiles.save(replace(services.profiles.get(agora.id), base_url="http://127.0.0.1:9"))
        await services.clients.forget(agora.id)
        program.window.commands.stop_all.trigger()
        question = await program.dialog(ConfirmDialog)
        said = shown(question)
        assert "3 tasks that you started" in said
        assert f"{trtc.name}: 2" in said
        assert f"{agora.name}: 1" in said
        assert "going on: 1" in said
        press(question, "Stop 3 tasks")
        view = await program.dialog(StopDialog)
        await program.until(lambda: all(store.get(task.id).receipt for task in mine))
        await program.until(lambda: "ended 2" in view.count.text() and "1 not confirmed" in view.count.text())
        assert "waiting 0 · asked 3" in view.count.text()
        assert store.get(lost.id).stop_wished_at is not None
        assert program.cell(lost.id, "State") == "stop not confirmed"
        assert store.get(other.id).stop_wished_at is None
        press(view, "Close")
        await services.profiles.save(agora)
        await services.clients.forget(agora.id)
        await program.task_is(lost.id, TaskState.STOPPED)


async def test_several_rows_are_stopped_and_the_rest_can_be_left(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as program:
        store, window = program.services.store, program.window
        profile = await cloud.add_account(program.services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=str(room)) for room in range(501, 507)]
        # However long the person takes to press: the second one's turn has not come by then.
        monkeypatch.setattr(program.services.rates, "stop_gap", lambda _: 3600.0)
        window.table.view.selectAll()
        window.commands.stop.trigger()
        press(await program.dialog(ConfirmDialog), "Stop 6 tasks")
        view = await program.dialog(StopDialog)
        await program.until(lambda: view.count.text().startswith("waiting 5 · asked 1 "))
        click(view.cancel)
        title, rooms = view.left.words().splitlines()
        left = [task for task in tasks if task.room in rooms.split(", ")]
        wished = [task for task in tasks if task not in left]
        assert (len(left), len(wished)) == (5, 1)
        assert title.startswith("5 tasks were not asked to stop")
        await program.until(lambda: all(store.get(task.id).receipt for task in wished))
        assert view.isVisible()
        assert all(store.get(task.id).state is TaskState.RUNNING for task in left)
        press(view, "Close")
