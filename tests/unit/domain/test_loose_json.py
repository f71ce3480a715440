"""JSON of somebody who may change his mind."""

from __future__ import annotations

import pytest

from roomscribe.domain.loose_json import LooseObject

SAMPLE = LooseObject.parse(
    '{"text": "é", "number": 7, "written": "42", "yes": true, "none": null, "half": 1.5, "part": {"a": 1},'
    ' "list": [1, "b", {"c": 2}, null]}'.encode()
)


def test_what_is_there_is_read():
    assert (SAMPLE.text("text"), SAMPLE.text("number")) == ("é", "7")
    assert (SAMPLE.whole("number"), SAMPLE.whole("written")) == (7, 42)
    assert SAMPLE.flag("yes") is True
    assert SAMPLE.part("part").whole("a") == 1
    assert [each.whole("c") for each in SAMPLE.parts("list")] == [2]
    assert list(SAMPLE.texts("list")) == ["b"]


def test_what_is_missing_or_of_another_type_is_not_there():
    assert [SAMPLE.text(name) for name in ("none", "gone", "yes", "list")] == [""] * 4
    assert [SAMPLE.whole(name) for name in ("none", "gone", "yes", "text", "half")] == [0] * 5
    assert [SAMPLE.flag(name) for name in ("none", "number", "text")] == [False] * 3
    assert SAMPLE.part("text").text("a") == ""
    assert list(SAMPLE.parts("part")) == []
    assert ("text" in SAMPLE, "none" in SAMPLE, "gone" in SAMPLE) == (True, False, False)


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"{", b"\xff{}", b'{"a":' * 100_000])
def test_what_is_no_object_is_a_value_error(text: bytes):
    with pytest.raises(ValueError):
        LooseObject.parse(text)
