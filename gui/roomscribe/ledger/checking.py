"""Looks into a ledger without changing it: is the file whole, and does the journal make the table it holds?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from roomscribe.domain.states import TaskState
from roomscribe.ledger.codec import Row, entry_from_row, task_from_row
from roomscribe.ledger.facts import NOTED
from roomscribe.ledger.files import connect_read_only
from roomscribe.ledger.inspection import (
    REVISIONS,
    TROUBLE,
    explain,
    of_another_program,
    require_content,
)
from roomscribe.ledger.rebuilding import Difference, differences, rebuild

MOST_DAMAGE = 20
"""Lines of damage that are looked for."""
LIVE = frozenset(state.value for state in TaskState if state.live)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a check has found."""

    path: Path
    schema: str
    """The revision of its tables."""
    tasks: int
    live: int
    lines: int
    """Of the journal, bookkeeping included."""
    damage: tuple[str, ...]
    """SQLite's own words about the file."""
    differences: tuple[Difference, ...]
    """Where the table is not what the journal makes."""
    untold: dict[str, list[str]]
    """By task id: columns that the journal, begun by an earlier version, does not tell."""
    unreadable: tuple[str, ...]
    """Rows and lines that this version can't read."""

    @property
    def current(self) -> bool:
        """Whether the tables are those of this version."""
        return self.schema == REVISIONS[-1]

    @property
    def newer(self) -> bool:
        """Whether a newer version wrote it, which this one refuses to open."""
        return self.schema not in REVISIONS

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong. What an earlier version did not write down is no fault."""
        return not (self.newer or self.damage or self.differences or self.unreadable)


def check(path: Path) -> Findings:
    """Check the ledger at `path`. Raises `LedgerUnusable` for a file that is no ledger, or can't be read at all."""
    require_content(path)
    try:
        with closing(connect_read_only(path)) as database:
            return _look(database, path)
    except TROUBLE as error:
        raise explain(error, path) from error


def live_only_in(path: Path, other: Path) -> list[Row]:
    """The rows of live tasks that the ledger at `path` has and the one at `other` does not.

    Raises `LedgerUnusable` where one of them can't be read.
    """
    try:
        with closing(connect_read_only(path)) as here, closing(connect_read_only(other)) as there:
            known = {task_id for (task_id,) in there.execute("SELECT id FROM tasks")}
            rows = here.execute("SELECT * FROM tasks ORDER BY number").fetchall()
    except TROUBLE as error:
        raise explain(error, path) from error
    return [row for row in rows if row["state"] in LIVE and row["id"] not in known]


def _look(database: sqlite3.Connection, path: Path) -> Findings:
    damage = [line for (line,) in database.execute(f"PRAGMA integrity_check({MOST_DAMAGE})") if line != "ok"]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "tasks", "journal"} <= tables:
        raise of_another_program(path)
    schema = ", ".join(version for (version,) in database.execute("SELECT version_num FROM alembic_version"))
    orphans = database.execute("PRAGMA foreign_key_check").fetchall()
    damage += [f"line {row} of {table} belongs to nothing in {parent}" for table, row, parent, _ in orphans]
    unreadable: list[str] = []
    rows: list[sqlite3.Row] = []
    lines: list[sqlite3.Row] = []
    try:
        rows = database.execute("SELECT * FROM tasks ORDER BY number").fetchall()
        lines = database.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    except sqlite3.DatabaseError as error:
        if not damage:
            raise
        unreadable.append(str(error))
    made = rebuild(lines)
    if schema == REVISIONS[-1]:
        unreadable += [f"task {row['id']}" for row in rows if not _readable(task_from_row, row)]
        told = (row for row in lines if row["kind"] != NOTED)
        unreadable += [f"line {row['seq']}" for row in told if not _readable(entry_from_row, row)]
    return Findings(
        path=path,
        schema=schema,
        tasks=len(rows),
        live=sum(row["state"] in LIVE for row in rows),
        lines=len(lines),
        damage=tuple(damage),
        differences=() if unreadable else tuple(differences(made, [dict(row) for row in rows])),
        untold=made.missing(),
        unreadable=(*unreadable, *(f"facts of line {seq}" for seq in made.unreadable)),
    )


def _readable(decode: Callable[[Row], object], row: sqlite3.Row) -> bool:
    try:
        decode(row)
    except (ValueError, TypeError, KeyError, IndexError):
        return False
    return True
