"""What happens in one run of the crash campaign: made from a seed, so that a run can be played again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.faults import FaultKind

GENERATIONS = ("trtc-1", "trtc-2", "agora-5", "agora-6", "agora-7")
MOST_TASKS = 6
LONGEST_DELAY = 2.0
"""Seconds for which an answer may be late."""


class Deed(StrEnum):
    """What a person does."""

    START = "start"
    STOP = "stop"
    UPDATE = "update"
    RESTART = "restart"
    EXTEND = "extend"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One deed."""

    at: float
    """Seconds after the console is ready."""
    deed: Deed
    task: int
    """Which task, by the number of its room."""
    generation: str = ""
    """Of a start."""
    seconds: float = 0.0
    """How long a started task may run, or by how much it is extended."""


class Moment(StrEnum):
    """Where a console is when it is killed."""

    TIME = "at a time"
    STATEMENT = "in the ledger"
    """Before a statement of SQL, a commit among them."""
    UNSENT = "before sending"
    """What is to be sent is written down, and not on its way."""
    ARRIVED = "unanswered"
    """The request has arrived, and nothing has come of it."""
    ANSWERED = "answered"
    """It has taken effect, and nobody has read the answer."""


MOST = {Moment.TIME: 1, Moment.STATEMENT: 100, Moment.UNSENT: 20, Moment.ARRIVED: 10, Moment.ANSWERED: 10}
"""Of statements and calls: a run with six tasks has about so many."""


@dataclass(frozen=True, kw_only=True)
class Kill:
    """The end of one console."""

    moment: Moment
    number: int
    """Of the statement, or of the call, that is the last one."""
    latest: float
    """Seconds after it was ready at which it is killed in any case."""
    watchdog: bool = False
    """The watchdog is killed along with it."""
    cut: float = 0.0
    """Seconds for which the simulator can't be reached from then on; all connections break."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A fault of the simulator before the first kill."""

    kind: FaultKind
    after: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One run."""

    seed: int
    acts: tuple[Act, ...]
    kills: tuple[Kill, ...]
    troubles: tuple[Trouble, ...]
    slip: int
    """To which question about a task that nobody wants stopped the vendor says, once, that it knows no such task; 0 for
    none."""
    watchdog: bool
    """There is one."""
    away: bool
    """Where the watchdog has survived, no console comes back before every task should have ended."""
    window: bool
    """The whole program with its window; else the same services without."""


def make(seed: int, *, windows: float = 0.0) -> Scenario:
    """The scenario of a seed; `windows` is the share of those with a window."""
    chance = random.Random(seed)
    window = chance.random() < windows
    watchdog = chance.random() < 0.35
    which = chance.sample(GENERATIONS, chance.choice((1, 1, 2, 3)))
    acts: list[Act] = []
    for task in range(chance.randint(1, MOST_TASKS)):
        at, seconds = chance.uniform(0.0, 1.5), chance.uniform(3.0, 7.0)
        if chance.random() < 0.6:
            deed = chance.choice((Deed.STOP, Deed.STOP, Deed.UPDATE, Deed.RESTART, Deed.EXTEND))
            acts.append(Act(at=at + chance.uniform(0.1, 2.5), deed=deed, task=task, seconds=chance.uniform(1.0, 3.0)))
            if deed in (Deed.STOP, Deed.RESTART):
                seconds += 10.0  # who forgets the wish is not saved by the end
        acts.append(Act(at=at, deed=Deed.START, task=task, generation=chance.choice(which), seconds=seconds))
    chance.shuffle(acts)
    kills = [_kill(chance, watchdog=watchdog, latest=7.0)]
    while len(kills) < 3 and chance.random() < 0.25:
        kills.append(_kill(chance, watchdog=watchdog, latest=3.0))
    return Scenario(
        seed=seed,
        acts=tuple(sorted(acts, key=lambda act: act.at)),
        kills=tuple(kills),
        troubles=tuple(_trouble(chance) for _ in range(chance.choice((0, 0, 1, 2, 4)))),
        slip=chance.choice((0, 0, 1, 2)),
        watchdog=watchdog,
        away=chance.random() < 0.6,
        window=window,
    )


def _kill(chance: random.Random, *, watchdog: bool, latest: float) -> Kill:
    moment = chance.choice(tuple(Moment))
    return Kill(
        moment=moment,
        number=chance.randint(1, MOST[moment]),
        latest=chance.uniform(0.0, latest) if moment is Moment.TIME else latest,
        watchdog=watchdog and chance.random() < 0.4,
        cut=chance.uniform(0.2, 1.5) if chance.random() < 0.2 else 0.0,
    )


def _trouble(chance: random.Random) -> Trouble:
    kinds = (FaultKind.DELAY, FaultKind.DELAY, FaultKind.DROP_AFTER, FaultKind.HALF_BODY, FaultKind.RESET)
    return Trouble(
        kind=chance.choice((*kinds, FaultKind.HTTP, FaultKind.HANG)),
        after=chance.randint(0, 12),
        seconds=chance.uniform(0.1, LONGEST_DELAY),
    )
