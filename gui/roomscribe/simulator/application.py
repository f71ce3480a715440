"""The simulator as one ASGI application: every cloud's paths on one port."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute


def build_application(routes: Iterable[BaseRoute]) -> Starlette:
    """All clouds' routes in one application; unknown paths answer like the gateway of agora.md §8.2."""
    served: list[BaseRoute] = []
    for route in routes:
        if route not in served:  # generations that share a cloud bring the same paths
            served.append(route)
    return Starlette(routes=served, exception_handlers={404: _no_route})


async def _no_route(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": "no Route matched with those values"}, status_code=404)
