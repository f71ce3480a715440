"""Tencent's own SDKs, mainland and international, drive both generations at the simulated cloud.

What they take for the vendor's answers must be what we think these are: a task's life, and every refusal.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings, SameBot
from tests.contract.tencent_sdk.sdk import API_1, API_2, INTERNATIONAL, MAINLAND, Api, Outcome, Sdk

MINUTE, HOUR = 60, 3600
NOBODYS = "5d0c1f1e-0b7a-4f35-9a3e-2b1f6f1c0001"


def by(api: Api, first: str, second: str) -> str:
    """The code of the generation: 2.0 has some of its own (tencent.md §5.1)."""
    return first if api is API_1 else second


def named(name: str, value: object) -> dict[str, Any]:
    """One parameter of a start."""
    return {name: value}


def assert_refused(outcome: Outcome, code: str, name: str = "") -> None:
    assert outcome.code == code, outcome
    assert outcome.request_id
    assert name in outcome.message
    assert outcome.answer == {}


def test_a_task_is_started_described_and_stopped(sdk: Sdk) -> None:
    started = sdk.start()
    assert started.answer["TaskId"]
    assert started.answer["RequestId"]
    task_id = started.answer["TaskId"]
    described = sdk.describe(task_id).answer
    assert (described["Status"], described["TaskId"]) == ("InProgress", task_id)
    if sdk.api is API_1:
        assert described["SessionId"] == "session_1"
        assert time.strptime(described["StartTime"], "%Y-%m-%d %H:%M:%S.%f")
    else:
        assert described["StartTime"] > 1_700_000_000_000
    assert sdk.stop(task_id).answer["RequestId"]
    assert sdk.describe(task_id).answer["Status"] == by(sdk.api, "Stopped", "Exited")
    assert_refused(sdk.stop(task_id), by(sdk.api, "FailedOperation.TaskNotExist", "ResourceNotFound"))


@pytest.mark.parametrize("api", [API_1], ids=["trtc-1"])
def test_a_task_is_found_by_its_session_id(sdk: Sdk) -> None:
    task_id = sdk.start().answer["TaskId"]
    asked = {"TaskId": "", "SdkAppId": sdk.sdk_app_id, "SessionId": "session_1"}
    assert sdk.call(sdk.api.describe, asked).answer["TaskId"] == task_id


def wrong_key(sdk: Sdk) -> None:
    sdk.secret_key = "wrong"


def unknown_key(sdk: Sdk) -> None:
    sdk.secret_id = "AKIDnobodyNOBODYnobodyNOBODYnobody01"


def no_api_key(sdk: Sdk) -> None:
    sdk.secret_id = str(sdk.sdk_app_id)


def wrong_clock(sdk: Sdk) -> None:
    sdk.in_cloud(lambda: setattr(sdk.cloud.world.clock, "offset", HOUR))


def other_region(sdk: Sdk) -> None:
    sdk.region = "eu-frankfurt"


def temporary_key(sdk: Sdk) -> None:
    sdk.in_cloud(lambda: setattr(sdk.cloud.account, "token", "session-token"))


def not_permitted(sdk: Sdk) -> None:
    sdk.in_cloud(lambda: setattr(sdk.cloud.account, "permitted", frozenset()))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (wrong_key, "AuthFailure.SignatureFailure"),
        (unknown_key, "AuthFailure.SecretIdNotFound"),
        (no_api_key, "AuthFailure.InvalidSecretId"),
        (wrong_clock, "AuthFailure.SignatureExpire"),
        (other_region, "UnsupportedRegion"),
        (temporary_key, "AuthFailure.TokenFailure"),
        (not_permitted, "AuthFailure.UnauthorizedOperation"),
    ],
)
def test_whoever_may_not_is_refused_at_every_call(sdk: Sdk, spoil: Callable[[Sdk], None], code: str) -> None:
    task_id = sdk.start().answer["TaskId"]
    spoil(sdk)
    for outcome in (sdk.start("bot_2"), sdk.describe(task_id), sdk.stop(task_id)):
        assert_refused(outcome, code)


def test_a_region_is_asked_for_where_the_site_wants_one(sdk: Sdk) -> None:
    sdk.region = ""
    outcome = sdk.start()
    if (sdk.package, sdk.api) == (MAINLAND, API_1):
        assert outcome.answer["TaskId"]
    else:
        assert_refused(outcome, by(sdk.api, "MissingParameter", "MissingParameter.Region"), "Region")


def test_an_action_nobody_knows(sdk: Sdk) -> None:
    assert_refused(sdk.call("ListAITranscriptions", {}, raw=True), "InvalidAction")


def test_too_many_calls_in_a_second(open_sdk: Callable[..., Sdk]) -> None:
    # The window is stretched, so that the number of calls decides and not the computer's speed.
    sdk = open_sdk(settings=TrtcSettings(rate_window=HOUR))
    limit = 50 if (sdk.package, sdk.api) == (MAINLAND, API_1) else 20
    question = (sdk.api.describe, sdk.of_task(NOBODYS))
    unknown = by(sdk.api, "FailedOperation.TaskNotExist", "ResourceNotFound")
    outcomes = sdk.calls([question] * (limit + 1))
    assert [each.code for each in outcomes] == [unknown] * limit + ["RequestLimitExceeded"]
    assert_refused(outcomes[-1], "RequestLimitExceeded", f"`{limit + 1}` in a second")


def test_a_request_that_is_too_large(open_sdk: Callable[..., Sdk]) -> None:
    sdk = open_sdk(settings=TrtcSettings(longest_body=2000))
    assert_refused(sdk.start(RoomId="r" * 2000), "RequestSizeLimitExceeded")


def test_an_application_of_another_account(sdk: Sdk) -> None:
    code = by(sdk.api, "FailedOperation.SdkAppIdNotUnderAppId", "InvalidParameter.SdkAppId")
    assert_refused(sdk.start(SdkAppId=1), code)


def test_an_application_that_may_not(sdk: Sdk) -> None:
    lacks = by(sdk.api, "FailedOperation.NotAbility", "FailedOperation.CTUnsupportMethod")
    for switch in ("translation", "speech_to_text"):
        sdk.in_cloud(partial(setattr, sdk.cloud.app, switch, False))
        assert_refused(sdk.start(), lacks)
    if sdk.api is API_1:
        sdk.in_cloud(lambda: setattr(sdk.cloud.app, "barred", True))
        assert_refused(sdk.start(), "FailedOperation.NotAllowed")


def test_no_capacity_left(open_sdk: Callable[..., Sdk]) -> None:
    sdk = open_sdk(settings=TrtcSettings(capacity=1), settings_2=CloudTranscriptionSettings(capacity=1))
    first = sdk.start().answer["TaskId"]
    more: dict[str, Any] = {"RoomId": "room-2", **({"SessionId": "session_2"} if sdk.api is API_1 else {})}
    assert_refused(sdk.start("bot_2", **more), by(sdk.api, "ResourceInsufficient.RequestRejection", "FailedOperation"))
    assert sdk.stop(first).code == ""
    assert sdk.start("bot_2", **more).answer["TaskId"] != first


@pytest.mark.parametrize("api", [API_1], ids=["trtc-1"])
@pytest.mark.parametrize(
    ("bot", "changes"),
    [("bot_1", {"SessionId": "session_2"}), ("bot_2", {}), ("bot_2", {"RoomId": "room-2"})],
    ids=["same bot in the room", "same session in the room", "same session elsewhere"],
)
def test_a_duplicate_task(sdk: Sdk, bot: str, changes: dict[str, Any]) -> None:
    assert sdk.start().answer["TaskId"]
    assert_refused(sdk.start(bot, **changes), "FailedOperation.TaskExist")


@pytest.mark.parametrize("api", [API_2], ids=["trtc-2"])
@pytest.mark.parametrize("switch", SameBot)
def test_a_second_task_with_the_same_bot(open_sdk: Callable[..., Sdk], switch: SameBot) -> None:
    sdk = open_sdk(settings_2=CloudTranscriptionSettings(idle_seconds=0.0, same_bot=switch))
    first, second = sdk.start().answer["TaskId"], sdk.start()
    if switch is SameBot.REFUSED:
        assert_refused(second, "FailedOperation")
    else:
        assert second.answer["TaskId"] != first
    word = {"takes-over": "Exited"}.get(switch, "InProgress")
    assert sdk.describe(first).answer["Status"] == word


def test_a_task_nobody_knows(sdk: Sdk) -> None:
    unknown = by(sdk.api, "FailedOperation.TaskNotExist", "ResourceNotFound")
    for call in (sdk.describe, sdk.stop):
        assert_refused(call(NOBODYS), unknown)
        assert_refused(call(""), by(sdk.api, "InvalidParameter.TaskId", "MissingParameter.TaskId"))
        assert_refused(call("no such task!"), by(sdk.api, "InvalidParameter.TaskId", "ResourceNotFound"))
    for action in (sdk.api.describe, sdk.api.stop):
        missing = by(sdk.api, "MissingParameter", "MissingParameter.TaskId")
        assert_refused(sdk.call(action, sdk.of_task(None)), missing, "TaskId")


def sig_of_another_bot(sdk: Sdk) -> str:
    return sdk.user_sig("somebody")


def sig_of_another_application(sdk: Sdk) -> str:
    return sdk.user_sig(sdk_app_id=sdk.sdk_app_id + 1)


def sig_by_another_key(sdk: Sdk) -> str:
    return sdk.user_sig(key="0" * 64)


def sig_that_has_expired(sdk: Sdk) -> str:
    sdk.in_cloud(lambda: setattr(sdk.cloud.world.clock, "offset", MINUTE + 1))
    return sdk.user_sig(lives=MINUTE)


def sig_that_is_cut(sdk: Sdk) -> str:
    return sdk.user_sig()[:-8]


def sig_that_is_none(sdk: Sdk) -> str:
    return "rubbish"


@pytest.mark.parametrize(
    "make",
    [
        sig_of_another_bot,
        sig_of_another_application,
        sig_by_another_key,
        sig_that_has_expired,
        sig_that_is_cut,
        sig_that_is_none,
    ],
)
def test_a_signature_that_is_not_good(sdk: Sdk, make: Callable[[Sdk], str]) -> None:
    refused = sdk.start(user_sig=make(sdk))
    assert_refused(refused, by(sdk.api, "InvalidParameter.UserSig", "InvalidParameter"), "UserSig")
    assert sdk.start().answer["TaskId"]


@pytest.mark.parametrize(
    ("path", "own_code"),
    [
        ("RoomId", "RoomId"),
        ("SdkAppId", "SdkAppId"),
        ("{params}", "TranscriptionParam"),
        ("{params}.UserId", "UserId"),
        ("{params}.UserSig", "UserSig"),
    ],
)
def test_a_missing_parameter(sdk: Sdk, path: str, own_code: str) -> None:
    name, _, inside = path.format(params=sdk.api.params).partition(".")
    told = sdk.parameters()
    del (told[name] if inside else told)[inside or name]
    refused = sdk.call(sdk.api.start, told)
    assert_refused(refused, by(sdk.api, "MissingParameter", f"MissingParameter.{own_code}"), inside or name)


@pytest.mark.parametrize("api", [API_2], ids=["trtc-2"])
def test_what_only_the_second_generation_requires(sdk: Sdk) -> None:
    assert_refused(sdk.start(AsrParam=None), "MissingParameter.AsrParam", "AsrParam")
    assert_refused(sdk.start(AsrParam={"VadLevel": 1}), "MissingParameter.ASRLang", "AsrParam.Lang")
    assert_refused(sdk.start(RoomIdType=None), "MissingParameter", "RoomIdType")


def test_a_parameter_the_site_does_not_know(sdk: Sdk) -> None:
    """Not by the models: they leave out what they do not know."""
    assert_refused(sdk.start(raw=True, Colour="red"), "UnknownParameter", "Colour")
    inside = {**sdk.parameters()[sdk.api.params], "Colour": "red"}
    assert_refused(sdk.start(raw=True, **named(sdk.api.params, inside)), "UnknownParameter", f"{sdk.api.params}.Colour")
    for outcome in sdk.calls([(each, sdk.of_task(NOBODYS) | {"X": 1}) for each in (sdk.api.describe, sdk.api.stop)]):
        assert outcome.code == by(sdk.api, "FailedOperation.TaskNotExist", "ResourceNotFound")


@pytest.mark.parametrize("api", [API_1], ids=["trtc-1"])
@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("TranscriptionParams", "TargetUserIdList", ["alice"]),
        ("TranscriptionParams", "IMAdminUserId", "administrator"),
        ("TranscriptionParams", "IMAdminUserSig", "SIG"),
        ("RecognizeConfig", "Model", "x"),
        ("RecognizeConfig", "TranslationLanguage", "en"),
    ],
)
def test_what_only_the_mainland_knows(sdk: Sdk, part: str, name: str, value: object) -> None:
    told = sdk.parameters()
    told[part] = {**told[part], name: value, "TranscriptionMode": 1} if part == sdk.api.params else {name: value}
    outcome = sdk.call(sdk.api.start, told, raw=True)
    if sdk.package is INTERNATIONAL:
        assert_refused(outcome, "UnknownParameter", f"{part}.{name}")
        assert sdk.call(sdk.api.start, told).code != "UnknownParameter"  # its model knows no such name either
    else:
        assert outcome.code != "UnknownParameter"


@pytest.mark.parametrize("api", [API_1], ids=["trtc-1"])
def test_captions_by_chat_need_an_administrators_signature(sdk: Sdk) -> None:
    """Two hidden fields of the mainland's model (tencent.md §3.2)."""
    admin = {"IMAdminUserId": "administrator", "IMAdminUserSig": sdk.user_sig("administrator")}
    told = named(sdk.api.params, {**sdk.parameters()[sdk.api.params], **admin})
    if sdk.package is INTERNATIONAL:
        assert sdk.start(**told).answer["TaskId"]  # its model leaves them out
        return
    assert_refused(sdk.start(**told), "InvalidParameter.UserSigNotAdmin")
    sdk.in_cloud(lambda: setattr(sdk.cloud.app, "chat_admins", frozenset({"administrator"})))
    assert sdk.start(**told).answer["TaskId"]


@pytest.mark.parametrize(
    ("name", "value"), [("RoomId", 500123), ("RoomIdType", "1"), ("SdkAppId", "1400000000"), ("{params}", "text")]
)
def test_a_value_of_the_wrong_type(sdk: Sdk, name: str, value: object) -> None:
    name = name.format(params=sdk.api.params)
    assert_refused(sdk.start(raw=True, **named(name, value)), "InvalidParameter", name)


def test_a_value_out_of_range(sdk: Sdk) -> None:
    code = by(sdk.api, "InvalidParameterValue", "InvalidParameter.OutOfRange")
    spoken = dict(sdk.parameters()[sdk.api.recognition])
    for name, value in (("VadSilenceTime", 239), ("VadSilenceTime", 2001), ("VadLevel", 4), ("HotWordList", "a|12")):
        assert_refused(sdk.start(**named(sdk.api.recognition, {**spoken, name: value})), code, name)
    bot = dict(sdk.parameters()[sdk.api.params])
    for name, value in (("MaxIdleTime", 4), ("MaxIdleTime", 86401), ("UserId", "a bot")):
        assert_refused(sdk.start(**named(sdk.api.params, {**bot, name: value})), code, name)
    assert_refused(sdk.start(RoomIdType=2), code, "RoomIdType")
    assert_refused(sdk.start(RoomIdType=0, RoomId="4294967296"), code, "RoomId")
    language = {"Language": "xx"} if sdk.api is API_1 else {"Lang": "xx"}
    assert_refused(sdk.start(**named(sdk.api.recognition, language)), code)


def test_another_http_status_hides_code_and_request_id(sdk: Sdk) -> None:
    """Why the cloud answers errors with HTTP 200 (tencent.md §1.4)."""
    sdk.spoil(Fault(FaultKind.HTTP, status=502))
    outcome = sdk.start()
    assert (outcome.code, outcome.request_id) == ("ServerNetworkError", None)


def test_a_broken_connection_is_the_networks_error(sdk: Sdk) -> None:
    sdk.spoil(Fault(FaultKind.DROP_AFTER))
    outcome = sdk.start()
    # Its name depends on how much of the answer had arrived.
    assert outcome.code in ("ClientNetworkError", "ChunkedEncodingError")
    assert outcome.request_id is None
    assert len(sdk.cloud.tasks.all()) == 1
