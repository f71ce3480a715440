"""Our client against hosts that answer oddly, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.vendors.agora.client import AgoraClient
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.model import BotTokens, build_start
from roomscribe.vendors.protocol import TaskRef
from tests.support.faces import ManualClock
from tests.unit.vendors.agora.stage import Stage, account, answering, change, order, values

REF = TaskRef(vendor_task_id="0a1b", idempotency_key="", kept={"builder_token": "builder-token-1"})
ORDER = order(values(), {"builder_token": "builder-token-1"})
CHANGE = change(values(), "languages")
TRIPLE = {"taskId": "0a1b", "createTs": 1, "status": "STARTED"}
ACQUIRE_SAMPLE = {"tokenName": "secret-token", "createTs": None, "instanceId": "x"}
HTML = "<html><body>Sign in to the hotel's network</body></html>"

Call = Callable[[AgoraClient], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "prepare": lambda client: client.prepare(ORDER),
    "start": lambda client: client.start(ORDER),
    "observe": lambda client: client.observe(REF),
    "locate": lambda client: client.locate(REF, ORDER),
    "update": lambda client: client.update(REF, CHANGE),
    "stop": lambda client: client.stop(REF),
}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"storage_secret_key": ["s3cr3t-key"]}, "storage_secret_key"),
        ({"translations": ({"target": 5},)}, "translations"),
    ],
)
async def test_a_body_that_cannot_be_sent_is_refused_at_its_field_without_what_stood_in_it(
    wrong: dict[str, object], field: str
) -> None:
    form = values(save_captions=True, storage_access_key="acc3ss-key", translate=True, **wrong)
    client = AgoraClient(account("http://127.0.0.1:8080"), answering(lambda: JSONResponse(TRIPLE)), ManualClock())
    with pytest.raises(CallFailed) as refused:
        await client.start(order(form, ORDER.kept))
    await client.aclose()
    assert (refused.value.kind, refused.value.note.field) == (FailureKind.NOT_SENT, field)
    assert refused.value.__cause__ is None
    assert "s3cr3t-key" not in str(refused.value)
    with pytest.raises(ValidationError) as raw:
        build_start(form, BotTokens())
    assert "s3cr3t-key" not in str(raw.value)
    assert "acc3ss-key" not in str(raw.value)


async def ask(call: str, make: Callable[[], Response]) -> Any:
    client = AgoraClient(account("http://127.0.0.1:8080"), answering(make), ManualClock())
    try:
        return await CALLS[call](client)
    finally:
        await client.aclose()


async def refused(call: str, make: Callable[[], Response]) -> CallFailed:
    with pytest.raises(CallFailed) as failed:
        await ask(call, make)
    return failed.value


def says(body: object, status: int = 200) -> Callable[[], Response]:
    return lambda: JSONResponse(body, status_code=status)


@pytest.mark.parametrize("call", CALLS)
async def test_a_login_page_with_status_200_is_never_a_success(call: str) -> None:
    failed = await refused(call, lambda: Response(HTML, media_type="text/html"))
    assert (failed.kind, failed.note.code) == (FailureKind.AMBIGUOUS, "html")


@pytest.mark.parametrize("call", CALLS)
async def test_half_an_answer(call: str) -> None:
    failed = await refused(call, lambda: Response('{"taskId": "0a', media_type="application/json"))
    assert (failed.kind, failed.note.code) == (FailureKind.AMBIGUOUS, "malformed")


@pytest.mark.parametrize("call", ["prepare", "start", "observe", "locate"])
async def test_an_empty_answer_is_no_success_where_words_are_needed(call: str) -> None:
    assert (await refused(call, Response)).kind is FailureKind.AMBIGUOUS


@pytest.mark.parametrize(("call", "state"), [("update", TaskState.RUNNING), ("stop", TaskState.STOPPING)])
@pytest.mark.parametrize("make", [Response, lambda: Response(status_code=204), says({}), says(ACQUIRE_SAMPLE)])
async def test_updates_and_stops_are_accepted_by_any_2xx(
    call: str, state: TaskState, make: Callable[[], Response]
) -> None:
    seen = await ask(call, make)
    assert (seen.state, seen.vendor_state) == (state, "")
    assert "secret-token" not in repr(seen)


@pytest.mark.parametrize("call", ["update", "stop", "observe", "start"])
async def test_an_error_with_status_200_is_an_error(call: str) -> None:
    failed = await refused(call, says({"code": 53, "reason": "no pair"}))
    assert (failed.kind, failed.note.code) == (FailureKind.REJECTED, "53")


async def test_the_newest_generations_name_for_a_task_is_not_overlooked() -> None:
    seen = await ask("start", says({"agent_id": "0a1b", "create_ts": 1, "status": "RUNNING"}))
    assert (seen.vendor_task_id, seen.state) == ("0a1b", TaskState.RUNNING)


async def test_a_start_without_a_status_is_starting() -> None:
    assert (await ask("start", says({"taskId": "0a1b"}))).state is TaskState.STARTING


@pytest.mark.parametrize("status", [200, 201, 206])
async def test_the_task_triple_counts_with_every_2xx(status: int) -> None:
    for call in ("start", "observe", "locate", "update", "stop"):
        seen = await ask(call, says(TRIPLE, status))
        assert (seen.vendor_task_id, seen.vendor_state) == ("0a1b", "STARTED")


@pytest.mark.parametrize(("word", "state"), [("NEWS", TaskState.RUNNING), ("FAILURE_STOP", TaskState.STOPPING)])
async def test_words(word: str, state: TaskState) -> None:
    seen = await ask("observe", says(TRIPLE | {"status": word}))
    assert (seen.vendor_state, seen.state) == (word, state)


async def test_a_task_is_taken_over_by_what_the_refusal_says() -> None:
    message = "The task has been started, current status is CREATED, taskId is 77aa"
    seen = await ask("locate", says({"message": message}, 409))
    assert (seen.vendor_task_id, seen.vendor_state, seen.state) == ("77aa", "CREATED", TaskState.STARTING)


async def test_a_refused_repetition_settles_nothing() -> None:
    assert (await refused("locate", says({"message": "invalid_appid!"}, 400))).kind is FailureKind.REJECTED


@pytest.mark.parametrize("call", CALLS)
async def test_no_answer_in_time(call: str) -> None:
    async def silent(scope: Any, receive: Any, send: Any) -> None:
        raise TimeoutError

    factory = HttpFactory(lambda: InProcessTransport(silent))
    client = AgoraClient(account("http://127.0.0.1:8080"), factory, ManualClock())
    with pytest.raises(CallFailed) as failed:
        await CALLS[call](client)
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.AMBIGUOUS, "timeout")
    await client.aclose()


@pytest.mark.unreachable_network
@pytest.mark.parametrize(("url", "code"), [("https://no-such-host.invalid", "dns"), ("http://127.0.0.1:1", "connect")])
@pytest.mark.parametrize("call", CALLS)
async def test_what_never_left(call: str, url: str, code: str) -> None:
    client = AgoraClient(account(url), HttpFactory(), ManualClock())
    with pytest.raises(CallFailed) as failed:
        await CALLS[call](client)
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.NOT_SENT, code)
    assert "builder-token-1" not in repr(failed.value.exchange)
    report = await client.check()
    assert not report.ok
    assert report.answer.startswith(code)
    await client.aclose()


async def test_a_proxys_page_that_repeats_the_address_tells_no_token() -> None:
    page = f"{HTML} /tasks/0a1b?builderToken=builder-token-1"
    failed = await refused("observe", lambda: Response(page, status_code=502, media_type="text/html"))
    assert "builder-token-1" not in repr((failed.exchange, failed.note))


async def test_requests_go_out_as_the_vendors_page_shows_them() -> None:
    seen: list[tuple[str, str, str]] = []

    async def record(scope: Any, receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        seen.append((scope["method"], scope["raw_path"].decode(), scope["query_string"].decode()))
        assert headers["authorization"].startswith("Basic ")
        await JSONResponse(TRIPLE)(scope, receive, send)

    client = AgoraClient(
        account("http://127.0.0.1:8080"), HttpFactory(lambda: InProcessTransport(record)), ManualClock()
    )
    odd = TaskRef(vendor_task_id="a/b", idempotency_key="", kept={"builder_token": "a+b/c="})
    pairs = ({"source": "en-US", "target": ("de-DE",)},)
    form = values(translate=True, translations=pairs)
    await client.update(odd, change(form, "languages", "subscribe_uids", "translate", sequence=9))
    await client.aclose()
    ((method, path, query),) = seen
    assert (method, path.rsplit("/", 1)[1]) == ("PATCH", "a%2Fb")
    assert query == f"builderToken=a%2Bb%2Fc%3D&sequenceId=9&updateMask={','.join(AGORA_5.masks)}"


async def test_a_connection_is_checked_without_starting_anything() -> None:
    stage = Stage()
    report = await stage.client().check()
    assert (report.ok, report.answer, report.error) == (True, "HTTP 200", None)
    assert dict(stage.world.calls) == {"acquire": 1}
    await stage.close()
