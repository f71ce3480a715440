"""What each stretch of a task's life is billed for: its settings as they were then, from row and journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from roomscribe.domain.money import Metered
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.vendors.protocol import Generation

NEVER_RAN = frozenset({TaskState.REJECTED, TaskState.UNSENT})
"""States of which it is known that no bot ever was there."""


@dataclass(frozen=True)
class Stretch:
    """A part of a task's life in which the same settings held."""

    begin: int
    """UTC milliseconds."""
    metered: Metered


def metered_of(generation: Generation, values: Mapping[str, object]) -> Metered:
    """What of these settings decides the price."""
    if generation.metered is not None:
        return generation.metered(values)
    return Metered(targets=len(generation.targets(values)))


def milliseconds(at: float) -> int:
    """A moment, as costs count time."""
    return round(at * 1000)


def began(task: Task) -> int:
    """The earliest moment at which it may have cost something, UTC milliseconds.

    Nothing of ours reached the vendor before it was written down, and its answer came later than its bot.
    """
    return milliseconds(task.created_at)


def clock_moved(journal: Iterable[JournalEntry]) -> float:
    """Seconds by which the clock was set in these lines: what was written before them is so much later by the row."""
    told = (entry.detail.get("seconds") for entry in journal if entry.kind is EntryKind.CLOCK_SET)
    return sum((float(each) for each in told if isinstance(each, (int, float))), 0.0)


def stretches(task: Task, generation: Generation, journal: Iterable[JournalEntry] = ()) -> tuple[Stretch, ...]:
    """The task's life so far, oldest first; `journal` is needed only of tasks that were changed.

    Between a wish and its answer either may hold, so the dearer of both counts. That stays so where no answer came:
    a refusal in the journal does not tell which call it was for.
    """
    changes = _changes(journal)
    values = dict(task.values)
    for change in reversed(changes):
        if change.accepted_at is not None:
            values.update(change.old)
    found = [Stretch(began(task), metered_of(generation, values))]
    open_wishes: list[dict[str, object]] = []
    for at, accepted, change in sorted(_moments(changes), key=lambda moment: moment[:2]):
        if accepted:
            values.update(change.new)
            open_wishes = [wish for wish in open_wishes if not wish.keys() <= change.new.keys()]
        else:
            open_wishes.append(change.new)
        metered = metered_of(generation, values)
        for wish in open_wishes:
            metered = metered.or_more(metered_of(generation, {**values, **wish}))
        found.append(Stretch(milliseconds(at), metered))
    return tuple(found)


def moved_along(history: tuple[Stretch, ...], begin: int) -> tuple[Stretch, ...]:
    """The stretches of a row whose times were moved since they were told, so that the first begins at `begin`."""
    by = begin - history[0].begin
    return tuple(replace(each, begin=each.begin + by) for each in history) if by else history


@dataclass(frozen=True)
class _Change:
    wished_at: float
    old: dict[str, object]
    new: dict[str, object]
    accepted_at: float | None = None

    def moved(self, seconds: float) -> _Change:
        accepted_at = None if self.accepted_at is None else self.accepted_at + seconds
        return replace(self, wished_at=self.wished_at + seconds, accepted_at=accepted_at)


def _changes(journal: Iterable[JournalEntry]) -> list[_Change]:
    """Every change that was wished, oldest first, by the clock of the row; an acceptance belongs to the last wish.

    The journal keeps the times by which it was written: where somebody has set the clock since, the row's went along.
    """
    found: list[_Change] = []
    for entry in journal:
        if entry.kind is EntryKind.CLOCK_SET:
            found = [each.moved(clock_moved((entry,))) for each in found]
        elif entry.kind is EntryKind.UPDATE_WISHED:
            pairs = _pairs(entry)
            old, new = {key: pair[0] for key, pair in pairs}, {key: pair[1] for key, pair in pairs}
            found.append(_Change(entry.at, old, new))
        elif entry.kind is EntryKind.UPDATED and found:
            found[-1] = replace(found[-1], accepted_at=entry.at)
    return found


def _moments(changes: list[_Change]) -> Iterator[tuple[float, bool, _Change]]:
    for change in changes:
        yield change.wished_at, False, change
        if change.accepted_at is not None:
            yield change.accepted_at, True, change


def _pairs(entry: JournalEntry) -> list[tuple[str, list[object] | tuple[object, ...]]]:
    changes = entry.detail.get("changes")
    if not isinstance(changes, Mapping):
        return []
    return [(key, pair) for key, pair in changes.items() if isinstance(pair, (list, tuple)) and len(pair) == 2]
