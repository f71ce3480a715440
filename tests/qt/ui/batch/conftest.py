"""A console with the simulator's profiles of every generation, and the tools of its windows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light")
    yield theme
    theme.deleteLater()


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, load_registry())
    yield console
    await console.aclose()


@pytest.fixture
def tools(console: TestConsole, theme: Theme) -> BatchTools:
    return BatchTools.of(console.services, console.spawner, theme)
