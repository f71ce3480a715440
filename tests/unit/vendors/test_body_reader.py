"""Bodies are taken apart by name: nothing is read twice, and nothing unread goes unsaid."""

from __future__ import annotations

import pytest

from roomscribe.domain.fields import Field, FieldKind, Section, When
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.text import T
from roomscribe.vendors.body_reader import MOST_UNKNOWN, BodyReader, blank_values, stands_for_a_secret


def field(key: str, kind: FieldKind = FieldKind.TEXT, **changes: object) -> Field:
    return Field(key=key, kind=kind, section=Section.ROOM, label=T("{key}", key=key), help=T("."), **changes)  # type: ignore[arg-type]


FIELDS = (
    field("room", required=True, default="lobby"),
    field("mode", FieldKind.CHOICE),
    field("secret", secret=True),
    field("there", sites=frozenset({"cn"})),
    field("person", shown_when=(When(key="room", among=("one",)),)),
)


def reader(body: object, site: str = "intl") -> BodyReader:
    return BodyReader(body, FIELDS, site)


def test_names_with_dots_are_not_paths() -> None:
    found = reader({"a.b": 1, "a": {"b": "x", "c": {"d": 2}}})
    found.take("room", "a.b")
    assert found.values["room"] == "x"
    assert [str(remark.about) for remark in found.reading().remarks] == ["a.b", "a.c"]


def test_lists_are_read_by_number_and_the_rest_of_them_told() -> None:
    found = reader({"all": [{"x": "one"}, {"x": "two"}]})
    assert found.get("all.0.x") == "one"
    assert [str(remark.about) for remark in found.reading().remarks] == ["all.1"]


def test_an_object_where_a_value_is_needed_and_the_other_way_round() -> None:
    found = reader({"a": 1, "b": {"c": 2}})
    assert (found.get("a.x"), found.get("b")) == (None, {"c": 2})
    assert [str(remark.about) for remark in found.reading().remarks] == ["a"]


def test_nothing_and_empty_objects_go_without_a_word() -> None:
    assert reader({"a": None, "b": {}}).reading().remarks[:1] != ()
    found = reader({"a": None, "b": {}})
    found.get("b.c")
    assert found.reading().remarks == ()


def test_many_unknown_names_are_counted() -> None:
    remarks = reader({f"n{number}": 1 for number in range(MOST_UNKNOWN + 7)}).reading().remarks
    assert len(remarks) == MOST_UNKNOWN + 1
    assert "7 more" in str(remarks[-1].reason)


def test_a_setting_of_another_site() -> None:
    found = reader({"t": "x"})
    found.take("there", "t")
    assert (found.values, found.remarks[0].kind) == ({}, RemarkKind.LEFT_OUT)
    elsewhere = reader({"t": "x"}, "cn")
    elsewhere.take("there", "t")
    assert elsewhere.values == {"there": "x"}


@pytest.mark.parametrize(("room", "kept"), [("one", True), ("all", False)])
def test_what_has_no_effect(room: str, kept: bool) -> None:
    found = reader({"r": room, "p": "alice"})
    found.take("room", "r")
    found.take("person", "p")
    reading = found.reading()
    assert ("person" in reading.values) is kept
    assert bool(reading.remarks) is not kept


def test_a_request_that_names_nothing_leaves_only_what_must_be_chosen() -> None:
    assert blank_values(FIELDS) == {"room": "lobby", "mode": None, "secret": "", "there": "", "person": ""}


@pytest.mark.parametrize(
    "text", ["***", "•••", "xxxx", "…..", "<token>", "{{ token }}", "${TOKEN}", "$TOKEN", "%TOKEN%"]
)
def test_placeholders(text: str) -> None:
    assert stands_for_a_secret(text)


@pytest.mark.parametrize(
    "text", ["eJwtzMEKwjAQ", "007eJxTYBBb", "c2FsdHNhbHQ=", "pass-word", "$ecret", "AKIDexample", "a", "xx"]
)
def test_secrets(text: str) -> None:
    assert not stands_for_a_secret(text)
