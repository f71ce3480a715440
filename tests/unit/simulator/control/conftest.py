"""A simulator with every vendor, and its control API through both faces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from roomscribe.domain.tasks import Task
from roomscribe.net.http import InProcessTransport
from roomscribe.services.simulation import Simulation
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, open_test_console
from tests.support.faces import FACES

REGISTRY = Registry([*load_registry().vendors, BLANK])


class Control:
    """Asks the control API."""

    def __init__(self, console: TestConsole, client: httpx.AsyncClient) -> None:
        self.console = console
        self.simulation: Simulation = console.simulation
        self._client = client

    async def ask(self, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        """The answer's JSON; its status must be `status`."""
        answer = await self._client.request(method, f"/_sim{path}", json=body)
        assert answer.status_code == status, answer.text
        assert answer.headers["x-simulated-by"] == "roomscribe-simulator"
        return answer.json()

    async def refused(self, method: str, path: str, body: object, *, status: int = 400) -> tuple[str, str]:
        """Place and words of a refusal."""
        answer = await self.ask(method, path, body, status=status)
        return answer["at"], answer["error"]

    async def running(self, generation: str) -> Task:
        """A task of this generation that runs."""
        return await self.console.running(REGISTRY.generation(generation))


@pytest.fixture(params=FACES)
async def control(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Control]:
    console = await open_test_console(tmp_path, REGISTRY, face=request.param)
    served = InProcessTransport(console.simulation.application) if request.param == "in-process" else None
    async with httpx.AsyncClient(base_url=console.simulation.url, transport=served, trust_env=False) as client:
        yield Control(console, client)
    await console.aclose()
