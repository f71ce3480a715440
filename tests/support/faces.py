"""A simulated cloud as a test meets it: through either face, under a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import httpx
import pytest
from starlette.applications import Starlette

from roomscribe.domain.errors import CallFailed
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.simulator.server import SimulatorServer

FACES = ("in-process", "loopback")
Result = TypeVar("Result")


class ManualClock:
    """Stands still until a test moves it."""

    def __init__(self, at: float = 1_700_000_000.0) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += seconds


class Closable(Protocol):
    """A client that a test opened."""

    async def aclose(self) -> None:
        """Close its connections."""


Opened = TypeVar("Opened", bound=Closable)


@contextmanager
def served(application: Starlette) -> Iterator[httpx.Client]:
    """An application behind a loopback server, and a plain client for it."""
    server = SimulatorServer(application)
    server.start()
    try:
        with httpx.Client(base_url=server.url, trust_env=False) as client:
            yield client
    finally:
        server.stop()


class Faced:
    """An application in this process, or behind a loopback server that runs until `close`."""

    def __init__(self, application: Any, face: str) -> None:
        self.application = application
        self._clients: list[Closable] = []
        self._server = SimulatorServer(application) if face == "loopback" else None
        if self._server:
            self._server.start()

    @property
    def url(self) -> str:
        return self._server.url if self._server else "http://127.0.0.1:8080"

    def factory(self) -> HttpFactory:
        """What makes a client's connections to it."""
        return HttpFactory() if self._server else HttpFactory(lambda: InProcessTransport(self.application))

    def closing(self, client: Opened) -> Opened:
        """The client, which is closed together with the stage."""
        self._clients.append(client)
        return client

    def in_world(self, act: Callable[[], Result]) -> Result:
        """Touch the world or the cloud on the thread that owns it."""
        return self._server.call(act).result(timeout=10) if self._server else act()

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        if self._server:
            self._server.stop()


async def failure_of(call: Awaitable[object]) -> CallFailed:
    """How a call failed that must fail."""
    with pytest.raises(CallFailed) as failure:
        await call
    return failure.value
