"""The simulated 7.x cloud over plain sockets, without our client: what curl would see (agora.md §6, §17.3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.agora.simulator_settings import (
    AgentSettings,
    ListeningBot,
    QueryShape,
    Reaction,
    ServiceOff,
    StartOfAgent,
)
from roomscribe.vendors.agora.simulator_tasks import Project
from tests.unit.vendors.agora.agents_stage import ROOT, AgentsStage, join_body
from tests.unit.vendors.agora.stage import DEMO, START_OF_TIME, raw_call

NOW = int(START_OF_TIME)
RTC: dict[str, Any] = join_body()["rtcConfig"]


@pytest.fixture
async def stage() -> AsyncIterator[AgentsStage]:
    stage = AgentsStage("loopback")
    yield stage
    await stage.close()


async def test_the_worked_exchange(stage: AgentsStage) -> None:
    joined = stage.raw("POST", "/join", join_body())
    agent = joined.json["agent_id"]
    assert (joined.status, joined.json) == (200, {"agent_id": agent, "create_ts": NOW, "status": "RUNNING"})
    assert len(agent) == 32
    stage.clock.pass_by(5)
    path = f"/agents/{agent}/update?sequenceId=1&updateMask=uidLanguagesConfig"
    assert stage.raw("POST", path, {"uidLanguagesConfig": []}).json == joined.json
    shown = {"agent_id": agent, "start_ts": NOW, "status": "RUNNING"}
    assert stage.raw("GET", "/agents?channel=demo-room&state=2&limit=20").json == {
        "data": {"count": 1, "list": [shown]},
        "meta": {"cursor": agent, "total": 1},
        "status": "ok",
    }
    assert stage.raw("GET", f"/agents/{agent}").json == shown | {"name": "demo-room-en", "stop_ts": 0}
    left = stage.raw("POST", f"/agents/{agent}/leave")
    assert (left.status, left.text) == (200, "")
    assert stage.raw("GET", f"/agents/{agent}").json["status"] == "STOPPED"
    again = stage.raw("POST", f"/agents/{agent}/leave")
    assert (again.status, again.json["reason"]) == (404, "TaskNotFound")
    for answer in (joined, left, again):
        assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "n" * 65}, "name"),
        ({"name": ...}, "name"),
        ({"rtcConfig": ...}, "rtcConfig"),
        ({"languages": ["a", "b", "c", "d", "e"]}, "languages"),
        ({"languages": "en-US"}, "languages"),
        ({"keywords": ["k"] * 501}, "keywords"),
        ({"maxIdleTime": -1}, "maxIdleTime"),
        ({"maxIdleTime": 259_201}, "maxIdleTime"),
        ({"uidLanguagesConfig": [{"uid": str(n + 1), "languages": ["a"]} for n in range(6)]}, "uidLanguagesConfig"),
        ({"uidLanguagesConfig": [{"uid": "1", "languages": list("abcde")}]}, "uidLanguagesConfig[0].languages"),
        ({"rtcConfig": RTC | {"subscribeAudioUids": [str(n + 1) for n in range(33)]}}, "rtcConfig.subscribeAudioUids"),
        (
            {"rtcConfig": RTC | {"subscribeAudioUids": ["1"], "unSubscribeAudioUids": ["2"]}},
            "rtcConfig.unSubscribeAudioUids",
        ),
        ({"rtcConfig": RTC | {"unSubscribeAudioUids": list("123456")}}, "rtcConfig.unSubscribeAudioUids"),
        ({"rtcConfig": RTC | {"transferMode": ["RTC"]}}, "rtcConfig.transferMode"),
        ({"translateConfig": {}}, "translateConfig.languages"),
        (
            {"translateConfig": {"languages": [{"source": "en-US", "target": ["en-US"]}]}},
            "translateConfig.languages[0].target",
        ),
        ({"extensionParams": {"endpoint": "minio.example"}}, "extensionParams.endpoint"),
        ({"extensionParams": {"sse": "rot13"}}, "extensionParams.sse"),
        ({"Name": "x"}, "Name"),
    ],
)
async def test_bodies_that_are_refused(stage: AgentsStage, changes: dict[str, object], path: str) -> None:
    body = {name: value for name, value in join_body(**changes).items() if value is not ...}
    answer = stage.raw("POST", "/join", body)
    assert (answer.status, answer.json["reason"]) == (400, "InvalidFieldValue")
    assert answer.json["detail"].startswith(f"{path}: ")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "n" * 64},
        {"name": "Ünterricht 1"},
        {"languages": list("abcd")},
        {"keywords": ["k"] * 500},
        {"maxIdleTime": 0},
        {"maxIdleTime": 259_200},
        {"rtcConfig": RTC | {"subBotUid": "88222"}},
        {"rtcConfig": RTC | {"subscribeAudioUids": [str(n + 1) for n in range(32)]}},
        {"rtcConfig": RTC | {"unSubscribeAudioUids": list("12345")}},
        {"translateConfig": {"enable": True, "languages": [{"source": "en-US", "target": list("abcdefghij")}]}},
        {
            "languages": ["en-US", "fr-FR"],
            "translateConfig": {"languages": [{"source": "en-US", "target": ["en-US"]}]},
        },
    ],
)
async def test_bodies_at_the_edge_of_what_is_taken(stage: AgentsStage, changes: dict[str, object]) -> None:
    assert stage.raw("POST", "/join", join_body(**changes)).status == 200


@pytest.mark.parametrize("inside", [True, False])
async def test_extensions_stand_in_either_place(stage: AgentsStage, inside: bool) -> None:
    storage = {"accessKey": "a", "secretKey": "s", "bucket": "b", "vendor": 11, "region": 0}
    extension = {"extensionParams": {"endpoint": "https://minio.example:9000", "provider": "Minio"}}
    captions: dict[str, object] = {"storage": storage}
    bare = stage.raw("POST", "/join", join_body(captionConfig=captions))
    assert bare.json["detail"] == "extensionParams.endpoint: required for vendor 11"
    body = join_body(captionConfig=captions | extension) if inside else join_body(captionConfig=captions, **extension)
    assert stage.raw("POST", "/join", body).status == 200


async def test_who_and_where(stage: AgentsStage) -> None:
    wrong = stage.raw("GET", "/agents", Authorization="Basic bm86bm8=")
    assert (wrong.status, wrong.json) == (401, {"message": "Invalid authentication credentials"})
    stage.customer.add_project(Project(app_id="e" * 32, speech_to_text=False))
    off = ROOT.replace(DEMO["app_id"], "e" * 32) + "/agents"
    answer = raw_call(stage.url, "GET", off)
    assert (answer.status, answer.json["reason"]) == (403, "ServiceNotEnabled")
    stage.cloud.settings = AgentSettings(service_off=ServiceOff.INVALID_APPID)
    assert raw_call(stage.url, "GET", off).json["detail"] == "invalid_appid"
    for path in ("/leave?taskId=1", "/nowhere"):
        lost = stage.raw("POST", path)
        assert (lost.status, lost.json) == (404, {"message": "no Route matched with those values"})
    assert raw_call(stage.url, "GET", "/cn" + ROOT + "/agents").status == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("limit=1", 1),
        ("state=2", 2),
        ("state=4", 0),
        ("channel=demo-room", 2),
        ("channel=other", 0),
        (f"from_time={NOW}", 2),
        (f"from_time={NOW + 1}", 0),
        (f"to_time={NOW - 1}", 0),
        (f"to_time={NOW}", 2),
    ],
)
async def test_the_lists_filters(stage: AgentsStage, query: str, count: int) -> None:
    for name in ("one", "two"):
        stage.raw_agent(name=name)
    assert stage.raw("GET", f"/agents?{query}").json["data"]["count"] == count


async def test_the_lists_window_is_a_day(stage: AgentsStage) -> None:
    stage.raw_agent(maxIdleTime=0)
    for seconds, count in ((86_400, 1), (1, 0)):
        stage.clock.pass_by(seconds)
        assert stage.raw("GET", "/agents").json["data"]["count"] == count
    assert stage.raw("GET", "/agents?from_time=0").json["data"]["count"] == 1


@pytest.mark.parametrize("query", ["state=7", "state=1,2", "state=RUNNING", "limit=0", "limit=x", "cursor=nobody"])
async def test_lists_that_are_refused(stage: AgentsStage, query: str) -> None:
    answer = stage.raw("GET", f"/agents?{query}")
    assert (answer.status, answer.json["reason"]) == (400, "InvalidFieldValue")


async def test_a_cursor_outlives_its_agents_state(stage: AgentsStage) -> None:
    first, second = stage.raw_agent(name="one"), stage.raw_agent(name="two")
    cursor = stage.raw("GET", "/agents?limit=1").json["meta"]["cursor"]
    assert cursor == first
    stage.raw("POST", f"/agents/{first}/leave")
    rest = stage.raw("GET", f"/agents?cursor={cursor}").json
    assert [each["agent_id"] for each in rest["data"]["list"]] == [second]


async def test_names(stage: AgentsStage) -> None:
    agent = stage.raw_agent()
    taken = stage.raw("POST", "/join", join_body())
    assert (taken.status, taken.json["reason"], taken.json["agent_id"]) == (409, "TaskConflict", agent)
    stage.cloud.settings = AgentSettings(conflict_names_agent=False)
    assert "agent_id" not in stage.raw("POST", "/join", join_body()).json
    stage.raw("POST", f"/agents/{agent}/leave")
    stage.cloud.settings = AgentSettings(name_again_after_end=False)
    assert stage.raw("POST", "/join", join_body()).status == 409
    stage.cloud.settings = AgentSettings()
    assert stage.raw("POST", "/join", join_body()).status == 200


async def test_every_other_switch(stage: AgentsStage) -> None:
    def joins(settings: AgentSettings, **changes: object) -> Any:
        stage.cloud.settings = settings
        return stage.raw("POST", "/join", join_body(name=f"n{len(stage.cloud.agents)}", **changes))

    assert joins(AgentSettings(join_status=StartOfAgent.STARTING)).json["status"] == "STARTING"
    assert joins(AgentSettings(listening_bot=ListeningBot.REQUIRED)).json["detail"] == "rtcConfig.subBotUid: required"
    same = RTC | {"subBotUid": "88222"}
    assert joins(AgentSettings(listening_bot=ListeningBot.REQUIRED), rtcConfig=same).status == 200
    assert joins(AgentSettings(listening_bot=ListeningBot.MUST_DIFFER), rtcConfig=same).status == 400
    odd = {"languages": [{"source": "en-US", "target": ["de-DE"]}], "forceTranslateInterval": 3}
    assert joins(AgentSettings(), translateConfig=odd).status == 200
    assert joins(AgentSettings(unknown_in_translation=False), translateConfig=odd).status == 400
    assert joins(AgentSettings(empty_translation=True), translateConfig={}).status == 200
    everybody = RTC | {"subscribeAudioUids": ["all"]}
    assert joins(AgentSettings(), rtcConfig=everybody).status == 400
    assert joins(AgentSettings(all_at_start=True), rtcConfig=everybody).status == 200
    older = AgentSettings(idle_before_7_2_3=True)
    assert [joins(older, maxIdleTime=seconds).status for seconds in (0, 5, 2_592_000)] == [400, 200, 200]
    full = joins(AgentSettings(agents_at_once=1))
    assert (full.status, full.json["reason"]) == (429, "ResourceQuotaLimitExceeded")

    agent = next(iter(stage.cloud.agents))
    stage.cloud.settings = AgentSettings(query_shape=QueryShape.DOCUMENTED)
    assert set(stage.raw("GET", f"/agents/{agent}").json) == {"message", "agent_id", "create_ts", "status"}
    stage.cloud.settings = AgentSettings(status_in_meta=True, most_listed=5, unknown_cursor=Reaction.IGNORE)
    assert stage.raw("GET", "/agents?limit=5&cursor=x").json["meta"]["status"] == "ok"
    assert stage.raw("GET", "/agents?limit=6").status == 400


async def test_updates_keep_the_rules_of_the_older_generations(stage: AgentsStage) -> None:
    agent = stage.raw_agent()

    def update(mask: str, body: object, sequence: int) -> Any:
        return stage.raw("POST", f"/agents/{agent}/update?sequenceId={sequence}&updateMask={mask}", body)

    assert update("languages", {"languages": ["fr-FR"]}, 1).status == 200  # too early: taken, and nothing changes
    assert stage.cloud.agents[agent].configuration.languages == ("en-US",)
    stage.clock.pass_by(5)
    stale = update("languages", {"languages": ["fr-FR"]}, 1)
    assert (stale.status, stale.json["reason"]) == (400, "InvalidFieldValue")
    assert update("name", {"languages": ["fr-FR"]}, 2).status == 400
    assert update("languages", {"maxIdleTime": 5}, 2).status == 400
    assert update("keywords", {"keywords": ["k"] * 501}, 2).status == 400
    assert update("keywords", {"keywords": ["k"] * 500, "languages": ["fr-FR"]}, 2).status == 200
    assert stage.cloud.agents[agent].configuration.languages == ("en-US",)
    assert len(stage.cloud.agents[agent].configuration.keywords) == 500


async def test_faults_wear_the_shape_of_the_generation(stage: AgentsStage) -> None:
    fault = Fault(FaultKind.ERROR, code="ResourceAllocationFailed", message="no worker", status=503)
    stage.in_world(lambda: stage.world.faults.add(fault))
    answer = stage.raw("POST", "/join", join_body())
    assert (answer.status, answer.json) == (503, {"detail": "no worker", "reason": "ResourceAllocationFailed"})
    assert answer.headers["x-request-id"]
