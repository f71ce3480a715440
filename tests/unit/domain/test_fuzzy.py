"""A few letters find a text exactly when each word is there in one piece, or in pieces that begin words of the text;
better places rank higher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.fuzzy import LONGEST, _read, find, folded, words_of

texts = st.text(alphabet="abcAB12 ·-é中İß", max_size=24)
words = st.text(alphabet="abc12é中i", min_size=1, max_size=4)


def in_pieces(word: str, text: str, since: int = 0) -> bool:
    """Whether the word can be cut into pieces, each of which begins a word of the text behind the one before."""
    if not word:
        return True
    small = folded(text)
    return any(
        begins_a_word(text, at) and small.startswith(word[:length], at) and in_pieces(word[length:], text, at + length)
        for at in range(since, len(text))
        for length in range(1, len(word) + 1)
    )


def begins_a_word(text: str, at: int) -> bool:
    before, letter, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    if at == 0 or not letter.isalnum():
        return at == 0
    camel = letter.isupper() and (before.islower() or (before.isupper() and after.islower()))
    return not before.isalnum() or camel or (letter.isdigit() and not before.isdigit())


@given(query=st.lists(words, max_size=3), text=texts)
def test_a_text_is_found_exactly_when_each_word_is_there(query: list[str], text: str) -> None:
    found = find(words_of(" ".join(query)), text)
    there = [word in folded(text) or in_pieces(word, text) for word in map(folded, query)]
    assert (found is not None) == all(there)


@given(word=words, text=texts)
def test_the_places_spell_the_word(word: str, text: str) -> None:
    found = find(words_of(word), text)
    if found is not None:
        assert "".join(folded(text)[at] for at in found.places) == folded(word)
        assert list(found.places) == sorted(set(found.places))


@given(word=words, text=texts)
def test_the_places_are_one_piece_or_pieces_that_begin_words(word: str, text: str) -> None:
    found = find(words_of(word), text)
    if found is not None:
        whole = found.places[-1] - found.places[0] == len(word) - 1
        beside = {place + 1 for place in found.places}
        assert whole or all(at in beside or begins_a_word(text, at) for at in found.places)


@given(word=words, before=texts, after=texts)
def test_a_word_that_stands_there_whole_is_never_beaten_by_one_in_pieces(word: str, before: str, after: str) -> None:
    whole = find(words_of(word), f"{word} {after}")
    pieces = find(words_of(word), "  ".join(f"{letter}x" for letter in word))
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
        ("te", "Templates…", "Note"),
        ("te", "Note", "Tags"),
        ("rec", "Reconnect", "Reduce motion"),
    ],
)
def test_the_likelier_one_ranks_higher(query: str, better: str, worse: str) -> None:
    first, second = find(words_of(query), better), find(words_of(query), worse)
    assert first is not None
    assert second is None or first.score > second.score


@pytest.mark.parametrize(
    ("query", "text", "letters"),
    [
        ("se", "Stop everything I started…", "S e"),
        ("se", "Save the form as a template…", None),
        ("stop", "Save the form as a template…", None),
        ("cost", "Copy task ID", None),
        ("copid", "Copy task ID", "Cop ID"),
        ("rows", "Copy arrows", "rows"),
        ("rowsj", "Copy arrows as JSON", None),
        ("年级", "课堂-三年级", "年级"),
        ("abc", "xabc bC", "abc"),
        ("r42", "Room42", "R42"),
        ("r2", "Room42", None),
        ("t5", "TRTC5", "T5"),
        ("jf", "JSONFile", "JF"),
        ("js", "JSONFile", "JS"),
        ("so", "JSONFile", "SO"),
    ],
)
def test_letters_are_found_from_the_beginnings_of_words_or_in_one_piece(
    query: str, text: str, letters: str | None
) -> None:
    found = find(words_of(query), text)
    assert (found is None) == (letters is None)
    if found is not None and letters is not None:
        assert [text[at] for at in found.places] == list(letters.replace(" ", ""))


def test_nothing_typed_finds_everything_and_a_long_text_is_cut() -> None:
    assert find((), "anything") is not None
    assert find(words_of("z"), "a" * LONGEST + "z") is None
    assert find(words_of("ROOM 中文"), "Go to room 中文教室") is not None


def test_a_text_is_read_once_for_all_letters_that_are_typed() -> None:
    find(("s",), "Stop the task that nobody wants")
    before = _read.cache_info().misses
    assert find(("s", "t"), "Stop the task that nobody wants") is not None
    assert _read.cache_info().misses == before
