"""Makes a data directory whose ledger holds many ended tasks, as a busy team's does after some months.

python -m tests.bench.child_fill_ledger DATA_DIR ROWS
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger.codec import entry_to_row, task_to_row
from roomscribe.ledger.ledger import Ledger
from tests.bench.table_rows import many_tasks

FOLDER, ROWS = Path(sys.argv[1]), int(sys.argv[2])
FIELDS = 25


def main() -> None:
    path = FOLDER / "ledger.sqlite3"
    asyncio.run(_create(path))
    tasks = many_tasks(ROWS, live=0.0)
    with sqlite3.connect(path) as connection:
        _insert(connection, "tasks", [_row(task) for task in tasks])
        # One by one a commit each would take a minute; what is in the file is the same.
        lines = [JournalEntry(task_id=task.id, at=task.created_at, kind=EntryKind.WRITTEN) for task in tasks]
        _insert(connection, "journal", [entry_to_row(line, None) for line in lines])
    connection.close()
    sys.stdout.write(json.dumps({"rows": len(tasks)}) + "\n")


async def _create(path: Path) -> None:
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    await ledger.close()


def _row(task: Task) -> dict[str, Any]:
    row = task_to_row(task, None)
    row["values"] = json.dumps({f"field_{number}": f"a value {row['room']}" for number in range(FIELDS)})
    return row


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = [name for name in rows[0] if name not in ("number", "seq")]
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    connection.executemany(statement, ([row[name] for name in names] for row in rows))


main()
