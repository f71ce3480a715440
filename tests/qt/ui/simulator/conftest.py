"""A console on a running simulator with every vendor, and what the window may do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, load_registry(), face="loopback")
    yield console
    await console.aclose()


@pytest.fixture
def control(console: TestConsole) -> SimulatorControl:
    return SimulatorControl(console.simulation)
