"""Finds what somebody means by a few letters: pieces of words from their beginnings, or one piece from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

LETTER, FIRST_OF_WORD, NEXT_TO_IT = 1, 8, 9
"""What a letter that was found is worth: anywhere, at the beginning of a word, right after the letter before it.

Letters are found nowhere else: single ones from the midst of words occur in nearly every text, and nobody means them.
"""
LATEST = 5
"""A match that begins later than this is not worse for it."""
LONGEST = 200
"""Letters of a text that are looked at: the work grows with them."""
KEPT = 500
"""Texts whose words are known: all commands, profiles and templates of one window."""


@dataclass(frozen=True)
class Found:
    """How well a text matches, and where."""

    score: int
    """Higher is better; comparable for one query only."""
    places: tuple[int, ...]
    """Positions in the text of the letters that were typed, in rising order."""


def words_of(query: str) -> tuple[str, ...]:
    """The words of what was typed, as `find` wants them."""
    return tuple(folded(word) for word in query.split())


def folded(text: str) -> str:
    """The text in small letters, each where it was: some letters become two in `str.lower`, those stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def find(words: tuple[str, ...], text: str) -> Found | None:
    """The best match of all the words in a text, whatever their order; None where one of them is missing.

    A word is there where it stands in one piece, or in pieces that begin words of the text, in order: `sto ev` and `se`
    find “Stop everything”, and so does `thing`, but `sg` does not. Numbers begin words, too, and so do capitals:
    `r42` finds “Room42”, and `jf` “JSONFile”.
    """
    if not words:
        return Found(0, ())
    letters, first_of_word = _read(text[:LONGEST])
    score, places = 0, set[int]()
    for word in words:
        found = _align(word, letters, first_of_word)
        if found is None:
            return None
        score += found.score - min(found.places[0], LATEST)
        places.update(found.places)
    return Found(score, tuple(sorted(places)))


@lru_cache(KEPT)
def _read(text: str) -> tuple[str, tuple[bool, ...]]:
    """The text's letters, and which of them begin a word: each letter that is typed asks for the same texts again."""
    begins = map(_begins, text, text[1:], f"{text[2:]} ")
    return folded(text), (True, *begins) if text else ()


def _begins(before: str, letter: str, after: str) -> bool:
    if letter.islower():
        return not before.isalnum()
    if letter.isupper():
        # Also the last of several capitals, where small letters follow: the “F” of “JSONFile”.
        return not before.isalnum() or before.islower() or (before.isupper() and after.islower())
    if letter.isdigit():
        return not before.isdigit()
    return letter.isalnum() and not before.isalnum()


def _align(word: str, letters: str, first_of_word: tuple[bool, ...]) -> Found | None:
    """The placement of a word's letters that is worth most; of equal ones the first: the eye looks there."""
    found = _in_pieces(word, letters, first_of_word)
    if word not in letters:
        return found
    other = _in_the_midst(word, letters, first_of_word)
    if found is None or other is None:
        return found or other
    return max(found, other, key=lambda each: (each.score, -each.places[-1]))


def _in_the_midst(word: str, letters: str, first_of_word: tuple[bool, ...]) -> Found | None:
    """The best of the places in the midst of words where it stands in one piece."""
    length, best, best_at = len(word), 0, -1
    whole = length * LETTER + (length - 1) * NEXT_TO_IT
    at = letters.find(word)
    while at >= 0:
        if not first_of_word[at]:
            score = whole + FIRST_OF_WORD * sum(first_of_word[at : at + length])
            if score > best:
                best, best_at = score, at
        at = letters.find(word, at + 1)
    return Found(best, tuple(range(best_at, best_at + length))) if best_at >= 0 else None


def _in_pieces(word: str, letters: str, first_of_word: tuple[bool, ...]) -> Found | None:
    """The best placement in pieces that begin words, by dynamic programming over (letter, position)."""
    scores: dict[int, int] = {}
    """By position of the last letter placed: the most that the letters so far can be worth."""
    steps: list[dict[int, int]] = []
    """By letter: where the letter before it stands, by its own position."""
    for number, letter in enumerate(word):
        reached: dict[int, int] = {}
        came_from: dict[int, int] = {}
        best, best_at = 0, -1
        """Of the positions before the one looked at, without its neighbour."""
        at = letters.find(letter)
        seen = 0
        while at >= 0:
            first = first_of_word[at]
            worth = LETTER + (FIRST_OF_WORD if first else 0)
            if number == 0:
                if first:
                    reached[at] = worth
            else:
                for earlier in range(seen, at):
                    if scores.get(earlier, -1) > best:
                        best, best_at = scores[earlier], earlier
                seen = at
                beside = scores.get(at - 1)
                if beside is not None and (not first or beside + NEXT_TO_IT >= best):
                    reached[at], came_from[at] = beside + NEXT_TO_IT + worth, at - 1
                elif first and best_at >= 0:
                    reached[at], came_from[at] = best + worth, best_at
            at = letters.find(letter, at + 1)
        if not reached:
            return None
        scores = reached
        steps.append(came_from)
    return _traced(scores, steps)


def _traced(scores: dict[int, int], steps: list[dict[int, int]]) -> Found:
    # Of equal ends the first: the eye looks there.
    at = max(scores, key=lambda place: (scores[place], -place))
    score, places = scores[at], [at]
    for came_from in reversed(steps[1:]):
        at = came_from[at]
        places.append(at)
    return Found(score, tuple(reversed(places)))
