"""Makes a filter of what was typed, or says what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T, Text
from roomscribe.services.filtering.keys import CostOf, Key, all_words, keys
from roomscribe.services.filtering.kinds import NotUnderstood, Test
from roomscribe.services.filtering.syntax import Term, Value, quoted, read_terms, write_terms
from roomscribe.services.filtering.wildcards import within_a_line
from roomscribe.services.rows.filters import Facts, Filter
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a text is no filter."""

    message: Text
    """Plain sentences: what is wrong, and what was probably meant."""
    start: int
    """Where in the text it is; `start < end <= len(text)`."""
    end: int
    instead: str = ""
    """What to write there; "" where nobody can tell."""


class Query:
    """A filter that somebody typed: rows that fulfil every term."""

    def __init__(self, terms: tuple[Term, ...], tests: Iterable[tuple[Test, bool]]) -> None:
        """`tests`: what each term demands, and whether that depends on time."""
        self.terms = terms
        tests = list(tests)
        self._lasting = [(term, test) for term, (test, timed) in zip(terms, tests, strict=True) if not timed]
        # What stays as it is comes first: it is quicker, and decides most rows.
        ordered = sorted(tests, key=lambda each: each[1])
        self._depends_on_time = any(timed for _, timed in ordered)
        self.accepts = _all_of(tuple(test for test, _ in ordered))
        """See `Filter.accepts`."""

    def __str__(self) -> str:
        return write_terms(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    @property
    def depends_on_time(self) -> bool:
        """Whether some term asks for the time."""
        return self._depends_on_time

    @property
    def lasting(self) -> Filter:
        """The terms that do not ask for the time."""
        if not self._depends_on_time:
            return self
        return Query(tuple(term for term, _ in self._lasting), [(test, False) for _, test in self._lasting])

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.terms

    def narrows(self, other: Filter) -> bool:
        """Whether each of the other's terms follows from one of ours.

        Never after a filter that depends on time: what that once refused it may accept by now.
        """
        if not isinstance(other, Query):
            return other.empty
        if other.depends_on_time:
            return False
        return all(any(_implies(ours, theirs) for ours in self.terms) for theirs in other.terms)


class FilterLanguage:
    """The keys with everything that they know, and how texts in them are understood."""

    def __init__(self, registry: Registry, sentences: Mapping[TaskState, Text], cost: CostOf | None = None) -> None:
        """See `keys.keys`."""
        self.keys = keys(registry, sentences, cost)
        self._by_word = all_words(self.keys)

    def key(self, word: str) -> Key | None:
        """The key of this name, whatever its case."""
        return self._by_word.get(word.casefold())

    def parse(self, text: str) -> Query | Problem:
        """The filter, or the first thing that is wrong from the left."""
        terms = read_terms(text)
        tests = []
        for term in terms:
            found = self._test(term)
            if isinstance(found, Problem):
                return found
            tests.append(found)
        return Query(terms, tests)

    def could_go_on(self, query: Query) -> str:
        """The terms that ask for a whole name, with a `*` that lets it go on; "" where there is none."""
        return write_terms(filter(None, map(self._open, query.terms)))

    def _open(self, term: Term) -> Term | None:
        key = self.key(term.key)
        if key is None or term.negated:
            return None
        values = tuple(_opened(each) if _could_go_on(each, key) else each for each in term.values)
        return replace(term, values=values) if values != term.values else None

    def _test(self, term: Term) -> tuple[Test, bool] | Problem:
        if not term.key:
            test, timed = _words(term.values[0]), False
        else:
            found = self._of_key(term)
            if isinstance(found, Problem):
                return found
            test, timed = found
        return (_none_of(test) if term.negated else test), timed

    def _of_key(self, term: Term) -> tuple[Test, bool] | Problem:
        key = self.key(term.key)
        if key is None:
            return self._unknown(term)
        tests, timed = [], False
        for value in term.values:
            if not value.parts and not value.sign:
                message = T("Something is missing after “{key}:”, such as {example}.", key=key.id, example=key.example)
                return Problem(message=message, start=term.start, end=term.end)
            try:
                test, drifts = key.kind.test(value)
            except NotUnderstood as problem:
                instead = quoted(problem.instead) if problem.instead[:1] not in "<>" else problem.instead
                return Problem(
                    message=_with_hint(problem.message, instead), start=value.start, end=value.end, instead=instead
                )
            tests.append(test)
            timed = timed or drifts
        return (tests[0] if len(tests) == 1 else _one_of(tuple(tests))), timed

    def _unknown(self, term: Term) -> Problem:
        close = get_close_matches(term.key.casefold(), self._by_word, 1, 0.6)
        start = term.start + term.negated
        end = start + len(term.key) + 1
        message = T("There is no “{key}:”.", key=term.key)
        if not close:
            message = T("{problem} To find it as a text, put it in quotes.", problem=message)
        instead = f"{close[0]}:" if close else ""
        return Problem(message=_with_hint(message, instead), start=start, end=end, instead=instead)


def _could_go_on(value: Value, key: Key) -> bool:
    return bool(value.text) and not value.open and key.kind.whole(value)


def _opened(value: Value) -> Value:
    return replace(value, parts=(*value.parts, ""))


def _with_hint(message: Text, instead: str) -> Text:
    return T("{problem} Did you mean {instead}?", problem=message, instead=instead) if instead else message


def _words(value: Value) -> Test:
    parts = [part.casefold() for part in value.parts if part]
    if len(parts) > 1:
        # Within one of the row's texts: they stand in lines of their own.
        fits = within_a_line(parts)
        return lambda facts: fits(facts.text)
    word = parts[0] if parts else ""
    return lambda facts: word in facts.text


def _none_of(test: Test) -> Test:
    return lambda facts: not test(facts)


def _one_of(tests: tuple[Test, ...]) -> Test:
    def accepts(facts: Facts) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would take longer than the tests
            if test(facts):
                return True
        return False

    return accepts


def _all_of(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def accepts(facts: Facts) -> bool:
        for test in tests:  # noqa: SIM110 - as above
            if not test(facts):
                return False
        return True

    return accepts


def _implies(ours: Term, theirs: Term) -> bool:
    """Whether a row that fulfils `ours` fulfils `theirs` for sure."""
    if ours == theirs:
        return True
    if ours.key or theirs.key or ours.negated or theirs.negated:
        return False
    (long,), (short,) = ours.values, theirs.values
    if short.open:
        return False
    word = short.text.casefold()
    return any(word in part.casefold() for part in long.parts)
