"""Every generation on both faces of the simulator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, open_test_console
from tests.support.faces import FACES

REGISTRY = Registry([*load_registry().vendors, BLANK])


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> str:
    """How a client meets the simulator."""
    face: str = request.param
    return face


@pytest.fixture
async def console(face: str, tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, REGISTRY, face=face)
    yield console
    await console.aclose()


@pytest.fixture(params=[each.id for each in REGISTRY.generations()])
def generation(request: pytest.FixtureRequest) -> Generation:
    return REGISTRY.generation(request.param)
