"""Keeps Qt's objects from being collected by worker threads, as `roomscribe.runtime.garbage` does in the program.

Python's collector runs on whichever thread happens to allocate; a QObject that dies on the wrong one ends the process.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def garbage_guard() -> Iterator[None]:
    gc.disable()
    yield
    # On the thread that made the widgets, and before the next test is blamed for them.
    gc.enable()
