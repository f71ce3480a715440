"""Secrets over a pipe: whoever hears all lines knows the same; what is no line of ours does no harm."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.watchdog.secrets_pipe import heard, lines, listen

secrets = st.dictionaries(
    st.tuples(st.sampled_from(["profile/a", "profile/b", "task/t"]), st.sampled_from(["key", "token"])),
    st.text(min_size=1, max_size=40),
)


@given(secrets, secrets)
def test_whoever_knew_the_one_knows_the_other(before, after) -> None:
    known = dict(before)
    for line in lines(before, after).splitlines():
        found = heard(line)
        assert found is not None
        place, value = found
        if value:
            known[place] = value
        else:
            known.pop(place, None)
    assert known == after


def test_what_is_known_is_not_told_twice() -> None:
    told = {("profile/a", "key"): "canary"}
    assert lines(told, told) == b""


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"\xff\xfe", b"{}", b"[1, 2, 3]", b'["a", "b"]', b'["a", "b", "c", "d"]', b"null"]
)
def test_other_lines_are_none_of_ours(line: bytes) -> None:
    assert heard(line) is None


def test_the_end_of_the_pipe_is_told_after_its_last_line() -> None:
    reading, writing = os.pipe()
    news: list[object] = []
    over = threading.Event()
    with os.fdopen(reading, "rb") as heard_from:
        with os.fdopen(writing, "wb") as out:
            listen(heard_from, lambda place, value: news.append((place, value)), over.set)
            out.write(lines({}, {("profile/a", "key"): "schlüssel"}))
            assert not over.is_set()
        assert over.wait(10)
    assert news == [(("profile/a", "key"), "schlüssel")]
