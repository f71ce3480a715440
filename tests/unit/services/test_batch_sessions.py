"""Batches over several sessions and windows: what was sent is not sent again, whatever became of the answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from roomscribe.domain.batch import Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.services.batch_recall import Recalled
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import Registry
from tests.support.batches import (
    REGISTRY,
    START,
    START_2,
    TRTC_2,
    begin,
    sent,
    steps,
)
from tests.support.consoles import TestConsole, open_test_console, until


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


async def test_a_batch_rests_whose_secrets_the_keyring_does_not_have_any_more(console: TestConsole) -> None:
    batches = console.services.batches
    release = batches.hold()
    run = await begin(console, 3, im_admin_user_id="admin", im_admin_user_sig="typed-into-the-form")
    (task,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    task.cancel()
    await asyncio.wait([task])
    await batches._files.let_go(run.batch.id)
    await console.services.vault.delete(f"batch/{run.batch.id}", "im_admin_user_sig")
    release()
    (left,) = (await batches.left_behind()).unfinished
    again = await batches.resume(left)
    await until(lambda: again.resting)
    assert "kept for one session only" in str(again.paused_because)
    assert steps(again) == [Step.WAITING] * 3
    again.cancel()
    await until(lambda: again.over)
    assert console.services.store.tasks() == []


async def test_what_was_closed_by_hand_is_not_sent_again(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.RESET, call=START))
    run = await begin(console, 1)
    await until(lambda: run.progress.of(Step.OPEN))
    await console.services.recorder.record(run.results[0].task_id, state=TaskState.CLOSED, ended_at=console.clock.now())
    await until(lambda: run.over)
    assert steps(run) == [Step.UNSENT]
    assert len(console.services.store.tasks()) == 1


async def test_a_row_that_the_ledger_has_already_is_taken_from_there(tmp_path: Path, console: TestConsole) -> None:
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    run = await begin(console, 3)
    await until(lambda: run.over)
    assert not other.services.store.tasks()
    again = other.services.batches._run(run.batch, (), Recalled.nothing(3))
    await until(lambda: again.over)
    assert steps(again) == [Step.STARTED] * 3
    assert [each.task_id for each in again.results] == [each.task_id for each in run.results]
    assert console.world.calls[START] == 3
    await other.aclose()


async def test_it_goes_on_before_older_rows_are_read(tmp_path: Path, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, after=10, count=None, code="AuthFailure"))
    run = await begin(console, 12)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    waiting = run.progress.of(Step.WAITING)
    (task,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    task.cancel()
    await asyncio.wait([task])
    console.services.batches._files._release()
    console.world.faults.clear()
    # Its store is empty, as for the first moment it is without all rows but the newest.
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    other.services.store._fill([])
    (left,) = (await other.services.batches.left_behind()).unfinished
    assert other.services.batches.left(left) == waiting == 2
    again = await other.services.batches.resume(left)
    await until(lambda: again.over)
    assert steps(again) == [Step.STARTED] * 12
    await other.services.feed.load()
    assert sent(other) == [str(900 + at) for at in range(12)]
    await other.aclose()


async def test_a_lost_answer_is_open_until_it_is_known(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call=START))
    run = await begin(console, 3)
    await until(lambda: run.progress.of(Step.OPEN) and not run.progress.of(Step.SENDING, Step.WAITING))
    assert not run.over
    (open_row,) = [each for each in run.results if each.step is Step.OPEN]
    await console.asked_until(open_row.task_id, TaskState.STARTING, TaskState.RUNNING)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 3


async def test_what_never_arrived_is_sent_again(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.RESET, call=START))
    run = await begin(console, 2)
    await until(lambda: run.progress.of(Step.OPEN) and not run.progress.of(Step.SENDING, Step.WAITING))
    (open_row,) = [each for each in run.results if each.step is Step.OPEN]
    console.clock.offset += 600
    await console.asked_until(open_row.task_id, TaskState.UNSENT)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 2
    assert len(console.services.store.tasks()) == 3


async def test_nobody_waits_for_what_nobody_can_ask(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call=START_2))
    run = await begin(console, 2, TRTC_2)
    await until(lambda: run.over)
    assert sorted(steps(run)) == sorted([Step.OPEN, Step.STARTED])


async def test_the_next_session_goes_on_where_this_one_ended(tmp_path: Path, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    run = await begin(console, 40, user_sig="")
    await until(lambda: run.progress.of(Step.STARTED) >= 3)
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    assert (await other.services.batches.left_behind()).unfinished == ()
    (unfinished,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    unfinished.cancel()
    await asyncio.wait([unfinished])
    await console.services.ledger.tasks()  # what was on its way to the disk is there
    # As the system does it for a process that was killed.
    console.services.batches._files._release()
    console.services.lease.release()
    await other.services.feed.load()
    await other.services.keeper.take_over()
    (left,) = (await other.services.batches.left_behind()).unfinished
    again = await other.services.batches.resume(left)
    with pytest.raises(BadRequest, match="Another window"):
        await console.services.batches.resume(left)
    await until(lambda: again.over or not again.progress.of(Step.WAITING, Step.SENDING))
    for each in again.results:
        if each.step is Step.OPEN:
            # Time passes quickly there: a bot that nobody speaks to may have left already.
            known = (TaskState.STARTING, TaskState.RUNNING, TaskState.REJECTED, TaskState.STOPPED, TaskState.GONE)
            await other.asked_until(each.task_id, *known)
    started = [task for task in other.services.store.tasks() if task.state is not TaskState.UNSENT]
    assert sorted(task.room for task in started) == sorted(str(900 + at) for at in range(40))
    await until(lambda: again.over)
    await other.aclose()
