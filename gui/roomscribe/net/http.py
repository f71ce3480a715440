"""Builds long-lived HTTP clients with the system's certificates, and sends requests as recorded exchanges."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import ssl
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import truststore

from roomscribe.net.addresses import is_loopback, require_safe_url
from roomscribe.net.host_clock import HostClocks

if importlib.util.find_spec("sniffio") is None:
    # httpcore asks for it several times with each request, and looking for a module that is not there goes through
    # every folder: a tenth of what a call costs. What is noted as missing is not looked for.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

TIMEOUT = httpx.Timeout(connect=5.0, read=10.0, write=10.0, pool=10.0)
"""Seconds. Under qasync a cancelled timer lives on until its time, so none is longer than 10."""
MAX_CONNECTIONS = 20
"""Bounded concurrency per profile; further calls wait for a free connection."""


class _WithoutQueries(logging.Filter):
    """Shortens httpx's record of each request: a query may hold a token, such as Agora's builder token."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                each.copy_with(query=None) if isinstance(each, httpx.URL) else each for each in record.args
            )
        return True


logging.getLogger("httpx").addFilter(_WithoutQueries())


@dataclass(frozen=True, kw_only=True)
class ClientOptions:
    """How to reach one host."""

    base_url: str
    proxy: str = ""
    """Proxy URL, "" for the system's settings, `none` for no proxy."""
    auth: httpx.Auth | None = None


class ClientClosed(httpx.TransportError):
    """Whoever had the client closed it before this request left."""


class LastingClient(httpx.AsyncClient):
    """A client for many calls at once. Closing it lets those under way come to their answers; the last one shuts it."""

    _calls = 0
    _leaving = False

    async def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """As the base does; `ClientClosed` once it was closed."""
        if self._leaving:
            raise ClientClosed("the client was closed", request=request)
        self._calls += 1
        try:
            return await super().send(request, **how)
        finally:
            self._calls -= 1
            await self._shut()

    async def aclose(self) -> None:
        """Take no more calls, and shut the connections once none is under way; does not wait for that."""
        self._leaving = True
        await self._shut()

    async def _shut(self) -> None:
        if self._leaving and not self._calls:
            await super().aclose()


@cache
def _ssl_context() -> ssl.SSLContext:
    # Building one takes tens of milliseconds, so the process shares it. Verification has no off switch.
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def load_ahead() -> None:
    """Load what the first call would load in its midst, on the thread that this is called on, which has no loop.

    httpx runs on anyio, which looks only then which kind of loop there is, and takes twenty milliseconds for it. It
    loads its connections, and Python the certificates, with the first client.
    """
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_touch())


async def _touch() -> None:
    anyio.Event()
    await HttpFactory().client(ClientOptions(base_url="http://127.0.0.1")).aclose()


class HttpFactory:
    """Makes the one client of each profile; tests hand in a transport that stays in the process."""

    def __init__(self, transport: Callable[[], httpx.AsyncBaseTransport] | None = None) -> None:
        self._transport = transport
        self.clocks = HostClocks()
        """What the session's answers told of the hosts' clocks."""

    def client(self, options: ClientOptions) -> LastingClient:
        """A client for one host; the caller closes it."""
        base = require_safe_url(options.base_url)
        local = is_loopback(urlsplit(base).hostname or "")
        proxy = options.proxy if options.proxy not in ("", "none") and not local else None
        return LastingClient(
            base_url=base,
            auth=options.auth,
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=MAX_CONNECTIONS),
            trust_env=options.proxy == "" and not local,
            proxy=proxy,
            verify=_ssl_context(),
            follow_redirects=False,
            transport=self._transport() if self._transport else None,
        )


class InProcessTransport(httpx.AsyncBaseTransport):
    """Calls an ASGI application directly, without a socket: the simulator's in-process face."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = httpx.ASGITransport(app=app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Like a socket, a broken connection is a `ReadError` and a slow answer a `ReadTimeout`."""
        seconds = request.extensions.get("timeout", {}).get("read")
        try:
            async with asyncio.timeout(seconds):
                return await self._app.handle_async_request(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time", request=request) from error
        except ConnectionAbortedError as error:
            raise httpx.ReadError("connection broken", request=request) from error


def compact_json(body: object) -> bytes:
    """The bytes of a JSON body, made once so that what is signed is what is sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
