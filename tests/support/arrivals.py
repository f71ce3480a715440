"""Requests as they came over the wire to a simulator, whatever becomes of them inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.types import Message, Receive, Scope


@dataclass(frozen=True)
class Arrival:
    """One request."""

    call: str
    """The vendor's name of it."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    path: str = ""
    whole: bool = True
    """All of it has come; else whoever sent it was gone before."""

    def once_more(self, receive: Receive) -> Receive:
        """What an application reads its request from after `arrived` has read all of it."""
        pending: list[Message] = [{"type": "http.request", "body": self.body}]

        async def read() -> Message:
            return pending.pop() if pending else await receive()

        return read


async def arrived(scope: Scope, receive: Receive) -> Arrival:
    """Read a whole request."""
    parts, more, whole = [], True, True
    while more:
        message = await receive()
        whole = message["type"] == "http.request"
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    call = headers.get("x-tc-action") or _agora_call(scope["method"], scope["path"])
    query = dict(parse_qsl(scope["query_string"].decode()))
    return Arrival(call, query, headers, b"".join(parts), scope["path"], whole)


_AGORA_CALLS: Mapping[str, Mapping[str, str]] = {
    "POST": {"builderTokens": "acquire", "tasks": "start", "join": "join", "update": "update", "leave": "leave"},
    "GET": {"agents": "list", "": "query"},
    "PATCH": {"": "update"},
    "DELETE": {"": "stop"},
}
"""By method and last part of the path; "" for any other part (agora.md §1.1, §1.2)."""


def _agora_call(method: str, path: str) -> str:
    calls = _AGORA_CALLS.get(method, {})
    return calls.get(path.rpartition("/")[2]) or calls.get("", "")
