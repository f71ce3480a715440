"""What most tests of services begin with: a console on the blank vendor's simulated cloud."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.services.vault import Vault
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import SPEED, TestConsole, open_test_console
from tests.support.faces import ManualClock


@pytest.fixture
def registry() -> Registry:
    """The blank vendor alone; a module that is about others says so."""
    return Registry([VENDOR])


@pytest.fixture
def time() -> ManualClock | None:
    """Time passes by itself; a module that wants to move it says so."""
    return None


@pytest.fixture
async def console(tmp_path: Path, registry: Registry, time: ManualClock | None) -> AsyncIterator[TestConsole]:
    """Nothing runs in it yet."""
    console = await open_test_console(tmp_path, registry, speed=1.0 if time else SPEED, time=time)
    yield console
    await console.aclose()


@pytest.fixture
async def vault() -> AsyncIterator[Vault]:
    """It is not open yet."""
    vault = Vault(SystemClock())
    yield vault
    await vault.aclose()


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring service answers on this computer."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
