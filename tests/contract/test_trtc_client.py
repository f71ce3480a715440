"""Our TRTC client against the simulated cloud, on both faces: a task's life, and odd but valid answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.errors import BadRequest, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.net.http import HttpFactory
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Change
from roomscribe.vendors.trtc.client import TrtcClient
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings
from roomscribe.vendors.trtc.usersig import read_user_sig
from tests.support.faces import failure_of
from tests.unit.vendors.trtc.stage import DEMO, SECRETS, Stage, order, profile, ref, user_sig, values


@pytest.fixture
async def stage(face: str) -> AsyncIterator[Stage]:
    stage = Stage(face)
    yield stage
    await stage.close()


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
    token = user_sig()
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


@pytest.mark.parametrize(("runs_for", "lifetime"), [(0.0, 604_800), (1800.0, 86400), (100_000.0, 103_600)])
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


# Every shape of what the pages leave open


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
