"""Makes the table of tasks again from the journal alone, and says where the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from roomscribe.domain.tasks import EntryKind
from roomscribe.ledger.facts import from_text

COLUMNS = (
    "number id profile_id profile_name vendor generation site room bot spoken targets values idempotency_key "
    "dedupe_key state vendor_state vendor_task_id created_at started_at ends_at ended_at asked_at answered_at "
    "stop_wished_at sequence updated_at epoch owner error receipt origin watched_by unclear restart revision note tags"
).split()
"""The columns of a row of the table of tasks; a test holds them against the schema."""
BOOKKEEPING = frozenset({"watched_by", "revision", "origin", "number", "unclear", "restart", "note", "tags"})
"""Columns that ledgers of before the facts did not have, or that are nobody's loss."""

FIRST = "profile_id"
"""A column that the first facts about a row have, and no line without facts tells."""


class Line(Protocol):
    """A row of the journal by column name; `facts` may be missing in ledgers of earlier versions."""

    def __getitem__(self, name: str, /) -> Any: ...

    def keys(self) -> Iterable[str]: ...


@dataclass
class Rebuilt:
    """What a journal makes."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By task id: columns of the row, as far as the journal tells them."""
    unreadable: list[int] = field(default_factory=list)
    """Positions of lines that could not be read."""

    def missing(self) -> dict[str, list[str]]:
        """By task id: the columns that the journal does not tell. Empty where it is enough."""
        absent = {
            task_id: [name for name in COLUMNS if name not in row and name not in BOOKKEEPING]
            for task_id, row in self.rows.items()
        }
        return {task_id: names for task_id, names in absent.items() if names}


@dataclass(frozen=True)
class Difference:
    """Where the table says something else than the journal."""

    task_id: str
    column: str
    """"" when one of the two does not have the task at all."""
    journal: object
    table: object


def rebuild(lines: Iterable[Line]) -> Rebuilt:
    """The table of tasks from the journal's lines, which must come in order."""
    made = Rebuilt()
    for line in lines:
        row = made.rows.setdefault(line["task_id"], {})
        try:
            facts = line["facts"] if "facts" in line.keys() else None  # noqa: SIM118 - sqlite3.Row is no mapping
            row.update(_told(line, row) if facts is None else from_text(facts))
        except (ValueError, TypeError):
            made.unreadable.append(line["seq"])
    return made


def differences(made: Rebuilt, table: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """Where the table is not what the journal makes.

    Rows that only lines of earlier versions tell of are not compared: those lines know times by about a second.
    """
    found = []
    rows = {row["id"]: row for row in table}
    for task_id in sorted({*rows, *made.rows}):
        ours, theirs = made.rows.get(task_id), rows.get(task_id)
        if ours is None or theirs is None:
            found.append(Difference(task_id, "", ours and "a task", theirs and "a task"))
            continue
        for name in COLUMNS if FIRST in ours else ():
            if name in ours and name in theirs and ours[name] != theirs[name]:
                found.append(Difference(task_id, name, ours[name], theirs[name]))
    return found


def _told(line: Line, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a line of before the facts tells about its row; {} where the row is known anyway."""
    if FIRST in row:
        return {}
    known: dict[str, Any] = {"id": line["task_id"]}
    if line["state"] is not None:
        known |= {"state": line["state"], "vendor_state": line["vendor_state"]}
    match line["kind"]:
        case EntryKind.WRITTEN | EntryKind.ADOPTED:
            known["created_at"] = line["at"]
        case EntryKind.STOP_WISHED:
            known["stop_wished_at"] = row.get("stop_wished_at") or line["at"]
        case EntryKind.UPDATE_WISHED:
            known["sequence"] = row.get("sequence", 0) + 1
        case EntryKind.REFUSED:
            known["error"] = line["error"]
        case EntryKind.RECEIPT:
            word, request_id = line["vendor_state"], line["request_id"]
            known["receipt"] = json.dumps(
                {"word": word, "at": line["at"], "request_id": request_id}, ensure_ascii=False, separators=(",", ":")
            )
    return known
