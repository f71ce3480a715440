"""Batches rest by themselves, and send nothing that was called off, stopped or forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.batch import Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.batch_again import refused_places
from roomscribe.services.batch_files import BatchFiles, Unfinished
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.opening import Opener
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import Registry
from tests.support.batches import (
    REGISTRY,
    START,
    START_2,
    TRTC,
    TRTC_2,
    begin,
    rows,
    sent,
    steps,
    waiting_for_their_turn,
)
from tests.support.consoles import TestConsole, open_test_console, until

FULL = "The number of tasks or streams exceeds the limit."


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


async def test_it_rests_by_itself_when_the_account_is_full(console: TestConsole) -> None:
    refusal = Fault(FaultKind.ERROR, call=START_2, after=3, count=None, code="FailedOperation", message=FULL)
    console.world.faults.add(refusal)
    run = await begin(console, 40, TRTC_2)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    assert run.progress.of(Step.STARTED, Step.WAITING) == 40
    assert len(sent(console)) == run.progress.of(Step.STARTED) == 3
    assert len([task for task in console.services.store.tasks() if task.state is TaskState.REJECTED]) < 30
    said = str(run.paused_because)
    assert said.startswith("The account refuses every start: The application has as many tasks")
    assert said.endswith("The refused rows wait: go on when there is room again.")
    run.go_on()
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    console.world.faults.clear()
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 40
    assert sent(console) == sorted(str(900 + at) for at in range(40))


async def test_it_rests_when_all_are_refused_for_good_and_those_can_be_sent_again(console: TestConsole) -> None:
    # So slow that the first are answered before the last are sent.
    await console.services.profiles.save(replace(console.profile(TRTC), calls_per_second=50))
    refusal = Fault(FaultKind.ERROR, call=START, count=None, code="FailedOperation.NotAbility", message="No.")
    console.world.faults.add(refusal)
    run = await begin(console, 40)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    first = run.progress.of(Step.REJECTED)
    assert 5 <= first < 40
    assert run.progress.of(Step.WAITING) == 40 - first
    assert "does not include this feature" in str(run.paused_because)
    console.world.faults.clear()
    assert len(refused_places(run, console.services.store)) == first
    assert await console.services.batches.again(run) is run
    assert not refused_places(run, console.services.store)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 40
    assert sent(console) == sorted(str(900 + at) for at in range(40))


async def test_refused_rows_of_an_ended_batch_become_a_batch_of_their_own(console: TestConsole) -> None:
    for code in ("FailedOperation.NotAbility", "FailedOperation.NotAllowed"):
        console.world.faults.add(Fault(FaultKind.ERROR, call=START, after=1, code=code))
    planned = rows(console, 6, im_admin_user_id="admin", im_admin_user_sig="typed-into-the-form")
    planned[2] = replace(planned[2], values={**planned[2].values, "room": "no number"})
    run = await console.services.batches.begin("t", console.profile(TRTC), planned)
    await until(lambda: run.over)
    refused = refused_places(run, console.services.store)
    assert len(refused) == 3
    again = await console.services.batches.again(run)
    await until(lambda: again.over)
    assert [row.number for row in again.batch.rows] == [run.batch.rows[place].number for place in refused]
    assert again.progress.of(Step.STARTED) == 2
    assert len(sent(console)) == len(set(sent(console))) == 5
    assert not refused_places(run, console.services.store), "they are another batch's now"
    assert not {each.task_id for each in again.results} & {each.task_id for each in run.results if each.task_id}
    with pytest.raises(BadRequest, match="No row was refused"):
        await console.services.batches.again(run)


async def test_what_may_live_is_not_started_again(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call=START_2))
    run = await begin(console, 2, TRTC_2)
    await until(lambda: run.over)
    assert not refused_places(run, console.services.store)
    (lost,) = [each.task_id for each in run.results if each.step is Step.OPEN]
    await console.services.recorder.record(lost, state=TaskState.CLOSED, ended_at=console.clock.now())
    assert not refused_places(run, console.services.store)


async def stopped_while_its_start_was_lost(console: TestConsole) -> tuple[BatchRun, str]:
    """A batch of two rows: one runs, and the other's start never arrived, and a person stops it."""
    console.world.faults.add(Fault(FaultKind.RESET, call=START))
    run = await begin(console, 2)
    await until(lambda: run.progress.of(Step.OPEN) and not run.progress.of(Step.SENDING, Step.WAITING))
    (open_row,) = [each for each in run.results if each.step is Step.OPEN]
    await console.services.stopper.wish(open_row.task_id)
    return run, open_row.task_id


async def test_what_somebody_stops_is_not_sent_again_though_it_never_arrived(console: TestConsole) -> None:
    run, task_id = await stopped_while_its_start_was_lost(console)
    console.clock.offset += 600
    await console.asked_until(task_id, TaskState.UNSENT)
    await until(lambda: run.over)
    assert sorted(steps(run)) == [Step.STARTED, Step.UNSENT]
    assert len(console.services.store.tasks()) == 2


async def test_nobody_can_have_it_go_on_while_it_is_held(console: TestConsole) -> None:
    release = console.services.batches.hold()
    run = await begin(console, 2)
    run.go_on()
    await asyncio.sleep(0)
    assert run.resting
    assert not console.services.store.tasks()
    release()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 2


async def test_something_nobody_expected_before_a_row_is_sent_rests_it(console: TestConsole) -> None:
    run = await begin(console, 2)
    real = run._get_ready

    async def broken() -> dict[str, str]:
        raise RuntimeError("the keyring broke")

    run._get_ready = broken
    run.go_on()
    await until(lambda: run.resting)
    assert str(run.paused_because) == "Something unexpected went wrong."
    assert console.services.batches.runs == [run]
    run._get_ready = real
    run._failure = None  # it is told at the end, and a test may not end with it
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 2


async def test_a_run_that_breaks_off_can_be_taken_up_again(console: TestConsole) -> None:
    batches, told = console.services.batches, []
    release = batches.hold()
    run = await begin(console, 2)
    run.carry_out = broken  # type: ignore[method-assign]
    (task,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    task.cancel()
    await asyncio.wait([task])
    batches.subscribe(lambda run: told.append(run in batches.runs))
    with pytest.raises(RuntimeError, match="on a place that nobody thought of"):
        await batches._carried_out(run, ())
    assert told == [False]
    (left,) = (await batches.left_behind()).unfinished
    release()
    again = await batches.resume(left)
    await until(lambda: again.over)
    assert steps(again) == [Step.STARTED] * 2


async def test_a_fault_is_told_beside_a_file_that_cannot_be_removed(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_files: BatchFiles, _batch_id: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(BatchFiles, "_forget", read_only)
    run = await begin(console, 1)
    run._failure = RuntimeError("on a place that nobody thought of")
    tasks = console.spawner.tasks
    await until(lambda: len([each for each in tasks if each.get_name().endswith("batch t") and each.done()]) == 2)
    told = {each.get_name(): each.exception() for each in tasks if each.get_name().endswith("batch t")}
    for each in [each for each in tasks if each.get_name() in told]:
        tasks.discard(each)
    assert isinstance(told["batch t"], RuntimeError)
    assert str(told["forget the batch t"]).endswith("could not be removed: Read-only file system.")


async def broken() -> None:
    raise RuntimeError("on a place that nobody thought of")


def let_go_on(console: TestConsole, run: BatchRun) -> None:
    """The pause that the vendor wanted is over."""
    pace = run._pace()
    pace._pause_polls = pace._pause_acts = 0.0
    pace._tell()


async def test_what_is_stopped_before_its_turn_is_not_sent(console: TestConsole) -> None:
    run = await waiting_for_their_turn(console, 3)
    await until(lambda: console.services.store.tasks())
    stopped = console.services.store.tasks()[0]
    await console.services.stopper.wish(stopped.id)
    await until(lambda: console.services.store.get(stopped.id).state is TaskState.UNSENT)
    assert not console.world.calls[START], "nobody waits for the turn to be told so"
    assert run._pace().pause
    let_go_on(console, run)
    await until(lambda: run.over)
    assert sorted(steps(run)) == [Step.STARTED, Step.STARTED, Step.UNSENT]
    assert console.world.calls[START] == 2
    assert console.services.store.get(stopped.id).state is TaskState.UNSENT
    assert stopped.room not in sent(console)


async def test_what_is_stopped_before_its_turn_stays_so_once_the_batch_goes_on(console: TestConsole) -> None:
    run = await waiting_for_their_turn(console, 1)
    await until(lambda: console.services.store.tasks())
    await console.services.stopper.wish(console.services.store.tasks()[0].id)
    run.pause()
    await until(lambda: run.over)
    assert steps(run) == [Step.UNSENT]
    assert not console.world.calls[START]


async def test_who_waits_long_for_its_turn_runs_as_long_as_was_wished(console: TestConsole) -> None:
    run = await waiting_for_their_turn(console, 1)
    minutes = run.batch.rows[0].minutes
    await until(lambda: console.services.store.tasks())
    console.services.watcher.start()
    console.clock.offset += minutes * 60 + 1
    console.services.watcher._end_overdue()
    assert not console.services.watcher._ending, "its end is put off once it has its turn"
    let_go_on(console, run)
    await until(lambda: run.over)
    (task,) = console.services.store.tasks()
    assert task.vendor_task_id
    assert task.stop_wished_at is None
    assert task.ends_at is not None
    assert 0 <= console.clock.now() - (task.ends_at - minutes * 60) < 60
    journal = await console.services.ledger.journal(task.id)
    opened = Opener(REGISTRY).task_as(task, console.services.profiles.get(task.profile_id), journal)
    assert opened.draft.minutes == minutes


@pytest.mark.parametrize("times", [1, 2])
async def test_what_can_not_be_written_before_a_row_is_sent_leaves_no_question(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    run = await waiting_for_their_turn(console, 1)
    await until(lambda: console.services.store.tasks())
    console.clock.offset += 60.0  # so that its end is put off
    save, left = console.services.ledger.save, [times]

    async def full(task: Task, *lines: JournalEntry, **how: Any) -> Task:
        if left[0]:
            left[0] -= 1
            raise LedgerUnusable(T("The disk is full."))
        return await save(task, *lines, **how)

    monkeypatch.setattr(console.services.ledger, "save", full)
    let_go_on(console, run)
    await until(lambda: run.resting)
    (first,) = console.services.store.tasks()
    assert first.state is TaskState.UNSENT
    assert "The disk is full." in str(run.paused_because)
    assert not console.world.calls[START]
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED]
    assert console.world.calls[START] == 1


@pytest.mark.parametrize("readable", [True, False])
async def test_refused_rows_keep_their_secrets_though_nothing_was_left_to_send(
    console: TestConsole, readable: bool
) -> None:
    services, key = console.services, "im_admin_user_sig"
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, after=1, code="FailedOperation.NotAbility"))
    run = await begin(console, 2, im_admin_user_id="admin", im_admin_user_sig="typed-into-the-form")
    await until(lambda: all(each.done() for each in console.spawner.tasks if each.get_name() == "batch t"))
    # An earlier session ended at this very moment: every row has its result, and the file is there.
    await services.batches._files.begin(run.batch, {key: "typed-into-the-form"}, session_only=False)
    await services.batches._files.let_go(run.batch.id)
    if not readable:
        await services.vault.delete(f"batch/{run.batch.id}", key)
    (left,) = (await services.batches.left_behind()).unfinished
    taken = await services.batches.resume(left)
    await until(lambda: taken.over)
    assert sorted(steps(taken)) == [Step.REJECTED, Step.STARTED]
    console.world.faults.clear()
    if not readable:
        with pytest.raises(BadRequest, match="could not be read"):
            await services.batches.again(taken)
        return
    again = await services.batches.again(taken)
    await until(lambda: again.over)
    assert steps(again) == [Step.STARTED]
    assert again.shared_secrets == {key: "typed-into-the-form"}


async def test_a_batch_that_was_cancelled_is_not_offered_again(tmp_path: Path, console: TestConsole) -> None:
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    console.world.faults.add(Fault(FaultKind.HANG, call=START, count=None))
    run = await begin(console, 40, im_admin_user_id="admin", im_admin_user_sig="typed-into-the-form")
    await until(lambda: console.world.calls[START])
    run.cancel()
    # The program ends at once: what was asked of the disk is all that is done.
    (task,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    task.cancel()
    await asyncio.wait([task])
    assert not run.over
    await console.services.batches._files.aclose()
    assert (await other.services.batches.left_behind()).unfinished == ()
    assert list((tmp_path / "batches").iterdir()) == []
    with pytest.raises(BadRequest, match="finished or given up meanwhile"):
        await other.services.batches.resume(Unfinished(run.batch, ("im_admin_user_sig",)))
    await other.aclose()


async def test_what_another_window_has_forgotten_is_not_gone_on_with(tmp_path: Path, console: TestConsole) -> None:
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    run = await waiting_for_their_turn(console, 4)
    run.pause()
    await until(lambda: not run.progress.of(Step.SENDING))
    (task,) = [each for each in console.spawner.tasks if each.get_name() == "batch t"]
    task.cancel()
    await asyncio.wait([task])
    console.services.batches._files._release()
    (mine,), (theirs,) = [(await each.services.batches.left_behind()).unfinished for each in (console, other)]
    await console.services.batches.forget(mine)
    with pytest.raises(BadRequest, match="finished or given up meanwhile"):
        await other.services.batches.resume(theirs)
    await other.services.batches.forget(theirs)
    assert list((tmp_path / "batches").iterdir()) == []
    assert other.services.batches.runs == []
    await other.aclose()


async def test_who_waits_for_some_starts_waits_for_no_later_ones(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.HANG, call=START, after=1, count=None))
    run = await begin(console, 10)
    await until(lambda: run.progress.of(Step.STARTED) == 1 and run.progress.of(Step.SENDING))
    (first,) = [each.task_id for each in run.results if each.step is Step.STARTED]
    await run.quiet([first])
    assert run.progress.of(Step.SENDING)
    (slow, *_) = set(run.task_ids) - {first}
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(run.quiet([slow]), 0.01)
    run.cancel()
