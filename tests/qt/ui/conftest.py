"""What most tests of dialogs begin with: a theme, and a console with the simulator's profiles of every generation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light one."""
    theme = Theme("light")
    yield theme
    theme.deleteLater()


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    """Nothing runs in it yet."""
    console = await open_test_console(tmp_path, load_registry())
    yield console
    await console.aclose()
