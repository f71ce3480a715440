"""Looks at a ledger file with nothing but the standard library: is it ours, whole, writable and current?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path

from roomscribe.domain.text import T, Text

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every schema this program knows, oldest first; the last one is current. A test holds it against the migrations."""
BUSY_SECONDS = 5.0
"""How long to wait for another process that is writing."""

TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a ledger may raise: SQLite quotes a damaged file in its complaint, and what it quotes may be no text."""


class IdTaken(ValueError):
    """The ledger has a task with this local id already; nothing was written."""


class LedgerUnusable(Exception):
    """The ledger's file cannot be used; it was left as it is. `message` is the sentence to show."""

    def __init__(self, message: Text, *, replaceable: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.replaceable = replaceable
        """Whether a new ledger could take its place, once this one is set aside."""


class Condition(Enum):
    """What an inspection found, when nothing is wrong."""

    NEW = "new"
    OLDER = "older"
    CURRENT = "current"


def inspect(path: Path) -> Condition:
    """The condition of the file at `path`; raises `LedgerUnusable` and changes nothing when it cannot be used."""
    try:
        if not path.exists():
            return Condition.NEW
        if not path.is_file():
            message = T("The register of tasks cannot be used: {path} is not a file.", path=path)
            raise LedgerUnusable(message, replaceable=True)
        if path.stat().st_size == 0:
            return Condition.NEW  # what a start leaves behind that was killed before its first write
    except OSError as error:
        message = T("The register of tasks at {path} cannot be read: {why}.", path=path, why=error.strerror or error)
        raise LedgerUnusable(message, replaceable=True) from error
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
        ) as database:
            return _examine(database, path)
    except TROUBLE as error:
        raise explain(error, path) from error


def _examine(database: sqlite3.Connection, path: Path) -> Condition:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        condition = Condition.NEW
    elif "alembic_version" not in tables:
        raise of_another_program(path)
    else:
        condition = _compare(database, path, tables)
    damage = [line for (line,) in database.execute("PRAGMA quick_check(1)") if line != "ok"]
    if damage:
        raise LedgerUnusable(_damaged(path, damage[0]), replaceable=True)
    # A read-only file opens without complaint and fails at the first task; find out now.
    database.isolation_level = None
    database.execute("BEGIN IMMEDIATE")
    database.execute("ROLLBACK")
    return condition


def _compare(database: sqlite3.Connection, path: Path, tables: set[str]) -> Condition:
    versions = [version for (version,) in database.execute("SELECT version_num FROM alembic_version")]
    if not versions and tables == {"alembic_version"}:
        return Condition.NEW
    if len(versions) != 1 or not {"tasks", "journal"} <= tables:
        raise LedgerUnusable(_damaged(path, "tables are missing"), replaceable=True)
    if versions[0] not in REVISIONS:
        raise LedgerUnusable(
            T(
                "The register of tasks at {path} was written by a newer RoomScribe (schema {version}). "
                "Start that version, or update this one.",
                path=path,
                version=versions[0],
            ),
            replaceable=True,
        )
    return Condition.CURRENT if versions[0] == REVISIONS[-1] else Condition.OLDER


def of_another_program(path: Path) -> LedgerUnusable:
    """A database, and none of ours."""
    message = T("{path} can't be used as a register of tasks: it is a database of another program.", path=path)
    return LedgerUnusable(message, replaceable=True)


def require_content(path: Path) -> None:
    """Raises `LedgerUnusable` where there is no file, or one of no bytes, which the next start would set aside."""
    if not path.is_file():
        raise LedgerUnusable(T("There is no register of tasks at {path}.", path=path))
    if path.stat().st_size == 0:
        message = T(
            "{path} has no content (0 bytes). If it is the register, the next start keeps it under another name and "
            "begins a new one.",
            path=path,
        )
        raise LedgerUnusable(message)


def explain(error: Exception, path: Path) -> LedgerUnusable:
    """A database error as a sentence that says what to do."""
    if isinstance(error, UnicodeDecodeError):
        return LedgerUnusable(_damaged(path, "its tables can't be read"), replaceable=True)
    cause = error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_NOTADB:
            message = T(
                "{path} can't be used as a register of tasks: it is not a database. Move it away first.", path=path
            )
            return LedgerUnusable(message, replaceable=True)
        case sqlite3.SQLITE_CORRUPT:
            return LedgerUnusable(_damaged(path, str(cause)), replaceable=True)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            message = T(
                "The register of tasks cannot be written: {path} is read-only. Change its permissions.", path=path
            )
            return LedgerUnusable(message, replaceable=True)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LedgerUnusable(
                T("The register of tasks at {path} is in use by another program. Close that one first.", path=path)
            )
        case sqlite3.SQLITE_FULL:
            return LedgerUnusable(
                T("The register of tasks cannot be written: the disk with {path} is full.", path=path)
            )
        case _:
            message = T("The register of tasks at {path} cannot be used: {why}.", path=path, why=str(cause))
            return LedgerUnusable(message, replaceable=True)


def _damaged(path: Path, why: str) -> Text:
    return T(
        "The register of tasks at {path} is damaged ({why}). It was left as it is; "
        "restore a copy, or move it away to begin a new one.",
        path=path,
        why=why,
    )
