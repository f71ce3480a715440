"""A task's course through its states, read from the journal; long ones are thinned while they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ui.task_table.looks import LOOKS

MOST_STRETCHES, MOST_POINTS = 400, 1600
"""More than a screen can show side by side; twice as many are made half as many."""


class Sort(IntEnum):
    """What a point stands for; of several at one place the highest is shown."""

    NOTE = 0
    """Written down, handed over, settled."""
    CALL = 1
    """A request and its answer."""
    WISH = 2
    """What somebody wanted: a stop, a change, more time."""
    RECEIPT = 3
    """The end is proven."""
    TROUBLE = 4
    """A call failed or was refused."""


SORTS: Mapping[EntryKind, Sort] = {
    EntryKind.CALLED: Sort.CALL,
    EntryKind.STOP_WISHED: Sort.WISH,
    EntryKind.UPDATE_WISHED: Sort.WISH,
    EntryKind.EXTENDED: Sort.WISH,
    EntryKind.RESTART_WISHED: Sort.WISH,
    EntryKind.RESTART_DROPPED: Sort.WISH,
    EntryKind.RECEIPT: Sort.RECEIPT,
    EntryKind.REFUSED: Sort.TROUBLE,
}


_STATES = {state.value: state for state in TaskState}


@dataclass(frozen=True)
class Stretch:
    """A time for which a task was in one state, with one word of the vendor's."""

    state: TaskState | None
    """None where nobody knows: before the first answer about an adopted task."""
    since: float
    """UTC seconds."""
    row: int
    """The journal entry that began it, counted from 0."""
    count: int = 1
    """How many were put together; the state is the worst of theirs."""


@dataclass(frozen=True)
class Point:
    """Something that happened at one moment."""

    sort: Sort
    at: float
    """UTC seconds."""
    row: int
    """Its journal entry, counted from 0."""
    count: int = 1
    """How many were put together; row and sort are those of the highest."""


@dataclass
class Course:
    """What the band shows. Feed it the entries of one journal in their order."""

    stretches: list[Stretch] = field(default_factory=list)
    """Each lasts until the next one begins."""
    points: list[Point] = field(default_factory=list)
    rows: int = 0
    """Entries read so far."""
    last: float = 0.0
    """UTC seconds of the latest entry."""

    @property
    def first(self) -> float:
        """UTC seconds of the earliest entry."""
        return self.stretches[0].since if self.stretches else self.last

    def feed(self, entries: Iterable[JournalEntry]) -> None:
        """Read on."""
        for entry in entries:
            self._read(entry)
            self.rows += 1
        while len(self.stretches) > 2 * MOST_STRETCHES:
            self.stretches = _halved(self.stretches)
        while len(self.points) > 2 * MOST_POINTS:
            self.points = [merged(self.points[at : at + 2]) for at in range(0, len(self.points), 2)]

    def _read(self, entry: JournalEntry) -> None:
        # A clock that was set back must not turn the order around.
        at = self.last = max(self.last, entry.at)
        if entry.kind is EntryKind.STATE_CHANGED or entry.state is not None:
            self._move(entry, at)
        else:
            if not self.stretches:
                fresh = TaskState.REQUESTING if entry.kind is EntryKind.WRITTEN else None
                self.stretches.append(Stretch(fresh, at, self.rows))
            failed = entry.exchange is not None and (entry.exchange.status is None or entry.exchange.status >= 400)
            sort = Sort.TROUBLE if failed else SORTS.get(entry.kind, Sort.NOTE)
            self.points.append(Point(sort, at, self.rows))

    def _move(self, entry: JournalEntry, at: float) -> None:
        before = _STATES.get(str(entry.detail.get("from")))
        if self.stretches and self.stretches[-1].state is None and before is not None:
            self.stretches[-1] = replace(self.stretches[-1], state=before)
        known = self.stretches[-1].state if self.stretches else None
        self.stretches.append(Stretch(entry.state or known, at, self.rows))


def _halved(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours put together, two by two; the first and the last one stay, they say most."""
    return [stretches[0], *in_groups(stretches[1:-1], 2), stretches[-1]]


def in_groups(stretches: Sequence[Stretch], size: int) -> list[Stretch]:
    """So many neighbours put together each: of each group the worst state is shown, for a break must not vanish."""
    groups = [stretches[at : at + size] for at in range(0, len(stretches), size)]
    return [
        replace(max(group, key=_gravity), since=group[0].since, count=sum(each.count for each in group))
        for group in groups
    ]


def _gravity(stretch: Stretch) -> int:
    return LOOKS[stretch.state].gravity if stretch.state is not None else -1


def merged(points: Sequence[Point]) -> Point:
    """Several points as one."""
    highest = max(points, key=lambda point: point.sort)
    return replace(highest, count=sum(point.count for point in points))
