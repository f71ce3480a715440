"""Plain words: what they find, and when they look at less."""

from __future__ import annotations

import pytest

from roomscribe.services.rows.filters import EVERYTHING, PlainWords
from roomscribe.services.rows.row import Row
from tests.unit.services.rows.row_examples import AROUND, task


@pytest.mark.parametrize(
    ("text", "found"),
    [("", True), ("  ", True), ("500", True), ("RUNNING 500", True), ("running 600", False), ("课堂", True)],
)
def test_every_word_must_be_there(text: str, found: bool) -> None:
    assert PlainWords(text).accepts(Row(task(1, "500123 课堂"), 1, AROUND)) is found
    assert PlainWords(text).empty == (text.split() == [])


@pytest.mark.parametrize(
    ("later", "earlier", "less"),
    [
        ("ab", "a", True),
        ("a", "ab", False),
        ("xa b", "b a", True),
        ("a", "", True),
        ("", "a", False),
        ("", "", True),
        ("b", "a", False),
    ],
)
def test_a_longer_word_finds_no_more(later: str, earlier: str, less: bool) -> None:
    assert PlainWords(later).narrows(PlainWords(earlier)) is less


def test_everything_hides_nothing() -> None:
    assert EVERYTHING.empty
    assert not EVERYTHING.depends_on_time
