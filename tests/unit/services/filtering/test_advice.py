"""Who finds nothing is told what could have been meant, and never anything that is not so."""

from __future__ import annotations

import pytest

from roomscribe.services.filtering.advice import advice
from roomscribe.services.filtering.query import Query
from tests.unit.services.filtering.filter_examples import LANGUAGE


def advised(text: str) -> str:
    found = LANGUAGE.parse(text)
    assert isinstance(found, Query)
    return str(advice(LANGUAGE, found) or "")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("room:610049 state:live", "room:610049*"),  # a whole name that is there, too: the advice says "if"
        ('tag:"tag:foo*"', 'tag:"tag:foo"*'),
        ('room:"a**b","*"', "room:a*b,*"),
        ("room:a OR room:b", "room:a,b"),
        ("room:a or ROOM:b x", "room:a,b"),
    ],
)
def test_what_could_have_been_meant_can_be_typed(text: str, instead: str) -> None:
    assert advised(text).endswith(f"write {instead}.")
    assert isinstance(LANGUAGE.parse(instead), Query)


def test_whole_names_are_advised_only_on_a_condition() -> None:
    assert advised("room:610049") == (
        "Names are matched as a whole. If only the beginning was meant, write room:610049*."
    )


@pytest.mark.parametrize("text", ["demo", "or", "or demo", "demo or", "room:50*", "state:live", "-or x", '-room:"a*"'])
def test_where_nothing_comes_to_mind_nothing_is_said(text: str) -> None:
    assert advised(text) == ""


@pytest.mark.parametrize("text", ["demo | qa", "room:a OR tag:b", "room:a OR -room:b", "-room:a or -room:b"])
def test_where_either_can_not_be_written_nobody_is_told_that_it_can(text: str) -> None:
    assert advised(text).endswith("is looked for like any other word. Several values of one key are written room:a,b.")
