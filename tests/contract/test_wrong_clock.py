"""This computer's clock is wrong: every generation works from its vendor's first answer on, on both faces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.net.host_clock import HostClocks
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Generation, TaskRef
from tests.support.consoles import TestConsole
from tests.support.faces import failure_of

MINUTE, HOUR = 60, 3600
OFFSETS = (10 * MINUTE, -10 * MINUTE, 3 * HOUR, -3 * HOUR)


@pytest.mark.parametrize("off", OFFSETS)
async def test_the_first_start_runs_and_its_stop_is_proved(
    console: TestConsole, generation: Generation, off: int
) -> None:
    console.clock.offset = off
    task = await console.services.launcher.start(console.draft(generation))
    # The simulator checks signatures, tokens and the bots' tokens as strictly as the vendors do.
    running = await console.asked_until(task.id, TaskState.RUNNING)
    assert running.error is None
    # A bot that could not get in would have ended by now.
    console.world.clock.advance(MINUTE)
    await console.services.follower.ask(task.id)
    assert console.services.store.get(task.id).state is TaskState.RUNNING
    await console.services.stopper.wish(task.id)
    assert (await console.asked_until(task.id, TaskState.STOPPED)).receipt is not None


@pytest.mark.parametrize("off", OFFSETS)
async def test_a_lost_start_is_settled_by_a_console_that_knows_no_time_yet(
    console: TestConsole, generation: Generation, off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not generation.abilities.locate_lost_start:
        pytest.skip("it can't be asked about a lost start")
    task = await console.services.launcher.start(console.draft(generation))
    await console.services.recorder.record(task.id, state=TaskState.UNCONFIRMED, vendor_task_id="")
    console.clock.offset = off
    monkeypatch.setattr(console.services.clients._factory, "clocks", HostClocks())
    await console.services.clients.forget(task.profile_id)
    assert (await console.asked_until(task.id, TaskState.RUNNING)).vendor_task_id == task.vendor_task_id


async def test_what_was_refused_for_its_time_stands_in_the_journal(console: TestConsole) -> None:
    console.clock.offset = 3 * HOUR
    generation = console.services.registry.generation("trtc-1")
    task = await console.services.launcher.start(console.draft(generation))
    journal = await console.services.ledger.journal(task.id)
    answers = [str(entry.exchange.response) for entry in journal if entry.kind is EntryKind.CALLED and entry.exchange]
    assert len(answers) == console.world.calls["StartAITranscription"] == 2
    assert "SignatureExpire" in answers[0]
    assert "TaskId" in answers[1]


async def test_a_profile_that_was_edited_need_not_be_refused_again(console: TestConsole) -> None:
    console.clock.offset = 3 * HOUR
    services, generation = console.services, console.services.registry.generation("trtc-1")
    first = await services.launcher.start(console.draft(generation))
    await services.clients.forget(first.profile_id)
    await console.asked_until(first.id, TaskState.RUNNING)
    called = console.world.calls["DescribeAITranscription"]
    await services.follower.ask(first.id)
    assert console.world.calls["DescribeAITranscription"] == called + 1, "nothing had to be sent again"


async def test_a_clock_that_is_put_right_needs_no_refusal_either(console: TestConsole) -> None:
    console.clock.offset = -3 * HOUR
    services, generation = console.services, console.services.registry.generation("trtc-1")
    task = await services.launcher.start(console.draft(generation))
    console.clock.offset = 0
    called = console.world.calls["DescribeAITranscription"]
    assert await services.follower.ask(task.id)
    assert console.world.calls["DescribeAITranscription"] == called + 1


async def test_a_call_that_is_refused_by_the_right_time_too_tells_both(console: TestConsole) -> None:
    console.clock.offset = 3 * HOUR
    services, generation = console.services, console.services.registry.generation("trtc-1")
    client = await services.clients.client(console.profile(generation).id)
    failure = await failure_of(client.stop(TaskRef(vendor_task_id="unknown", idempotency_key="", kept={})))
    assert failure.kind is FailureKind.NOT_FOUND
    assert ["SignatureExpire" in str(each.response) for each in failure.exchanges] == [True, False]


@pytest.mark.parametrize("refused", [False, True])
async def test_a_token_that_was_made_again_tells_both_requests(console: TestConsole, refused: bool) -> None:
    generation = console.services.registry.generation("agora-5")
    profile = console.profile(generation)
    await console.services.profiles.save(replace(profile, account={**profile.account, "sign_in": "token"}))
    await console.services.clients.forget(profile.id)
    console.clock.offset = -3 * HOUR
    if refused:
        console.world.faults.add(Fault(FaultKind.HTTP, call="acquire", after=1))
    task = await console.services.launcher.start(console.draft(generation))
    assert task.live is not refused
    journal = await console.services.ledger.journal(task.id)
    asked = [entry.exchange.status for entry in journal if entry.exchange and entry.exchange.call == "acquire"]
    assert asked == ([401, 502] if refused else [401, 200])
