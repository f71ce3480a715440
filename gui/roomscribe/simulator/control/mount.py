"""Where control routes are mounted: one path, one guard, one shape of errors, one listing."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from roomscribe.simulator.control.guard import OwnCallersOnly

ROOT = "/_sim"
ABOUT = "The control of RoomScribe's simulator. No vendor has these paths."

Answer = Callable[[Request], Awaitable[object]]
"""Makes the JSON of an answer with 200, or raises `BadControl`."""


class BadControl(Exception):
    """What was asked for makes no sense; answered with a 4xx and `{"error": …, "at": …}`."""

    def __init__(self, error: str, *, at: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        """One sentence: what is wrong, and what is allowed."""
        self.at = at
        """The place in what was sent, e.g. `faults[0].kind`; "" for all of it."""
        self.status = status


def mount_control(concerns: Iterable[Sequence[BaseRoute]]) -> list[BaseRoute]:
    """All concerns' routes below `ROOT`, and an index at `ROOT` itself. Their paths are relative, e.g. `/faults`.

    Every route's endpoint has a docstring, whose first line the index shows. Endpoints refuse by `BadControl`.
    """
    routes = [route for concern in concerns for route in concern]

    async def index(request: Request) -> Response:
        """What there is."""
        return JSONResponse({"about": ABOUT, "calls": list(_listing([front, *routes]))})

    front = Route("/", index)
    sockets = frozenset(ROOT + route.path for route in routes if isinstance(route, WebSocketRoute))
    inside = Starlette(
        routes=[front, *routes],
        exception_handlers={BadControl: _bad_control, HTTPException: partial(_http_error, sockets)},
    )
    guarded = OwnCallersOnly(inside)
    return [Route(ROOT, _Slashed(guarded), include_in_schema=False), Mount(ROOT, app=guarded)]


def control_route(path: str, calls: Mapping[str, Answer]) -> list[BaseRoute]:
    """One path with an answer for each method."""
    return [Route(path, _endpoint(answer), methods=[method]) for method, answer in calls.items()]


def _endpoint(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(await answer(request))

    endpoint.__doc__ = answer.__doc__
    return endpoint


def _listing(routes: Iterable[BaseRoute]) -> Iterator[dict[str, str]]:
    for route in routes:
        if isinstance(route, Route | WebSocketRoute):
            methods = sorted((route.methods or set()) - {"HEAD"}) if isinstance(route, Route) else ["WebSocket"]
            about = (inspect.getdoc(route.endpoint) or "").partition("\n")[0]
            path = (ROOT + route.path).rstrip("/")
            yield from ({"method": method, "path": path, "about": about} for method in methods)


class _Slashed:
    """The path without a slash at its end is the same place; a redirect would make programs ask twice."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "path": f"{ROOT}/", "root_path": ROOT}, receive, send)


async def _bad_control(request: Request, error: Exception) -> Response:
    if not isinstance(error, BadControl):
        raise error
    return JSONResponse({"error": error.error, "at": error.at}, status_code=error.status)


async def _http_error(sockets: frozenset[str], request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404 and request.url.path in sockets:
        # To a plain request the router says that there is nothing, though the index has it.
        upgrade = "This path is a WebSocket: connect to it with ws:// instead of http://."
        return JSONResponse(
            {"error": upgrade, "at": request.url.path}, status_code=426, headers={"Upgrade": "websocket"}
        )
    words = {
        404: f"There is nothing at this path; GET {ROOT} lists what there is.",
        405: f"This path has no {request.method}; GET {ROOT} lists what there is.",
    }
    return JSONResponse(
        {"error": words.get(error.status_code, str(error.detail)), "at": request.url.path},
        status_code=error.status_code,
        headers=error.headers,
    )
