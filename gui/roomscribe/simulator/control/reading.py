"""Reads what control calls send."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from starlette.requests import Request

from roomscribe.simulator.control.mount import BadControl

LARGEST_BODY = 1_000_000
"""Bytes; a settings file may have as many."""


async def read_json(request: Request) -> Any:
    """The body, which must be JSON."""
    body = await _body(request)
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False).encode()  # half a character could neither be told nor sent again
    except (ValueError, RecursionError):
        raise BadControl("Send JSON.") from None
    return data


async def read_object(request: Request, members: Collection[str]) -> dict[str, Any]:
    """The body, which must be a JSON object with some of these members and no others."""
    data = await read_json(request)
    if not isinstance(data, dict):
        raise BadControl(f"Send a JSON object with {', '.join(members)}.")
    for name in data:
        if name not in members:
            raise BadControl(f"There is no such member; use {', '.join(members)}.", at=name)
    return data


def text_of(data: dict[str, Any], name: str) -> str:
    """A member that must be a text of at least one character."""
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise BadControl("It must be a text.", at=name)
    return value


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise BadControl(f"Send at most {LARGEST_BODY} bytes.", status=413)
    return bytes(body)
