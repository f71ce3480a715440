"""Parts are found as a regular expression would find them, only in a time that nobody notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.filtering.wildcards import whole_text, within_a_line

TEXTS = st.text("ab\n", max_size=14)
PARTS = st.lists(st.text("ab", max_size=3), min_size=1, max_size=5)


class Counted(str):
    """A text that counts how often it is searched."""

    searches = 0

    def find(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        type(self).searches += 1
        return super().find(sub, start, end)


@given(parts=PARTS, text=TEXTS)
def test_a_whole_text(parts: list[str], text: str) -> None:
    regex = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
    assert whole_text(parts)(text) is (regex.fullmatch(text) is not None)


@given(parts=PARTS.map(lambda found: [each for each in found if each] or ["a"]), text=TEXTS)
def test_within_a_line(parts: list[str], text: str) -> None:
    regex = re.compile(".*".join(map(re.escape, parts)))
    assert within_a_line(parts)(text) is (regex.search(text) is not None)


@pytest.mark.parametrize("fits", [whole_text([*"a" * 30, ""]), within_a_line([*"a" * 30, "z"])])
def test_no_part_is_looked_for_twice_in_a_line(fits: Callable[[str], bool]) -> None:
    Counted.searches = 0
    assert not fits(Counted("b" + "a" * 29 + "b" * 200))
    assert Counted.searches <= 33
