"""The tools of these windows, on a console."""

from __future__ import annotations

import pytest

from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> MovingTools:
    return MovingTools.of(console.services, console.spawner, theme)
