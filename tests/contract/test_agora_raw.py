"""The simulated Agora cloud over plain sockets, without our client: what curl would see.

The first test replays the vendor's own page about updating a task, with its own mask.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.simulator_doubts import Quiet206
from roomscribe.vendors.agora.simulator_settings import (
    AgoraSettings,
    BadBotToken,
    ErrorStyle,
    Reaction,
    SecondStart,
    SpeechToTextOff,
    StartStatus,
    StopBody,
)
from roomscribe.vendors.agora.simulator_tasks import Project
from roomscribe.vendors.agora.tokens import SUBSCRIBER
from tests.unit.vendors.agora.stage import DEMO, START_OF_TIME, Stage, bot_token, raw_call, start_body

PAGE_MASK = "languages,rtcConfig.subscribeAudioUids,translateConfig.enable,translateConfig.languages"
PAGE_BODY = {
    "languages": ["en-US", "fr-FR"],
    "rtcConfig": {"subscribeAudioUids": ["1001", "1002", "1003"]},
    "translateConfig": {
        "enable": True,
        "languages": [
            {"source": "en-US", "target": ["de-DE", "ja-JP", "ko-KR", "it-IT", "es-ES"]},
            {"source": "fr-FR", "target": ["en-US"]},
        ],
    },
}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage("loopback")
    yield stage
    await stage.close()


def patch(stage: Stage, token: str, task: str, mask: str, body: object, sequence: object = 1) -> Any:
    return stage.raw("PATCH", f"/tasks/{task}?builderToken={token}&sequenceId={sequence}&updateMask={mask}", body)


def configuration(stage: Stage, task: str) -> Any:
    return stage.in_world(lambda: stage.cloud.tasks[task].configuration)


@pytest.mark.parametrize("mask", [PAGE_MASK, quote(PAGE_MASK, safe="")], ids=["raw-commas", "%2C"])
async def test_the_pages_own_update(stage: Stage, mask: str) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(5)
    answer = patch(stage, token, task, mask, PAGE_BODY)
    assert answer.status == 200
    assert answer.json == {"taskId": task, "createTs": int(START_OF_TIME), "status": "IN_PROGRESS"}
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.headers["x-request-id"]) == 32
    assert answer.headers["date"] == "Tue, 14 Nov 2023 22:13:25 GMT"
    now = configuration(stage, task)
    assert now.languages == ("en-US", "fr-FR")
    assert now.subscribed == ("1001", "1002", "1003")
    assert now.translating is True
    assert now.pairs == (("en-US", ("de-DE", "ja-JP", "ko-KR", "it-IT", "es-ES")), ("fr-FR", ("en-US",)))


async def test_acquire_start_query_stop(stage: Stage) -> None:
    acquired = stage.raw("POST", "/builderTokens", {"instanceId": "demo-room"})
    assert acquired.status == 200
    assert set(acquired.json) == {"tokenName", "createTs", "instanceId"}
    assert (acquired.json["createTs"], acquired.json["instanceId"]) == (int(START_OF_TIME), "demo-room")
    token = acquired.json["tokenName"]

    started = stage.raw("POST", f"/tasks?builderToken={token}", start_body())
    task = started.json["taskId"]
    assert started.json == {"taskId": task, "createTs": int(START_OF_TIME), "status": "IN_PROGRESS"}
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").json == started.json

    stopped = stage.raw("DELETE", f"/tasks/{task}?builderToken={token}")
    assert (stopped.status, stopped.text) == (200, "")
    for method in ("GET", "DELETE"):
        assert stage.raw(method, f"/tasks/{task}?builderToken={token}").refusal == (404, "The task is not found")
    assert patch(stage, token, task, "languages", {"languages": ["en-US"]}).refusal[0] == 404


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic !", "Bearer abc", "Basic " + base64.b64encode(b"cust:wrong").decode(), 'agora token="007"'],
)
async def test_who_is_unknown_is_refused_before_anything_else(stage: Stage, header: str) -> None:
    answer = stage.raw("POST", "/builderTokens", b"not json", Authorization=header)
    words = "Invalid token" if header.startswith("agora") else "Invalid authentication credentials"
    assert (answer.status, answer.json) == (401, {"message": words})
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("template", ['agora token="{}"', "agora token={}"])
async def test_the_token_header_is_an_alternative(stage: Stage, template: str) -> None:
    good, old = bot_token("1"), bot_token("1", issued_at=int(START_OF_TIME) - 3600)
    body = {"instanceId": "x"}
    assert stage.raw("POST", "/builderTokens", body, Authorization=template.format(good)).status == 200
    late = stage.raw("POST", "/builderTokens", body, Authorization=template.format(old))
    assert late.refusal == (401, "Token is expired")


async def test_app_ids_that_are_unknown_or_have_it_off(stage: Stage) -> None:
    stage.cloud.add_project(Project(app_id="e" * 32, speech_to_text=False))
    for app_id in ("e" * 32, "f" * 32):
        path = f"/v1/projects/{app_id}/rtsc/speech-to-text/builderTokens"
        stage.cloud.settings = AgoraSettings()
        assert raw_call(stage.url, "POST", path, {"instanceId": "x"}).refusal == (400, "invalid_appid!")
        stage.cloud.settings = AgoraSettings(speech_to_text_off=SpeechToTextOff.CODE_62)
        assert raw_call(stage.url, "POST", path, {"instanceId": "x"}).json["code"] == 62


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"instanceId": "a" * 64}, 200),
        ({"instanceId": "azAZ09-_"}, 200),
        ({"instanceId": "a" * 65}, 400),
        ({"instanceId": ""}, 400),
        ({"instanceId": "a b"}, 400),
        ({"instanceId": "é"}, 400),
        ({"instanceId": "a\n"}, 400),
        ({"instanceId": 7}, 400),
        ({"instanceid": "a"}, 400),
        ({}, 400),
        ({"instanceId": "a", "resourceExpiredHour": 48}, 400),
    ],
)
async def test_instance_ids(stage: Stage, body: object, status: int) -> None:
    answer = stage.raw("POST", "/builderTokens", body)
    assert answer.status == status
    if status == 400:
        assert (answer.json["code"], set(answer.json)) == (2, {"message", "code"})


async def test_builder_tokens(stage: Stage) -> None:
    token, task = stage.raw_task()
    other, other_task = stage.raw_task()
    stage.cloud.add_project(Project(app_id="e" * 32))
    assert stage.raw("GET", f"/tasks/{task}?builderToken=nonsense").json["code"] == 1001
    assert stage.raw("GET", f"/tasks/{task}").json["code"] == 1001
    elsewhere = f"/v1/projects/{'e' * 32}/rtsc/speech-to-text/tasks/{task}?builderToken={token}"
    assert raw_call(stage.url, "GET", elsewhere).json["code"] == 1003
    pair = (400, "The taskId does not match with builderToken.")
    assert stage.raw("GET", f"/tasks/{task}?builderToken={other}").refusal == pair
    assert stage.raw("DELETE", f"/tasks/{other_task}?builderToken={token}").refusal == pair
    assert patch(stage, other, task, "languages", {"languages": ["en-US"]}).refusal == pair
    assert stage.raw("GET", f"/tasks/{'0' * 32}?builderToken={token}").refusal == (404, "The task is not found")


async def test_one_start_for_each_builder_token(stage: Stage) -> None:
    token, task = stage.raw_task()
    again = stage.raw("POST", f"/tasks?builderToken={token}", start_body())
    said = f"The task has been started, current status is STARTED, taskId is {task}"
    assert (again.status, again.json) == (409, {"message": said})
    stage.cloud.settings = AgoraSettings(second_start=SecondStart.ALREADY_RUNNING)
    again = stage.raw("POST", f"/tasks?builderToken={token}", start_body())
    assert (again.status, again.json["taskId"]) == (201, task)
    stage.cloud.settings = AgoraSettings(second_start=SecondStart.CODE_49)
    assert stage.raw("POST", f"/tasks?builderToken={token}", start_body()).json["code"] == 49


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 400)])
async def test_a_builder_token_starts_within_five_minutes(stage: Stage, seconds: float, status: int) -> None:
    token = stage.raw("POST", "/builderTokens", {"instanceId": "x"}).json["tokenName"]
    stage.clock.pass_by(seconds)
    answer = stage.raw("POST", f"/tasks?builderToken={token}", start_body())
    assert answer.status == status
    if status == 400:
        assert answer.json == {"message": "resourceId reaches out the limited time interval!"}


async def test_an_old_token_of_a_running_task_has_two_possible_answers(stage: Stage) -> None:
    token, _ = stage.raw_task()
    stage.clock.pass_by(301)
    assert stage.raw("POST", f"/tasks?builderToken={token}", start_body()).status == 409
    stage.cloud.settings = AgoraSettings(used_before_expired=False)
    assert "time interval" in stage.raw("POST", f"/tasks?builderToken={token}", start_body()).refusal[1]


async def test_a_masked_field_replaces_and_an_unmasked_one_is_ignored(stage: Stage) -> None:
    token, task = stage.raw_task(translateConfig={"languages": [{"source": "en-US", "target": ["de-DE", "fr-FR"]}]})
    stage.clock.pass_by(5)
    body = {"languages": ["fr-FR"], "rtcConfig": {"subscribeAudioUids": ["7"]}}
    assert patch(stage, token, task, "rtcConfig.subscribeAudioUids", body).status == 200
    assert configuration(stage, task).languages == ("en-US",)
    assert configuration(stage, task).subscribed == ("7",)
    stage.clock.pass_by(5)
    pairs = {"translateConfig": {"languages": [{"source": "en-US", "target": ["ja-JP"]}]}}
    assert patch(stage, token, task, "translateConfig.languages", pairs, 2).status == 200
    assert configuration(stage, task).pairs == (("en-US", ("ja-JP",)),)


async def test_translation_off_and_on(stage: Stage) -> None:
    token, task = stage.raw_task(translateConfig={"languages": [{"source": "en-US", "target": ["de-DE"]}]})
    for number, wish in enumerate((False, True), start=1):
        stage.clock.pass_by(5)
        assert patch(stage, token, task, "translateConfig.enable", {"translateConfig": {"enable": wish}}, number).status
        assert configuration(stage, task).translating is wish
    token, never = stage.raw_task()
    stage.clock.pass_by(5)
    answer = patch(stage, token, never, "translateConfig.enable", {"translateConfig": {"enable": True}})
    assert answer.status == 400
    assert "translateConfig.languages" in answer.refusal[1]


async def test_everybody_and_null(stage: Stage) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(5)
    everybody = {"rtcConfig": {"subscribeAudioUids": ["all"]}, "languages": None, "translateConfig": None}
    assert patch(stage, token, task, "rtcConfig.subscribeAudioUids", everybody).status == 200
    missing = patch(stage, token, task, "languages", everybody, 2)
    assert missing.refusal == (
        400,
        "body schema check fail, languages: named by updateMask, and missing in the body",
    )


@pytest.mark.parametrize("sequence", ["-1", "x", "", "1.5", str(2**63), "９"])
async def test_sequence_numbers_that_are_none(stage: Stage, sequence: str) -> None:
    token, task = stage.raw_task()
    answer = patch(stage, token, task, "languages", {"languages": ["en-US"]}, quote(sequence))
    assert (answer.status, answer.json["code"]) == (400, 2)


@pytest.mark.parametrize("sequence", [0, 2**63 - 1])
async def test_sequence_numbers_at_their_edges(stage: Stage, sequence: int) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(5)
    assert patch(stage, token, task, "languages", {"languages": ["fr-FR"]}, sequence).status == 200
    assert configuration(stage, task).languages == ("fr-FR",)


@pytest.mark.parametrize(
    ("reaction", "status", "changes"),
    [
        (Reaction.REFUSE, 400, False),
        (Reaction.SLOW_DOWN, 429, False),
        (Reaction.IGNORE, 200, False),
        (Reaction.ACCEPT, 200, True),
    ],
)
@pytest.mark.parametrize("doubt", ["stale", "early"])
async def test_doubtful_updates(stage: Stage, reaction: Reaction, status: int, changes: bool, doubt: str) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(5)
    assert patch(stage, token, task, "languages", {"languages": ["fr-FR"]}, 5).status == 200
    if doubt == "stale":
        stage.cloud.settings = AgoraSettings(stale_sequence=reaction)
        stage.clock.pass_by(5)
        answer = patch(stage, token, task, "languages", {"languages": ["de-DE"]}, 5)
    else:
        stage.cloud.settings = AgoraSettings(early_update=reaction)
        stage.clock.pass_by(4.999)
        answer = patch(stage, token, task, "languages", {"languages": ["de-DE"]}, 6)
    assert answer.status == status
    assert (configuration(stage, task).languages == ("de-DE",)) is changes


async def test_an_update_two_seconds_after_the_start_is_accepted_and_changes_nothing(stage: Stage) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(2)
    assert patch(stage, token, task, "languages", {"languages": ["fr-FR"]}).status == 200
    assert configuration(stage, task).languages == ("en-US",)


@pytest.mark.parametrize(
    ("settings", "mask", "status"),
    [
        (AgoraSettings(), "languages,wrong.path", 400),
        (AgoraSettings(), "Languages", 400),
        (AgoraSettings(), "languages, translateConfig.enable", 400),
        (AgoraSettings(unknown_mask=Reaction.IGNORE), "languages,wrong.path", 200),
        (AgoraSettings(), "languages,rtcConfig.subscribeAudioUids", 400),
        (AgoraSettings(mask_without_field=Reaction.ACCEPT), "languages,rtcConfig.subscribeAudioUids", 200),
        (AgoraSettings(mask_without_field=Reaction.IGNORE), "languages,rtcConfig.subscribeAudioUids", 200),
        (AgoraSettings(), "", 400),
        (AgoraSettings(empty_mask=Reaction.IGNORE), "", 200),
    ],
)
async def test_masks(stage: Stage, settings: AgoraSettings, mask: str, status: int) -> None:
    stage.cloud.settings = settings
    token, task = stage.raw_task(rtcConfig=start_body()["rtcConfig"] | {"subscribeAudioUids": ["7"]})
    stage.clock.pass_by(5)
    assert patch(stage, token, task, quote(mask), {"languages": ["fr-FR"]}).status == status
    changed = status == 200 and mask != ""
    assert configuration(stage, task).languages == (("fr-FR",) if changed else ("en-US",))
    cleared = status == 200 and "subscribe" in mask and settings.mask_without_field is Reaction.ACCEPT
    assert configuration(stage, task).subscribed == (None if cleared else ("7",))


async def test_an_update_without_a_mask(stage: Stage) -> None:
    token, task = stage.raw_task()
    answer = stage.raw("PATCH", f"/tasks/{task}?builderToken={token}&sequenceId=1", {"languages": ["fr-FR"]})
    assert answer.refusal == (400, "updateMask is required")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 20_000])
async def test_bodies_that_are_no_json_object(stage: Stage, body: bytes) -> None:
    token = stage.raw("POST", "/builderTokens", {"instanceId": "x"}).json["tokenName"]
    answer = stage.raw("POST", f"/tasks?builderToken={token}", body)
    assert answer.status == 400
    assert answer.refusal[1].startswith("body schema check fail")


async def test_idle_rooms_end_their_tasks(stage: Stage) -> None:
    token, task = stage.raw_task(maxIdleTime=60)
    stage.in_world(lambda: stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    stage.clock.pass_by(59)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 200
    stage.clock.pass_by(1)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").refusal == (404, "The task is not found")


async def test_a_task_ends_after_a_day_in_any_case(stage: Stage) -> None:
    token, task = stage.raw_task()
    stage.clock.pass_by(86_399)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 200
    stage.clock.pass_by(1)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 404


async def test_an_ended_task_may_stay_readable_for_a_while(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(ended_readable_for=30, stop_body=StopBody.TASK, stopping_seconds=2)
    token, task = stage.raw_task()
    target = f"/tasks/{task}?builderToken={token}"
    assert stage.raw("DELETE", target).json["status"] == "STOPPING"
    stage.clock.pass_by(2)
    assert stage.raw("GET", target).json["status"] == "STOPPED"
    assert stage.raw("DELETE", target).status == 404
    stage.clock.pass_by(30)
    assert stage.raw("GET", target).status == 404


async def test_a_bot_that_can_not_join_may_fail_later(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(bad_bot_token=BadBotToken.FAIL_LATER, ended_readable_for=10)
    bare = start_body()["rtcConfig"] | {"pubBotToken": bot_token("88222", app_id="f" * 32, privileges=SUBSCRIBER)}
    token, task = stage.raw_task(rtcConfig=bare)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").json["status"] == "IN_PROGRESS"
    stage.clock.pass_by(2)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").json["status"] == "FAILURE_STOP"


async def test_quiet_rooms_may_answer_206(stage: Stage) -> None:
    stage.cloud.settings = AgoraSettings(quiet_206=Quiet206.QUERY, start_status=StartStatus.STARTED)
    token, task = stage.raw_task()
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 200
    stage.in_world(lambda: stage.world.people_publish(DEMO["app_id"], "demo-room", []))
    quiet = stage.raw("GET", f"/tasks/{task}?builderToken={token}")
    assert (quiet.status, quiet.json["status"]) == (206, "STARTED")


@pytest.mark.parametrize(
    ("style", "members"),
    [
        (ErrorStyle.MESSAGE, {"message"}),
        (ErrorStyle.CODE_REASON, {"code", "reason"}),
        (ErrorStyle.MESSAGE_CODE, {"message", "code"}),
    ],
)
async def test_error_styles(stage: Stage, style: ErrorStyle, members: set[str]) -> None:
    stage.cloud.settings = AgoraSettings(error_style=style)
    token, _ = stage.raw_task()
    assert set(stage.raw("GET", f"/tasks/x?builderToken={token}").json) == members


@pytest.mark.parametrize(("method", "path"), [("PUT", "/tasks"), ("GET", "/builderTokens"), ("POST", "/nowhere")])
async def test_addresses_that_do_not_exist(stage: Stage, method: str, path: str) -> None:
    answer = stage.raw(method, path)
    assert (answer.status, answer.json) == (404, {"message": "no Route matched with those values"})
    assert answer.headers["x-request-id"]


async def test_faults_keep_the_request_id_and_the_vendors_shape(stage: Stage) -> None:
    stage.in_world(lambda: stage.world.faults.add(Fault(FaultKind.ERROR, code="20", message="processing time-out")))
    answer = stage.raw("POST", "/builderTokens", {"instanceId": "x"})
    assert (answer.status, answer.json) == (400, {"code": 20, "reason": "processing time-out"})
    assert answer.headers["x-request-id"]
