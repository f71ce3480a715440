"""Opening a ledger: new, older and current files work, all others are named and left as they are."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger.checking import check
from roomscribe.ledger.exporting import export
from roomscribe.ledger.inspection import REVISIONS, Condition, LedgerUnusable, inspect
from roomscribe.ledger.ledger import Ledger
from tests.unit.ledger.examples import make_entry, make_task
from tests.unit.ledger.programs import run_python


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


async def fill(path, count=1):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    for number in range(count):
        await ledger.add(make_task(f"t{number}", owner="x" * 500), make_entry(f"t{number}"))
    await ledger.close()


async def refusal(path):
    """The sentence with which the ledger refuses a file, which must stay as it is."""
    before = path.read_bytes() if path.is_file() else None
    ledger = Ledger(path, SystemClock())
    with pytest.raises(LedgerUnusable) as caught:
        await ledger.open()
    await ledger.close()
    if before is not None:
        assert path.read_bytes() == before
    return str(caught.value.message)


def version(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT version_num FROM alembic_version").fetchall()


def shape(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%' ORDER BY type, name"
        )
        return [(*names, " ".join((sql or "").split())) for *names, sql in found]


@pytest.fixture
def migrating(monkeypatch):
    """Takes a new file for one of before the first revision."""
    monkeypatch.setattr("roomscribe.ledger.ledger.inspect", lambda path: Condition.OLDER)


@pytest.mark.usefixtures("migrating")
async def test_the_migrations_lead_to_what_a_new_file_is(path, tmp_path, monkeypatch):
    await fill(path)
    monkeypatch.undo()
    created = tmp_path / "created.sqlite3"
    await fill(created)
    assert shape(path) == shape(created)
    assert version(path) == version(created) == [(REVISIONS[-1],)]


async def test_a_new_file_is_one_that_the_migrations_can_go_on_with(path, request):
    await fill(path)
    before = shape(path)
    request.getfixturevalue("migrating")
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    assert [task.id for task in await ledger.tasks()] == ["t0"]
    await ledger.close()
    assert (shape(path), version(path)) == (before, [(REVISIONS[-1],)])


def test_the_known_revisions_are_those_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", "roomscribe.ledger:migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == REVISIONS


@pytest.mark.parametrize("condition", [Condition.NEW, Condition.CURRENT])
def test_only_an_older_file_needs_alembic(path, condition):
    if condition is Condition.CURRENT:
        asyncio.run(fill(path))
    assert inspect(path) is condition
    program = """
        import asyncio, pathlib, sys
        from roomscribe.domain.clock import SystemClock
        from roomscribe.ledger.ledger import Ledger

        async def main():
            ledger = Ledger(pathlib.Path(sys.argv[1]), SystemClock())
            await ledger.open()
            await ledger.close()

        asyncio.run(main())
        sys.exit("alembic" in sys.modules)
    """
    assert run_python(program, path).returncode == 0


async def test_opening_again_keeps_everything(path):
    await fill(path, 3)
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    await ledger.open()
    assert len(await ledger.tasks()) == 3
    await ledger.close()


async def test_an_empty_file_becomes_a_ledger(path):
    path.touch()
    await fill(path)
    assert inspect(path) is Condition.CURRENT


async def test_a_first_start_that_was_killed_between_file_and_tables(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    await fill(path)
    assert inspect(path) is Condition.CURRENT


async def test_text_is_not_a_database(path):
    path.write_text("these are my notes\n" * 500)
    assert "is not a database" in await refusal(path)


async def test_a_database_of_another_program(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    assert "another program" in await refusal(path)


async def test_a_newer_schema(path):
    await fill(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    sentence = await refusal(path)
    assert "newer RoomScribe" in sentence
    assert "0999" in sentence


async def test_tables_are_missing(path):
    await fill(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE journal")
    assert "damaged" in await refusal(path)


async def test_damage_in_the_middle(path):
    await fill(path, 60)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    assert "damaged" in await refusal(path)


async def test_a_truncated_file(path):
    await fill(path, 60)
    path.write_bytes(path.read_bytes()[:-8192])
    assert "damaged" in await refusal(path)


async def test_a_folder_in_the_place_of_the_file(path):
    path.mkdir()
    assert "is not a file" in await refusal(path)


async def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    assert "cannot be made" in await refusal(tmp_path / "occupied" / "deep" / "ledger.sqlite3")


async def test_a_file_somebody_else_is_writing(path, monkeypatch):
    monkeypatch.setattr("roomscribe.ledger.inspection.BUSY_SECONDS", 0.05)
    await fill(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "in use by another program" in await refusal(path)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_read_only_file_and_folder():
    # In a process without root's rights, which no permission stops.
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "ledger.sqlite3"
        asyncio.run(fill(path))
        path.chmod(0o444)
        folder.chmod(0o555)
        program = """
            import os, pathlib, sys
            from roomscribe.ledger.inspection import LedgerUnusable, inspect
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                inspect(pathlib.Path(sys.argv[1]))
            except LedgerUnusable as refusal:
                print(refusal)
        """
        assert "read-only" in run_python(program, path).stdout
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


async def test_a_migration_that_fails_leaves_nothing_behind(path, migrating, monkeypatch):
    upgrade = alembic.command.upgrade

    def fail_at_the_end(config, revision):
        upgrade(config, revision)
        raise sa.exc.OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(alembic.command, "upgrade", fail_at_the_end)
        ledger = Ledger(path, SystemClock())
        with pytest.raises(LedgerUnusable, match="disk I/O error"):
            await ledger.open()
        await ledger.close()
    assert inspect(path) is Condition.NEW
    await fill(path)


async def test_damage_that_sqlite_itself_cannot_quote(path):
    await fill(path, 3)
    content = path.read_bytes()
    assert b"CREATE TABLE tasks" in content
    path.write_bytes(content.replace(b"CREATE TABLE tasks", b"CREATE \xf3ABLE tasks"))
    for look in (inspect, check, lambda path: export(path, SystemClock())):
        with pytest.raises(LedgerUnusable, match="is damaged") as refused:
            look(path)
        assert refused.value.replaceable
