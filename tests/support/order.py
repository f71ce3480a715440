"""On several workers, the tests of the whole program come first, and on every second worker only.

They are the longest, and mostly wait. At the end they would leave workers without work; all at once they would leave
the computer's cores without it. xdist's `worksteal` gives each worker an equal part of the list to begin with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

import pytest


class Placed(Protocol):
    """Something that stands in a file, such as a test."""

    path: Path


Test = TypeVar("Test", bound=Placed)
LONGEST = (
    "test_tour",
    "test_watchdog",
    "test_plug_in",
    "test_killed",
    "test_unproven",
    "test_canary",
    "test_two_windows",
    "test_ends_and_guards",
    "test_first_run",
)
"""Modules in tests/e2e that take about ten seconds or more, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Not from the environment, which pytest runs inside a test inherit.
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = dealt(items, workers)


def dealt(items: list[Test], workers: int) -> list[Test]:
    """The tests in the order in which equal parts of the list go to so many workers."""
    whole = sorted((each for each in items if "e2e" in each.path.parts), key=_rank)
    rest = [each for each in items if "e2e" not in each.path.parts]
    lanes = max(1, workers // 2)
    found: list[Test] = []
    for worker in range(workers):
        size = (len(items) - len(found)) // (workers - worker)
        part = whole[worker::lanes] if worker < lanes else []
        filled = max(0, size - len(part))
        found += part + rest[:filled]
        del rest[:filled]
    return found + rest


def _rank(item: Placed) -> int:
    return LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST)
