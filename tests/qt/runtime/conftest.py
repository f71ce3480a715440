"""Keeps the garbage of one test from being collected by the worker threads of the next."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_collection_on_other_threads() -> Iterator[None]:
    """Like the program, see `roomscribe.runtime.garbage`; a test is too short to need a timer for it."""
    gc.disable()
    yield
    gc.enable()
