"""What a paced client tells the pace of the account: every request counts, and what was not sent does not."""

from __future__ import annotations

import asyncio

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.net.pace import PATIENCE, Pace, Permit
from roomscribe.services.batch_turns import Turns
from roomscribe.services.pacing import OBSERVE, START, STOP, PacedClient
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.record import AGORA_5_GENERATION
from roomscribe.vendors.protocol import TaskRef
from roomscribe.vendors.registry import Registry, load_registry
from roomscribe.vendors.trtc.record import TRTC_1
from tests.support.consoles import TestConsole, until

NOBODY = TaskRef(vendor_task_id="nobody", idempotency_key="", kept={})


@pytest.fixture
def registry() -> Registry:
    return load_registry()


def pace_of(console: TestConsole, kind: str) -> Pace:
    return console.services.rates.pace(console.profile(TRTC_1).id, kind)


async def test_a_start_without_a_first_step_takes_one_turn_of_starts_alone(console: TestConsole) -> None:
    await console.services.launcher.start(console.draft(TRTC_1))
    assert [pace_of(console, kind).used for kind in (START, OBSERVE, STOP)] == [1, 0, 0]


async def test_each_request_of_a_start_counts(console: TestConsole) -> None:
    await console.services.launcher.start(console.draft(AGORA_5_GENERATION))
    pace = console.services.rates.pace(console.profile(AGORA_5_GENERATION).id)
    assert pace.used == 2, "acquire and start"


async def test_an_answer_that_says_no_is_an_answer(console: TestConsole) -> None:
    client = await console.services.clients.client(console.profile(TRTC_1).id)
    with pytest.raises(CallFailed):
        await client.observe(NOBODY)
    pace = pace_of(console, OBSERVE)
    assert (pace.used, pace.allowed) == (1, 20)


async def test_too_many_calls_slow_the_account_down(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call="DescribeAITranscription", code="RequestLimitExceeded"))
    client = await console.services.clients.client(console.profile(TRTC_1).id)
    with pytest.raises(CallFailed) as failed:
        await client.observe(NOBODY)
    assert failed.value.kind is FailureKind.RATE_LIMITED
    assert pace_of(console, OBSERVE).allowed == 10
    assert pace_of(console, STOP).allowed == 20, "each kind is counted for itself"


async def test_no_connection_takes_no_turn(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.RESET, call="DescribeAITranscription"))
    client = await console.services.clients.client(console.profile(TRTC_1).id)
    with pytest.raises(CallFailed):
        await client.observe(NOBODY)
    assert pace_of(console, OBSERVE).used == 1, "a broken connection may have brought the request"


async def test_what_the_client_refuses_takes_no_turn(console: TestConsole) -> None:
    client = await console.services.clients.client(console.profile(TRTC_1).id)
    with pytest.raises(BadRequest):
        await client.list_tasks()
    assert pace_of(console, "list").used == 0


async def test_a_poll_uses_the_permit_that_was_taken_for_it(console: TestConsole) -> None:
    pace, profile = pace_of(console, OBSERVE), console.profile(TRTC_1)
    permit = pace.take()
    client = await console.services.clients.client(profile.id, permit)
    with pytest.raises(CallFailed):
        await client.observe(NOBODY)
    assert pace.used == 1
    assert permit is not None
    assert permit.begun is not None


async def test_a_permit_for_another_kind_of_call_is_given_back(console: TestConsole) -> None:
    permit = pace_of(console, OBSERVE).take()
    client = await console.services.clients.client(console.profile(TRTC_1).id, permit)
    with pytest.raises(CallFailed):
        await client.stop(NOBODY)
    assert [pace_of(console, kind).used for kind in (OBSERVE, STOP)] == [0, 1]


async def test_where_the_vendor_wants_a_long_pause_nothing_is_sent(console: TestConsole) -> None:
    pace = pace_of(console, OBSERVE)
    permit = pace.take()
    assert permit is not None
    permit.refused(PATIENCE * 3)
    client = await console.services.clients.client(console.profile(TRTC_1).id)
    assert isinstance(client, PacedClient)
    before = sum(console.world.calls.values())
    with pytest.raises(CallFailed) as failed:
        await client.observe(NOBODY)
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.RATE_LIMITED, "paused")
    assert "30 seconds" in str(failed.value.note.meaning)
    assert sum(console.world.calls.values()) == before


@pytest.mark.parametrize("wanted", [True, False])
async def test_each_call_of_a_batchs_start_goes_behind_people_and_waits_for_as_long_as_the_vendor_wants(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    pace = console.services.rates.pace(console.profile(AGORA_5_GENERATION).id, START)
    turns, acts, turn_of = Turns(lambda: pace, console.clock), list[bool](), pace.turn

    async def paused_after_the_first(*, act: bool = True, of: str = "") -> Permit:
        acts.append(act)
        if len(acts) == 2:
            pace.shrink(PATIENCE * 60)
        return await turn_of(act=act, of=of)

    monkeypatch.setattr(pace, "turn", paused_after_the_first)
    turn = turns.begin()
    start = console.services.launcher.start(console.draft(AGORA_5_GENERATION), turn=turn)
    job = console.spawner.spawn(start, name="row")
    await until(lambda: len(acts) == 2)
    await asyncio.sleep(0)
    assert not job.done()
    if wanted:
        pace._pause_polls = pace._pause_acts = 0.0
        pace._tell()
    else:
        turns.call_off()
    assert ((await job).state is TaskState.UNSENT) is not wanted
    assert acts == [False, False]
    assert turn.called_off is not wanted
