"""Keeps web pages out: a browser on this computer must not steer the simulator for somebody else's page."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
MARK = "roomscribe-simulator"
"""Value of `x-simulated-by`, so that nobody takes these answers for a vendor's."""


class OwnCallersOnly:
    """Lets programs through, and pages that this very address served; refuses every other page with 403.

    Browsers send `Origin` with whatever could change something. A page that gives its own name our address sends its
    name as `Host`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = _refusal(Headers(scope=scope))
        if scope["type"] == "websocket":
            answer = WebSocketClose(reason=refused) if refused else self._app
            await answer(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-simulated-by"] = MARK
            await send(message)

        if refused:
            await JSONResponse({"error": refused, "at": ""}, status_code=403)(scope, receive, marked)
        else:
            await self._app(scope, receive, marked)


def _refusal(headers: Headers) -> str:
    host = headers.get("host", "")
    if _name(f"//{host}") not in OWN_NAMES:
        return "Use 127.0.0.1 or localhost as the host."
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return "Web pages may not control the simulator."
    return ""


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # a half-written IPv6 address
        return None
