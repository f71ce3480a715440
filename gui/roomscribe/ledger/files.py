"""A ledger's files beside each other: set aside when they can't be used, and copied before they are changed."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from roomscribe.domain.clock import Clock
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import BUSY_SECONDS, LedgerUnusable, explain

KEPT_BACKUPS = 5
"""How many automatic backups stay; the oldest go first."""
JUST_MADE = 5.0
"""Seconds within which an empty file may be a ledger that another process is creating."""
REPLACED = "replaced"
"""In the name of a ledger in whose place another was put."""
PARTS = ("", "-wal", "-shm")
"""SQLite's files of one database: the last commits may stand in the second one alone."""


def backup_folder(path: Path) -> Path:
    """Where the automatic backups of the ledger at `path` are."""
    return path.parent / "backups"


def backups(path: Path) -> list[Path]:
    """The automatic backups of the ledger at `path`, newest first."""
    found = backup_folder(path).glob(f"{path.stem}-*{path.suffix}")
    return sorted(found, key=lambda each: (each.stat().st_mtime_ns, each.name), reverse=True)


def set_aside(path: Path, clock: Clock, why: str) -> Path:
    """Rename the ledger, so that a new one can begin; returns its new path. Nothing is overwritten or deleted.

    `why` is a word for the name, such as `damaged`. Raises `LedgerUnusable` when it can't be renamed.
    """
    target = free_name(path.parent, f"{path.name}.{why}-{_stamp(clock)}")
    try:
        # The database first: one without its log would look whole and lack the last commits. A log that is left behind
        # by a crash in between is found by `left_behind`.
        for part in PARTS:
            with suppress(FileNotFoundError):
                _part(path, part).rename(_part(target, part))
    except OSError as error:
        message = T("{path} can't be set aside: {why}.", path=path, why=error.strerror or error)
        raise LedgerUnusable(message) from error
    return target


def put_in_place(made: Path, path: Path, clock: Clock) -> Path | None:
    """Have the whole ledger `made` take the place of the one at `path`; returns under which name that is kept now.

    None: there was none. Nobody else may have it open. What a kill cuts in two here `finish_replacing` finishes.
    Raises `LedgerUnusable`, `OSError`.
    """
    ready = _ready(path)
    made.replace(ready)
    sync_folder(path.parent)
    kept = None
    try:
        # A log without its database, too: it would be taken for the new one's.
        if any(_part(path, part).exists() for part in PARTS):
            kept = set_aside(path, clock, REPLACED)
        ready.replace(path)
    finally:
        if path.exists():
            ready.unlink(missing_ok=True)
    sync_folder(path.parent)
    return kept


def is_half_replaced(path: Path) -> bool:
    """Whether `put_in_place` was cut in two."""
    return _ready(path).exists()


def finish_replacing(path: Path) -> bool:
    """Finish what was cut in two, or undo what had not begun; returns whether another ledger is at `path` now.

    Nobody else may be about to open it. Raises `OSError`.
    """
    ready = _ready(path)
    if path.exists():
        ready.unlink(missing_ok=True)
        return False
    whole = [each for each in path.parent.glob(f"{path.name}.{REPLACED}-*") if not each.name.endswith(PARTS[1:])]
    kept = max(whole, key=lambda each: each.stat().st_mtime_ns, default=path.with_name(f"{path.name}.{REPLACED}"))
    for part in PARTS[1:]:
        with suppress(FileNotFoundError):
            _part(path, part).rename(_part(kept, part))
    ready.replace(path)
    sync_folder(path.parent)
    return True


def left_behind(path: Path) -> bool:
    """Whether there is a log without its database, or with an empty one: it would be lost in a new file."""
    return _size(path) == 0 and _size(_part(path, "-wal")) > 0


def found_empty(path: Path) -> bool:
    """Whether there is a file without content that no other process is making a ledger of in this moment."""
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_size == 0 and path.is_file() and time.time() - status.st_mtime > JUST_MADE


def back_up(path: Path, clock: Clock, name: str) -> Path:
    """Copy the ledger, whoever else has it open, into the folder of backups; returns the copy. It is on disk then.

    Old automatic backups beyond `KEPT_BACKUPS` are removed. Raises `LedgerUnusable`.
    """
    folder = backup_folder(path)
    target = free_name(folder, f"{path.stem}-{name}-{_stamp(clock)}", path.suffix)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy(path, target)
        for old in backups(path)[KEPT_BACKUPS:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        message = T("The register of tasks can't be copied to {path}: {why}.", path=target, why=error.strerror or error)
        raise LedgerUnusable(message) from error
    return target


def keep_private(path: Path) -> None:
    """Let nobody but its owner read or write the file, made here where there is none: it tells who speaks where.

    SQLite gives the files beside it the same permissions. Where they can't be changed they stay as they are.
    """
    with suppress(OSError):
        if not path.exists():
            # Never opened where it exists: to close a file lets go of all locks that this process has on it.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        permitted = stat.S_IMODE(path.stat().st_mode)
        if permitted & 0o077:
            path.chmod(permitted & ~0o077)


def copy(source: Path, target: Path) -> None:
    """Copy a database as one commit left it: `target` is whole or not there. Raises `LedgerUnusable`, `OSError`."""
    # Two processes may copy at the same moment: each has a half of its own.
    half = target.with_name(f".{target.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    try:
        with (
            closing(connect_read_only(source)) as found,
            closing(sqlite3.connect(half, timeout=BUSY_SECONDS)) as made,
        ):
            keep_private(half)
            found.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        half.replace(target)
    except sqlite3.Error as error:
        raise explain(error, half) from error
    finally:
        half.unlink(missing_ok=True)
    sync_folder(target.parent)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing; the caller closes it. Raises `sqlite3.Error`."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    if not _part(path, "-wal").exists() and not os.access(path.parent, os.W_OK):
        # SQLite wants to make a log beside it, which a folder that can't be written forbids; nobody writes there.
        address += "&immutable=1"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    return connection


def free_name(folder: Path, name: str, suffix: str = "") -> Path:
    """A path in the folder at which there is nothing yet: the name, with a number where it is taken, and the suffix."""
    path, count = folder / f"{name}{suffix}", 1
    while any(_part(path, part).exists() for part in PARTS):
        count += 1
        path = folder / f"{name}-{count}{suffix}"
    return path


def sync_folder(folder: Path) -> None:
    """Make a renaming durable. Windows can't open folders, and some file systems refuse to sync them."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _ready(path: Path) -> Path:
    """Where a ledger waits, whole and checked, for the place of another."""
    return path.with_name(f".{path.name}.ready")


def _stamp(clock: Clock) -> str:
    return datetime.fromtimestamp(clock.now(), UTC).strftime("%Y%m%dT%H%M%SZ")


def _part(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
