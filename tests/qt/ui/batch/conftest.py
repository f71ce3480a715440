"""The tools of these windows, on a console, and the window in which they open."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.theme import Theme
from tests.qt.ui.batch.command_stage import Scene
from tests.support.consoles import TestConsole
from tests.support.desks import opened_desk


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> BatchTools:
    return BatchTools.of(console.services, console.spawner, theme)


@pytest.fixture
async def scene(console: TestConsole, theme: Theme) -> AsyncIterator[Scene]:
    async with opened_desk(console, theme) as desk:
        desk.window.show()
        yield Scene(desk, console)
