"""What could be typed where the cursor is: names of keys, or values of the key that stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import Text
from roomscribe.services.filtering.kinds import Kind, Offer
from roomscribe.services.filtering.query import FilterLanguage
from roomscribe.services.filtering.syntax import SIGNS, Term, Value, quoted, read_terms

MOST = 50
"""Nobody reads more."""


@dataclass(frozen=True)
class Suggestion:
    """One thing that could stand there."""

    shown: str
    meaning: Text | None
    insert: str


@dataclass(frozen=True)
class Completion:
    """Suggestions for one place of the text, and the place that they would take."""

    start: int = 0
    end: int = 0
    suggestions: tuple[Suggestion, ...] = ()
    values: bool = False
    """They are a key's values, and not names of keys."""

    def text(self, text: str, suggestion: Suggestion) -> tuple[str, int]:
        """The whole text with that suggestion, and where the cursor is then."""
        before, after = text[: self.start] + suggestion.insert, text[self.end :]
        if self.values and not after:
            before += " "
        return before + after, len(before)


def complete(language: FilterLanguage, text: str, cursor: int, tasks: Iterable[Task]) -> Completion:
    """What could stand at the cursor; values that tasks have come from `tasks`."""
    term = next((each for each in read_terms(text) if each.start < cursor <= each.end), None)
    if term is None:
        return _keys(language, "", cursor, cursor)
    if not term.key:
        value = term.values[0]
        if not _bare(text, value):
            return Completion()
        return _keys(language, value.text[: cursor - value.start].casefold(), value.start, value.end)
    key = language.key(term.key)
    if key is None or cursor < term.values[0].start:
        return Completion()
    return _values(text, term, cursor, key.kind, tasks)


def _keys(language: FilterLanguage, typed: str, start: int, end: int) -> Completion:
    found = [
        Suggestion(f"{key.id}:", key.meaning, f"{key.id}:")
        for key in language.keys
        if any(word.startswith(typed) for word in (key.id, *key.also))
    ]
    return Completion(start, end, tuple(found))


def _values(text: str, term: Term, cursor: int, kind: Kind, tasks: Iterable[Task]) -> Completion:
    value = next(each for each in term.values if cursor <= each.end)
    if value.open and read_terms(text[term.start : cursor])[0].values[-1].open:
        return Completion()  # whoever has typed a star means more than one
    typed = text[value.start : cursor].lstrip('"').casefold()
    ranked: list[tuple[int, Offer]] = []
    best = 0
    for offer in kind.offers(tasks, typed):
        rank = _rank(offer, typed)
        if rank is not None:
            ranked.append((rank, offer))
            best += rank == 0
            if best == MOST:
                break  # whatever comes, these stand before it; and there may be fifty thousand
    ranked.sort(key=lambda each: each[0])
    if len(ranked) == 1 and ranked[0][1].word.casefold() == value.text.casefold():
        return Completion()  # it stands there already
    found = tuple(Suggestion(each.word, each.meaning, _typed(each.word)) for _, each in ranked[:MOST])
    return Completion(value.start, value.end, found, values=True)


def _rank(offer: Offer, typed: str) -> int | None:
    """How well an offer fits: a word that begins so is best, and None does not fit at all."""
    word = offer.word.casefold()
    if word.startswith(typed):
        return 0
    if typed in word:
        return 1
    return 2 if any(typed in each.casefold() for each in offer.also) else None


def _typed(word: str) -> str:
    return word if word.startswith(SIGNS) else quoted(word)


def _bare(text: str, value: Value) -> bool:
    return '"' not in text[value.start : value.end] and not value.open
