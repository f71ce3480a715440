import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, Value, When
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem, check_field, check_fields, check_value


def make(kind: FieldKind, **what: object) -> Field:
    basics = {"key": "x", "kind": kind, "section": Section.ROOM, "label": T("Room"), "help": T("X.")}
    return Field(**{**basics, **what})  # type: ignore[arg-type]


def said(field: Field, value: Value) -> list[str]:
    return [str(problem.message) for problem in check_field(field, {"x": value})]


def test_a_required_field_asks_to_be_filled_by_its_name() -> None:
    assert said(make(FieldKind.TEXT, required=True), "") == ["Fill in Room."]
    assert said(make(FieldKind.TEXT), "") == []


def test_hidden_fields_have_no_problems() -> None:
    field = make(FieldKind.TEXT, required=True, shown_when=(When(key="mode", among=(1,)),))
    assert check_fields([field], {"mode": 0}, "intl") == []
    assert len(check_fields([field], {"mode": 1}, "intl")) == 1


def test_blanks_around_a_text_are_named() -> None:
    assert said(make(FieldKind.TEXT), " room") == ["Remove the blanks at the start or end."]


def test_length_is_counted_in_characters_or_bytes() -> None:
    assert said(make(FieldKind.TEXT, limits=Limits(max_length=3)), "课堂三年") == ["At most 3 characters; this has 4."]
    assert said(make(FieldKind.TEXT, limits=Limits(max_bytes=5)), "课堂") == ["At most 5 bytes; this has 6."]


def test_a_pattern_must_match_the_whole_text_and_says_its_hint() -> None:
    field = make(FieldKind.TEXT, limits=Limits(pattern="[0-9]+", pattern_hint=T("Digits only.")))
    assert said(field, "12x") == ["Digits only."]
    assert said(field, "12") == []


def test_what_is_no_number_stays_and_is_named() -> None:
    assert said(make(FieldKind.INTEGER), "12x") == ["Enter a whole number."]
    assert said(make(FieldKind.INTEGER), True) == ["Enter a whole number."]
    assert said(make(FieldKind.DECIMAL), "fast") == ["Enter a number."]


@given(st.integers(-10, 3000))
def test_a_range_includes_its_edges(number: int) -> None:
    wrong = check_value(FieldKind.INTEGER, Limits(minimum=240, maximum=2000), number)
    assert (wrong is None) is (240 <= number <= 2000)


def test_an_open_lower_edge_is_excluded() -> None:
    limits = Limits(above=0, maximum=10)
    assert str(check_value(FieldKind.DECIMAL, limits, 0.0)) == "Enter more than 0."
    assert check_value(FieldKind.DECIMAL, limits, 0.01) is None
    assert check_value(FieldKind.DECIMAL, limits, 10) is None


def test_a_choice_must_be_one_of_those_offered() -> None:
    field = make(FieldKind.CHOICE, choices=(Choice(value=0, label=T("Number")), Choice(value=1, label=T("Text"))))
    assert said(field, 2) == ["Choose one of the options offered."]
    assert said(field, 1) == []


@given(st.lists(st.integers(0, 50).map(str), unique=True, max_size=8))
def test_a_list_has_at_most_its_number_of_items(items: list[str]) -> None:
    wrong = check_value(FieldKind.TEXTS, Limits(max_items=3), tuple(items))
    assert (wrong is None) is (len(items) <= 3)


def test_an_item_listed_twice_is_named() -> None:
    assert str(check_value(FieldKind.LANGUAGES, Limits(), ("en", "ja", "en"))) == "“en” is listed twice."


def test_a_table_names_row_and_column() -> None:
    columns = (
        Column(key="term", kind=FieldKind.TEXT, label=T("Term"), limits=Limits(max_length=3)),
        Column(key="weight", kind=FieldKind.INTEGER, label=T("Weight"), limits=Limits(minimum=1, maximum=11)),
    )
    field = make(FieldKind.TABLE, columns=columns, limits=Limits(max_items=2))
    rows = ({"term": "abc", "weight": 1}, {"term": "", "weight": 12})

    assert check_field(field, {"x": rows}) == [
        Problem("x", T("Fill in {label}.", label=T("Term")), row=1, column="term"),
        Problem("x", T("Enter a number from {low} to {high}.", low="1", high="11"), row=1, column="weight"),
    ]
    assert said(field, (rows[0],) * 3) == ["At most 2; remove 1."]


@pytest.mark.parametrize("entries", [("x" * 5000,), ("y" * 5000, "y" * 5000)])
def test_a_message_quotes_no_more_of_an_entry_than_is_needed_to_find_it(entries: tuple[str, ...]) -> None:
    message = check_value(FieldKind.TEXTS, Limits(max_bytes=32), entries)
    assert message is not None
    assert len(str(message)) < 100
