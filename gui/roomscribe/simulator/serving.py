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


class BrokenAnswer(Response):
    """Promises a body and never delivers it: uvicorn closes the socket, and the in-process face raises."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        raise ConnectionAbortedError("dropped on purpose")


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
            return error(fault)
        case FaultKind.HTTP:
            return Response(fault.body, status_code=fault.status, media_type=fault.content_type)
        case FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
            return await handler()
        case FaultKind.HANG:
            await asyncio.Event().wait()
        case FaultKind.DROP_AFTER:
            await handler()
    return BrokenAnswer()
