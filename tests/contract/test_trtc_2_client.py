"""Our client for transcription 2.0 against the simulated cloud, on both faces: a task's life, refusals, and limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.trtc.v2.client import CloudTranscriptionClient
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings, SameBot
from tests.support.faces import failure_of
from tests.unit.vendors.trtc.stage import DEMO, SECRETS, Stage, order, order_2, ref, user_sig, values, values_2

APP = DEMO["sdk_app_id"]
Switches = CloudTranscriptionSettings


@pytest.fixture
async def stage(face: str) -> AsyncIterator[Stage]:
    stage = Stage(face)
    yield stage
    await stage.close()


async def code_of(call: Any) -> str:
    return (await failure_of(call)).note.code


async def started(client: CloudTranscriptionClient, **changes: object) -> str:
    return (await client.start(order_2(values_2(**changes)))).vendor_task_id


async def word(stage: Stage, task_id: str) -> str:
    """The vendor's word for a task, or the code of its refusal to say one."""
    try:
        return (await stage.client_2().observe(ref(task_id))).vendor_state
    except CallFailed as failure:
        return failure.note.code


async def test_a_task_starts_runs_is_stopped_and_is_gone(stage: Stage) -> None:
    client = stage.client_2()
    seen = await client.start(order_2(values_2()))
    task = ref(seen.vendor_task_id)
    assert (seen.state, seen.exchanges[0].call) == (TaskState.STARTING, "CreateCloudTranscription")
    assert (await client.observe(task)).vendor_state == "Idle"
    stage.clock.pass_by(1.5)
    running = await client.observe(task)
    assert (running.vendor_state, running.state) == ("InProgress", TaskState.RUNNING)
    assert isinstance(running.exchanges[0].response, dict)
    assert running.exchanges[0].response["Response"]["StartTime"] == 1767225600000
    assert (await client.stop(task)).state is TaskState.STOPPING
    leaving = await client.observe(task)
    assert (leaving.vendor_state, leaving.state) == ("Exited", TaskState.STOPPING)
    assert (await failure_of(client.stop(task))).kind is FailureKind.NOT_FOUND
    stage.clock.pass_by(2)
    gone = await failure_of(client.observe(task))
    assert (gone.kind, gone.note.code) == (FailureKind.NOT_FOUND, "ResourceNotFound")


async def test_no_secret_is_shown(stage: Stage) -> None:
    (exchange,) = (await stage.client_2().start(order_2(values_2()))).exchanges
    assert isinstance(exchange.request, dict)
    assert exchange.request["TranscriptionParam"]["UserSig"] == "•••"
    assert not any(DEMO[key] in str(exchange) for key in SECRETS)


async def test_a_task_without_its_id_cannot_be_asked_about(stage: Stage) -> None:
    client = stage.client_2()
    with pytest.raises(BadRequest):
        await client.locate(ref(""), order_2(values_2()))
    for call in (client.observe(ref("")), client.stop(ref(""))):
        failure = await failure_of(call)
        assert (failure.kind, failure.note.code) == (FailureKind.NOT_SENT, "no-task-id")


async def test_no_generation_knows_the_others_tasks(stage: Stage) -> None:
    first = (await stage.client().start(order(values()))).vendor_task_id
    second = await started(stage.client_2(), bot_user_id="bot_2")
    assert await word(stage, first) == "ResourceNotFound"
    assert await code_of(stage.client().observe(ref(second))) == "FailedOperation.TaskNotExist"
    assert len(stage.cloud.tasks.all()) == 2


async def test_the_connection_check_tells_good_from_bad(stage: Stage) -> None:
    good = await stage.client_2().check()
    assert good.ok
    assert good.answer.startswith("ResourceNotFound")
    wrong = await stage.client_2(secret_key="wrong-wrong").check()
    assert wrong.error is not None
    assert wrong.error.code == "AuthFailure.SignatureFailure"
    elsewhere = await stage.client_2(sdk_app_id="1400000002").check()
    assert elsewhere.error is not None
    assert elsewhere.error.code == "InvalidParameter.SdkAppId"


async def test_refusals_and_their_order(stage: Stage) -> None:
    client, app = stage.client_2(), stage.cloud.app
    bad: dict[str, Any] = {"user_sig_source": "pasted", "user_sig": "rubbish"}
    app.full = True
    assert await code_of(started(client)) == "FailedOperation"
    refused = await failure_of(started(client, **bad))
    assert (refused.note.code, refused.note.field) == ("InvalidParameter", "user_sig_source")
    app.translation = False
    assert await code_of(started(client, target_languages=("en",), **bad)) == "FailedOperation.CTUnsupportMethod"
    app.speech_to_text = False
    assert await code_of(started(client, **bad)) == "FailedOperation.CTUnsupportMethod"
    other = stage.client_2(sdk_app_id="1400000002")
    assert await code_of(started(other)) == "InvalidParameter.SdkAppId"
    outside = await failure_of(started(other, max_idle_time=4))
    assert (outside.note.code, outside.note.field) == ("InvalidParameter.OutOfRange", "max_idle_time")


async def test_an_account_too_new_for_1_0_is_welcome(stage: Stage) -> None:
    stage.cloud.app.barred = True
    assert await started(stage.client_2())


async def test_a_pasted_signature_must_be_good(stage: Stage) -> None:
    token = user_sig()
    stage.clock.pass_by(60)
    pasted: dict[str, Any] = {"user_sig_source": "pasted", "user_sig": token}
    assert await code_of(started(stage.client_2(), **pasted)) == "InvalidParameter"
    stage.clock.pass_by(-1)
    assert await started(stage.client_2(), **pasted)


@pytest.mark.parametrize("code", ["InternalError.CTInternalError", "FailedOperation", "ResourceNotFound"])
async def test_errors_are_seen_whatever_the_answers_type_says(stage: Stage, code: str) -> None:
    content_type = "application/json; charset=utf-8"
    stage.world.faults.add(Fault(FaultKind.ERROR, code=code, message="no", content_type=content_type))
    assert await code_of(started(stage.client_2())) == code


@pytest.mark.parametrize(("site", "region"), [("intl", "ap-tokyo"), ("cn", "ap-singapore"), ("cn", "")])
async def test_regions_are_those_of_the_site(site: str, region: str) -> None:
    stage = Stage(site=site)
    client = stage.client_2()
    object.__setattr__(client._account.profile, "region", region)
    expected = "UnsupportedRegion" if region else "MissingParameter.Region"
    assert await code_of(started(client)) == expected
    await stage.close()


async def test_twenty_calls_in_a_second_and_no_more(stage: Stage) -> None:
    client = stage.client_2()
    for _ in range(20):
        assert await code_of(client.observe(ref("t"))) == "ResourceNotFound"
    assert await code_of(client.observe(ref("t"))) == "RequestLimitExceeded"
    assert await started(client)


# Who is heard, and how a task ends


@pytest.mark.parametrize(
    ("people", "last"),
    [(["alice"], "InProgress"), (["bob"], "ResourceNotFound"), (["carol"], "ResourceNotFound")],
)
async def test_only_people_who_are_heard_keep_the_bot(stage: Stage, people: list[str], last: str) -> None:
    lists: dict[str, Any] = {"heard_user_ids": ("alice", "carol"), "unheard_user_ids": ("carol",)}
    task_id = await started(stage.client_2(), max_idle_time=5, **lists)
    stage.world.people_publish(APP, "number:500123", people)
    stage.clock.pass_by(5)
    assert await word(stage, task_id) == "InProgress"
    stage.clock.pass_by(10)
    assert await word(stage, task_id) == last


@pytest.mark.parametrize(("idle", "edge"), [(None, 30), (5, 5), (86400, 10 * 3600)])
async def test_a_silent_room_is_left_after_the_idle_time_and_every_room_after_ten_hours(
    idle: int | None, edge: int
) -> None:
    stage = Stage(busy_rooms=False)
    task_id = await started(stage.client_2(), max_idle_time=idle)
    stage.clock.pass_by(edge)
    assert await word(stage, task_id) == "InProgress"
    stage.clock.pass_by(1)
    assert await word(stage, task_id) == "Exited"
    await stage.close()


@pytest.mark.parametrize(
    ("same_bot", "first", "second"),
    [
        (SameBot.TAKES_OVER, "Exited", ""),
        (SameBot.BOTH, "Idle", ""),
        (SameBot.REFUSED, "Idle", "FailedOperation"),
    ],
)
async def test_what_a_second_bot_of_one_name_does_can_be_set(same_bot: SameBot, first: str, second: str) -> None:
    stage = Stage(settings_2=Switches(same_bot=same_bot))
    client = stage.client_2()
    task_id = await started(client)
    if second:
        assert await code_of(started(client)) == second
    else:
        await started(client)
    assert await word(stage, task_id) == first
    await stage.close()


@pytest.mark.parametrize(("settings", "again"), [(Switches(), "ResourceNotFound"), (Switches(stops_twice=True), "")])
async def test_a_task_that_is_leaving_may_be_stopped_again(settings: Switches, again: str) -> None:
    stage = Stage(settings_2=settings)
    client = stage.client_2()
    task = ref(await started(client))
    await client.stop(task)
    if again:
        assert await code_of(client.stop(task)) == again
    else:
        assert (await client.stop(task)).state is TaskState.STOPPING
    await stage.close()


async def test_the_region_may_matter() -> None:
    stage = Stage(settings_2=Switches(same_region=True))
    task_id = await started(stage.client_2())
    elsewhere = stage.client_2()
    object.__setattr__(elsewhere._account.profile, "region", "ap-hongkong")
    assert await code_of(elsewhere.stop(ref(task_id))) == "ResourceNotFound"
    await stage.close()


# The limits of one application, at their edges


async def fill(stage: Stage, count: int, people: int, **changes: object) -> str:
    """Start `count` tasks in rooms of `people` each; the code of one more."""
    client = stage.client_2()
    for number in range(count + 1):
        stage.world.people_publish(APP, f"number:{number + 1}", [f"p{each}" for each in range(people)])
    for number in range(count):
        stage.clock.pass_by(0.1)
        await started(client, room=str(number + 1), **changes)
    return await code_of(started(client, room=str(count + 1), **changes))


@pytest.mark.parametrize(
    ("count", "people", "targets"),
    [(100, 1, ("en",)), (100, 2, ()), (20, 10, ()), (50, 1, ("en", "ja")), (10, 5, ("en", "ja"))],
)
async def test_no_more_tasks_or_streams_than_permitted(count: int, people: int, targets: tuple[str, ...]) -> None:
    stage = Stage()
    assert await fill(stage, count, people, target_languages=targets) == "FailedOperation"
    await stage.close()


async def test_streams_may_be_counted_by_task() -> None:
    stage = Stage(settings_2=Switches(streams_per_person=False, most_speech_streams=3))
    assert await fill(stage, 3, 10) == "FailedOperation"
    await stage.close()


async def test_raw_requests_lack_what_the_vendor_requires(stage: Stage) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(stage.application)) as raw:
        answer = await raw.post(f"{stage.url}/", headers={"X-TC-Action": "CreateCloudTranscription"}, content=b"{}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["Response"]["Error"]["Code"] == "MissingParameter"
