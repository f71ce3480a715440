"""Long lists: the first lines, and how many follow."""

from __future__ import annotations

import pytest

from roomscribe.ui.first_few import first_few


@pytest.mark.parametrize(
    ("count", "lines"), [(0, []), (2, ["1", "2"]), (3, ["1", "2", "and 1 more"]), (9, ["1", "2", "and 7 more"])]
)
def test_it_names_the_first_and_counts_the_others(count: int, lines: list[str]) -> None:
    assert first_few(range(1, count + 1), 2, str) == lines
