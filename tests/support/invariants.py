"""What no crash and no fault may break, held against the simulator's own log: the promises of issue 4 as a checker.

1. No request that reached the simulator is absent from the ledger: each task has a row, and each call that is to change
   something stands in a journal (or, where a crash cut it short, the wish for it does).
2. No live task at the vendor is shown as ended.
3. Every task ends by its end time and a little, or its row says that nobody can know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from roomscribe.domain.error_catalogue import Occasion
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import Registry

LATE = 5.0
"""Seconds after its end time within which a task must have ended."""
NO_ACTS = (Occasion.ASK, Occasion.LIST)
"""What changes nothing, and so need not stand in a journal when it tells nothing new."""
Journals = Mapping[str, Sequence[JournalEntry]]
"""By the row's id."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The simulator's own log. Its tasks' times are UTC seconds, as the rows' are: a world at speed 1."""

    tasks: Sequence[TaskFacts]
    """Every task that it ever started, as it is now."""
    calls: Mapping[str, int] = field(default_factory=dict)
    """How often each call arrived, by the vendor's name of it."""
    now: float
    trouble_until: float = 0.0
    """Until when nobody could have ended a task in time: the network was gone, or no console was there to do it."""


def acts(registry: Registry) -> frozenset[str]:
    """The vendors' names of the calls that are to change something at a vendor, or to prepare that."""
    calls = (item for each in registry.generations() for item in each.errors.calls.items())
    return frozenset(str(call) for call, occasion in calls if occasion not in NO_ACTS)


def violations(
    truth: Truth, rows: Iterable[Task], journals: Journals, registry: Registry, *, lost_calls: int = 0
) -> list[str]:
    """Everything in which ledger and simulator differ as they must not; a sentence each.

    `lost_calls`: how many acts a crash cut short, whose calls may have arrived without a line in a journal.
    """
    known = tuple(rows)
    return [
        *without_row(truth.tasks, known),
        *untold_calls(truth, journals, registry, lost_calls),
        *shown_as_ended(truth, known),
        *overdue(truth, known),
    ]


def row_of(facts: TaskFacts, rows: Iterable[Task]) -> Task | None:
    """The row of a simulated task: that with its id; else one in its room of which nobody knows yet what became."""
    mine = [row for row in rows if row.generation == facts.generation]
    named = [row for row in mine if row.vendor_task_id == facts.task_id]
    nameless = [row for row in mine if not row.vendor_task_id and row.room and facts.room.endswith(row.room)]
    nameless.sort(key=lambda row: row.live, reverse=True)
    return next(iter([*named, *nameless]), None)


def without_row(tasks: Iterable[TaskFacts], rows: Sequence[Task]) -> list[str]:
    """Tasks that reached the simulator and that no row stands for."""
    return [f"no row for {_named(facts)}" for facts in tasks if row_of(facts, rows) is None]


def untold_calls(truth: Truth, journals: Journals, registry: Registry, lost_calls: int = 0) -> list[str]:
    """Acts that reached the simulator more often than the journals tell.

    An answer has an id of its own: a line that is written twice does not stand for another call.
    """
    calls = [entry.exchange for journal in journals.values() for entry in journal if entry.exchange]
    answered = {(each.call, each.request_id) for each in calls if each.request_id}
    told = Counter([each.call for each in calls if not each.request_id] + [call for call, _ in answered])
    untold = {call: truth.calls.get(call, 0) - told[call] for call in acts(registry)}
    untold = {call: number for call, number in sorted(untold.items()) if number > 0}
    return [f"calls that no journal tells: {untold}"] if sum(untold.values()) > lost_calls else []


def shown_as_ended(truth: Truth, rows: Sequence[Task]) -> list[str]:
    """Live tasks whose rows say that nothing runs."""
    live = ((facts, row_of(facts, rows)) for facts in truth.tasks if facts.ended_at is None)
    return [f"{_named(facts)} lives, its row says {row.state}" for facts, row in live if row and row.state.ended]


def overdue(truth: Truth, rows: Sequence[Task]) -> list[str]:
    """Tasks that outlived their end time, though there was no trouble and their rows name no doubt."""
    found = []
    for facts in truth.tasks:
        row = row_of(facts, rows)
        if row is None or row.ends_at is None or row.state.unsettled:
            continue
        ended = truth.now if facts.ended_at is None else facts.ended_at
        latest = max(row.ends_at, truth.trouble_until) + LATE
        if ended > latest:
            found.append(f"{_named(facts)} was to end by {latest:.1f} and had not by {ended:.1f}")
    return found


def _named(facts: TaskFacts) -> str:
    return f"{facts.generation} task {facts.task_id} in {facts.room} ({facts.word})"
