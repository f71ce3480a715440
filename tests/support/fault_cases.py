"""Which faults a campaign tries: every kind at every call of every generation, alone and in pairs, or a small cover."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations_with_replacement, cycle, product

from roomscribe.domain.error_catalogue import CatalogueEntry, Occasion, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Generation

LATER, TOO_LATE = 3.0, 25.0
"""Seconds: an answer for which the console still waits, and one for which it waits no more."""
WORDS = "In the vendor's words."
JSON = "application/json"


class Times(StrEnum):
    """How often a fault happens."""

    ONCE = "once"
    THRICE = "three times"
    WHILE = "for a while"
    """Every time, until it is lifted."""


class Moment(StrEnum):
    """Before which act of the story a fault begins."""

    START = "start"
    CHANGE = "change"
    END = "end"


class Ending(StrEnum):
    """How the story ends."""

    STOP = "stopped"
    """By a person."""
    TIME = "end time"
    """After it was extended."""


@dataclass(frozen=True)
class Spoilt:
    """One fault of one story."""

    call: str
    kind: str
    """Its name in words."""
    fault: Fault = field(compare=False)
    times: Times = Times.ONCE
    moment: Moment = Moment.START

    def made(self) -> Fault:
        """A fresh fault: one is used up."""
        count = {Times.ONCE: 1, Times.THRICE: 3, Times.WHILE: None}[self.times]
        return Fault(**{**vars(self.fault), "call": self.call, "count": count})

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.times} from {self.moment}"


@dataclass(frozen=True)
class Case:
    """One story with its faults."""

    generation: str
    ending: Ending
    faults: tuple[Spoilt, ...]

    def __str__(self) -> str:
        return f"{self.generation}, {self.ending}: {' + '.join(map(str, self.faults))}"


EACH: Mapping[FaultKind, Fault] = {
    FaultKind.ERROR: Fault(FaultKind.ERROR, code="Brand.New", message=WORDS),
    FaultKind.HTTP: Fault(FaultKind.HTTP, status=502),
    FaultKind.DELAY: Fault(FaultKind.DELAY, seconds=TOO_LATE),
    FaultKind.HANG: Fault(FaultKind.HANG),
    FaultKind.DROP_AFTER: Fault(FaultKind.DROP_AFTER),
    FaultKind.HALF_BODY: Fault(FaultKind.HALF_BODY),
    FaultKind.RESET: Fault(FaultKind.RESET),
}
"""One of each of the simulator's kinds: these are tried in every way, and with each other."""
VARIANTS: Mapping[str, Fault] = {
    "late": Fault(FaultKind.DELAY, seconds=LATER),
    "503 empty": Fault(FaultKind.HTTP, status=503, body=""),
    "200 half": Fault(FaultKind.HTTP, status=200, body='{"Resp', content_type=JSON),
    "200 other": Fault(FaultKind.HTTP, status=200, body='{"hello": ["world"]}', content_type=JSON),
    "204": Fault(FaultKind.HTTP, status=204),
    "302": Fault(FaultKind.HTTP, status=302, body=""),
    "404 page": Fault(FaultKind.HTTP, status=404),
}
"""Other answers that a kind can stand for, whoever the vendor is."""


def variants_at(generation: Generation, call: str) -> dict[str, Fault]:
    """What else may come of this call, by a short name: one error of the vendor's own for each meaning, too.

    A vendor that says of a live task that it knows none is left out: no console can tell that from the truth when it is
    said again, and after a stop it is the receipt (design.md §2). Once, and after no stop, it is among `all_pairs`.
    """
    occasion = generation.errors.calls[call]
    found = dict(VARIANTS)
    for meaning in FailureKind:
        if meaning is FailureKind.NOT_FOUND and occasion not in (Occasion.STOP, Occasion.CHANGE):
            continue
        fitting = (each for each in generation.errors.entries if each.kind is meaning and _told(each, call))
        if (entry := next(fitting, None)) is not None:
            name, fault = _refusal(entry)
            found[name] = fault
    return found


def _told(entry: CatalogueEntry, call: str) -> bool:
    return (
        entry.spelling in (Spelling.CODE, Spelling.REASON, Spelling.HTTP)
        and entry.code.isascii()  # no gap in it
        and (not entry.calls or call in entry.calls)
    )


def moments_of(generation: Generation, call: str) -> tuple[Moment, ...]:
    """When such a call is made at all."""
    restarts = not generation.abilities.update_in_place
    match generation.errors.calls[call]:
        case Occasion.PREPARE | Occasion.START:
            return (Moment.START, Moment.CHANGE) if restarts else (Moment.START,)
        case Occasion.CHANGE:
            return (Moment.CHANGE,)
        case Occasion.STOP:
            return (Moment.CHANGE, Moment.END) if restarts else (Moment.END,)
        case Occasion.LIST:
            return Moment.START, Moment.CHANGE
        case Occasion.ASK:
            return tuple(Moment)


def all_singles(generations: Iterable[Generation]) -> Iterator[Case]:
    """Every kind at every call, each number of times, from each moment, with each end; the variants in turn."""
    for generation in generations:
        for call in generation.errors.calls:
            moments = moments_of(generation, call)
            for kind, fault in EACH.items():
                for times, moment, ending in product(Times, moments, Ending):
                    yield Case(generation.id, ending, (Spoilt(call, kind, fault, times, moment),))
            often, when = cycle(Times), cycle(moments)
            for (name, fault), ending in product(variants_at(generation, call).items(), Ending):
                yield Case(generation.id, ending, (Spoilt(call, name, fault, next(often), next(when)),))


def all_pairs(generations: Iterable[Generation]) -> Iterator[Case]:
    """Every kind at every call with every other, and with itself; numbers, moments and ends in turn."""
    for generation in generations:
        endings = cycle(Ending)
        # As many turns as have no factor in common, so that all combinations come about.
        often = cycle(((Times.ONCE, Times.ONCE), (Times.WHILE, Times.ONCE), (Times.ONCE, Times.WHILE)))
        turns = cycle(range(5))
        at = list(product(generation.errors.calls, EACH))
        for (call, kind), (other_call, other_kind) in combinations_with_replacement(at, 2):
            (times, other_times), turn = next(often), next(turns)
            moment = _turn(moments_of(generation, call), turn)
            other_moment = _turn(moments_of(generation, other_call), turn // 2)
            one = Spoilt(call, kind, EACH[kind], times, moment)
            other = Spoilt(other_call, other_kind, EACH[other_kind], other_times, other_moment)
            yield Case(generation.id, next(endings), (one, other))
        yield from _slips(generation)


def _slips(generation: Generation) -> Iterator[Case]:
    """The vendor takes no stop, and says once of the task, which lives, that it knows none."""
    entries, calls = generation.errors.entries, generation.errors.calls
    for stop, call in product(calls, calls):
        told = (each for each in entries if each.kind is FailureKind.NOT_FOUND and _told(each, call))
        if (calls[stop], calls[call]) != (Occasion.STOP, Occasion.ASK) or (entry := next(told, None)) is None:
            continue
        name, slip = _refusal(entry)
        for ending in Ending:
            in_vain = Spoilt(stop, FaultKind.HTTP, EACH[FaultKind.HTTP], Times.THRICE, Moment.END)
            yield Case(generation.id, ending, (in_vain, Spoilt(call, name, slip, Times.ONCE, Moment.END)))


def _refusal(entry: CatalogueEntry) -> tuple[str, Fault]:
    """An error of the vendor's own, with a short name."""
    status = int(entry.code) if entry.spelling is Spelling.HTTP else None
    code = "" if status else entry.code
    return f"{entry.kind} {entry.code}", Fault(FaultKind.ERROR, code=code, message=WORDS, status=status)


def _turn(moments: tuple[Moment, ...], number: int) -> Moment:
    return moments[number % len(moments)]


Traits = Callable[[Case], Iterable[object]]


def few(cases: Iterable[Case], traits: Traits) -> list[Case]:
    """Some of these cases that have every trait which all of them have; always the same ones."""
    chosen, seen = [], set[object]()
    for case in cases:
        if not seen.issuperset(found := set(traits(case))):
            seen |= found
            chosen.append(case)
    return chosen


def few_singles(generations: Iterable[Generation]) -> list[Case]:
    """Every kind in every way, and every call; every kind at every call is what the window's test goes through."""

    def traits(case: Case) -> Iterable[object]:
        (fault,) = case.faults
        yield case.generation, fault.call
        yield fault.kind, fault.times, fault.moment

    # In a mixed order each case has more that is new.
    return few(_mixed(each for each in all_singles(generations) if each.faults[0].kind in EACH), traits)


def few_pairs(generations: Iterable[Generation]) -> list[Case]:
    """Every kind with every other, and every two calls, which generations may share."""

    def traits(case: Case) -> Iterable[object]:
        one, other = case.faults
        yield frozenset((one.kind, other.kind))
        yield one.call, other.call

    return few(_mixed(all_pairs(generations)), traits)


def all_on_sockets(generations: Iterable[Generation]) -> list[Case]:
    """Every kind at every call, in one way each: for sockets, on which a delay would take real seconds."""

    def traits(case: Case) -> Iterable[object]:
        (fault,) = case.faults
        yield case.generation, fault.call, fault.kind

    kinds = set(EACH) - {FaultKind.DELAY}
    return few(_mixed(each for each in all_singles(generations) if each.faults[0].kind in kinds), traits)


def few_on_sockets(generations: Iterable[Generation]) -> list[Case]:
    """What only a socket can do, at each generation."""

    def traits(case: Case) -> Iterable[object]:
        yield case.generation, case.faults[0].kind

    kinds = (FaultKind.DROP_AFTER, FaultKind.HALF_BODY, FaultKind.RESET)
    return few((each for each in all_on_sockets(generations) if each.faults[0].kind in kinds), traits)


def _mixed(cases: Iterable[Case]) -> list[Case]:
    """The same cases in an order in which neighbours differ; always the same one."""
    mixed = list(cases)
    random.Random(4).shuffle(mixed)
    return mixed
