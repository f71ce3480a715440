"""What a key of the filter language can be compared with: words of its own, texts, languages, or measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from operator import ge, gt, le, lt
from typing import Protocol

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.filtering.syntax import Value
from roomscribe.services.filtering.wildcards import whole_text
from roomscribe.services.rows.filters import Facts

Test = Callable[[Facts], bool]
"""Whether a row is as somebody wants it."""
COMPARED = {">": gt, ">=": ge, "<": lt, "<=": le}


class NotUnderstood(Exception):
    """A value means nothing here."""

    def __init__(self, message: Text, instead: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.instead = instead
        """What was probably meant; "" where nobody can tell."""


@dataclass(frozen=True)
class Offer:
    """A value that can be typed."""

    word: str
    meaning: Text | None = None
    also: tuple[str, ...] = ()
    """Other words for the same, by which it is found; a sentence about it has words that mean nothing here."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A word with a meaning of its own."""

    word: str
    meaning: Text
    accepts: Test
    also: tuple[str, ...] = ()
    """Other words for the same."""
    timed: bool = False
    """Whether the answer can change by the mere passing of time."""

    @property
    def words(self) -> tuple[str, ...]:
        """All of its words."""
        return (self.word, *self.also)


class Kind(Protocol):
    """How the values of a key are understood."""

    def whole(self, value: Value) -> bool:
        """Whether the value, which has no `*`, must be the whole of what it is compared with."""
        return False

    def test(self, value: Value) -> tuple[Test, bool]:
        """What a row must fulfil, and whether that depends on time; raises `NotUnderstood`."""

    def offers(self, tasks: Iterable[Task], typed: str = "") -> Iterable[Offer]:
        """What could be typed, the likeliest first; what does not hold `typed`, in small letters, may be left out."""


def _chosen(choices: Iterable[Choice], value: Value) -> Choice | None:
    text = value.text.casefold()
    return None if value.open else next((each for each in choices if text in map(str.casefold, each.words)), None)


def _any_of(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda facts: any(test(facts) for test in tests)


class Choices(Kind):
    """One of the words that are declared."""

    def __init__(self, choices: Iterable[Choice], wrong: Callable[[str], Text]) -> None:
        """`wrong` makes the sentence about a word that is none of them."""
        self._choices = tuple(choices)
        self._wrong = wrong

    def test(self, value: Value) -> tuple[Test, bool]:
        """A `*` stands for every word that fits."""
        found = [_chosen(self._choices, value)]
        if value.open:
            fits = pattern(value)
            found = [each for each in self._choices if any(map(fits, each.words))]
        chosen = [each for each in found if each is not None]
        if not chosen:
            words = {word.casefold(): word for each in self._choices for word in each.words}
            close = get_close_matches(value.text.casefold(), words, 1, 0.6)
            raise NotUnderstood(self._wrong(value.text), words[close[0]] if close else "")
        return _any_of([each.accepts for each in chosen]), any(each.timed for each in chosen)

    def offers(self, tasks: Iterable[Task], typed: str = "") -> Iterable[Offer]:
        """Every word once."""
        return [Offer(each.word, each.meaning, each.also) for each in self._choices]


class Texts(Kind):
    """Texts of a task: the whole of one, with `*` for what may vary, or a part of it."""

    def __init__(
        self, of: Callable[[Task], tuple[str, ...]], *, part: bool = False, choices: tuple[Choice, ...] = ()
    ) -> None:
        """`part`: a value without `*` may stand anywhere in the text."""
        self._of = of
        self._part = part
        self._choices = choices

    def whole(self, value: Value) -> bool:
        """A word with a meaning of its own is no name."""
        return not self._part and _chosen(self._choices, value) is None

    def test(self, value: Value) -> tuple[Test, bool]:
        """Whether one of the texts fits, whatever its case."""
        if (choice := _chosen(self._choices, value)) is not None:
            return choice.accepts, choice.timed
        if value.sign:
            raise NotUnderstood(T("Texts can’t be compared with “{sign}”.", sign=value.sign), "*".join(value.parts))
        of = self._of
        wanted = value.text.casefold()
        if value.open:
            fits = pattern(value)
            return lambda facts: any(map(fits, of(facts.task))), False
        return (_has_part(of, wanted) if self._part and wanted else _has_whole(of, wanted)), False

    def offers(self, tasks: Iterable[Task], typed: str = "") -> Iterable[Offer]:
        """What these tasks have, in their order; no more of them is looked at than is asked for."""
        yield from (Offer(each.word, each.meaning, each.also) for each in self._choices)
        seen, of = {""}, self._of
        for task in tasks:
            for text in of(task):
                # Each letter comes by here thousands of times.
                if typed in text.casefold() and text not in seen:
                    seen.add(text)
                    yield Offer(text)


class Languages(Kind):
    """Languages by code or by name; `en` is every English, and `en-US` only that one."""

    def __init__(self, of: Callable[[Task], tuple[str, ...]], names: Mapping[str, tuple[str, ...]]) -> None:
        """`names` of the languages by their codes, the name for people first."""
        self._of = of
        self._names = names

    def test(self, value: Value) -> tuple[Test, bool]:
        """Whether one of the codes fits."""
        if value.sign:
            raise NotUnderstood(T("Languages can’t be compared with “{sign}”.", sign=value.sign))
        fits, wanted = pattern(value), value.text.casefold()
        named = {code.casefold() for code, names in self._names.items() if any(map(fits, names))}
        of = self._of
        known: dict[tuple[str, ...], bool] = {}
        """Answers by the codes: thousands of tasks have few combinations."""

        def fit(code: str) -> bool:
            folded = code.casefold()
            return folded in named or fits(code) or bool(wanted and folded.startswith(f"{wanted}-"))

        def test(facts: Facts) -> bool:
            codes = of(facts.task)
            answer = known.get(codes)
            if answer is None:
                answer = known[codes] = any(map(fit, codes)) or not (codes or wanted)
            return answer

        return test, False

    def offers(self, tasks: Iterable[Task], typed: str = "") -> Iterable[Offer]:
        """What these tasks use, and then what else there is."""
        # Thousands of tasks have few combinations.
        used = dict.fromkeys(code for codes in dict.fromkeys(map(self._of, tasks)) for code in codes)
        codes = {code: code for code in (*used, *self._names)}
        names = {code: self._names.get(code, ()) for code in codes}
        return [Offer(code, _named(names[code]), names[code]) for code in codes]


class Measures(Kind):
    """A number that is compared: `>30s`. `read` raises ValueError for what is none."""

    def __init__(
        self,
        of: Callable[[Facts], float | None],
        read: Callable[[str], float],
        how: Text,
        examples: tuple[str, ...],
        *,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """`of` is None for a row that has no such number, which never fits; `how` says how to write one."""
        self._of = of
        self._read = read
        self._how = how
        self._examples = examples
        self._choices = choices

    def test(self, value: Value) -> tuple[Test, bool]:
        """Whether the number is on the right side."""
        if (choice := _chosen(self._choices, value)) is not None:
            return choice.accepts, choice.timed
        amount = "*".join(value.parts)
        if value.sign and not amount:
            raise NotUnderstood(self._how)
        try:
            limit = self._read(amount)
        except ValueError:
            unclear = T("“{word}” can’t be understood. {how}", word=amount, how=self._how)
            raise NotUnderstood(unclear) from None
        if not value.sign:
            raise NotUnderstood(T("Say whether more or less than {amount}.", amount=amount), f">{amount}")
        of, compare = self._of, COMPARED[value.sign]

        def test(facts: Facts) -> bool:
            number = of(facts)
            return number is not None and bool(compare(number, limit))

        return test, True

    def offers(self, tasks: Iterable[Task], typed: str = "") -> Iterable[Offer]:
        """Words, and some examples."""
        return [*(Offer(each.word, each.meaning, each.also) for each in self._choices), *map(Offer, self._examples)]


def pattern(value: Value) -> Callable[[str], bool]:
    """Whether a whole text is what the value says, whatever the case."""
    parts = [part.casefold() for part in value.parts] or [""]
    if len(parts) == 2 and not parts[1]:  # by far the most frequent one
        begin = parts[0]
        return lambda text: text.casefold().startswith(begin)
    fits = whole_text(parts)
    return lambda text: fits(text.casefold())


def _has_part(of: Callable[[Task], tuple[str, ...]], wanted: str) -> Test:
    def test(facts: Facts) -> bool:
        for text in of(facts.task):  # noqa: SIM110 - a generator would take longer than the search
            if wanted in text.casefold():
                return True
        return False

    return test


def _has_whole(of: Callable[[Task], tuple[str, ...]], wanted: str) -> Test:
    def test(facts: Facts) -> bool:
        for text in of(facts.task):  # noqa: SIM110 - as above
            if wanted == text.casefold():
                return True
        return False

    return test


def _named(names: tuple[str, ...]) -> Text | None:
    return T("{name}", name=names[0]) if names else None


UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_PIECE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(sec|min|s|m|h|d)")


def seconds(text: str) -> float:
    """The seconds of `30s`, `5m`, `1h30m` or `2d`; ValueError for anything else."""
    folded = text.casefold().replace(" ", "")
    pieces = _PIECE.findall(folded)
    if not pieces or "".join(number + unit for number, unit in pieces) != folded:
        raise ValueError(text)
    return sum(float(number) * UNITS[unit] for number, unit in pieces)


def amount(text: str) -> float:
    """The number of `0.5` or `12`; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise ValueError(text)
    return float(text)
