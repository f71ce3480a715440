"""packaging/ is a folder of scripts and no package (that would hide the `packaging` library): it is put on the path."""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Loads a module of packaging/ by its name."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    return importlib.import_module
