"""What people type and paste becomes values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.typed_text import (
    has_several,
    is_table,
    read_decimal,
    read_integer,
    show_number,
    split_items,
    split_lines,
    split_table,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("  ", None), ("12", 12), (" 12 ", 12), ("-3", -3), ("+3", 3), ("007", 7)],
)
def test_whole_numbers_are_read(text, value):
    assert read_integer(text) == value


@pytest.mark.parametrize("text", ["12a", "1.5", "1_000", "1 000", "١٢", "--1", "9" * 101])
def test_what_is_no_whole_number_is_kept_as_typed(text):
    assert read_integer(text) == text


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("1", 1.0), ("0,5", 0.5), ("0.5", 0.5), (".5", 0.5), ("2.", 2.0), ("1e-3", 0.001)]
)
def test_decimals_are_read_with_point_or_comma(text, value):
    assert read_decimal(text) == value


@pytest.mark.parametrize("text", ["nan", "inf", "1.2.3", "1,000.5", "fast"])
def test_what_is_no_decimal_is_kept_as_typed(text):
    assert read_decimal(text) == text


@given(st.integers(-(10**90), 10**90))
def test_a_whole_number_shown_is_read_back(number):
    assert read_integer(show_number(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_shown_is_read_back(number):
    again = read_decimal(show_number(number))
    assert isinstance(again, float)
    assert math.isclose(again, number, rel_tol=0, abs_tol=0)


def test_a_decimal_is_shown_without_an_empty_fraction():
    assert show_number(1.0) == "1"


def test_items_end_at_commas_semicolons_tabs_and_lines():
    assert split_items(" a, b;c\td\r\ne，课、堂\n\n") == ["a", "b", "c", "d", "e", "课", "堂"]


def test_one_item_is_not_several():
    assert not has_several("alice smith")
    assert has_several("alice,")


def test_lines_are_items_without_the_blanks_around_them():
    assert split_lines(" a b \n\n c,d\n") == ["a b", "c,d"]


def test_a_copied_table_becomes_rows_of_cells():
    assert split_table("term\t10\r\n\r\n 词 \t\n") == [["term", "10"], ["词", ""]]


def test_only_tabs_and_lines_make_a_table():
    assert is_table("a\tb")
    assert is_table("a\nb")
    assert not is_table("a, b")
