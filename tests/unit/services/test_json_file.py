"""A JSON file is whole or set aside, never half and never lost."""

from __future__ import annotations

import json
import os
import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.json_file import JsonFile


class FixedClock:
    """2026-11-20 16:30:58 UTC, for ever."""

    def now(self) -> float:
        return 1_795_192_258.0

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "settings.json"


@pytest.fixture
def file(path):
    return JsonFile(path, FixedClock(), version=2)


def test_no_file_is_an_empty_document(file):
    assert file.read().document == {}
    assert file.read().notice is None


def test_round_trip_with_the_version(file, path):
    file.write({"name": "演示", "half": "\ud83d"})
    assert json.loads(path.read_text("utf-8"))["version"] == 2
    assert file.read().document == {"name": "演示", "half": "\ud83d", "version": 2}
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.booleans())))
def test_any_document(tmp_path_factory, document):
    file = JsonFile(tmp_path_factory.mktemp("json") / "a.json", FixedClock(), version=1)
    file.write(document)
    assert file.read().document == {**document, "version": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_it_is_readable_for_its_owner_alone(file, path):
    file.write({})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b'{"version": "2"}', b"\xff\xfe", b"[" * 100_000, b"\x00" * 300]
)
def test_a_broken_file_is_set_aside(file, path, content):
    path.parent.mkdir()
    for expected in ("settings.json.broken-20261120T163058Z", "settings.json.broken-20261120T163058Z-2"):
        path.write_bytes(content)
        reading = file.read()
        assert reading.document == {}
        assert expected in str(reading.notice)
        assert (path.parent / expected).read_bytes() == content
        assert not path.exists()


def test_a_newer_file_is_set_aside_too(file, path):
    path.parent.mkdir()
    path.write_text('{"version": 3, "x": 1}')
    assert "newer RoomScribe" in str(file.read().notice)
    assert (path.parent / "settings.json.newer-20261120T163058Z").exists()


def test_the_outer_shape_counts(path):
    file = JsonFile(path, FixedClock(), version=1, valid=lambda document: "list" in document)
    file.write({"other": 1})
    assert "could not be read" in str(file.read().notice)


def test_what_could_not_be_read_is_not_replaced(file, path):
    path.mkdir(parents=True)
    assert "will not be saved" in str(file.read().notice)
    with pytest.raises(PermissionError, match="not replaced"):
        file.write({})


def test_a_crash_while_writing_leaves_the_old_file(file, path, monkeypatch):
    file.write({"n": 1})

    def fail(_: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            file.write({"n": 2})
    assert file.read().document["n"] == 1
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize("text", ['{"version": 3, "new": 1}', "{", "[]", '{"a": 1}', "\xff"])
def test_whoever_only_looks_leaves_a_file_that_is_not_for_this_version(file, path, text):
    path.parent.mkdir()
    path.write_text(text, "latin-1")
    assert file.peek() == {}
    assert path.read_text("latin-1") == text
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_whoever_looks_sees_what_was_written(file, path):
    assert file.peek() == {}
    file.write({"a": 1})
    assert file.peek() == {"a": 1, "version": 2}
