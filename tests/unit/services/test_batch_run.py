"""Batches start every row exactly once: over pauses, refusals, lost answers, and the end of the program."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from roomscribe.domain.batch import PlannedRow, Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T
from roomscribe.services.batch_files import Unfinished
from roomscribe.services.clients import profile_owner
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import Registry
from tests.support.batches import (
    REGISTRY,
    START,
    TRTC,
    TRTC_2,
    begin,
    rooms,
    rows,
    sent,
    steps,
    waiting_for_their_turn,
)
from tests.support.consoles import TestConsole, until


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


async def test_every_row_is_started_and_the_file_goes(console: TestConsole) -> None:
    run = await begin(console, 12)
    assert len(list((console.services.ledger.path.parent / "batches").glob("*.json"))) == 1
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 12
    assert rooms(console) == sorted(str(900 + at) for at in range(12))
    assert all(each.seconds > 0 for each in run.results)
    await until(lambda: not list((console.services.ledger.path.parent / "batches").iterdir()))
    assert console.services.batches.runs == []


async def test_a_refusal_concerns_its_row_alone(console: TestConsole) -> None:
    planned = rows(console, 4)
    planned[1] = replace(planned[1], values={**planned[1].values, "room": "no number"})
    planned[3] = replace(planned[3], values={**planned[3].values, "room": planned[0].values["room"]})
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, after=1, code="FailedOperation.InvalidParam"))
    run = await console.services.batches.begin("t", console.profile(TRTC), planned)
    await until(lambda: run.over)
    assert sorted(steps(run)).count(Step.REFUSED) == 2
    assert run.progress.over == 4
    assert all(each.reason or each.error for each in run.results if each.step is not Step.STARTED)


async def test_pause_rests_and_cancel_leaves(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    run = await begin(console, 60)
    await until(lambda: run.progress.of(Step.STARTED))
    run.pause()
    await until(lambda: not run.progress.of(Step.SENDING))
    rested = run.progress.of(Step.STARTED)
    assert run.resting
    assert 0 < rested < 60
    await asyncio.sleep(0.1)
    assert run.progress.of(Step.STARTED) == rested
    run.go_on()
    await until(lambda: run.progress.of(Step.STARTED) > rested)
    run.cancel()
    await until(lambda: run.over)
    assert run.progress.of(Step.STARTED, Step.LEFT) == 60
    # What was written down and waited for its turn then was not sent.
    left = {task.room for task in console.services.store.tasks() if task.state is not TaskState.UNSENT}
    assert len(left) == run.progress.of(Step.STARTED) == len(sent(console))


async def test_whoever_watches_is_told_of_each_row_as_it_is_sent_and_as_it_is_answered(console: TestConsole) -> None:
    run = await begin(console, 5)
    told: list[tuple[int, Step]] = []
    run.on_row = lambda place: told.append((place, run.results[place].step))
    await until(lambda: run.over)
    assert sorted(told) == sorted((at, step) for at in range(5) for step in (Step.SENDING, Step.STARTED))
    assert [place for place, step in told if step is Step.SENDING] == list(range(5))


async def test_what_waits_for_its_turn_is_not_sent_once_it_is_cancelled(console: TestConsole) -> None:
    run = await waiting_for_their_turn(console, 30)
    told: set[int] = set()
    run.on_row = told.add
    run.cancel()
    await until(lambda: run.over)
    assert told == set(range(30))
    assert steps(run) == [Step.LEFT] * 30
    assert {task.state for task in console.services.store.tasks()} == {TaskState.UNSENT}
    assert not console.world.calls[START]


async def test_what_waits_for_its_turn_waits_again_once_it_is_paused(console: TestConsole) -> None:
    run = await waiting_for_their_turn(console, 5)
    run.pause()
    run.pause()
    await until(lambda: not run.progress.of(Step.SENDING))
    assert steps(run) == [Step.WAITING] * 5
    assert not console.world.calls[START]
    pace = run._pace()
    pace._pause_polls = pace._pause_acts = 0.0
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 5
    assert sent(console) == [str(900 + at) for at in range(5)]


async def test_a_start_of_two_steps_is_called_off_between_them(console: TestConsole) -> None:
    agora = REGISTRY.generation("agora-5")
    console.world.faults.add(Fault(FaultKind.DELAY, call="acquire", seconds=0.1, count=None))
    drafts = [console.draft(agora, channel=f"c{at}") for at in range(3)]
    planned = [PlannedRow(number=at, line=at, values=each.values, minutes=30) for at, each in enumerate(drafts, 1)]
    run = await console.services.batches.begin("t", console.profile(agora), planned)
    await until(lambda: console.world.calls["acquire"])
    run.cancel()
    await until(lambda: run.over)
    assert steps(run) == [Step.LEFT] * 3
    assert sent(console) == []


async def test_it_ends_though_it_was_paused_while_the_last_were_under_way(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    run = await begin(console, 2)
    await until(lambda: console.world.calls[START] == 2)
    run.pause()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 2
    assert not run.resting


async def test_rows_wait_until_the_vendor_accepts_the_account(console: TestConsole) -> None:
    refusal = Fault(FaultKind.ERROR, call=START, count=None, code="AuthFailure.SignatureFailure")
    console.world.faults.add(refusal)
    run = await begin(console, 3)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    assert steps(run) == [Step.WAITING] * 3
    assert "doesn't accept the account" in str(run.paused_because)
    console.world.faults.clear()
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 3
    assert sent(console) == ["900", "901", "902"]


async def without_key(console: TestConsole) -> str:
    """Take the account's key away, as a keyring does that is locked; returns it."""
    owner = profile_owner(console.profile(TRTC).id)
    key = await console.services.vault.get(owner, "secret_key")
    assert key
    await console.services.clients.forget(console.profile(TRTC).id)
    await console.services.vault.delete(owner, "secret_key")
    return key


async def test_a_missing_key_of_the_account_is_no_fault_of_the_rows(console: TestConsole) -> None:
    key = await without_key(console)
    run = await begin(console, 20)
    await until(lambda: run.resting)
    assert steps(run) == [Step.WAITING] * 20
    assert "has no SecretKey" in str(run.paused_because)
    assert console.services.store.tasks() == []
    run.go_on()
    await until(lambda: run.resting)
    await console.services.vault.set(profile_owner(console.profile(TRTC).id), "secret_key", key, session_only=True)
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 20


async def test_a_key_that_is_lost_on_the_way_refuses_no_row(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    run = await begin(console, 60)
    await until(lambda: run.progress.of(Step.STARTED))
    await without_key(console)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    assert run.progress.of(Step.STARTED) + run.progress.of(Step.WAITING) == 60
    assert run.progress.of(Step.STARTED) == len(sent(console)) < 60
    assert "has no SecretKey" in str(run.paused_because)
    run.cancel()


async def test_a_deleted_profile_rests_it(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    run = await begin(console, 60)
    await until(lambda: run.progress.of(Step.STARTED))
    await console.services.profiles.delete(console.profile(TRTC).id)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    assert run.progress.of(Step.STARTED) + run.progress.of(Step.WAITING) == 60
    for _ in range(2):
        await until(lambda: run.resting)
        assert str(run.paused_because) == "The account “TRTC 1.0 demo” is not there any more."
        run.go_on()
    run.cancel()
    await until(lambda: run.over)


async def test_nothing_is_started_with_another_api_version(console: TestConsole) -> None:
    run = await begin(console, 3)
    run.pause()
    profile = console.profile(TRTC)
    await console.services.profiles.save(replace(profile, generation=TRTC_2.id))
    run.go_on()
    await until(lambda: run.resting)
    await until(lambda: not run.progress.of(Step.SENDING))
    assert "has another API version" in str(run.paused_because)
    assert steps(run) == [Step.WAITING] * 3
    assert console.services.batches.gone(Unfinished(run.batch, ()))
    with pytest.raises(BadRequest, match="has another API version"):
        await console.services.batches.resume(Unfinished(run.batch, ()))
    run.cancel()


async def test_rows_of_a_batch_share_their_secrets(console: TestConsole) -> None:
    planned = rows(console, 2)
    planned[1] = replace(planned[1], values={**planned[1].values, "im_admin_user_sig": "another"})
    with pytest.raises(ValueError, match="share their secrets"):
        await console.services.batches.begin("t", console.profile(TRTC), planned)


async def test_nothing_is_begun_while_it_is_held(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    batches = console.services.batches
    going, resting = await begin(console, 30, TRTC_2), await begin(console, 30)
    resting.pause()
    first, second = batches.hold(), batches.hold()
    begun = await begin(console, 2)
    for run in batches.runs:
        assert run.resting
        await run.quiet()
    assert not begun.progress.over
    came = {task.id for task in console.services.store.tasks()}
    assert came == {*going.task_ids, *resting.task_ids}
    await asyncio.sleep(0.1)
    assert len(console.services.store.tasks()) == len(came)
    first()
    assert going.resting
    second()
    second()
    await until(lambda: going.over and begun.over)
    assert resting.resting
    resting.cancel()


async def test_a_run_that_found_a_reason_to_rest_is_not_let_go(console: TestConsole) -> None:
    run = await begin(console, 3)
    release = console.services.batches.hold()
    run.pause(T("The keys are wrong."))
    release()
    assert run.resting
    run.cancel()


async def test_what_is_over_is_kept_until_somebody_has_seen_it(console: TestConsole) -> None:
    batches, told = console.services.batches, []
    forget = batches.subscribe(lambda run: told.append((run.batch.title, run.over)))
    run = await begin(console, 2)
    await until(lambda: run.over)
    assert told == [("t", False), ("t", True)]
    assert (batches.runs, batches.ended) == ([], [run])
    batches.dismiss(run)
    batches.dismiss(run)
    assert batches.ended == []
    assert len(told) == 3
    forget()


async def test_what_the_network_fails_is_sent_when_it_goes_on(console: TestConsole) -> None:
    agora = REGISTRY.generation("agora-5")
    # A step before the start that fails leaves nothing behind, as a network does that is not there.
    console.world.faults.add(Fault(FaultKind.HTTP, call="acquire", count=None))
    profile = console.profile(agora)
    planned = [
        replace(each, values={**console.draft(agora, channel=f"c{each.number}").values}) for each in rows(console, 3)
    ]
    run = await console.services.batches.begin("t", profile, planned)
    await until(lambda: run.resting and not run.progress.of(Step.SENDING))
    assert "can't be reached" in str(run.paused_because)
    assert steps(run) == [Step.WAITING] * 3
    console.world.faults.clear()
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 3
    started = [task.room for task in console.services.store.tasks() if task.state is not TaskState.UNSENT]
    assert sorted(started) == ["c1", "c2", "c3"]


async def test_too_many_calls_are_no_result(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, count=2, code="RequestLimitExceeded"))
    run = await begin(console, 4)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 4
    assert sum(task.state is TaskState.REJECTED for task in console.services.store.tasks()) == 2


async def test_a_spent_budget_rests_it(console: TestConsole) -> None:
    run = await begin(console, 1)
    spent = True
    run._over_budget = lambda profile_id: T("Spent.") if spent else None
    await until(lambda: run.resting)
    assert (str(run.paused_because), steps(run)) == ("Spent.", [Step.WAITING])
    spent = False
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED]


async def test_a_secret_in_a_row_is_not_written(console: TestConsole) -> None:
    await console.services.vault.set("profile/x", "key", "a-key-of-an-account", session_only=True)
    with pytest.raises(BadRequest, match="A secret of an account"):
        await begin(console, 2, target_user_id="a-key-of-an-account")
    assert console.services.store.tasks() == []


async def test_secrets_of_the_form_are_kept_apart(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.HANG, call=START, count=None))
    run = await begin(console, 2, im_admin_user_id="admin", im_admin_user_sig="typed-into-the-form")
    (file,) = (console.services.ledger.path.parent / "batches").glob("*.json")
    assert "typed-into-the-form" not in file.read_text()
    kept = await console.services.vault.get(f"batch/{run.batch.id}", "im_admin_user_sig")
    assert kept == "typed-into-the-form"
    run.cancel()
