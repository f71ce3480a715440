"""What tasks occupy, and which of them would harm each other."""

from __future__ import annotations

import pytest

from roomscribe.domain.tasks import clashes, joined_keys


def test_the_same_keys_make_the_same_text() -> None:
    assert joined_keys({"b", "a"}) == joined_keys(("a", "b")) == "a\nb"
    assert joined_keys(()) == ""


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("a\nb", "b\nc", True),
        ("a", "a", True),
        ("a\nb", "c", False),
        ("a", "ab", False),
        ("", "", False),
        ("", "a", False),
    ],
)
def test_one_shared_key_is_a_clash(one: str, other: str, clash: bool) -> None:
    assert clashes(one, other) is clash
    assert clashes(other, one) is clash
