"""What the migrations make of ledgers that older versions have filled."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.config import Config

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.tasks import Origin
from roomscribe.ledger.codec import entry_to_row, task_to_row
from roomscribe.ledger.facts import from_text
from roomscribe.ledger.inspection import Condition, inspect
from roomscribe.ledger.ledger import Ledger
from tests.unit.ledger.examples import make_entry, make_task


def older(path: Path, revision: str) -> None:
    """An empty ledger as this revision made it."""
    config = Config()
    config.set_main_option("script_location", "roomscribe.ledger:migrations")
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


async def test_tasks_of_the_first_schema_were_started_here(path: Path) -> None:
    older(path, "0001")
    task, entry = task_to_row(make_task()), entry_to_row(make_entry())
    for name in ("origin", "watched_by", "revision", "unclear", "restart", "note", "tags"):
        del task[name]
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for table, row in (("tasks", task), ("journal", entry)):
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" for _ in row)
            database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
    assert inspect(path) is Condition.OLDER

    ledger = Ledger(path, SystemClock())
    await ledger.open()
    assert await ledger.tasks() == [make_task()]
    assert [each.kind for each in await ledger.journal("t1")] == [make_entry().kind]
    adopted = make_task("t2", origin=Origin.ADOPTED)
    await ledger.add(adopted, make_entry("t2"))
    assert await ledger.task("t2") == adopted
    await ledger.close()
    assert inspect(path) is Condition.CURRENT


async def test_the_journal_stays_append_only_after_a_migration(path: Path) -> None:
    older(path, "0001")
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    await ledger.add(make_task(), make_entry())
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in ("DELETE FROM journal", "UPDATE journal SET at = 0"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)


async def test_a_migrated_journal_tells_what_the_rows_were(path: Path) -> None:
    older(path, "0002")
    row = task_to_row(make_task(error=None))
    for name in ("watched_by", "revision", "unclear", "restart", "note", "tags"):
        del row[name]
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        names = ", ".join(f'"{name}"' for name in row)
        database.execute(f"INSERT INTO tasks ({names}) VALUES ({', '.join('?' for _ in row)})", tuple(row.values()))
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as database:
        ((kind, text),) = database.execute("SELECT kind, facts FROM journal").fetchall()
    assert kind == "noted"
    known = {name: value for name, value in task_to_row(make_task()).items() if name not in ("note", "tags")}
    assert from_text(text) == {**known, "number": 1}
