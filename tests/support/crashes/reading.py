"""The ledger of a run as it is on disk, read beside the console that writes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from roomscribe.domain.error_catalogue import Occasion
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger.codec import entry_from_row, task_from_row
from roomscribe.ledger.facts import NOTED
from roomscribe.ledger.files import connect_read_only
from roomscribe.vendors.registry import Registry
from tests.support.arrivals import Arrival

INTENTS = {
    Occasion.PREPARE: EntryKind.WRITTEN,
    Occasion.START: EntryKind.WRITTEN,
    Occasion.STOP: EntryKind.STOP_WISHED,
    Occasion.CHANGE: EntryKind.UPDATE_WISHED,
}
"""What must be in the journal before a call leaves."""


@dataclass(frozen=True)
class Book:
    """One look."""

    rows: tuple[Task, ...] = ()
    journals: Mapping[str, tuple[JournalEntry, ...]] = field(default_factory=dict)
    """By the row's id."""

    @classmethod
    def of(cls, path: Path) -> Book:
        """What the file holds; nothing where there is none yet."""
        if not path.exists():
            return cls()
        try:
            with closing(connect_read_only(path)) as file:
                file.execute("BEGIN")
                rows = tuple(map(task_from_row, file.execute("SELECT * FROM tasks ORDER BY number")))
                lines = file.execute("SELECT * FROM journal WHERE kind != ? ORDER BY seq", (NOTED,)).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return cls()  # its console was killed while it made them
            raise
        journals: dict[str, list[JournalEntry]] = {row.id: [] for row in rows}
        for line in lines:
            journals[line["task_id"]].append(entry_from_row(line))
        return cls(rows, {key: tuple(entries) for key, entries in journals.items()})

    def about(self, arrival: Arrival) -> list[Task]:
        """The rows that a request concerns: it names them by the vendor's id, by their own key, or by their room."""
        text = "\n".join([arrival.path, *arrival.query.values(), arrival.body.decode()])
        named = [row for row in self.rows if row.vendor_task_id and row.vendor_task_id in text]
        return named or [row for row in self.rows if row.idempotency_key in text] or self._in_its_room(arrival)

    def wish(self, row: Task, kind: EntryKind) -> JournalEntry | None:
        """The first of its lines of this kind."""
        return next((each for each in self.journals[row.id] if each.kind is kind), None)

    def lacks(self, arrival: Arrival, registry: Registry, earlier: Iterable[Arrival]) -> str:
        """What is missing here of a request that is to change something; "" for nothing.

        `earlier` requests count where nothing but the room tells the rows apart: each has one of its own.
        """
        calls = {str(name): each for one in registry.generations() for name, each in one.errors.calls.items()}
        intent = INTENTS[calls[arrival.call]]
        rows = self.about(arrival)
        if not rows:
            return "there is no row"
        if not any(self.wish(row, intent) for row in rows):
            return f"there is no line {intent.value}"
        if "sequenceId" in arrival.query and all(row.sequence < int(arrival.query["sequenceId"]) for row in rows):
            return "there is no number of this change"
        if calls[arrival.call] is Occasion.START and rows == self._in_its_room(arrival):
            others = [each for each in earlier if each.call == arrival.call and self._in_its_room(each) == rows]
            # One that was repeated on purpose says so by the token in its query.
            others = [each for each in others if not each.query or each.query != arrival.query]
            return "" if len(others) < len(rows) else "there are fewer rows than starts"
        return ""

    def _in_its_room(self, arrival: Arrival) -> list[Task]:
        return [row for row in self.rows if f'"{row.room}"' in arrival.body.decode()]
