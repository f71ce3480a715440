"""Closing the window: with live tasks it asks what becomes of them, and does exactly that."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from tests.e2e.clouds import BOTH, Cloud
from tests.e2e.program import Program, opened, press
from tests.support.dialogs import shown


async def two_running(program: Program, cloud: Cloud) -> list[str]:
    """One task at each vendor."""
    running = []
    for generation in BOTH:
        profile = await cloud.add_account(program.services, generation)
        running.append((await program.start_until(TaskState.RUNNING, profile.id)).id)
    return running


async def close(program: Program) -> LeaveDialog:
    program.window.close()
    return await program.dialog(LeaveDialog)


async def test_without_live_tasks_nobody_is_asked(tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        program.window.close()
        await program.until(program.left.is_set)  # though nobody answers anything


async def test_to_stay_changes_nothing(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        running = await two_running(program, cloud)
        dialog = await close(program)
        assert "2 tasks are still live" in shown(dialog)
        press(dialog, "Stay")
        await program.until(lambda: not program.window.findChildren(LeaveDialog))
        assert program.window.isVisible()
        assert not program.left.is_set()
        assert all(program.services.store.get(each).stop_wished_at is None for each in running)
        (await close(program)).reject()  # asked again, and Esc means the same
        await program.until(lambda: not program.window.findChildren(LeaveDialog))
        assert not program.left.is_set()


async def test_tasks_that_are_left_running_are_found_again(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        running = await two_running(program, cloud)
        press(await close(program), "Leave running")
        await program.until(program.left.is_set)
    assert cloud.arrived("StopAITranscription") == cloud.arrived("stop") == 0

    async with opened(tmp_path) as program:
        assert program.live() == "2 live"
        for each in running:
            await program.task_is(each, TaskState.RUNNING)
            assert program.cell(each, "State") == "running"


@pytest.mark.usefixtures("stops_soon_again")
async def test_stopping_all_waits_for_every_receipt(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        running = await two_running(program, cloud)
        cloud.world.faults.add(Fault(FaultKind.HTTP, call="stop", count=None))
        dialog = await close(program)
        press(dialog, "Stop and wait")
        await program.until(lambda: "1 of 2 have ended" in shown(dialog))
        assert not program.left.is_set()
        cloud.world.faults.clear()
        for each in running:
            assert (await program.task_is(each, TaskState.STOPPED)).receipt is not None
        await program.until(program.left.is_set)


@pytest.mark.usefixtures("stops_soon_again")
async def test_going_back_from_stopping_keeps_the_wish_and_the_window(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        running = await two_running(program, cloud)
        cloud.world.faults.add(Fault(FaultKind.HTTP, count=None))
        dialog = await close(program)
        press(dialog, "Stop and wait")
        await program.until(lambda: all(program.services.store.get(each).stop_wished_at for each in running))
        press(dialog, "Back")
        press(dialog, "Stay")
        await program.until(lambda: not program.window.findChildren(LeaveDialog))
        assert not program.left.is_set()
        cloud.world.faults.clear()
        for each in running:
            await program.task_is(each, TaskState.STOPPED)


@pytest.mark.parametrize("generation", BOTH)
async def test_a_wish_to_stop_outlives_the_program(cloud: Cloud, tmp_path: Path, generation: str) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, generation)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        cloud.world.faults.add(Fault(FaultKind.HTTP, count=None))
        program.window.select_task(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: program.services.store.get(task.id).stop_wished_at)
        press(await close(program), "Leave running")
        await program.until(program.left.is_set)

    async with opened(tmp_path) as program:
        assert program.services.store.get(task.id).state is TaskState.STOPPING
        cloud.world.faults.clear()
        await program.task_is(task.id, TaskState.STOPPED)
        assert program.cell(task.id, "Age") == "receipt"


async def test_nobody_is_asked_about_tasks_of_another_window(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, BOTH[0])
        task = await program.start_until(TaskState.RUNNING, profile.id)
        program.services.keeper._takes = lambda _: False  # as if the other one were alive
        await program.services.recorder.record(task.id, watched_by="another")
        program.window.close()
        await program.until(program.left.is_set)
        assert program.services.store.get(task.id).stop_wished_at is None
