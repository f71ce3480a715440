"""The ledger's codec loses no type and no character, and shows the guard every text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from roomscribe.domain.tasks import EntryKind
from roomscribe.domain.text import T
from roomscribe.ledger import codec, schema
from roomscribe.ledger.codec import dump, entry_from_row, entry_to_row, load, task_from_row, task_to_row
from tests.unit.ledger import examples
from tests.unit.ledger.examples import make_entry, make_task


@given(examples.tasks)
def test_task_round_trip(task):
    again = task_from_row(task_to_row(task))
    assert again == task
    assert again.values == task.values
    assert isinstance(again.spoken, tuple)


@given(examples.entries)
def test_entry_round_trip(entry):
    assert entry_from_row({**entry_to_row(entry), "seq": 0}) == entry


@given(examples.anything)
def test_values_keep_their_types(value):
    assert repr(load(dump(value))) == repr(value)


def test_every_field_has_its_column():
    assert set(task_to_row(make_task())) == set(schema.tasks.c.keys()) - {"number"}
    assert set(entry_to_row(make_entry())) == set(schema.journal.c.keys()) - {"seq", "facts"}


def test_half_a_character_from_a_vendor_is_written_down():
    broken = json.loads('"a\\ud83d"')
    row = entry_to_row(make_entry(vendor_state=broken, detail={"answer": broken, "明": "文"}))
    assert row["vendor_state"] == "a?"
    assert row["detail"] == '{"answer":"a\\ud83d","明":"文"}'
    assert load(row["detail"])["answer"] == broken


def test_a_gap_of_a_sentence_may_hold_anything():
    value = load(dump(T("{why}", why=OSError("disk"), nested=T("x"))))
    assert str(value) == "disk"
    assert value.args["nested"] == T("x")


@pytest.mark.parametrize("value", [b"bytes", {1: 2}, {"set": {1}}, object()])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="ledger"):
        dump(value)


@pytest.mark.parametrize("secret", ['with"quote', "back\\slash", "two\nlines", "密钥🔑", "plain-secret"])
@pytest.mark.parametrize(
    "place",
    [
        lambda secret: make_task(values={"a": ({"deep": [secret]},)}),
        lambda secret: make_task(values={f"key {secret}": 1}),
        lambda secret: make_task(vendor_state=f"… {secret} …"),
        lambda secret: make_entry(detail={"text": T("{gap}", gap=T(secret))}),
        lambda secret: make_entry(kind=EntryKind.CALLED, request_id=secret),
    ],
)
def test_the_guard_sees_a_secret_wherever_it_is(secret, place):
    def guard(text: str) -> None:
        if secret in text:
            raise ValueError("a secret")

    record = place(secret)
    to_row = codec.entry_to_row if hasattr(record, "task_id") else codec.task_to_row
    with pytest.raises(ValueError, match="a secret"):
        to_row(record, guard)
