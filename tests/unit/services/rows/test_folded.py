"""Folding some groups, or all but some, is the same as a set of those that are folded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.rows.folded import Folded

GROUPS = st.sampled_from("abcdef")


@given(st.lists(st.tuples(st.none() | st.lists(GROUPS, max_size=3), st.booleans())))
def test_it_is_as_a_set(acts: list[tuple[list[str] | None, bool]]) -> None:
    folded, expected = Folded(), dict.fromkeys("abcdef", False)
    for groups, fold in acts:
        folded.fold(groups, folded=fold)
        expected.update(dict.fromkeys(expected if groups is None else groups, fold))
        assert {each: each in folded for each in expected} == expected
        assert {each for each in expected if expected[each] is not folded.all} == set(folded.others)


def test_the_latest_is_the_last() -> None:
    folded = Folded()
    for each in ("b", "a", "b", "c", "a"):
        folded.fold([each], folded=True)
    assert list(folded.others) == ["b", "c", "a"]
    folded.fold(["c"], folded=False)
    assert list(folded.others) == ["b", "a"]


def test_all_are_those_too_that_will_come() -> None:
    folded = Folded()
    folded.fold(None, folded=True)
    assert "new" in folded
    folded.fold(["new"], folded=False)
    assert "new" not in folded
    assert "newer" in folded
