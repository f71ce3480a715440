"""Each switch of the simulated Tencent that is not tested beside its subject: turning it changes the next answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from roomscribe.domain.errors import CallFailed
from roomscribe.simulator.live import EndCause
from roomscribe.simulator.switches import Switchboard, declared
from roomscribe.vendors.protocol import TaskClient
from roomscribe.vendors.trtc.model import build_start
from roomscribe.vendors.trtc.simulator_checks import check_start
from roomscribe.vendors.trtc.simulator_gateway import ApiError, Gateway
from roomscribe.vendors.trtc.simulator_settings import SpokenVoices, TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import CALLS, read_body
from roomscribe.vendors.trtc.simulator_tasks import LeaveCode
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.unit.vendors.trtc.stage import DEMO, Stage, order, order_2, ref, user_sig, values, values_2
from tests.unit.vendors.trtc.test_simulator_gateway import NOW, gateway, refused, request

PASTED = {"user_sig_source": "pasted", "user_sig": user_sig()}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.close()


def turn(stage: Stage, switch: str, value: object) -> None:
    """Change a switch while the cloud runs, as the control API does."""
    Switchboard(stage.cloud.inside().switches).change({switch: value})


async def code_of(stage: Stage, version: int, **changes: Any) -> str:
    """What a start answers: an error's code, or "" where it is accepted."""
    try:
        await start(stage, version, **changes)
    except CallFailed as failure:
        return failure.note.code
    return ""


async def start(stage: Stage, version: int, **changes: Any) -> tuple[TaskClient, str]:
    client: TaskClient = stage.client() if version == 1 else stage.client_2()
    wish = order(values(**changes)) if version == 1 else order_2(values_2(**changes))
    return client, (await client.start(wish)).vendor_task_id


async def word(client: TaskClient, task_id: str) -> str:
    """The vendor's word for a task, or the code of its refusal to say one."""
    try:
        return (await client.observe(ref(task_id))).vendor_state
    except CallFailed as failure:
        return failure.note.code


def test_what_both_generations_leave_open_is_declared_once() -> None:
    first, second = ({each.key for each in declared("x", kind)} for kind in (TrtcSettings, CloudTranscriptionSettings))
    assert {"user_sig_ends_task", "bot_gets_in", "longest_room", "largest_room"} <= first & second


@pytest.mark.parametrize(("version", "group", "ended"), [(1, "trtc", "Stopped"), (2, "trtc-2", "Exited")])
async def test_a_bot_may_be_kept_out_of_its_room(stage: Stage, version: int, group: str, ended: str) -> None:
    turn(stage, f"{group}.bot_gets_in", False)
    client, task_id = await start(stage, version)
    assert await word(client, task_id) == "Idle"
    stage.clock.pass_by(1.31)
    assert await word(client, task_id) == ended
    assert stage.cloud.tasks.all()[0].leave_code is LeaveCode.BROKEN
    assert not stage.cloud.tasks.all()[0].joined


@pytest.mark.parametrize(("version", "group", "ended"), [(1, "trtc", "Stopped"), (2, "trtc-2", "Exited")])
async def test_a_task_may_end_with_its_signature(stage: Stage, version: int, group: str, ended: str) -> None:
    turn(stage, f"{group}.user_sig_ends_task", True)
    client, task_id = await start(stage, version, **PASTED)
    stage.clock.pass_by(59)
    assert await word(client, task_id) == "InProgress"
    stage.clock.pass_by(2)
    assert await word(client, task_id) == ended


@pytest.mark.parametrize(
    ("version", "group", "refusal"),
    [(1, "trtc", "InvalidParameterValue"), (2, "trtc-2", "InvalidParameter.OutOfRange")],
)
async def test_the_largest_room(stage: Stage, version: int, group: str, refusal: str) -> None:
    assert await code_of(stage, version, room="4294967295") == ""
    turn(stage, f"{group}.largest_room", 4294967294)
    assert await code_of(stage, version, room="4294967295") == refusal
    assert await code_of(stage, version, room="4294967294") == ""


@pytest.mark.parametrize("by_itself", [True, False])
async def test_the_leave_code_of_the_longest_run(stage: Stage, by_itself: bool) -> None:
    turn(stage, "trtc.cap_leave_code", 4)
    await start(stage, 1)
    (task,) = stage.cloud.tasks.all()
    if by_itself:
        stage.clock.pass_by(36001)
    else:
        stage.world.end_task(task.task_id, EndCause.LIFETIME)
    stage.world.settle()
    assert task.leave_code is LeaveCode.ROOM_DISSOLVED


@pytest.mark.parametrize(("only", "ended"), [(False, "InProgress"), (True, "Stopped")])
async def test_who_keeps_a_bot_awake_that_hears_one_person(stage: Stage, only: bool, ended: str) -> None:
    turn(stage, "trtc.only_target_keeps_awake", only)
    client, task_id = await start(stage, 1, transcription_mode=1, target_user_id="alice")
    stage.world.people_publish(DEMO["sdk_app_id"], "number:500123", ["bob"])
    stage.clock.pass_by(62)
    assert await word(client, task_id) == ended


@pytest.mark.parametrize(
    ("new", "code"),
    [("served", ""), ("not-allowed", "FailedOperation.NotAllowed"), ("not-ability", "FailedOperation.NotAbility")],
)
async def test_accounts_that_are_too_new(stage: Stage, new: str, code: str) -> None:
    turn(stage, "trtc.new_accounts", new)
    assert await code_of(stage, 1) == code
    assert await code_of(stage, 2) == ""


async def test_a_malformed_task_id_may_be_just_unknown(stage: Stage) -> None:
    assert await word(stage.client(), "a b") == "InvalidParameter.TaskId"
    turn(stage, "trtc.tells_malformed_ids", False)
    assert await word(stage.client(), "a b") == "FailedOperation.TaskNotExist"


async def test_what_the_start_time_is_the_time_of(stage: Stage) -> None:
    async def told() -> str:
        answer = (await client.observe(ref(task_id))).exchanges[0].response
        assert isinstance(answer, dict)
        return str(answer["Response"]["StartTime"])

    client, task_id = await start(stage, 1)
    assert await told() == "2026-01-01 08:00:00.000000"
    turn(stage, "trtc.start_time_of", "joining")
    assert await told() == "2026-01-01 08:00:01.300000"


async def test_where_a_session_id_must_not_be_used_twice(stage: Stage) -> None:
    first = order(values(room="1"))
    same_session = order(values(room="2"))
    same_session = type(first)(
        values=same_session.values, idempotency_key=first.idempotency_key, runs_for=1800.0, kept={}
    )
    await stage.client().start(first)
    with pytest.raises(CallFailed, match="TaskExist"):
        await stage.client().start(same_session)
    turn(stage, "trtc.session_scope", "room")
    await stage.client().start(same_session)


async def test_translation_that_an_application_lacks_may_just_be_missing(stage: Stage) -> None:
    stage.cloud.app.translation = False
    assert await code_of(stage, 1, target_languages=("en",)) == "FailedOperation.NotAbility"
    turn(stage, "trtc.translation_needs_ability", False)
    assert await code_of(stage, 1, target_languages=("en",)) == ""
    assert stage.cloud.tasks.all()[0].targets == ()


def verdict(settings: TrtcSettings, **changes: Any) -> str:
    """What the checks say of a mainland body, some of whose parameters are changed."""
    form = values(target_languages=("en",), translation_mode=2, tts_voice_id=changes.pop("voice", "v-female-R2s4N9qJ"))
    body: dict[str, Any] = dict(build_start(form, site="cn", sdk_app_id=1, user_sig="s", session_id="s"))
    body["TranscriptionParams"] = {**body["TranscriptionParams"], **changes}
    try:
        check_start(read_body(CALLS["StartAITranscription"], json.dumps(body).encode(), "cn"), settings)
    except ApiError as error:
        return error.code
    return ""


def test_the_mode_for_any_number_of_people() -> None:
    several = {"TranscriptionMode": 2, "TargetUserIdList": ["alice", "bob"]}
    assert verdict(TrtcSettings(), **several) == "InvalidParameterValue"
    assert verdict(TrtcSettings(takes_mode_2=True), **several) == ""


@pytest.mark.parametrize(
    ("voices", "taken"),
    [
        (SpokenVoices.ANY, {"anything", "v-male-X6h4TvP9", "v-female-R2s4N9qJ"}),
        (SpokenVoices.LISTED, {"v-male-X6h4TvP9", "v-female-R2s4N9qJ"}),
        (SpokenVoices.SAMPLE, {"v-female-R2s4N9qJ"}),
    ],
)
def test_the_voices_of_a_spoken_translation(voices: SpokenVoices, taken: set[str]) -> None:
    settings = TrtcSettings(spoken_voices=voices)
    for voice in ("anything", "v-male-X6h4TvP9", "v-female-R2s4N9qJ"):
        assert (verdict(settings, voice=voice) == "") is (voice in taken)


# The front door


def let_in(guard: Gateway, calls: int, **headers: Any) -> int:
    """How many calls pass before the rate limit refuses one."""
    for passed in range(calls):
        try:
            guard.admit(request(**headers), NOW)
        except ApiError as error:
            if error.code == "RequestLimitExceeded":
                return passed
    return calls


def test_calls_of_several_regions_may_be_counted_apart() -> None:
    settings = TrtcSettings()
    guard, _ = gateway(settings=settings)
    assert let_in(guard, 30) == 20
    assert let_in(guard, 30, x_tc_region="ap-tokyo") == 0
    Switchboard(lambda: {"trtc": settings}).change({"trtc.rate_unit": "key-and-region"})
    assert let_in(guard, 30, x_tc_region="ap-tokyo") == 20
    assert let_in(guard, 30, x_tc_region="ap-singapore") == 20
    assert let_in(guard, 1, x_tc_region="ap-singapore") == 0


def test_calls_with_a_bad_signature_may_count() -> None:
    for first, passes in ((False, 20), (True, 10)):
        guard, _ = gateway(settings=TrtcSettings(checks_rate_first=first))
        assert let_in(guard, 10, secret_key="wrong") == 10
        assert let_in(guard, 30) == passes


def test_a_key_of_another_kind_may_be_just_unknown() -> None:
    other = request(secret_id="1400000001")
    assert refused(other) == "AuthFailure.InvalidSecretId"
    assert refused(other, settings=TrtcSettings(checks_key_type=False)) == "AuthFailure.SecretIdNotFound"


async def test_how_often_the_mainland_lets_2_0_be_described() -> None:
    stage = Stage(site="cn")
    client, task_id = await mainland_task(stage)
    turn(stage, "trtc-2.mainland_describe_rate", 5)
    words = [await word(client, task_id) for _ in range(6)]
    assert words == 5 * ["InProgress"] + ["RequestLimitExceeded"]
    turn(stage, "trtc-2.mainland_describe_rate", 20)
    assert await word(client, task_id) == "InProgress"
    await stage.close()


async def mainland_task(stage: Stage) -> tuple[TaskClient, str]:
    client = stage.client_2()
    object.__setattr__(client._account.profile, "region", "ap-shanghai")
    seen = await client.start(order_2(values_2()))
    stage.clock.pass_by(2)
    return client, seen.vendor_task_id
