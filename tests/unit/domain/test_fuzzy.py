"""A few letters find a text exactly when each word's letters occur in it in order; better places rank higher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.fuzzy import LONGEST, _read, find, folded, words_of

texts = st.text(alphabet="abcAB ·-é中İß", max_size=24)
words = st.text(alphabet="abcé中i", min_size=1, max_size=4)


def occurs(word: str, text: str) -> bool:
    """Whether the letters of the word occur in the text in order."""
    rest = iter(folded(text))
    return all(letter in rest for letter in word)


@given(query=st.lists(words, max_size=3), text=texts)
def test_a_text_is_found_exactly_when_each_word_occurs(query: list[str], text: str) -> None:
    found = find(words_of(" ".join(query)), text)
    assert (found is not None) == all(occurs(word, text) for word in query)


@given(word=words, text=texts)
def test_the_places_spell_the_word(word: str, text: str) -> None:
    found = find(words_of(word), text)
    if found is not None:
        assert "".join(folded(text)[at] for at in found.places) == folded(word)
        assert list(found.places) == sorted(set(found.places))


@given(word=words, before=texts, after=texts)
def test_a_word_that_stands_there_whole_is_never_beaten_by_one_in_pieces(word: str, before: str, after: str) -> None:
    whole = find(words_of(word), f"{word} {after}")
    pieces = find(words_of(word), "  ".join(f"x{letter}x" for letter in word))
    assert whole is not None
    assert pieces is not None
    assert whole.score >= pieces.score


@given(text=st.text(max_size=40))
def test_folding_moves_no_letter(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("stop", "Stop", "Show details on top"),
        ("st", "Start task", "Paste a request"),
        ("sem", "Stop everything, mine", "Resemble"),
        ("copy json", "Copy rows as JSON", "Copy rows, adjusted; son"),
        ("theme", "Theme: dark", "The time"),
        ("col", "Move the sorted column left", "Copy the call as curl"),
    ],
)
def test_the_likelier_one_ranks_higher(query: str, better: str, worse: str) -> None:
    first, second = find(words_of(query), better), find(words_of(query), worse)
    assert first is not None
    assert second is None or first.score > second.score


def test_nothing_typed_finds_everything_and_a_long_text_is_cut() -> None:
    assert find((), "anything") is not None
    assert find(words_of("z"), "a" * LONGEST + "z") is None
    assert find(words_of("ROOM 中文"), "Go to room 中文教室") is not None


def test_a_text_is_read_once_for_all_letters_that_are_typed() -> None:
    find(("s",), "Stop the task that nobody wants")
    before = _read.cache_info().misses
    assert find(("s", "t"), "Stop the task that nobody wants") is not None
    assert _read.cache_info().misses == before
