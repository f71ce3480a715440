"""What is offered where the cursor is, and what becomes of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.filtering.completion import complete
from roomscribe.services.filtering.query import Problem
from tests.unit.services.filtering.filter_examples import LANGUAGE
from tests.unit.services.filtering.test_syntax import texts
from tests.unit.services.rows.row_examples import task

TASKS = [task(1, "5001"), task(2, "Demo 7", owner="kim", spoken=("en-US",)), task(3, "5001")]


def offered(text: str, cursor: int | None = None) -> list[str]:
    """What would be put in."""
    found = complete(LANGUAGE, text, len(text) if cursor is None else cursor, TASKS)
    return [each.insert for each in found.suggestions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("st", ["state:", "started:"]),
        ("-ow", ["owner:"]),
        ("is", ["state:"]),
        ("state:ru", ["running"]),
        ("state:live,rec", ["recovering"]),
        ("room:", ["5001", '"Demo 7"']),
        ('room:"de', ['"Demo 7"']),
        ("room:7", ['"Demo 7"']),
        ("owner:", ["me", "kim"]),
        ("from:", ["en-US"]),
        ("age:", [">30s"]),
        ("state:running", []),
        ("nosuchkey:", []),
        ("nosuchword", []),
        ('"st', []),
        ("room:5*", []),
        ('room:"5*', []),
        ("room:7,5*0", []),
    ],
)
def test_what_fits_is_offered_the_likeliest_first(text: str, first: list[str]) -> None:
    found = offered(text)
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


def test_before_a_star_values_are_offered_still() -> None:
    assert offered("room:50*1", len("room:50")) == ["5001"]


def test_an_empty_field_offers_every_key() -> None:
    assert offered("") == [f"{key.id}:" for key in LANGUAGE.keys]
    assert offered("room:5001 ") == offered("")


def test_a_choice_takes_the_place_of_what_was_typed() -> None:
    found = complete(LANGUAGE, "x state:ru y", 10, TASKS)
    assert found.text("x state:ru y", found.suggestions[0]) == ("x state:running y", 15)
    last = complete(LANGUAGE, "state:ru", 8, TASKS)
    assert last.text("state:ru", last.suggestions[0]) == ("state:running ", 14)


@given(st.sampled_from([f"{key.id}:" for key in LANGUAGE.keys]) | st.just(""), texts, st.integers(0, 40))
def test_whatever_is_typed_a_choice_makes_no_mistake_of_its_own(key: str, text: str, cursor: int) -> None:
    whole = key + text
    cursor = min(cursor, len(whole))
    found = complete(LANGUAGE, whole, cursor, TASKS)
    assert 0 <= found.start <= found.end <= len(whole)
    if not found.values:
        return
    for suggestion in found.suggestions[:3]:
        changed, at = found.text(whole, suggestion)
        assert 0 <= at <= len(changed)
        after = LANGUAGE.parse(changed)
        if isinstance(after, Problem):
            assert not found.start <= after.start < found.start + len(suggestion.insert) or after.start < found.start


def test_a_word_that_stands_only_in_a_sentence_about_a_value_offers_nothing() -> None:
    assert offered("state:ru") == ["running"]
    assert offered('state:"not c') == ["unproven"], "that is another word for it"
    assert "en-US" in offered("from:engl")
