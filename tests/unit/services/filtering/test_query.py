"""The language: what filters accept, what is wrong with others and where, and when less needs to be looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.states import TaskState
from roomscribe.services.filtering.query import Problem, Query
from roomscribe.services.rows.filters import EVERYTHING, PlainWords
from roomscribe.services.rows.row import Row
from tests.unit.services.filtering.filter_examples import LANGUAGE, NOW, REGISTRY, Plain, row, rows, whole
from tests.unit.services.filtering.test_syntax import texts


def query(text: str) -> Query:
    """The filter, which there must be."""
    found = LANGUAGE.parse(text)
    assert isinstance(found, Query), found
    return found


def problem(text: str) -> Problem:
    """What is wrong, which something must be."""
    found = LANGUAGE.parse(text)
    assert isinstance(found, Problem), str(found)
    return found


@given(whole, st.lists(rows, min_size=1, max_size=8))
def test_it_accepts_what_a_plain_reading_accepts(meant: tuple[str, Plain], some: list[Row]) -> None:
    text, plainly = meant
    found = query(text)
    assert [found.accepts(each) for each in some] == [plainly(each) for each in some]
    again = query(str(found))
    assert again == found
    assert hash(again) == hash(found)


@given(whole, whole, st.lists(rows, min_size=1, max_size=8))
def test_narrowing_is_never_promised_wrongly(one: tuple[str, Plain], other: tuple[str, Plain], some: list[Row]) -> None:
    longer, shorter = query(f"{one[0]} {other[0]}"), query(other[0])
    if longer.narrows(shorter):
        assert all(shorter.accepts(each) for each in some if longer.accepts(each))
    else:
        assert shorter.depends_on_time


keyed = st.tuples(
    st.sampled_from([key.id for key in LANGUAGE.keys] + ["", "stat", "http"]), texts, st.sampled_from([":", ""])
)


@given(st.lists(keyed.map("".join) | keyed.map(lambda each: each[0] + each[2] + each[1]), max_size=3).map(" ".join))
def test_every_text_is_a_filter_or_has_an_explained_mistake_at_its_place(text: str) -> None:
    found = LANGUAGE.parse(text)
    if isinstance(found, Problem):
        assert 0 <= found.start < found.end <= len(text)
        assert str(found.message).endswith((".", "?"))
    else:
        assert LANGUAGE.parse(str(found)) == found


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("x state:runing", "“runing” is no state. Did you mean running?", "runing"),
        ("stat:running", "There is no “stat:”. Did you mean state:?", "stat:"),
        ("-http://x", "There is no “http:”. To find it as a text, put it in quotes.", "http:"),
        ("age:>5x", "“5x” can’t be understood. Write a time such as >30s, >=5m, <2h or <1d.", ">5x"),
        ("age:30s", "Say whether more or less than 30s. Did you mean >30s?", "30s"),
        ("age:>", "Write a time such as >30s, >=5m, <2h or <1d.", ">"),
        ("room:", "Something is missing after “room:”, such as room:5001*.", "room:"),
        ("room:a,", "Something is missing after “room:”, such as room:5001*.", "room:a,"),
        ("room:>5", "Texts can’t be compared with “>”. Did you mean 5?", ">5"),
        ("from:<en", "Languages can’t be compared with “<”.", "<en"),
        (
            "cost:>1$",
            "“1$” can’t be understood. Write an amount such as >0.5, in the currency of the task’s price list.",
            ">1$",
        ),
        ('state:"not sen"', '“not sen” is no state. Did you mean "not sent"?', '"not sen"'),
    ],
)
def test_mistakes_are_explained_at_their_place(text: str, message: str, where: str) -> None:
    found = problem(text)
    assert str(found.message) == message
    assert text[found.start : found.end] == where


@given(st.sampled_from(["state:{}", "vendor:{}", "{}:live", "age:{}"]), st.sampled_from(["runing", "stat", "5m"]))
def test_what_is_offered_instead_is_no_mistake_there(shape: str, word: str) -> None:
    found = LANGUAGE.parse(shape.format(word))
    if isinstance(found, Problem) and found.instead:
        text = shape.format(word)
        better = LANGUAGE.parse(text[: found.start] + found.instead + text[found.end :])
        assert isinstance(better, Query) or better.start >= found.start + len(found.instead)


def test_every_example_of_the_help_is_a_filter() -> None:
    for key in LANGUAGE.keys:
        assert query(key.example).terms[0].key == key.id
        assert all(LANGUAGE.key(word) is key for word in (key.id, key.id.upper(), *key.also))


def test_every_word_for_a_state_and_a_vendor_is_known() -> None:
    assert all(query(f"state:{state.value}").accepts(row(state=state)) for state in TaskState)
    assert query('state:"not sent"').accepts(row(state=TaskState.UNSENT))
    for vendor in REGISTRY.vendors:
        for generation in vendor.generations:
            one = row(vendor=vendor.id, generation=generation.id)
            for word in (vendor.id, generation.id, f'"{generation.short_title}"', f"{vendor.id[:2]}*"):
                assert query(f"vendor:{word}").accepts(one), word


def test_a_stop_that_nobody_confirms_becomes_trouble() -> None:
    fresh = row(state=TaskState.STOPPING, stop_wished_at=NOW - 2)
    old = row(state=TaskState.STOPPING, stop_wished_at=NOW - 20, asked_at=NOW - 1)
    for text in ("state:trouble", "state:unproven", 'state:"stop not confirmed"'):
        assert query(text).depends_on_time
        assert (query(text).accepts(fresh), query(text).accepts(old)) == (False, True)


def test_a_language_is_found_by_its_name() -> None:
    assert query("from:german*").accepts(row(spoken=("de-DE",)))
    assert not query("from:german*").accepts(row(spoken=("en-US",)))
    assert query('to:""').accepts(row())


def test_times_and_emptiness() -> None:
    assert query("").empty
    assert not query("a").empty
    assert query("age:>1s").depends_on_time
    assert not query("state:running room:5*").depends_on_time
    assert query("room:5* age:>1s -x").lasting == query("room:5* -x")
    assert query("room:5* -x").lasting == query("room:5* -x")
    assert query("age:>1s").lasting.empty
    assert query("a").narrows(EVERYTHING)
    assert not query("a").narrows(PlainWords("a"))


@pytest.mark.parametrize(
    ("later", "earlier", "less"),
    [
        ("room", "ro", True),
        ("ro", "room", False),
        ("room:5 x", "room:5", True),
        ("room:5*", "room:5", False),
        ("-room", "-ro", False),
        ("-ro", "-ro", True),
        ("a*b", "a", True),
        ("ab", "a*", False),
        ("age:>5m x", "age:>5m", False),
    ],
)
def test_a_longer_filter_looks_at_less(later: str, earlier: str, less: bool) -> None:
    assert query(later).narrows(query(earlier)) is less


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("room:50", "room:50*"),
        ("x -bot:a room:a,b", "room:a*,b*"),
        ("room:a*,b,c", "room:a*,b*,c*"),
        ("room:a,b*", "room:a*,b*"),
        ("owner:ann,me", "owner:ann*,me"),
        ('room:"a b"', 'room:"a b"*'),
        ("room:50* profile:x state:live from:en age:>5s", ""),
        ('room:""', ""),
        ("owner:me", ""),
        ("owner:kim room:5 demo tag:reh", "owner:kim* room:5* tag:reh*"),
        ("", ""),
    ],
)
def test_a_whole_name_could_go_on(text: str, longer: str) -> None:
    assert LANGUAGE.could_go_on(query(text)) == longer
    assert LANGUAGE.could_go_on(query(longer)) == ""
