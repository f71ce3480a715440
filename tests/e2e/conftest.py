"""A pair of clouds for each test that asks for them, and a console that waits less between two stops."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roomscribe.services import pursuit
from tests.e2e.clouds import Cloud


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def stops_soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop that was refused is repeated after half a second, not after five."""
    monkeypatch.setattr(pursuit, "STOP_AGAIN_AFTER", 0.5)
