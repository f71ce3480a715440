"""What control calls may send: JSON that can be told again, and not too much of it."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.types import Message

from roomscribe.simulator.control.mount import BadControl
from roomscribe.simulator.control.reading import read_json


def sent(*parts: bytes) -> Request:
    """A request with this body, which arrives in these parts."""
    messages: list[Message] = [{"type": "http.request", "body": each, "more_body": True} for each in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Message:
        return messages.pop(0)

    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, receive)


async def test_a_body_is_read_whole() -> None:
    assert await read_json(sent(b'{"name": "\xc3', b'\xbc\\ud83d\\ude00"}')) == {"name": "ü😀"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000, b'{"name": "\\ud800"}', b'{"\\udc00": 1}'],
    ids=["nothing", "half", "no-text", "deep", "digits", "half-a-character", "half-a-character-as-name"],
)
async def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadControl, match="Send JSON") as refused:
        await read_json(sent(body))
    assert refused.value.status == 400


async def test_a_body_without_end_is_refused_before_it_is_whole() -> None:
    request = sent(*[b" " * 100_000] * 12)
    with pytest.raises(BadControl, match="at most 1000000 bytes") as refused:
        await read_json(request)
    assert refused.value.status == 413
    assert (await request.receive())["body"], "the rest was not asked for"
