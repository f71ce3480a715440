"""Every range of the vendors' field tables, at its edges, just inside and just outside: what the form lets through the
simulated vendor takes, what it blocks the vendor refuses, and both name the same field."""

from __future__ import annotations

import base64
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.fields import Column, Field, FieldKind
from roomscribe.vendors.protocol import Generation
from tests.support.field_tables import FORM, TABLES, Row
from tests.support.judges import REGISTRY, form_says, vendor_says, with_field

ROWS: dict[str, dict[str, object]] = {
    "hot_words": {"term": "term", "weight": 1},
    "terminology": {"language": "en", "source": "a", "target": "b"},
    "voices": {"speaker": "alice", "language": "en", "voice": "v-female-P6q9LmR2", "robot": "voice_1"},
    "uid_languages": {"uid": "1", "languages": ("en-US",)},
    "translations": {"source": "en-US", "target": ("de-DE",)},
}
"""A row of each table that nothing is wrong with."""
DISTINCT = {"hot_words": "term", "uid_languages": "uid", "translations": "source"}
"""The column in which the rows of a table differ."""
CODES = ("ja", "ko", "vi", "th", "id", "pt", "tr", "ar")
"""Languages that TRTC takes everywhere."""
MULTI_BYTE = {"RoomId": "é"}
"""A character of two bytes, where the vendor takes any."""


def cases(*facts: str) -> list[Any]:
    """(generation, site, row) of every row with one of these facts, at each of its sites."""
    found = []
    for generation_id, rows in TABLES.items():
        generation = REGISTRY.generation(generation_id)
        for row in rows:
            if row.by != FORM or not any(getattr(row, fact) is not None for fact in facts):
                continue
            for site in row.sites or [each.id for each in generation.sites]:
                name = "-".join(filter(None, (generation_id, site, row.path, row.column)))
                found.append(pytest.param(generation, site, row, id=name))
    return found


def place(generation: Generation, site: str, row: Row) -> tuple[Field, Column | None]:
    (field,) = [
        each for each in generation.fields if each.path == row.path and (each.sites is None or site in each.sites)
    ]
    column = next((each for each in field.columns if each.key == row.column), None)
    return field, column


def agree(generation: Generation, site: str, row: Row, value: object) -> bool:
    """Hold form and vendor together; whether they took it."""
    field, column = place(generation, site, row)
    if column is not None:
        value = ({**ROWS[field.key], column.key: value},)
    elif row.path == "RoomId" and value:
        generation_form = with_field(generation, site, field.key, value) | {"room_type": 1}
        return judged(generation, site, field, generation_form)
    return judged(generation, site, field, with_field(generation, site, field.key, value))


def judged(generation: Generation, site: str, field: Field, form: dict[str, object]) -> bool:
    ours, theirs = form_says(generation, site, form), vendor_says(generation, site, form)
    assert ours == theirs, form
    assert ours <= {field.key}, form
    return not ours


@pytest.mark.parametrize(("generation", "site", "row"), cases("between"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.data())
def test_numbers(generation: Generation, site: str, row: Row, data: st.DataObject) -> None:
    assert row.between is not None
    field, column = place(generation, site, row)
    whole = (column or field).kind is FieldKind.INTEGER
    low, high = row.between
    inside: st.SearchStrategy[float] = st.integers(int(low), int(high)) if whole else st.floats(low, high)
    outside: st.SearchStrategy[float]
    edges: dict[float, bool]
    if whole:
        edges = {int(low) - 1: False, int(low): True, int(low) + 1: True}
        edges |= {int(high) - 1: True, int(high): True, int(high) + 1: False}
        outside = st.integers(max_value=int(low) - 1, min_value=-(2**53)) | st.integers(int(high) + 1, 2**53)
    else:
        first = math.nextafter(low, high) if row.above is not None else low
        edges = {
            math.nextafter(first, -math.inf): False,
            first: True,
            high: True,
            math.nextafter(high, math.inf): False,
        }
        outside = st.floats(max_value=first, exclude_max=True, allow_infinity=False, allow_nan=False)
        outside |= st.floats(min_value=high, exclude_min=True, allow_infinity=False, allow_nan=False)
    if row.above is not None:
        inside = inside.filter(lambda number: number > row.above if row.above is not None else True)
    number, fine = data.draw(
        st.sampled_from(sorted(edges.items())) | st.tuples(inside, st.just(True)) | st.tuples(outside, st.just(False))
    )
    assert agree(generation, site, row, number) is fine


@pytest.mark.parametrize(("generation", "site", "row"), cases("options"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.data())
def test_options(generation: Generation, site: str, row: Row, data: st.DataObject) -> None:
    assert row.options is not None
    field, _ = place(generation, site, row)
    if field.kind is FieldKind.FLAG:
        assert agree(generation, site, row, data.draw(st.booleans()))
        return
    numbers = [each for each in row.options if isinstance(each, int)]
    others: st.SearchStrategy[object] = st.text("abcAUTO", min_size=1)
    if numbers:
        others = st.sampled_from([min(numbers) - 1, max(numbers) + 1]) | st.integers(-(2**31), 2**31)
    value = data.draw(st.sampled_from(row.options) | others)
    if field.key == "storage_vendor" and value in (2, 3, 7, 8) and generation.id != "agora-7":
        assert not agree(generation, site, row, value)  # without the user's word (agora.md §14, C8)
        return
    assert agree(generation, site, row, value) is (value in row.options)


@pytest.mark.parametrize(("generation", "site", "row"), cases("bytes", "characters"))
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_lengths(generation: Generation, site: str, row: Row, beyond: int) -> None:
    field, column = place(generation, site, row)
    longest = row.bytes or row.characters
    assert longest is not None
    text = "a" * (longest + beyond)
    if double := MULTI_BYTE.get(row.path):
        text = double * (longest // 2) + "a" * beyond if beyond >= 0 else double * (longest // 2 - 1) + "a"
        assert len(text.encode()) == longest + beyond
    value = (text,) if (column or field).kind is FieldKind.TEXTS else text
    assert agree(generation, site, row, value) is (beyond <= 0)


def some(generation: Generation, field: Field, column: Column | None, count: int) -> object:
    """So many different items."""
    kind = (column or field).kind
    if kind is FieldKind.TEXTS:
        return tuple(str(number + 1) for number in range(count))
    if kind is FieldKind.LANGUAGES:
        codes = CODES if generation.id.startswith("trtc") else tuple(f"l{number}-XX" for number in range(count))
        return codes[:count]
    key = DISTINCT[field.key]
    return tuple({**ROWS[field.key], key: str(number + 1)} for number in range(count))


@pytest.mark.parametrize(("generation", "site", "row"), cases("items"))
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_counts(generation: Generation, site: str, row: Row, beyond: int) -> None:
    assert row.items is not None
    field, column = place(generation, site, row)
    items = some(generation, field, column, row.items + beyond)
    assert isinstance(items, tuple)
    assert len(items) == row.items + beyond
    assert agree(generation, site, row, items) is (beyond <= 0)


TRTC, AGORA = ("trtc-1", "trtc-2"), ("agora-5", "agora-6", "agora-7")


def uid_rows(uid: str) -> object:
    return ({"uid": uid, "languages": ("en-US",)},)


def salt(size: int) -> str:
    return base64.b64encode(b"s" * size).decode()


def term(text: str) -> object:
    return ({"term": text, "weight": 100},)


EDGES_OF_RULES: list[tuple[tuple[str, ...], str, object, bool]] = [
    # A number room, tencent.md §3.1.
    *[(TRTC, "room", room, fine) for room, fine in (("0", False), ("1", True), ("4294967295", True))],
    *[(TRTC, "room", room, False) for room in ("4294967296", "01", "1a", "-1")],
    # A hot word's Chinese characters, tencent.md §3.3.
    *[(TRTC, "hot_words", term("云" * count), count <= 10) for count in (1, 9, 10, 11)],
    *[(TRTC, "hot_words", term("云" * 10 + "x" * count), count <= 20) for count in (19, 20, 21)],
    (("trtc-1",), "hot_words", term("two words"), True),
    (("trtc-2",), "hot_words", term("two words"), False),
    # Uids, agora.md §7.1.
    *[
        (generations, key, uid, fine)
        for generations, key in ((AGORA, "pub_bot_uid"), (AGORA, "sub_bot_uid"))
        for uid, fine in (("1", True), ("4294967295", True), ("4294967296", False), ("01", False), ("x", False))
    ],
    *[
        (generations, key, (uid,), fine)
        for generations, key in ((AGORA, "subscribe_uids"), (AGORA[1:], "unsubscribe_uids"))
        for uid, fine in (("1", True), ("4294967295", True), ("4294967296", False), ("0", False))
    ],
    *[(AGORA[1:], "uid_languages", uid_rows(uid), fine) for uid, fine in (("4294967295", True), ("4294967296", False))],
    # The salt's 32 bytes, agora.md §3.2.
    *[(AGORA, "encryption_salt", salt(size), size == 32) for size in (31, 32, 33)],
    # All folders with their slashes, agora.md §3.2.
    *[
        (AGORA, "storage_prefix", tuple(letter * length for letter, length in zip("abc", lengths, strict=False)), fine)
        for lengths, fine in (((127,), True), ((128,), True), ((129,), False), ((63, 64), True), ((63, 65), False))
    ],
    (AGORA, "storage_prefix", ("a-b",), False),
]
"""(generations, field, value, whether it is taken) at the edges of the rules that no table's range says."""


@pytest.mark.parametrize(("generations", "key", "value", "fine"), EDGES_OF_RULES)
def test_rules(generations: tuple[str, ...], key: str, value: object, fine: bool) -> None:
    for generation in map(REGISTRY.generation, generations):
        field = generation.field(key)
        assert field is not None
        for site in generation.sites:
            form = with_field(generation, site.id, key, value)
            if key == "encryption_salt":
                form["encryption"] = 7
            assert judged(generation, site.id, field, form) is fine, generation.id


def test_every_range_of_the_tables_is_drawn() -> None:
    """A kind of range that a table has and no test here would be forgotten."""
    ranged = {
        (generation_id, row.path, row.column, row.sites)
        for generation_id, rows in TABLES.items()
        for row in rows
        if row.by == FORM and (row.between or row.options or row.bytes or row.characters or row.items)
    }
    drawn = {
        (case.values[0].id, case.values[2].path, case.values[2].column, case.values[2].sites)
        for case in cases("between", "options", "bytes", "characters", "items")
    }
    assert drawn == ranged
    assert len(ranged) > 70
