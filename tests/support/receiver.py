"""A receiver of notifications on this computer, as a customer would run one: a server that keeps what came."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from roomscribe.simulator.server import SimulatorServer


@dataclass(frozen=True)
class Received:
    """One request, with its body as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """Answers 200 with a JSON body, unless told otherwise. Runs until `close`."""

    def __init__(self) -> None:
        self.seen: list[Received] = []
        """Everything that came, in its order."""
        self.next: deque[int | None] = deque()
        """Statuses of the next answers; None for no answer at all."""
        self.usual: int | None = 200
        self.says = b'{"code":0}'
        app = Starlette(routes=[Route("/{rest:path}", self._take, methods=["POST"])])
        self._server = SimulatorServer(app)
        self._server.start()

    @property
    def url(self) -> str:
        return f"{self._server.url}/notices"

    def close(self) -> None:
        self._server.stop()

    async def _take(self, request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.body()
        status = self.next.popleft() if self.next else self.usual
        self.seen.append(Received(request.url.path, headers, body))
        if status is None:
            await asyncio.Event().wait()
        says = b"" if status == 204 else self.says  # a status that has no body
        return Response(says, status_code=status or 200, media_type="application/json")
