"""Command lines come apart as the shells themselves take them apart."""

from __future__ import annotations

import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.pasting.placed import Placed, Unreadable
from roomscribe.services.pasting.shell import split_command


def words(text: str) -> list[str]:
    return [word.text for word in split_command(Placed.of(text)).words]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=1))
def test_what_python_quotes_is_read_back(items: list[str]) -> None:
    assert words(shlex.join(items)) == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ["a", "b"]),
        ("a 'b c'd", ["a", "b cd"]),
        (r"a \'b\ c", ["a", "'b c"]),
        ('a "b \\" $x \\\\ \\n"', ["a", 'b " $x \\ \\n']),
        (r"$'it\'s \u4e2d\x41\n\101'", ["it's 中A\nA"]),
        ("a \\\n  b", ["a", "b"]),
        ("a `\n  b", ["a", "b"]),
        ("a ''", ["a", ""]),
        ("a b | c", ["a", "b"]),
        ("a b && c; d", ["a", "b"]),
        ("a b\nc", ["a", "b"]),
    ],
)
def test_quotes_and_escapes(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.programs("bash")
@pytest.mark.parametrize(
    "text",
    [
        r"""'{"a": "b"}' "{\"a\": \"\$b\"}" $'\'\t\x41\u00e9' a\ b "" x'y'"z" """,
        'one "two\\\nthree" \\\n four',
    ],
)
def test_bash_agrees(text: str) -> None:
    said = subprocess.run(["bash", "-c", f"printf '%s\\0' {text}"], capture_output=True, check=True, timeout=10).stdout
    assert words(text) == said.decode().split("\0")[:-1]


def test_windows_carets() -> None:
    text = 'curl ^"https://x/y^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":1^}^"'
    assert words(text) == ["curl", "https://x/y", "--data-raw", '{"a":1}']


def test_a_text_that_is_fed_in() -> None:
    command = split_command(Placed.of("curl -d @- <<'EOF'\n{\n}\nEOF\nmore"))
    assert command.input is not None
    assert command.input.text == "{\n}\n"


@pytest.mark.parametrize(("text", "place"), [("a 'b", 2), ('a "b', 2), ("a $'b", 2)])
def test_an_open_quote_is_told_where_it_opens(text: str, place: int) -> None:
    with pytest.raises(Unreadable) as caught:
        words(text)
    assert caught.value.place == place


@given(st.text("a \\\"'$^`\n<>;|&xu4", max_size=30))
def test_nothing_else_goes_wrong(text: str) -> None:
    found, place = [], 0
    try:
        found = split_command(Placed.of(text)).words
    except Unreadable as unreadable:
        place = unreadable.place or 0
    assert all(len(word.text) == len(word.places) for word in found)
    assert 0 <= place <= len(text)
