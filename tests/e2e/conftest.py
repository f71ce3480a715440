"""A pair of clouds for each test that asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.clouds import Cloud


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud
