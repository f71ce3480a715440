"""Every error of agora.md §8, in every shape, becomes the right failure."""

from __future__ import annotations

import json

import pytest

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.net.call import Answer
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.errors import VendorError, failure, field_named, read_error
from roomscribe.vendors.agora.record import AGORA_7_GENERATION

K = FailureKind


def answer(status: int, body: object = None, *, text: str | None = None) -> Answer:
    written = text if text is not None else "" if body is None else json.dumps(body)
    exchange = Exchange(
        call="x",
        method="GET",
        url="",
        request=None,
        request_headers={},
        sent_at=1.0,
        status=status,
        response=body if body is not None else written,
        request_id="r-1",
    )
    return Answer(status=status, headers={}, json=body, text=written, exchange=exchange)


def failed(call: Call, status: int, body: object = None, *, text: str | None = None) -> CallFailed:
    return failure(answer(status, body, text=text), call)


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"message": "m"}, "400", "m"),
        ({"message": "m", "code": 2}, "2", "m"),
        ({"code": 2, "reason": "m"}, "2", "m"),
        ({"code": "2", "reason": "m"}, "2", "m"),
        ({"detail": "m", "reason": "InvalidFieldValue"}, "InvalidFieldValue", "m"),
        ({"message": "m", "agent_id": "a", "create_ts": 1, "status": "FAILED"}, "400", "m"),
        ({"message": "m", "agent_id": "a", "status": "FAILED"}, "400", "m"),
        ({"detail": "m"}, "400", "m"),
        ({"reason": "SomeWord"}, "SomeWord", ""),
        (None, "400", ""),
    ],
)
def test_shapes(body: object, code: str, words: str) -> None:
    note = failed(Call.QUERY, 400, body).note
    assert (note.code, note.vendor_message, note.kind, note.request_id) == (code, words, K.REJECTED, "r-1")


@pytest.mark.parametrize("body", [None, [], "text", 5, {}, {"message": ""}, {"code": True}, {"message": 5}])
def test_what_is_no_error_of_agoras(body: object) -> None:
    assert read_error(body) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("<html><body>502</body></html>", "html"), ('{"message": "ha', "malformed"), ("OK", "malformed")],
)
@pytest.mark.parametrize("status", [200, 404, 502])
def test_answers_of_somebody_else_prove_nothing(text: str, code: str, status: int) -> None:
    note = failed(Call.QUERY, status, text=text).note
    assert (note.kind, note.code) == (K.AMBIGUOUS, code)


@pytest.mark.parametrize(
    ("call", "status", "body", "kind"),
    [
        (Call.QUERY, 401, {"message": "Invalid authentication credentials"}, K.AUTH),
        (Call.QUERY, 401, {"message": "Token is expired"}, K.AUTH),
        (Call.QUERY, 401, {"message": "Invalid token"}, K.AUTH),
        (Call.QUERY, 401, None, K.AUTH),
        (Call.QUERY, 403, None, K.AUTH),
        (Call.START, 400, {"message": "the product name does not match with builderToken"}, K.REJECTED),
        (Call.START, 400, {"message": "resourceId reaches out the limited time interval!"}, K.REJECTED),
        (Call.ACQUIRE, 400, {"message": "invalid_appid!"}, K.REJECTED),
        (Call.ACQUIRE, 400, {"message": "invalid_appid"}, K.REJECTED),
        (Call.START, 400, {"message": "body schema check fail, x"}, K.REJECTED),
        (Call.QUERY, 400, {"message": "The taskId does not match with builderToken."}, K.REJECTED),
        (Call.QUERY, 404, {"message": "The task is not found"}, K.NOT_FOUND),
        (Call.STOP, 400, {"code": 404, "reason": "gone"}, K.NOT_FOUND),
        (Call.QUERY, 404, {"message": "no Route matched with those values"}, K.REJECTED),
        (Call.QUERY, 404, {"message": "Not Found"}, K.REJECTED),
        (Call.QUERY, 404, None, K.AMBIGUOUS),
        (Call.START, 404, {"message": "The task is not found"}, K.REJECTED),
        (Call.START, 409, {"message": "started, taskId is 12ab"}, K.DUPLICATE),
        (Call.START, 409, {"message": "no name"}, K.AMBIGUOUS),
        (Call.START, 409, None, K.AMBIGUOUS),
        (Call.STOP, 409, {"message": "busy"}, K.REJECTED),
        (Call.QUERY, 422, {"detail": "d", "reason": "r"}, K.REJECTED),
        (Call.QUERY, 429, None, K.RATE_LIMITED),
        (Call.START, 500, None, K.AMBIGUOUS),
        (Call.START, 502, {"message": "bad gateway"}, K.AMBIGUOUS),
        (Call.START, 503, None, K.AMBIGUOUS),
        (Call.ACQUIRE, 504, None, K.AMBIGUOUS),
        (Call.START, 599, None, K.AMBIGUOUS),
        (Call.START, 418, {"message": "teapot"}, K.REJECTED),
        (Call.START, 206, {"message": "no host"}, K.AMBIGUOUS),
        (Call.START, 200, None, K.AMBIGUOUS),
        (Call.START, 200, {"unknown": 1}, K.AMBIGUOUS),
        (Call.START, 302, None, K.AMBIGUOUS),
    ],
)
def test_texts_and_statuses(call: Call, status: int, body: object, kind: FailureKind) -> None:
    assert failed(call, status, body).kind is kind


@pytest.mark.parametrize(
    ("call", "code", "kind"),
    [
        *((Call.START, code, K.AMBIGUOUS) for code in (1, 6, 20, 23, 49, 62, 501, 502, 504)),
        *((Call.START, code, K.REJECTED) for code in (2, 53, 1001, 1003)),
        (Call.ACQUIRE, 62, K.REJECTED),
        (Call.STOP, 49, K.REJECTED),
        (Call.QUERY, 53, K.REJECTED),
        (Call.QUERY, 9999, K.REJECTED),
    ],
)
def test_codes(call: Call, code: int, kind: FailureKind) -> None:
    note = failed(call, 400, {"code": code, "reason": "words"}).note
    assert (note.kind, note.code, note.vendor_message) == (kind, str(code), "words")


def test_what_the_catalogue_does_not_know_keeps_its_own_words() -> None:
    note = failed(Call.QUERY, 418, {"code": 777, "reason": "Étrange"}).note
    assert (note.code, note.vendor_message) == ("777", "Étrange")
    assert str(note.meaning)


def test_a_refused_second_start_names_the_task() -> None:
    message = "The task has been started, current status is STARTED, taskId is 0a1b2c."
    refusal = failed(Call.START, 409, {"message": message})
    assert (refusal.kind, refusal.vendor_task_id) == (K.DUPLICATE, "0a1b2c")
    assert VendorError(message=message).task_status == "STARTED"
    assert VendorError(message="nothing").task_id == VendorError(message="nothing").task_status == ""


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("body schema check fail, languages: 1 to 2 items", "languages"),
        ("body schema check fail, translateConfig.languages[0].target: x", "translations"),
        ("body schema check fail, rtcConfig.subBotUid: x", "sub_bot_uid"),
        ("body schema check fail, captionConfig.storage.region: x", "storage_region"),
        ("body schema check fail, captionConfig.storage: x", "save_captions"),
        ("body schema check fail, rtcConfig: required", ""),
        ("Acquire: invalid instanceId value!", "instance_id"),
        ("something else", ""),
    ],
)
def test_errors_that_name_a_field_land_there(message: str, key: str) -> None:
    assert field_named(message) == key
    assert failed(Call.START, 400, {"message": message, "code": 2}).note.field == key


@pytest.mark.parametrize("body", [{"message": "m", "agent_id": "a-1", "status": "FAILED"}, {"agent_id": "a-1"}])
@pytest.mark.parametrize("status", [200, 400, 409])
def test_an_agent_that_failed_is_named_and_never_taken_for_a_running_one(body: dict[str, str], status: int) -> None:
    refusal = failed(Call.JOIN, status, body)
    said = read_error(body)
    assert (said.task_id if said else "") == ("a-1" if "message" in body else "")
    assert refusal.kind is (
        K.AMBIGUOUS if status == 200 or said is None else K.DUPLICATE if status == 409 else K.REJECTED
    )


def test_only_words_about_the_body_are_searched_for_a_field() -> None:
    # "name" is a field's path in 7.x, and a word in everybody's messages.
    message = {"message": "the product name does not match with builderToken"}
    assert failure(answer(400, message), Call.START, [*AGORA_7_GENERATION.fields]).note.field == ""
    message = {"detail": "name: too long", "reason": "InvalidFieldValue"}
    assert failure(answer(400, message), Call.JOIN, [*AGORA_7_GENERATION.fields]).note.field == "instance_id"
