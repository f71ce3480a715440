"""Stopping many tasks: results of their own, cancelling, and one account that keeps no other waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.bulk_stop import StopRun, StopStep
from roomscribe.services.clients import profile_owner
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until

BLANK = VENDOR.generations[0]


async def started(console: TestConsole, count: int) -> list[Task]:
    tasks = []
    for number in range(count):
        draft = console.draft(BLANK, room=f"room-{number}", bot=f"bot-{number}")
        tasks.append(await console.services.launcher.start(draft))
    return tasks


def run_of(console: TestConsole, tasks: list[Task], *, at_once: bool = True) -> StopRun:
    services = console.services
    return StopRun(tasks, stopper=services.stopper, nudge=services.watcher.nudge, rates=services.rates, at_once=at_once)


async def test_every_task_gets_its_receipt_and_its_own_line(console: TestConsole) -> None:
    services = console.services
    tasks = await started(console, 6)
    services.watcher.start()
    ended = await services.stopper.wish(tasks[0].id)
    await console.asked_until(ended.id, TaskState.STOPPED)
    run, told = run_of(console, tasks), []
    run.on_line = told.append

    await run.carry_out()

    assert [line.step for line in run.lines.values()] == [StopStep.REFUSED] + [StopStep.ASKED] * 5
    assert str(run.lines[tasks[0].id].trouble) == "This task has ended already."
    assert set(told) == {task.id for task in tasks}
    await until(lambda: all(services.store.get(task.id).receipt for task in tasks))


async def test_what_is_added_while_it_goes_on_is_stopped_like_the_others(console: TestConsole) -> None:
    tasks = await started(console, 4)
    run, added = run_of(console, tasks[:2]), []
    run.on_added = added.extend
    await run.carry_out()
    run.add(tasks[1:])
    run.add(tasks[3:])
    assert added == [task.id for task in tasks[2:]]
    assert run.count(StopStep.WAITING) == 2
    await run.carry_out()
    assert list(run.lines) == [task.id for task in tasks]
    assert run.count(StopStep.ASKED) == 4
    assert all(console.services.store.get(task.id).stop_wished_at for task in tasks)


async def test_what_is_cancelled_before_its_turn_goes_on(console: TestConsole) -> None:
    services = console.services
    tasks = await started(console, 8)
    run = run_of(console, tasks, at_once=False)
    running = console.spawner.spawn(run.carry_out(), name="stop many")
    await until(lambda: run.count(StopStep.ASKED) == 2)
    run.cancel()
    await running
    assert (run.count(StopStep.ASKED), run.count(StopStep.LEFT)) == (2, 6)
    wished = [services.store.get(task.id).stop_wished_at is not None for task in tasks]
    assert wished == [True] * 2 + [False] * 6
    run.cancel()
    assert run.count(StopStep.LEFT) == 6


async def test_an_account_that_cannot_be_asked_keeps_no_other_waiting(console: TestConsole) -> None:
    services = console.services
    mute = replace(console.profile(BLANK), id="demo-mute", name="Mute", base_url="http://127.0.0.1:9")
    mute = replace(mute, account={**mute.account, "app_id": "9999999999"})
    await services.profiles.save(mute)
    for each in BLANK.account_fields:
        if each.secret:
            value = await services.vault.get(profile_owner(console.profile(BLANK).id), each.key)
            await services.vault.set(profile_owner(mute.id), each.key, value or "", session_only=True)
    tasks = await started(console, 4)
    # Rows of an account that no question reaches; the wishes of the others must neither wait nor fail for it.
    lost = [
        await services.recorder.add(
            replace(task, id=f"lost-{number}", profile_id=mute.id, dedupe_key="", state=TaskState.RUNNING, revision=0)
        )
        for number, task in enumerate(tasks)
    ]
    services.watcher.start()
    run = run_of(console, [*lost, *tasks])
    await run.carry_out()
    assert run.count(StopStep.ASKED) == 8
    await until(lambda: all(services.store.get(task.id).receipt for task in tasks))
    assert all(services.store.get(task.id).state is TaskState.STOPPING for task in lost)


async def test_a_wish_that_cannot_be_written_down_is_carried_out_and_says_so(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    (task,) = await started(console, 1)
    save = services.ledger.save

    async def disk_full(row: Task, *entries: Any, **how: Any) -> Task:
        raise LedgerUnusable(T("The disk is full."))

    run = run_of(console, [task])
    monkeypatch.setattr(services.ledger, "save", disk_full)
    await run.carry_out()
    monkeypatch.setattr(services.ledger, "save", save)
    line = run.lines[task.id]
    assert (line.step, str(line.trouble)) == (StopStep.ASKED, "The disk is full.")
    services.watcher.start()
    await until(lambda: services.store.get(task.id).receipt)
