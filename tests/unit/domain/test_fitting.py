"""Values from elsewhere are brought into a field's kind, and every difference has its reason."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section
from roomscribe.domain.fitting import Fitted, fit, fit_value, named
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import check_value

K = FieldKind


def field(kind: FieldKind, **changes: Any) -> Field:
    return Field(key="x", kind=kind, section=Section.ROOM, label=T("X"), help=T("."), **changes)


RANGE = Limits(minimum=5, maximum=60)
CHOICES = (Choice(value=0, label=T("no")), Choice(value=1, label=T("yes")))


@pytest.mark.parametrize(
    ("of", "raw", "value", "reason"),
    [
        (field(K.TEXT), "a", "a", ""),
        (field(K.TEXT), 47091, "47091", "taken as the text"),
        (field(K.TEXT), True, "", "true or false; a text is needed"),
        (field(K.TEXT), ["a"], "", "a list; a text is needed"),
        (field(K.TEXT), "\ud800", "", "broken characters"),
        (field(K.INTEGER, limits=RANGE), 60, 60, ""),
        (field(K.INTEGER, limits=RANGE), 61, 60, "61 is more than 60"),
        (field(K.INTEGER, limits=RANGE), 4, 5, "4 is less than 5"),
        (field(K.INTEGER, limits=RANGE), "30", 30, "taken as the number"),
        (field(K.INTEGER, limits=RANGE), 30.0, 30, ""),
        (field(K.INTEGER, limits=RANGE), 30.5, None, "a whole number is needed"),
        (field(K.INTEGER, limits=RANGE), True, None, "a whole number is needed"),
        (field(K.DECIMAL, limits=Limits(above=0, maximum=10)), 0, None, "Only more than 0"),
        (field(K.DECIMAL), float("nan"), None, "a number is needed"),
        (field(K.CHOICE, choices=CHOICES), 1, 1, ""),
        (field(K.CHOICE, choices=CHOICES), True, None, "one of the options is needed"),
        (field(K.CHOICE, choices=CHOICES), "1", 1, "Taken as 1"),
        (field(K.CHOICE, choices=CHOICES), 7, None, "“7” is not offered"),
        (field(K.FLAG), True, True, ""),
        (field(K.FLAG), 0, False, "Taken as off"),
        (field(K.FLAG), "true", True, "Taken as on"),
        (field(K.FLAG), "perhaps", None, "true or false is needed"),
        (field(K.TEXTS), ["a", "b"], ("a", "b"), ""),
        (field(K.TEXTS), "a", ("a",), "a list of one"),
        (field(K.TEXTS), ["a", "a", "b"], ("a", "b"), "more than once, taken once: a"),
        (field(K.TEXTS), ["a", {}, 3], ("a", "3"), "an object; a text is needed"),
        (field(K.TEXTS, limits=Limits(max_items=1)), ["a", "b", "c"], ("a",), "left out: b, c"),
        (field(K.TEXTS), {"a": 1}, (), "an object; a list is needed"),
    ],
)
def test_a_value(of: Field, raw: object, value: object, reason: str) -> None:
    fitted = fit(of, raw)
    assert fitted.value == value
    assert type(fitted.value) is type(value)
    assert bool(fitted.reasons) == bool(reason)
    assert all(reason in str(each) for each in fitted.reasons)


def test_rows() -> None:
    table = field(
        K.TABLE,
        limits=Limits(max_items=2),
        columns=(
            Column(key="term", kind=K.TEXT, label=T("Term")),
            Column(key="weight", kind=K.CHOICE, label=T("Weight"), choices=CHOICES),
        ),
    )
    fitted = fit(table, [{"term": "a", "weight": 9}, "b", {"term": "c", "weight": 1}, {"term": "d"}])
    assert fitted.value == ({"term": "a", "weight": None}, {"term": "c", "weight": 1})
    assert [str(each) for each in fitted.reasons] == [
        "Row 1, Weight: “9” is not offered here.",
        "Row 2: this is a text; an object is needed.",
        "At most 2 are taken; left out: d.",
    ]


def test_remarks_tell_whether_anything_is_left() -> None:
    (changed,) = fit(field(K.INTEGER, limits=RANGE), 99).remarks("x", T("X"))
    (lost,) = fit(field(K.INTEGER, limits=RANGE), "much").remarks("x", T("X"))
    assert (changed.kind, lost.kind) == (RemarkKind.CHANGED, RemarkKind.LEFT_OUT)


@given(st.integers() | st.floats() | st.text() | st.none() | st.lists(st.integers()))
def test_a_number_is_in_range_or_not_there(raw: object) -> None:
    value = fit(field(K.INTEGER, limits=RANGE), raw).value
    assert value is None or check_value(K.INTEGER, RANGE, value) is None


def test_long_lists_are_named_in_part() -> None:
    assert named(range(8)) == "0, 1, 2, 3, 4, +3"
    assert named(["x" * 50]) == "x" * 39 + "…"


def test_many_changes_of_one_value_are_counted_in_the_end() -> None:
    reasons = tuple(Text(f"reason {number}") for number in range(3_000))
    told = Fitted(value="x", reasons=reasons).remarks("key", Text("Label"))
    assert [str(each.reason) for each in told[-2:]] == ["reason 19", "2980 more such changes here."]


def test_long_lists_of_doubles_take_no_time() -> None:
    begun = time.process_time()
    fit_value(FieldKind.TEXTS, Limits(), (), [str(number % 4_000) for number in range(8_000)])
    assert time.process_time() - begun < 0.4
