"""Runs a vendor's handler under the world's faults: the same for every simulated call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import formatdate

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.world import World

Handler = Callable[[], Awaitable[Response]]
ErrorShape = Callable[[Fault], Response]
RESET = "roomscribe.reset"
"""The extension of an ASGI scope with which a server lets a connection be reset: `{"reset": a function}`."""
USUAL_STATUS = 502
USUAL_TYPE = "text/html"
WITHOUT_BODY = frozenset({204, 304})
_MISSING = 1000
"""Bytes that a broken answer promises beyond those it has."""


class BrokenAnswer(Response):
    """Promises a body and delivers half of it: uvicorn closes the socket, and the in-process face raises."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = bytes(self.body)
        if not whole:  # nothing to halve
            self.headers["content-length"] = str(_MISSING)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": whole[: len(whole) // 2], "more_body": True})
        raise ConnectionAbortedError("broken on purpose")


class ResetConnection(Response):
    """Answers nothing: a server that knows how resets the connection, the in-process face raises."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if extension := scope.get("extensions", {}).get(RESET):
            extension["reset"]()
            while (await receive())["type"] != "http.disconnect":
                pass
        raise ConnectionAbortedError("reset on purpose")


async def serve(world: World, call: str, handler: Handler, error: ErrorShape) -> Response:
    """The handler's answer, or what the fault that waits for `call` makes of it; always with the vendor's `Date`."""
    world.calls[call] += 1
    response = await _spoilt(world.faults.next_for(call), handler, error)
    response.headers["date"] = formatdate(world.clock.wall(), usegmt=True)
    return response


async def _spoilt(fault: Fault | None, handler: Handler, error: ErrorShape) -> Response:
    if fault is None:
        return await handler()
    match fault.kind:
        case FaultKind.ERROR:
            return _refusal(fault, error)
        case FaultKind.HTTP:
            status = fault.status or USUAL_STATUS
            body = None if status in WITHOUT_BODY else fault.body
            return Response(body, status_code=status, media_type=fault.content_type or USUAL_TYPE)
        case FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
            return await handler()
        case FaultKind.HANG:
            await asyncio.Event().wait()
        case FaultKind.DROP_AFTER:
            await handler()
            return BrokenAnswer()
        case FaultKind.HALF_BODY:
            whole = await handler()
            return BrokenAnswer(bytes(whole.body), whole.status_code, dict(whole.headers))
    return ResetConnection()


def _refusal(fault: Fault, error: ErrorShape) -> Response:
    response = error(fault)
    if fault.status is not None:
        response.status_code = fault.status
    if fault.content_type:
        response.headers["content-type"] = fault.content_type
    return response
