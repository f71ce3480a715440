from roomscribe.domain.fields import Field, FieldKind, Section, When, empty_value, given
from roomscribe.domain.text import T


def make(**what: object) -> Field:
    basics = {"key": "x", "kind": FieldKind.TEXT, "section": Section.ROOM, "label": T("X"), "help": T("X.")}
    return Field(**{**basics, **what})  # type: ignore[arg-type]


def test_false_and_zero_are_given_but_emptiness_is_not() -> None:
    assert given(False)
    assert given(0)
    assert given(" ")
    assert not any(given(nothing) for nothing in ("", None, (), []))


def test_every_kind_has_an_empty_value_that_counts_as_not_given_except_flags() -> None:
    for kind in FieldKind:
        assert given(empty_value(kind)) is (kind is FieldKind.FLAG)


def test_a_field_is_shown_only_where_its_site_has_it_and_every_condition_holds() -> None:
    field = make(sites=frozenset({"cn"}), shown_when=(When(key="mode", among=(1,)), When(key="target")))

    assert field.shown({"mode": 1, "target": "alice"}, "cn")
    assert not field.shown({"mode": 1, "target": "alice"}, "intl")
    assert not field.shown({"mode": 0, "target": "alice"}, "cn")
    assert not field.shown({"mode": 1, "target": ""}, "cn")


def test_a_fresh_form_shows_the_default() -> None:
    assert make(default="zh").initial() == "zh"
    assert make(kind=FieldKind.TEXTS).initial() == ()
