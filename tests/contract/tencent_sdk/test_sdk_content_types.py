"""Which Content-Type the vendor's SDKs send, and behind which of the cloud's they see an error (tencent.md §1.3, §1.4).

What holds: the SDKs always send `application/json`, and the cloud takes the docs' `application/json; charset=utf-8`
just as well, whose exact text is signed. The answer's type does not depend on the request's. With an answer of type
`application/json` or `text/plain` an SDK sees every error, and with `application/json; charset=utf-8` none: it gives
the error back as a success without a TaskId. Our own client sees every error behind each of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from roomscribe.domain.errors import CallFailed
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import TaskClient
from roomscribe.vendors.trtc.catalogue.tables import BY_CODE
from roomscribe.vendors.trtc.simulator_settings import ReplyType, TrtcSettings
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.contract.tencent_sdk.codes import OWN, codes_of
from tests.contract.tencent_sdk.sdk import API_1, Api, Outcome, Sdk
from tests.unit.vendors.trtc.stage import Stage, order, order_2, ref, values, values_2

SDK_TYPE, DOCS_TYPE = "application/json", "application/json; charset=utf-8"
REQUEST_TYPES = pytest.mark.parametrize("request_type", [SDK_TYPE, DOCS_TYPE], ids=["the SDK's type", "the docs' type"])
READ = (ReplyType.JSON, ReplyType.TEXT)
"""Behind these the SDKs look for errors."""
UNREAD = ReplyType.JSON_WITH_CHARSET
AT_ONCE = TrtcSettings(idle_seconds=0.0, preparing_seconds=0.0)


@pytest.fixture
def answering(open_sdk: Callable[..., Sdk]) -> Callable[[ReplyType], Sdk]:
    """Makes a cloud whose answers are of a type, and the SDK for it."""
    return lambda reply_type: open_sdk(settings=replace(AT_ONCE, reply_type=reply_type))


def every_error(sdk: Sdk, **how: Any) -> dict[tuple[str, str], Outcome]:
    """What the SDK makes of every error, by call and code."""
    told = {sdk.api.start: sdk.parameters(), sdk.api.describe: sdk.of_task("x"), sdk.api.stop: sdk.of_task("x")}
    asked = [(action, code) for action in told for code in codes_of(action)]
    sdk.spoil(*(Fault(FaultKind.ERROR, call=action, code=code, message=f"no: {code}") for action, code in asked))
    outcomes = sdk.calls([(action, told[action]) for action, _ in asked], **how)
    return dict(zip(asked, outcomes, strict=True))


def wire_types(sdk: Sdk) -> set[str]:
    return {headers["content-type"] for headers in sdk.requests}


@REQUEST_TYPES
@pytest.mark.parametrize("reply_type", READ)
def test_the_sdk_sees_every_error_whichever_type_the_request_had(
    answering: Callable[[ReplyType], Sdk], reply_type: ReplyType, request_type: str
) -> None:
    sdk = answering(reply_type)
    found = every_error(sdk, request_type=request_type)
    assert {asked: (each.code, each.message) for asked, each in found.items()} == {
        (action, code): (code, f"no: {code}") for action, code in found
    }
    assert all(each.request_id for each in found.values())
    assert wire_types(sdk) == {request_type}


@REQUEST_TYPES
def test_the_sdk_takes_every_error_for_a_success_when_the_answers_type_has_a_charset(
    answering: Callable[[ReplyType], Sdk], request_type: str
) -> None:
    found = every_error(answering(UNREAD), request_type=request_type)
    assert {(each.code, "TaskId" in each.answer, "Error" in each.answer) for each in found.values()} == {
        ("", False, False)
    }
    assert all(each.answer["RequestId"] for each in found.values())


def test_with_a_charset_even_a_wrong_key_looks_like_a_success(answering: Callable[[ReplyType], Sdk]) -> None:
    sdk = answering(UNREAD)
    sdk.secret_key = "wrong"
    outcome = sdk.start()
    assert (outcome.code, list(outcome.answer)) == ("", ["RequestId"])
    assert sdk.cloud.tasks.all() == []
    # Its general method has the error in what it gives back, where a program has to look for it.
    assert sdk.start(raw=True).answer["Error"]["Code"] == "AuthFailure.SignatureFailure"


@REQUEST_TYPES
@pytest.mark.parametrize("reply_type", ReplyType)
def test_a_success_is_a_success_behind_each_type(
    answering: Callable[[ReplyType], Sdk], reply_type: ReplyType, request_type: str
) -> None:
    sdk = answering(reply_type)
    task_id = sdk.call(sdk.api.start, sdk.parameters(), request_type=request_type).answer["TaskId"]
    told = sdk.of_task(task_id)
    described = sdk.call(sdk.api.describe, told, request_type=request_type)
    assert described.answer["Status"] == "InProgress"
    assert sdk.call(sdk.api.stop, told, request_type=request_type).answer["RequestId"]


def test_the_sdk_sends_plain_json_even_when_a_request_wishes_another_type(sdk: Sdk) -> None:
    assert sdk.call(sdk.api.start, sdk.parameters(), headers={"Content-Type": DOCS_TYPE}).answer["TaskId"]
    assert sdk.describe("nobody's").code != ""
    assert wire_types(sdk) == {SDK_TYPE}


@pytest.mark.parametrize("reply_type", ReplyType)
@REQUEST_TYPES
def test_the_answers_type_is_the_switchs_and_not_the_requests(
    answering: Callable[[ReplyType], Sdk], request_type: str, reply_type: ReplyType
) -> None:
    sdk = answering(reply_type)
    answer = httpx.post(sdk.url, headers={"Content-Type": request_type, "X-TC-Action": sdk.api.start}, trust_env=False)
    assert answer.headers["content-type"] == reply_type
    assert answer.json()["Response"]["Error"]["Code"] == "MissingParameter"


@pytest.fixture(params=ReplyType)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    switches = replace(AT_ONCE, reply_type=request.param)
    stage = Stage(face="loopback", settings=switches, settings_2=CloudTranscriptionSettings(idle_seconds=0.0))
    yield stage
    await stage.close()


async def test_our_client_sees_every_error_behind_each_type(stage: Stage, api: Api) -> None:
    client: TaskClient = stage.client() if api is API_1 else stage.client_2()
    wish = order(values()) if api is API_1 else order_2(values_2())
    calls = {
        api.start: lambda: client.start(wish),
        api.describe: lambda: client.observe(ref("x")),
        api.stop: lambda: client.stop(ref("x")),
    }
    for action, call in calls.items():
        for code in codes_of(action):
            stage.world.faults.add(Fault(FaultKind.ERROR, call=action, code=code, message=f"no: {code}"))
            with pytest.raises(CallFailed) as failure:
                await call()
            note = failure.value.note
            assert (note.code, note.vendor_message) == (code, f"no: {code}")
            assert str(note.meaning)
            assert str(note.remedy)
            assert note.request_id
    task = ref((await client.start(wish)).vendor_task_id)
    assert (await client.observe(task)).vendor_state == "InProgress"
    await client.stop(task)


def test_the_lists_of_codes_are_those_that_the_catalogue_explains() -> None:
    listed = {code for action in OWN for code in codes_of(action)}
    assert {code for code in BY_CODE if code[0].isupper()} == listed
