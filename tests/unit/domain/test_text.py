from roomscribe.domain.text import T, Text


def test_gaps_are_filled_by_name() -> None:
    assert str(T("At most {limit}; this has {count}.", limit=3, count=5)) == "At most 3; this has 5."


def test_a_text_can_stand_in_the_gap_of_another() -> None:
    assert str(T("Fill in {label}.", label=T("Room"))) == "Fill in Room."


def test_braces_without_gaps_are_left_alone() -> None:
    assert str(T("{not a gap}")) == "{not a gap}"


def test_equal_sentences_with_equal_gaps_are_equal() -> None:
    assert T("A {x}", x=1) == Text("A {x}", {"x": 1})
    assert T("A {x}", x=1) != T("A {x}", x=2)
