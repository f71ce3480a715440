"""Placeholders in texts: found, filled, and told apart from braces that are meant as braces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.template import Template, asked, escaped, filled, name_problem, placeholder, placeholders

VALUES = st.recursive(
    st.text("{}ab_1 房") | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text("ab"), inner, max_size=2),
    max_leaves=6,
)


@settings(max_examples=50)
@given(VALUES)
def test_escaped_braces_are_what_they_were(value: object) -> None:
    assert list(placeholders(escaped(value))) == []
    assert filled(escaped(value), {"a": "never", "b": "never"}) == value


@given(
    st.dictionaries(st.from_regex(r"[a-z_房][a-z0-9_]{0,5}", fullmatch=True), st.text(), max_size=4), st.text("{}xy")
)
def test_answers_stand_where_their_names_stood(answers: dict[str, str], between: str) -> None:
    text = escaped(between)
    template = str(text).join(["", *map(placeholder, answers), ""])
    assert list(placeholders(template)) == list(answers)
    assert filled(template, answers) == between.join(["", *answers.values(), ""])


def test_an_answer_is_no_template() -> None:
    assert filled("{a}", {"a": "{b}{{", "b": "x"}) == "{b}{{"


def test_a_placeholder_without_an_answer_stays_in_sight() -> None:
    assert filled("room-{room}-{lang}", {"lang": "en"}) == "room-{room}-en"


def test_what_is_asked_comes_in_the_order_of_the_form_and_once() -> None:
    template = Template(
        name="n", generation="g", site="s", minutes=0, values={"z": "{c}", "a": ("{b}", {"x": "{a}{b}"}), "m": "{c}{d}"}
    )
    assert asked(template, ["a", "m"]) == ("b", "a", "c", "d")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\nb", "a\u202eb", "\ud800"])
def test_names_that_nobody_could_read(name: str) -> None:
    assert name_problem(name) is not None


def test_a_name_may_be_chinese() -> None:
    assert name_problem("会议室 1 – demo") is None
