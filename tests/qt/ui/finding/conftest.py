"""Somebody else with the account that a console has."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.consoles import TestConsole
from tests.support.elsewhere import Elsewhere


@pytest.fixture
async def elsewhere(console: TestConsole) -> AsyncIterator[Elsewhere]:
    async with Elsewhere.beside(console) as elsewhere:
        yield elsewhere
