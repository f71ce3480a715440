"""The promises, held against what the simulator of a run noted; and a run told as a story."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.lost_starts import is_lost
from roomscribe.simulator.inside import TaskFacts
from roomscribe.vendors.registry import Registry
from tests.support.crashes.reading import Book
from tests.support.crashes.vendor import Noted
from tests.support.invariants import LATE, acts, row_of

REPEATED = 5.5
"""Seconds after which a console that met a broken connection has asked for certain again (`Abilities.poll_changing`,
with its jitter)."""


@dataclass
class Stalls:
    """When the computer itself stood still, which is nobody's lateness."""

    found: list[tuple[float, float]] = field(default_factory=list)
    """UTC second of the end of each, and how long it was."""

    def between(self, start: float, end: float) -> float:
        """Seconds of standing still in this time."""
        return sum(seconds for at, seconds in self.found if start <= at <= end + seconds)


@dataclass
class Watch:
    """When somebody was there who can end tasks."""

    registry: Registry
    stalls: Stalls
    able_from: float = 0.0
    """UTC second from which there has been a console or a watchdog, and a network."""
    cut_until: float = 0.0
    """When the network was there again for the last time."""

    def due(self, row: Task, facts: TaskFacts, book: Book) -> float | None:
        """UTC second by which a task must have ended; None where it has no end."""
        wished = book.wish(row, EntryKind.STOP_WISHED)
        ends = [wished.at] if wished is not None else []
        if row.ends_at is not None:
            ends.append(row.ends_at)
        if not ends:
            return None
        free = max(self.able_from, self.cut_until + REPEATED if self.cut_until else 0.0, facts.started_at)
        return max(min(ends), free) + LATE

    def late(self, row: Task, facts: TaskFacts, book: Book, now: float) -> float:
        """Seconds by which a task has outlived that, or does by now; 0 for none."""
        due = self.due(row, facts, book)
        if due is None or is_lost(row, self.registry):  # a run ends only once its row names that
            return 0.0
        ended = now if facts.ended_at is None else facts.ended_at
        over = ended - due
        return over if over > 0 and over > self.stalls.between(due - LATE, ended) else 0.0


def nobody_knows(row: Task, registry: Registry) -> bool:
    """Whether the vendor can't be asked what became of the start, and the row says so."""
    return row.state is TaskState.UNCONFIRMED and is_lost(row, registry) and row.error is not None


def absent(log: Iterable[Noted], book: Book, registry: Registry) -> list[str]:
    """Requests that were not in the ledger when they arrived, or are not in it now."""
    found, earlier, which = [], [], acts(registry)
    for noted in log:
        call = noted.arrival.call
        if noted.absent:
            found.append(f"{call} arrived, and in the ledger {noted.absent}")
        elif noted.arrival.whole and call in which and (lost := book.lacks(noted.arrival, registry, earlier)):
            found.append(f"{call} arrived, and in the ledger {lost} any more")
        earlier.append(noted.arrival)
    return found


def once_shown_as_ended(tasks: Sequence[TaskFacts], book: Book, said: Iterable[dict[str, Any]]) -> list[str]:
    """Tasks whose rows said that they had ended, at any time, while they lived."""
    first: dict[str, tuple[float, str]] = {}
    for each in said:
        if each["what"] == "ended":
            first.setdefault(each["task"], (each["at"], each["state"]))
    found = []
    for facts in tasks:
        row = row_of(facts, book.rows)
        if row is None or row.id not in first:
            continue
        at, state = first[row.id]
        if facts.ended_at is None or facts.ended_at > at:
            found.append(f"{facts.generation} task in {facts.room} was shown as {state} while it lived")
    return found


def late(watch: Watch, tasks: Sequence[TaskFacts], book: Book, now: float) -> list[str]:
    """Tasks that did not end in time."""
    found = []
    for facts in tasks:
        row = row_of(facts, book.rows)
        if row is not None and (over := watch.late(row, facts, book, now)):
            still = "lives" if facts.ended_at is None else "ended"
            found.append(f"{facts.generation} task in {facts.room} {still} {over:.1f} s too late; its row: {row.state}")
    return found


def broken(said: Iterable[dict[str, Any]]) -> list[str]:
    """Work of a console that ended with an error."""
    return [f"{each['name']} broke: {each['why']}" for each in said if each["what"] == "broken"]


def story(
    began: float, log: Iterable[Noted], book: Book, said: Iterable[dict[str, Any]], events: Iterable[tuple[float, str]]
) -> str:
    """Everything that happened, in order."""
    lines = [(at, f"         {text}") for at, text in events]
    for noted in log:
        arrival = noted.arrival
        words = arrival.body.decode()[:160] or arrival.path.rpartition("/")[2]
        lines.append((noted.at, f"vendor   {arrival.call} ->{noted.answer or ' no answer'}  {words}"))
    lines += [
        (each["at"], f"console  {json.dumps({k: v for k, v in each.items() if k not in ('at', 'why')})}")
        for each in said
    ]
    for row in book.rows:
        name = f"{row.generation} {row.room} {row.id[:6]}"
        for entry in book.journals[row.id]:
            state = f" {entry.state}" if entry.state else ""
            detail = f" {dict(entry.detail)}" if entry.detail else ""
            lines.append((entry.at, f"journal  {name} {entry.kind}{state}{detail}"))
        if row.ends_at is not None:
            lines.append((row.ends_at, f"         {name} is to end"))
    return "\n".join(f"{at - began:8.3f} {text}" for at, text in sorted(lines))
