"""What our TRTC client makes of refusals, lost answers and answers that are not the vendor's, on both faces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from tests.support.faces import failure_of
from tests.unit.vendors.trtc.stage import DEMO, NEW_YEAR, Stage, order, ref, user_sig, values


@pytest.fixture
async def stage(face: str) -> AsyncIterator[Stage]:
    stage = Stage(face)
    yield stage
    await stage.close()


# Bad keys, clocks and signatures


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({"secret_key": "wrong-wrong-wrong"}, "AuthFailure.SignatureFailure"),
        ({"secret_id": "AKIDnobodyNOBODY"}, "AuthFailure.SecretIdNotFound"),
        ({"secret_id": "1400000001"}, "AuthFailure.InvalidSecretId"),
    ],
)
async def test_a_wrong_key(stage: Stage, account: dict[str, Any], code: str) -> None:
    failure = await failure_of(stage.client(**account).start(order(values())))
    assert (failure.kind, failure.note.code) == (FailureKind.AUTH, code)
    assert failure.note.request_id
    assert failure.exchange is not None
    assert failure.exchange.request_id == failure.note.request_id


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_an_hour_off_is_measured_and_made_up_for(stage: Stage, hours: int) -> None:
    client = stage.client(clock_off=hours * 3600)
    seen = await client.start(order(values()))
    refused, taken = seen.exchanges
    assert "AuthFailure.SignatureExpire" in str(refused.response)
    assert "TaskId" in str(taken.response)
    report = await client.check()
    assert report.ok
    assert report.clock_skew == pytest.approx(-hours * 3600, abs=1)


async def test_an_expired_pasted_signature(stage: Stage) -> None:
    token = user_sig(at=NEW_YEAR - 61)
    failure = await failure_of(stage.client().start(order(values(user_sig_source="pasted", user_sig=token))))
    assert (failure.kind, failure.note.code) == (FailureKind.REJECTED, "InvalidParameter.UserSig")
    assert failure.note.field == "user_sig_source"


async def test_the_two_secrets_mixed_up(stage: Stage) -> None:
    failure = await failure_of(stage.client(sdk_secret_key=DEMO["secret_key"]).start(order(values())))
    assert failure.note.code == "InvalidParameter.UserSig"


async def test_without_the_key_nothing_is_sent_unless_a_signature_is_pasted(stage: Stage) -> None:
    client = stage.client(sdk_secret_key="")
    failure = await failure_of(client.start(order(values())))
    assert (failure.kind, failure.exchange) == (FailureKind.NOT_SENT, None)
    assert failure.note.field == "user_sig_source"
    pasted = user_sig()
    await client.start(order(values(user_sig_source="pasted", user_sig=pasted)))
    assert len(stage.cloud.tasks.all()) == 1


@pytest.mark.parametrize(
    ("form", "account"),
    [
        ({"user_sig_source": "pasted"}, {}),
        ({"vad_silence_time": "soon"}, {}),
        ({}, {"sdk_app_id": "demo"}),
    ],
)
async def test_what_cannot_be_a_request_is_not_sent(
    stage: Stage, form: dict[str, object], account: dict[str, Any]
) -> None:
    failure = await failure_of(stage.client(**account).start(order(values(**form))))
    assert (failure.kind, failure.exchange) == (FailureKind.NOT_SENT, None)
    assert stage.cloud.tasks.all() == []


# What the vendor refuses


async def test_a_room_of_the_wrong_type_is_refused_at_its_field(stage: Stage) -> None:
    failure = await failure_of(stage.client().start(order(values(room="demo"))))
    assert (failure.kind, failure.note.field) == (FailureKind.REJECTED, "room")


async def test_an_unknown_room_type_is_refused_at_its_field(stage: Stage) -> None:
    failure = await failure_of(stage.client().start(order(values(room_type=7))))
    assert (failure.note.code, failure.note.field) == ("InvalidParameterValue", "room_type")


async def test_a_second_bot_for_a_whole_room_is_refused_by_the_vendor_even_with_another_id(stage: Stage) -> None:
    client = stage.client()
    await client.start(order(values()))
    failure = await failure_of(client.start(order(values(bot_user_id="second_bot", language="ja"))))
    assert (failure.kind, failure.note.code) == (FailureKind.DUPLICATE, "FailedOperation.TaskExist")
    assert len(stage.cloud.tasks.all()) == 1


async def test_the_same_task_can_start_again_once_the_vendor_has_cleaned_up(stage: Stage) -> None:
    client, asked = stage.client(), order(values())
    first = await client.start(asked)
    await client.stop(ref(first.vendor_task_id))
    assert (await failure_of(client.start(asked))).kind is FailureKind.DUPLICATE
    stage.clock.pass_by(5)
    assert (await client.start(asked)).vendor_task_id != first.vendor_task_id


async def test_a_task_that_ended_meanwhile(stage: Stage) -> None:
    client = stage.client()
    seen = await client.start(order(values()))
    stage.clock.pass_by(36001)
    assert (await client.observe(ref(seen.vendor_task_id))).state is TaskState.STOPPED
    failure = await failure_of(client.stop(ref(seen.vendor_task_id)))
    assert (failure.kind, failure.note.code) == (FailureKind.NOT_FOUND, "FailedOperation.TaskNotExist")


async def test_too_many_questions_are_limited_and_may_be_asked_again(stage: Stage) -> None:
    client = stage.client()
    seen = await client.start(order(values()))
    for _ in range(20):
        await client.observe(ref(seen.vendor_task_id))
    note = (await failure_of(client.observe(ref(seen.vendor_task_id)))).note
    assert (note.kind, note.code, note.retryable) == (FailureKind.RATE_LIMITED, "RequestLimitExceeded", True)
    stage.clock.pass_by(1)
    await client.observe(ref(seen.vendor_task_id))


# Lost and odd answers


async def test_a_start_whose_answer_was_lost_is_found_by_its_session_id(stage: Stage) -> None:
    client, asked = stage.client(), order(values())
    stage.world.faults.add(Fault(FaultKind.DROP_AFTER, call="StartAITranscription"))
    lost = await failure_of(client.start(asked))
    assert (lost.kind, lost.note.code) == (FailureKind.AMBIGUOUS, "reset")
    found = await client.locate(ref("", asked), asked)
    assert found is not None
    assert found.vendor_task_id == stage.cloud.tasks.all()[0].task_id
    assert found.state is TaskState.STARTING


async def test_a_start_that_never_arrived_is_not_found(stage: Stage) -> None:
    asked = order(values())
    assert await stage.client().locate(ref("", asked), asked) is None


async def test_settling_fails_loudly_when_the_vendor_cannot_be_asked(stage: Stage) -> None:
    asked = order(values())
    failure = await failure_of(stage.client(secret_key="wrong-wrong").locate(ref("", asked), asked))
    assert failure.kind is FailureKind.AUTH


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain"])
async def test_an_error_is_seen_whatever_the_answers_type_says(stage: Stage, content_type: str) -> None:
    fault = Fault(FaultKind.ERROR, code="FailedOperation.NotAllowed", message="no", content_type=content_type)
    stage.world.faults.add(fault)
    failure = await failure_of(stage.client().start(order(values())))
    assert (failure.note.code, failure.note.vendor_message) == ("FailedOperation.NotAllowed", "no")
    assert failure.exchange is not None
    assert (failure.exchange.status, bool(failure.exchange.request_id)) == (200, True)


async def test_an_unknown_error_is_shown_as_it_stands(stage: Stage) -> None:
    stage.world.faults.add(Fault(FaultKind.ERROR, code="Brand.New", message="something else"))
    note = (await failure_of(stage.client().start(order(values())))).note
    assert (note.code, note.vendor_message, note.kind) == ("Brand.New", "something else", FailureKind.REJECTED)


async def test_trouble_inside_the_vendor_may_hide_a_task(stage: Stage) -> None:
    stage.world.faults.add(Fault(FaultKind.ERROR, code="InternalError", message="try later"))
    note = (await failure_of(stage.client().start(order(values())))).note
    assert (note.kind, note.retryable) == (FailureKind.AMBIGUOUS, True)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(FaultKind.HTTP, status=502), "html"),
        (Fault(FaultKind.HTTP, status=200), "html"),
        (Fault(FaultKind.HTTP, status=200, body='{"Response": {"TaskI', content_type="application/json"), "malformed"),
        (Fault(FaultKind.HTTP, status=200, body='{"TaskId": "t"}', content_type="application/json"), "malformed"),
        (Fault(FaultKind.HTTP, status=200, body='["Response"]', content_type="application/json"), "malformed"),
        (Fault(FaultKind.HTTP, status=200, body='{"Response": {}}', content_type="application/json"), "malformed"),
        (Fault(FaultKind.HTTP, status=200, body="", content_type="application/json"), "malformed"),
        (Fault(FaultKind.HTTP, status=503, body='{"Response": {}}', content_type="application/json"), "malformed"),
    ],
)
async def test_an_answer_that_is_not_the_vendors_leaves_the_start_open(stage: Stage, fault: Fault, code: str) -> None:
    stage.world.faults.add(Fault(**{**vars(fault), "count": 1}))
    failure = await failure_of(stage.client().start(order(values())))
    assert (failure.kind, failure.note.code) == (FailureKind.AMBIGUOUS, code)
    assert failure.exchange is not None


@pytest.mark.parametrize("error", ['"text"', "[]", '{"Code": null}', "{}"])
async def test_an_error_of_an_odd_shape_is_still_an_error(stage: Stage, error: str) -> None:
    body = '{"Response": {"Error": ' + error + ', "RequestId": "r-1"}}'
    stage.world.faults.add(Fault(FaultKind.HTTP, status=200, body=body, content_type="application/json"))
    note: ErrorNote = (await failure_of(stage.client().start(order(values())))).note
    assert (note.code, note.request_id) == ("unknown", "r-1")
