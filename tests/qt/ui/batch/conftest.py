"""The tools of these windows, on a console."""

from __future__ import annotations

import pytest

from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> BatchTools:
    return BatchTools.of(console.services, console.spawner, theme)
