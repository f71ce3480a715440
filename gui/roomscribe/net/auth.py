"""Signs requests at the last moment: an `httpx.Auth` over any function that turns a request into headers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, kw_only=True)
class Unsigned:
    """A request as it will go over the wire, before its signature."""

    method: str
    target: str
    """Path and query, as in the request line."""
    headers: Mapping[str, str]
    """By name in any case; `host` has the port where it is not the usual one."""
    body: bytes


Signer = Callable[[Unsigned], Mapping[str, str]]
"""Answers the headers to add; what it needs besides the request (keys, clock) it brings along."""


class SigningAuth(httpx.Auth):
    """Adds a signer's headers to each request, once everything else about it is settled."""

    requires_request_body = True

    def __init__(self, sign: Signer) -> None:
        self._sign = sign

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """One step: signatures need no answer from the server first."""
        unsigned = Unsigned(
            method=request.method,
            target=request.url.raw_path.decode("ascii"),
            headers=request.headers,
            body=request.content,
        )
        # One by one: httpx would first build another set of headers to update from.
        for name, value in self._sign(unsigned).items():
            request.headers[name] = value
        yield request
