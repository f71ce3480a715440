"""Our TRTC client against the simulated cloud, in process and over a socket, in good times and bad."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.net.http import HttpFactory
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Change
from roomscribe.vendors.trtc.client import TrtcClient
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings
from roomscribe.vendors.trtc.usersig import make_user_sig, read_user_sig
from tests.unit.vendors.trtc.stage import DEMO, FACES, NEW_YEAR, SECRETS, Stage, order, profile, ref, values


@pytest.fixture(params=FACES)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    stage = Stage(face=request.param)
    yield stage
    await stage.close()


async def failure_of(call: Any) -> CallFailed:
    with pytest.raises(CallFailed) as failure:
        await call
    return failure.value


def written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


async def test_a_task_starts_runs_is_stopped_and_is_gone(stage: Stage) -> None:
    client, asked = stage.client(), order(values())
    prepared = await client.prepare(asked)
    assert (prepared.kept, prepared.exchanges) == ({}, ())

    seen = await client.start(asked)
    task = ref(seen.vendor_task_id, asked)
    assert seen.state is TaskState.STARTING
    assert seen.vendor_task_id

    assert (await client.observe(task)).vendor_state == "Idle"
    stage.clock.pass_by(1.0)
    assert (await client.observe(task)).vendor_state == "Preparing"
    stage.clock.pass_by(1.0)
    running = await client.observe(task)
    assert (running.vendor_state, running.state) == ("InProgress", TaskState.RUNNING)
    assert running.vendor_task_id == seen.vendor_task_id

    assert (await client.stop(task)).state is TaskState.STOPPING
    stopped = await client.observe(task)
    assert (stopped.vendor_state, stopped.state) == ("Stopped", TaskState.STOPPED)
    stage.clock.pass_by(6)
    gone = await failure_of(client.observe(task))
    assert gone.kind is FailureKind.NOT_FOUND
    assert gone.note.code == "FailedOperation.TaskNotExist"


async def test_every_exchange_has_its_request_id_and_no_secret(stage: Stage) -> None:
    client = stage.client()
    seen = await client.start(order(values()))
    (exchange,) = seen.exchanges
    assert exchange.request_id == seen.request_id
    assert isinstance(exchange.response, dict)
    assert exchange.response["Response"]["RequestId"] == seen.request_id
    assert (exchange.call, exchange.method, exchange.status) == ("StartAITranscription", "POST", 200)
    assert exchange.url == f"{stage.url}/"
    assert exchange.clock_skew is not None
    assert abs(exchange.clock_skew) < 1
    assert "authorization" not in {name.lower() for name in exchange.request_headers}
    assert_no_secret(exchange)
    headers = {name.lower(): value for name, value in exchange.request_headers.items()}
    assert headers["x-tc-version"] == "2019-07-22"
    assert headers["x-tc-region"] == "ap-singapore"
    assert headers["x-tc-language"] == "en-US"
    assert headers["content-type"] == "application/json"


def assert_no_secret(exchange: Exchange) -> None:
    text = written([exchange.request, exchange.response, dict(exchange.request_headers), exchange.url])
    assert not any(DEMO[key] in text for key in SECRETS)
    assert isinstance(exchange.request, dict)
    assert exchange.request["TranscriptionParams"]["UserSig"] == "•••"


async def test_the_signature_never_shows_even_if_the_vendor_repeats_it(stage: Stage) -> None:
    token = make_user_sig(
        sdk_app_id=int(DEMO["sdk_app_id"]),
        key=DEMO["sdk_secret_key"],
        identifier="caption_bot",
        lifetime=60,
        now=int(NEW_YEAR),
    )
    stage.world.faults.add(Fault(FaultKind.ERROR, code="InvalidParameter.UserSig", message=f"{token} is wrong"))
    failure = await failure_of(stage.client().start(order(values(user_sig_source="pasted", user_sig=token))))
    assert failure.note.vendor_message == "••• is wrong"
    assert failure.exchange is not None
    assert token not in written(failure.exchange.response)


async def test_a_mainland_profile_speaks_chinese_and_needs_no_region() -> None:
    stage = Stage(site="cn")
    heard = values(transcription_mode=1, target_user_ids=("alice", "bob"))
    (exchange,) = (await stage.client().start(order(heard))).exchanges
    assert exchange.request_headers["x-tc-language"] == "zh-CN"
    assert isinstance(exchange.request, dict)
    assert exchange.request["TranscriptionParams"]["TargetUserIdList"] == ["alice", "bob"]
    await stage.close()


async def test_a_full_form_is_accepted(stage: Stage) -> None:
    form = values(
        room="demo room",
        room_type=1,
        max_idle_time=300,
        transcription_mode=1,
        target_user_id="alice",
        alternative_languages=("ja",),
        hot_words=({"term": "腾讯云", "weight": 10},),
        vad_silence_time=240,
        vad_level=2,
        target_languages=("en", "ja"),
        translation_mode=2,
        tts_voice_id="v-female-R2s4N9qJ",
        tts_model="flow_01_ex",
        tts_speed=1.5,
        tts_volume=2.0,
        terminology=({"source": "云", "target": "cloud"},),
        voice_print=True,
        voice_print_id="vp-1",
        semantic_eagerness="high",
    )
    assert (await stage.client().start(order(form))).vendor_task_id


@pytest.mark.parametrize(("runs_for", "lifetime"), [(0.0, 86400), (1800.0, 86400), (100_000.0, 103_600)])
async def test_the_bots_signature_outlives_its_task(runs_for: float, lifetime: int) -> None:
    sent: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"Response": {"TaskId": "t", "RequestId": "r"}})

    client = client_answered_by(answer)
    await client.start(order(values(), runs_for))
    await client.aclose()
    assert read_user_sig(sent[0]["TranscriptionParams"]["UserSig"]).lifetime == lifetime
    assert sent[0]["SessionId"] == order(values()).idempotency_key


def client_answered_by(answer: Any) -> TrtcClient:
    account = Account(profile=profile(), secrets={key: DEMO[key] for key in SECRETS})
    factory = HttpFactory(lambda: httpx.MockTransport(answer))
    return TrtcClient(account, TRTC_1.site("intl"), factory, SystemClock())


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
async def test_a_clock_that_is_an_hour_off_is_named_and_measured(stage: Stage, hours: int) -> None:
    client = stage.client(clock_off=hours * 3600)
    failure = await failure_of(client.start(order(values())))
    assert failure.note.code == "AuthFailure.SignatureExpire"
    assert "clock" in str(failure.note.meaning)
    report = await client.check()
    assert not report.ok
    assert report.clock_skew == pytest.approx(-hours * 3600, abs=1)


async def test_an_expired_pasted_signature(stage: Stage) -> None:
    token = make_user_sig(
        sdk_app_id=int(DEMO["sdk_app_id"]),
        key=DEMO["sdk_secret_key"],
        identifier="caption_bot",
        lifetime=60,
        now=int(NEW_YEAR) - 61,
    )
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
    pasted = make_user_sig(
        sdk_app_id=int(DEMO["sdk_app_id"]),
        key=DEMO["sdk_secret_key"],
        identifier="caption_bot",
        lifetime=60,
        now=int(NEW_YEAR),
    )
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
    detail = {"content_type": content_type}
    stage.world.faults.add(Fault(FaultKind.ERROR, code="FailedOperation.NotAllowed", message="no", detail=detail))
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


# Every shape of what the pages leave open


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("shape", list(TaskIdShape))
async def test_every_shape_of_task_id_goes_there_and_back(face: str, shape: TaskIdShape) -> None:
    stage = Stage(face=face, settings=TrtcSettings(task_id_shape=shape))
    client = stage.client()
    seen = await client.start(order(values()))
    if shape is TaskIdShape.LONG:
        assert len(seen.vendor_task_id) == 300
        assert set("+-._") <= set(seen.vendor_task_id)
    assert (await client.observe(ref(seen.vendor_task_id))).vendor_task_id == seen.vendor_task_id
    await client.stop(ref(seen.vendor_task_id))
    await stage.close()


@pytest.mark.parametrize("face", FACES)
async def test_a_vendor_that_does_not_name_the_task_it_describes(face: str) -> None:
    stage = Stage(face=face, settings=TrtcSettings(describe_names_task=False))
    client, asked = stage.client(), order(values())
    seen = await client.start(asked)
    assert (await client.observe(ref(seen.vendor_task_id))).vendor_task_id == seen.vendor_task_id

    found = await client.locate(ref("", asked), asked)
    assert found is not None
    assert found.vendor_task_id == ""
    assert (await client.observe(ref("", asked))).state is TaskState.STARTING
    failure = await failure_of(client.stop(ref("", asked)))
    assert (failure.kind, failure.note.code) == (FailureKind.NOT_SENT, "no-task-id")
    await client.stop(ref(seen.vendor_task_id))
    assert (await client.stop(ref("", asked))).state is TaskState.STOPPED
    await stage.close()


async def test_a_task_without_its_id_is_stopped_when_the_vendor_names_it(stage: Stage) -> None:
    client, asked = stage.client(), order(values())
    seen = await client.start(asked)
    stopping = await client.stop(ref("", asked))
    assert (stopping.state, stopping.vendor_task_id) == (TaskState.STOPPING, seen.vendor_task_id)
    assert [each.call for each in stopping.exchanges] == ["DescribeAITranscription", "StopAITranscription"]


# The rest of what a client can be asked


async def test_the_connection_check_tells_good_from_bad(stage: Stage) -> None:
    good = await stage.client().check()
    assert (good.ok, good.error) == (True, None)
    assert good.answer.startswith("FailedOperation.TaskNotExist")
    assert good.request_id
    assert good.clock_skew is not None

    wrong = await stage.client(secret_key="wrong-wrong").check()
    assert not wrong.ok
    assert wrong.error is not None
    assert wrong.error.code == "AuthFailure.SignatureFailure"
    elsewhere = await stage.client(sdk_app_id="1400000002").check()
    assert elsewhere.error is not None
    assert elsewhere.error.code == "FailedOperation.SdkAppIdNotUnderAppId"
    assert stage.cloud.tasks.all() == []


async def test_the_connection_check_reports_what_keeps_it_from_asking(stage: Stage) -> None:
    report = await stage.client(sdk_app_id="demo").check()
    assert (report.ok, report.clock_skew) == (False, None)
    assert report.error is not None


async def test_a_running_task_cannot_be_changed(stage: Stage) -> None:
    change = Change(values=values(), changed=frozenset({"language"}), sequence=1)
    with pytest.raises(BadRequest, match="Stop it"):
        await stage.client().update(ref("t"), change)
