"""What Agora's pages contradict or leave out: turning each switch changes the next answer, and our client copes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.switches import Switchboard
from roomscribe.vendors.agora.limits import AGORA_6
from roomscribe.vendors.agora.simulator_tasks import Project
from roomscribe.vendors.agora.tokens import Privilege, Service, ServiceType, rtc_service
from tests.unit.vendors.agora.agents_stage import AgentsStage, join_body
from tests.unit.vendors.agora.agents_stage import form as agent_form
from tests.unit.vendors.agora.stage import DEMO, START_OF_TIME, Stage, bot_token, change, raw_call, start_body, values

SPEAKER = {"uid": "1001", "languages": ["en-US"]}
STORAGE = {"bucket": "b", "vendor": 1, "region": 0}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage("loopback")
    yield stage
    await stage.close()


@pytest.fixture
async def agents() -> AsyncIterator[AgentsStage]:
    stage = AgentsStage("loopback")
    yield stage
    await stage.close()


def turn(stage: Stage | AgentsStage, switch: str, value: object) -> None:
    """Change a switch while the cloud runs, as the control API does."""
    group = "agora" if isinstance(stage, Stage) else "agora-7"
    stage.in_world(lambda: Switchboard(stage.cloud.inside().switches).change({f"{group}.{switch}": value}))


def acquire(stage: Stage, **more: object) -> Any:
    return stage.raw("POST", "/builderTokens", {"instanceId": "demo", **more})


def start(stage: Stage, **changes: object) -> Any:
    token = acquire(stage).json["tokenName"]
    return stage.raw("POST", f"/tasks?builderToken={token}", start_body(**changes))


# Both generations' front door


@pytest.mark.parametrize(
    ("setting", "quoted", "bare"),
    [("either", 200, 200), ("quoted", 200, 401), ("bare", 401, 200), ("refused", 401, 401)],
)
async def test_how_a_token_must_be_written(stage: Stage, setting: str, quoted: int, bare: int) -> None:
    turn(stage, "token_header", setting)
    for template, status in (('agora token="{}"', quoted), ("agora token={}", bare)):
        answer = stage.raw("POST", "/builderTokens", {"instanceId": "x"}, Authorization=template.format(bot_token("1")))
        assert answer.status == status, template
    assert acquire(stage).status == 200


@pytest.mark.parametrize(("sign_in", "setting"), [("token", "bare"), ("token-unquoted", "quoted")])
async def test_our_client_says_that_its_token_was_refused(stage: Stage, sign_in: str, setting: str) -> None:
    turn(stage, "token_header", setting)
    report = await stage.client(sign_in=sign_in).check()
    assert not report.ok
    turn(stage, "token_header", "either")
    assert (await stage.client(sign_in=sign_in).check()).ok


async def test_the_token_may_need_a_service_for_speech_to_text(stage: Stage) -> None:
    turn(stage, "token_header_service", True)
    rtc = rtc_service("demo-room", "1", (Privilege.JOIN_CHANNEL,), 3600)
    own = Service(type=ServiceType.STT, privileges={}, texts=())
    for services, status in (((rtc,), 401), ((rtc, own), 200)):
        header = f'agora token="{bot_token("1", services=services)}"'
        assert stage.raw("POST", "/builderTokens", {"instanceId": "x"}, Authorization=header).status == status


async def test_calls_may_be_limited(stage: Stage, agents: AgentsStage) -> None:
    turn(stage, "calls_per_second", 2)
    assert [acquire(stage).status for _ in range(3)] == [200, 200, 429]
    stage.clock.pass_by(1)
    assert acquire(stage).status == 200
    turn(agents, "calls_per_second", 1)
    agents.raw("GET", "/agents")
    refused = agents.raw("GET", "/agents")
    assert (refused.status, refused.json["reason"]) == (429, "ConcurrencyLimitExceeded")
    with pytest.raises(CallFailed) as failed:
        await agents.client().list_tasks()
    assert failed.value.kind is FailureKind.RATE_LIMITED


async def test_a_task_may_fail_with_its_token(agents: AgentsStage, stage: Stage) -> None:
    for each in (stage, agents):
        turn(each, "token_end_ends_task", True)
        turn(each, "ended_readable_for", 100)
    agent = agents.raw_agent(maxIdleTime=0)
    token, task = stage.raw_task(maxIdleTime=86_400)
    for each in (stage, agents):
        each.clock.pass_by(3601)
    assert agents.raw("GET", f"/agents/{agent}").json["status"] == "FAILED"
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").json["status"] == "FAILURE_STOP"


async def test_encoded_commas_may_be_part_of_a_path(stage: Stage) -> None:
    turn(stage, "encoded_commas", False)
    token, task = stage.raw_task()
    stage.clock.pass_by(5)
    body = {"languages": ["en-US"], "rtcConfig": {"subscribeAudioUids": ["1"]}}
    for sequence, (mask, status) in enumerate(
        (("languages%2CrtcConfig.subscribeAudioUids", 400), ("languages,rtcConfig.subscribeAudioUids", 200))
    ):
        query = f"builderToken={token}&sequenceId={sequence}&updateMask={mask}"
        assert stage.raw("PATCH", f"/tasks/{task}?{query}", body).status == status
    ref = await stage.running(stage.client(), values(channel="other"))
    await stage.client().update(ref, change(values(languages=("fr-FR",)), "languages", "subscribe_uids", sequence=9))


@pytest.mark.parametrize("taken", [True, False])
async def test_keys_in_lower_case(stage: Stage, agents: AgentsStage, taken: bool) -> None:
    captions = {"storage": {**STORAGE, "accesskey": "a", "secretkey": "s"}}
    for each in (stage, agents):
        turn(each, "lower_case_keys", taken)
    wanted = 200 if taken else 400
    assert start(stage, captionConfig=captions).status == wanted
    assert agents.raw("POST", "/join", join_body(captionConfig=captions)).status == wanted


@pytest.mark.parametrize("taken", [True, False])
async def test_one_speaker_without_an_array(agents: AgentsStage, taken: bool) -> None:
    turn(agents, "one_speaker", taken)
    wanted = 200 if taken else 400
    assert agents.raw("POST", "/join", join_body(uidLanguagesConfig=SPEAKER)).status == wanted
    agent = agents.raw_agent(name="other")
    agents.clock.pass_by(5)
    query = "sequenceId=1&updateMask=uidLanguagesConfig"
    assert agents.raw("POST", f"/agents/{agent}/update?{query}", {"uidLanguagesConfig": SPEAKER}).status == wanted


# 5.x and 6.x


async def test_after_the_end_of_life(stage: Stage) -> None:
    turn(stage, "retired", "no-route")
    assert acquire(stage).refusal == (404, "no Route matched with those values")
    assert not (await stage.client().check()).ok
    turn(stage, "retired", "invalid-appid")
    assert acquire(stage).refusal == (400, "invalid_appid!")
    turn(stage, "retired", "served")
    assert acquire(stage).status == 200


@pytest.mark.parametrize(
    ("setting", "started", "asked"), [("never", 200, 200), ("start", 206, 200), ("query", 200, 206), ("both", 206, 206)]
)
async def test_which_call_says_that_the_room_is_quiet(setting: str, started: int, asked: int) -> None:
    stage = Stage("loopback", busy_rooms=False)
    turn(stage, "quiet_206", setting)
    token = acquire(stage).json["tokenName"]
    first = stage.raw("POST", f"/tasks?builderToken={token}", start_body())
    again = stage.raw("GET", f"/tasks/{first.json['taskId']}?builderToken={token}")
    assert (first.status, again.status) == (started, asked)
    client = stage.client()
    ref = await stage.running(client)
    assert (await client.observe(ref)).state is TaskState.RUNNING
    await stage.close()


@pytest.mark.parametrize(
    ("setting", "updated", "asked"), [("update", True, False), ("query", False, True), ("both", True, True)]
)
async def test_which_call_answers_like_an_acquire(stage: Stage, setting: str, updated: bool, asked: bool) -> None:
    turn(stage, "sample_answer", setting)
    client = stage.client()
    ref = await stage.running(client)
    seen = await client.update(ref, change(values(languages=("fr-FR",)), "languages"))
    assert (seen.vendor_state == "") is updated
    assert seen.state is TaskState.RUNNING
    token = ref.kept["builder_token"]
    answer = stage.raw("GET", f"/tasks/{ref.vendor_task_id}?builderToken={token}")
    assert (set(answer.json) == {"tokenName", "createTs", "instanceId"}) is asked
    if asked:  # what has no status tells nothing of the task: the row keeps what is known, and says why
        with pytest.raises(CallFailed) as failed:
            await client.observe(ref)
        assert failed.value.kind is FailureKind.AMBIGUOUS


async def test_how_many_people_6_x_hears(stage: Stage) -> None:
    project = Project(app_id="6" * 32, limits=AGORA_6)
    stage.in_world(lambda: stage.cloud.add_project(project))
    root = f"/v1/projects/{project.app_id}/rtsc/speech-to-text"

    def started(people: int) -> int:
        token = raw_call(stage.url, "POST", f"{root}/builderTokens", {"instanceId": "x"}).json["tokenName"]
        rtc = start_body()["rtcConfig"] | {"subscribeAudioUids": [str(number + 1) for number in range(people)]}
        body = start_body(rtcConfig=rtc)
        return raw_call(stage.url, "POST", f"{root}/tasks?builderToken={token}", body).status

    assert [started(people) for people in (3, 4, 32, 33)] == [200, 200, 200, 400]
    turn(stage, "most_subscribed_6", 3)
    assert [started(people) for people in (3, 4)] == [200, 400]


async def test_tasks_may_be_limited(stage: Stage) -> None:
    turn(stage, "tasks_at_once", 1)
    token, task = stage.raw_task()
    assert start(stage).refusal == (429, "too many running tasks")
    stage.raw("DELETE", f"/tasks/{task}?builderToken={token}")
    assert start(stage).status == 200


async def test_an_acquire_may_choose_the_longest_life(stage: Stage) -> None:
    refusal = {"message": "Acquire: invalid resourceExpiredHour value!", "code": 2}
    assert acquire(stage, resourceExpiredHour=1).json == refusal
    turn(stage, "expired_hour", True)
    for bad in (0, 73, "1", True):
        assert acquire(stage, resourceExpiredHour=bad).json == refusal
    token = acquire(stage, resourceExpiredHour=1).json["tokenName"]
    task = stage.raw("POST", f"/tasks?builderToken={token}", start_body(maxIdleTime=86_400)).json["taskId"]
    stage.clock.pass_by(3599)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 200
    stage.clock.pass_by(1)
    assert stage.raw("GET", f"/tasks/{task}?builderToken={token}").status == 404


# 7.x


@pytest.mark.parametrize(
    ("setting", "members"),
    [
        ("detail-reason", {"detail", "reason"}),
        ("message", {"message"}),
        ("agent", {"message", "agent_id", "create_ts", "status"}),
    ],
)
async def test_the_members_of_an_error(agents: AgentsStage, setting: str, members: set[str]) -> None:
    turn(agents, "failure_shape", setting)
    answer = agents.raw("GET", "/agents/nobody")
    assert (answer.status, set(answer.json)) == (404, members)
    ref = await agents.running(agents.client())
    await agents.client().stop(ref)
    agents.clock.pass_by(86_401)
    with pytest.raises(CallFailed) as failed:
        await agents.client().observe(ref)
    assert failed.value.kind is FailureKind.NOT_FOUND


async def test_the_status_of_a_bad_value(agents: AgentsStage) -> None:
    assert agents.raw("POST", "/join", {}).status == 400
    turn(agents, "bad_value_status", 422)
    refused = agents.raw("POST", "/join", {})
    assert (refused.status, refused.json["reason"]) == (422, "InvalidFieldValue")
    with pytest.raises(CallFailed) as failed:
        await agents.running(agents.client(), agent_form(channel="x" * 65))
    assert failed.value.kind is FailureKind.REJECTED


async def test_the_name_of_the_time(agents: AgentsStage) -> None:
    turn(agents, "camel_case_time", True)
    turn(agents, "query_shape", "documented")
    joined = agents.raw("POST", "/join", join_body()).json
    assert joined["createTs"] == int(START_OF_TIME)
    assert "create_ts" not in joined
    ref = await agents.running(agents.client())
    assert (await agents.client().observe(ref)).state is TaskState.RUNNING


@pytest.mark.parametrize(("setting", "plain", "cn"), [("either", 200, 200), ("plain", 200, 404), ("cn", 404, 200)])
async def test_which_paths_there_are(agents: AgentsStage, setting: str, plain: int, cn: int) -> None:
    turn(agents, "path_prefix", setting)
    root = f"/api/speech-to-text/v1/projects/{DEMO['app_id']}/agents"
    assert raw_call(agents.url, "GET", root).status == plain
    assert raw_call(agents.url, "GET", f"/cn{root}").status == cn
    assert (await agents.client("/cn").check()).ok is (cn == 200)


async def test_an_update_may_leave_out_what_is_deprecated(agents: AgentsStage) -> None:
    agent = agents.raw_agent()
    agents.clock.pass_by(5)
    body = {"languages": ["fr-FR"], "keywords": ["tea"]}
    path = f"/agents/{agent}/update"
    assert agents.raw("POST", path, body).status == 400
    turn(agents, "query_needed", False)
    assert agents.raw("POST", path, body).status == 200
    now = agents.in_world(lambda: agents.cloud.agents[agent].configuration)
    assert (now.languages, now.keywords) == (("fr-FR",), ("tea",))
    agents.clock.pass_by(5)
    assert agents.raw("POST", f"{path}?updateMask=keywords", {**body, "keywords": []}).status == 200
    assert agents.in_world(lambda: agents.cloud.agents[agent].configuration).keywords == ()


@pytest.mark.parametrize(
    ("setting", "top", "inside"), [("either", 200, 200), ("top", 200, 400), ("captionConfig", 400, 200)]
)
async def test_where_extensions_are_taken(agents: AgentsStage, setting: str, top: int, inside: int) -> None:
    turn(agents, "extension_place", setting)
    captions: dict[str, object] = {"storage": {**STORAGE, "accessKey": "a", "secretKey": "s"}}
    extension = {"extensionParams": {"tag": "t"}}
    above = join_body(name="1", captionConfig=captions, **extension)
    within = join_body(name="2", captionConfig=captions | extension)
    assert agents.raw("POST", "/join", above).status == top
    assert agents.raw("POST", "/join", within).status == inside
