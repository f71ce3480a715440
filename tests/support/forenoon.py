"""A fixture for tests that let hours pass: the computer's own day does not end meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

HOUR = 10
"""Of the local day, at the begin of the test."""


@pytest.fixture
def forenoon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The computer stands where it is between ten and eleven o'clock."""
    if sys.platform == "win32":
        pytest.skip("the zone of a running program can't be changed there")
    ahead = HOUR - datetime.now(UTC).hour
    with monkeypatch.context() as zone:
        zone.setenv("TZ", f"TEST{-ahead:+d}")  # POSIX counts hours to the west
        time.tzset()
        yield
    time.tzset()
