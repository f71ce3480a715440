"""Posts bytes to programs on this computer, as the simulator's notifications need it."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

import httpx

from roomscribe.net.http import ClientOptions, HttpFactory

THIS_COMPUTER = "http://127.0.0.1"
LONGEST_ANSWER = 65_536
"""Bytes of an answer's body that are read."""


class Poster:
    """A client whose connections live until it is left; it follows no redirect and uses no proxy."""

    def __init__(self, factory: HttpFactory | None = None) -> None:
        self._factory = factory or HttpFactory()
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Poster:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes] | None:
        """Status and body of the answer; None where none came. The caller has checked where `url` leads."""
        if self._http is None:  # most simulators never tell anybody anything
            self._http = self._factory.client(ClientOptions(base_url=THIS_COMPUTER))
        try:
            async with self._http.stream("POST", url, content=body, headers=dict(headers)) as response:
                found = b""
                async for part in response.aiter_bytes():
                    found += part
                    if len(found) >= LONGEST_ANSWER:
                        break
                return response.status_code, found
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
