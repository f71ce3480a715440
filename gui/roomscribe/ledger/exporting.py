"""A ledger as one JSON document, for other tools and for keeping; and a ledger made from such a document again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import T
from roomscribe.ledger.facts import NESTED
from roomscribe.ledger.files import connect_read_only
from roomscribe.ledger.inspection import (
    REVISIONS,
    TROUBLE,
    LedgerUnusable,
    explain,
    of_another_program,
    require_content,
)
from roomscribe.ledger.stored_json import stored_json

FORMAT, VERSION = "roomscribe-ledger", 1
"""What a document says of itself; the version grows when its shape changes."""
NESTED_IN_LINES = frozenset({"exchange", "error", "detail", "facts"})
"""Columns of the journal that hold JSON."""


def export(path: Path, clock: Clock) -> dict[str, Any]:
    """Everything in the ledger, as one commit left it. What is redacted there is redacted here.

    `tasks` and `journal` are lists of rows by column name; columns that hold JSON stand as what they mean. Times are
    UTC seconds. Raises `LedgerUnusable`.
    """
    require_content(path)
    try:
        with closing(connect_read_only(path)) as database:
            database.execute("BEGIN")
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", "tasks", "journal"} <= tables:
                raise of_another_program(path)
            ((schema,),) = database.execute("SELECT version_num FROM alembic_version").fetchall()
            tasks = database.execute("SELECT * FROM tasks ORDER BY number").fetchall()
            journal = database.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    except TROUBLE as error:
        raise explain(error, path) from error
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": datetime.fromtimestamp(clock.now(), UTC).isoformat(timespec="seconds"),
        "schema": schema,
        "tasks": [_plain(row, NESTED) for row in tasks],
        "journal": [_plain(row, NESTED_IN_LINES) for row in journal],
    }


def to_json(document: Mapping[str, Any]) -> bytes:
    """The document as a file has it."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return f"{text}\n".encode("utf-8", "backslashreplace")  # half a character has no UTF-8, but a JSON escape


def from_json(text: bytes, name: object) -> dict[str, Any]:
    """A document from a file's content. Raises `LedgerUnusable` for what is none, or of a newer version."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_export(name) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _no_export(name)
    if document.get("version") != VERSION or document.get("schema") not in REVISIONS:
        raise LedgerUnusable(T("{name} was exported by a newer RoomScribe. Restore it with that version.", name=name))
    return document


def build(document: Mapping[str, Any], path: Path, name: object) -> None:
    """Make a new ledger file from a document. Raises `LedgerUnusable`; what is at `path` then is worth nothing."""
    from roomscribe.ledger.database import create_at

    create_at(path, document["schema"])
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("BEGIN IMMEDIATE")
            _insert(database, "tasks", document["tasks"], NESTED)
            _insert(database, "journal", document["journal"], NESTED_IN_LINES)
            database.execute("COMMIT")
            database.execute("PRAGMA journal_mode = DELETE")
    except (KeyError, TypeError, ValueError, AttributeError, sqlite3.IntegrityError, sqlite3.InterfaceError) as error:
        raise _no_export(name) from error
    except sqlite3.OperationalError as error:
        if "no column" in str(error):
            raise _no_export(name) from error
        raise explain(error, path) from error


def _insert(
    database: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]], nested: frozenset[str]
) -> None:
    known = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    for row in rows:
        if set(row) != set(known):
            raise ValueError("columns are missing or unknown")
        names = ", ".join(f'"{name}"' for name in known)
        values = [stored_json(row[name]) if name in nested and row[name] is not None else row[name] for name in known]
        # The names are the table's own, see above.
        database.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in known)})", values)  # noqa: S608


def _plain(row: sqlite3.Row, nested: frozenset[str]) -> dict[str, Any]:
    return {
        name: json.loads(row[name]) if name in nested and row[name] is not None else row[name]
        for name in row.keys()  # noqa: SIM118 - a sqlite3.Row iterates over its values
    }


def _no_export(name: object) -> LedgerUnusable:
    return LedgerUnusable(T("{name} is neither a register of tasks nor an export of one.", name=name))
