"""The grammar: what is read, what is written, and that both mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.filtering.syntax import SIGNS, Term, Value, quoted, read_terms, write_terms

LETTERS = 'ab課5 \t\N{IDEOGRAPHIC SPACE}"*\\:,-<>=_.\N{FULLWIDTH COLON}\N{FULLWIDTH COMMA}\N{FULLWIDTH LESS-THAN SIGN}'
texts = st.text(LETTERS, max_size=30)


def parts_of(found: list[str]) -> tuple[str, ...]:
    """The inner ones are never empty: two `*` in a row are one."""
    return (found[0], *(part for part in found[1:-1] if part), *found[-1:]) if len(found) > 1 else tuple(found)


parts = st.lists(st.text(LETTERS, max_size=4), min_size=1, max_size=4).map(parts_of)
keyed_values = st.builds(Value, parts, st.sampled_from(("", *SIGNS))) | st.builds(
    Value, st.just(()), st.sampled_from(("", *SIGNS))
)
terms = st.builds(
    Term,
    st.from_regex(r"\A[A-Za-z][A-Za-z_-]{0,6}\Z"),
    st.lists(keyed_values, min_size=1, max_size=3).map(tuple),
    st.booleans(),
) | st.builds(Term, st.just(""), st.builds(Value, parts).map(lambda value: (value,)), st.booleans())


@given(st.lists(terms, max_size=5).map(tuple))
def test_what_is_written_is_read_as_the_same(written: tuple[Term, ...]) -> None:
    assert read_terms(write_terms(written)) == written


@given(texts)
def test_every_text_can_be_read_and_its_places_are_inside(text: str) -> None:
    found = read_terms(text)
    assert read_terms(write_terms(found)) == found
    ends = 0
    for term in found:
        assert ends <= term.start < term.end <= len(text)
        assert all(term.start <= value.start <= value.end <= term.end for value in term.values)
        ends = term.end
    assert not "".join(text[at] for at in range(len(text)) if not any(t.start <= at < t.end for t in found)).strip()


@given(texts)
def test_a_quoted_text_means_itself(text: str) -> None:
    ((term,), (keyed,)) = read_terms(quoted(text)), read_terms(f"room:{quoted(text)}")
    assert (term.key, term.negated, term.values) == ("", False, (Value((text,)),))
    assert keyed.values == (Value((text,)),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two words", (Term("", (Value(("two",)),)), Term("", (Value(("words",)),)))),
        ('"two words"', (Term("", (Value(("two words",)),)),)),
        ('"nobody closes it', (Term("", (Value(("nobody closes it",)),)),)),
        ("-owner:me", (Term("owner", (Value(("me",)),), negated=True),)),
        ("room:5001*,x", (Term("room", (Value(("5001", "")), Value(("x",)))),)),
        ("age:>=5m", (Term("age", (Value(("5m",), ">="),)),)),
        ("room:", (Term("room", (Value(()),)),)),
        ('room:""', (Term("room", (Value(("",)),)),)),
        ("12:30", (Term("", (Value(("12:30",)),)),)),
        ("state：running，live", (Term("state", (Value(("running",)), Value(("live",)))),)),
        ("-", (Term("", (Value(("-",)),)),)),
        (r'"a\"b\\c\d"', (Term("", (Value(('a"b\\c\\d',)),)),)),
    ],
)
def test_examples(text: str, found: tuple[Term, ...]) -> None:
    assert read_terms(text) == found
