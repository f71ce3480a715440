"""What cannot be used is set aside, what is to be changed is copied before: nothing is overwritten or lost."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import random
import sqlite3
import sys
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger.files import KEPT_BACKUPS, back_up, backups, copy, set_aside
from roomscribe.ledger.inspection import Condition, LedgerUnusable, inspect
from roomscribe.ledger.ledger import Ledger
from tests.unit.ledger.examples import make_entry, make_task
from tests.unit.ledger.test_migrations import older


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


async def opened(path):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    return ledger


async def filled(path, count=60):
    ledger = await opened(path)
    for number in range(count):
        await ledger.add(make_task(f"t{number}", owner="x" * 500), make_entry(f"t{number}"))
    await ledger.close()
    return path.read_bytes()


def bit_flips(content):
    made, chance = bytearray(content), random.Random(4)
    for page in range(1, len(made) // 4096):
        made[page * 4096 + chance.randrange(8)] ^= 1 << chance.randrange(8)
    return bytes(made)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
async def test_nobody_else_reads_a_ledger_its_log_or_its_copies(path):
    before = os.umask(0o022)
    try:
        ledger = await opened(path)
        await ledger.add(make_task(), make_entry())
        made = [path, *path.parent.glob("ledger.sqlite3-*"), back_up(path, SystemClock(), "test")]
        assert {oct(each.stat().st_mode & 0o777) for each in made} == {"0o600"}
        await ledger.close()
        path.chmod(0o644)
        await (await opened(path)).close()
        assert path.stat().st_mode & 0o777 == 0o600, "one of an earlier version, too"
    finally:
        os.umask(before)


SPOILT = {
    "bit flips": bit_flips,
    "truncated": lambda content: content[: len(content) // 2 + 100],
    "the beginning alone": lambda content: content[:50],
    "not a database": lambda content: b"these are my notes\n" * 500,
    "zeros": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_a_spoilt_ledger_is_kept_and_a_new_one_begins(path, spoil):
    spoilt = spoil(await filled(path))
    path.write_bytes(spoilt)
    ledger = Ledger(path, SystemClock())
    with pytest.raises(LedgerUnusable) as caught:
        await ledger.open()
    assert caught.value.replaceable
    assert str(path) in str(caught.value.message)
    assert path.read_bytes() == spoilt, "nobody has asked for a new one yet"

    kept = await ledger.set_aside()
    assert kept.read_bytes() == spoilt
    await ledger.open()
    assert await ledger.tasks() == []
    assert str(kept) in str(ledger.notices[0])
    await ledger.add(make_task(), make_entry())
    await ledger.close()


async def test_a_newer_ledger_is_kept_with_its_log(path):
    ledger = await opened(path)
    await ledger.add(make_task(), make_entry())
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
        database.commit()
        log = path.with_name("ledger.sqlite3-wal").read_bytes()
        kept = set_aside(path, SystemClock(), "newer")
    assert log
    await ledger.close()
    with contextlib.closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT id FROM tasks").fetchall() == [("t1",)]
    assert [each for each in path.parent.iterdir() if each.name.startswith("ledger.sqlite3-")] == []


def test_two_that_are_set_aside_in_one_second_are_both_kept(path):
    clock = SystemClock()
    frozen = type("Frozen", (), {"now": lambda self: 1_795_192_258.0, "monotonic": clock.monotonic})()
    names = []
    for content in (b"one", b"two"):
        path.write_bytes(content)
        names.append(set_aside(path, frozen, "damaged"))
    assert [each.name for each in names] == [
        "ledger.sqlite3.damaged-20261120T163058Z",
        "ledger.sqlite3.damaged-20261120T163058Z-2",
    ]
    assert [each.read_bytes() for each in names] == [b"one", b"two"]


async def test_a_log_without_its_database_is_not_taken_for_that_of_a_new_one(path):
    ledger = await opened(path)
    await ledger.add(make_task(), make_entry())
    log = path.with_name("ledger.sqlite3-wal").read_bytes()
    await ledger.close()
    path.write_bytes(b"")
    path.with_name("ledger.sqlite3-wal").write_bytes(log)

    ledger = await opened(path)
    assert await ledger.tasks() == []
    assert "incomplete" in str(ledger.notices[0])
    await ledger.close()
    (kept,) = path.parent.glob("*incomplete*-wal")
    assert kept.read_bytes() == log


async def test_an_empty_file_is_told_of(path):
    await filled(path, 1)
    copied = back_up(path, SystemClock(), "test")
    path.write_bytes(b"")
    os.utime(path, (1.0, 1.0))
    ledger = await opened(path)
    assert await ledger.tasks() == []
    (kept,) = path.parent.glob("ledger.sqlite3.empty-*Z")
    assert kept.read_bytes() == b""
    assert str(copied) in str(ledger.notices[0])
    assert f"is kept as {kept}" in str(ledger.notices[0])
    await ledger.close()
    path.unlink()
    ledger = await opened(path)
    assert ledger.notices == []
    await ledger.close()


async def test_an_older_ledger_is_copied_before_it_is_changed(path):
    older(path, "0002")
    before = path.read_bytes()
    ledger = await opened(path)
    await ledger.close()
    (kept,) = backups(path)
    assert kept.parent == path.parent / "backups"
    assert inspect(kept) is Condition.OLDER
    assert inspect(path) is Condition.CURRENT
    with contextlib.closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]
    assert len(before) == len(kept.read_bytes())


async def test_a_ledger_that_cannot_be_copied_is_not_changed(path):
    older(path, "0002")
    (path.parent / "backups").write_text("a file in the place of the folder")
    before = path.read_bytes()
    ledger = Ledger(path, SystemClock())
    with pytest.raises(LedgerUnusable, match="can't be copied"):
        await ledger.open()
    await ledger.close()
    assert path.read_bytes() == before


async def test_the_last_backups_stay(path):
    ledger = await opened(path)
    task = await ledger.add(make_task(), make_entry())
    made = []
    for number in range(KEPT_BACKUPS + 3):
        task = await ledger.save(dataclasses.replace(task, epoch=number))
        made.append(back_up(path, SystemClock(), "test"))
        os.utime(made[-1], (number, number))
    assert backups(path) == made[: -KEPT_BACKUPS - 1 : -1]
    with contextlib.closing(sqlite3.connect(backups(path)[0])) as database:
        assert database.execute("SELECT epoch FROM tasks").fetchall() == [(KEPT_BACKUPS + 2,)]
    await ledger.close()


async def test_half_a_copy_does_not_look_like_one(path, monkeypatch):
    await filled(path, 1)

    def breaks(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", breaks)
    with pytest.raises(LedgerUnusable, match="No space left"):
        back_up(path, SystemClock(), "test")
    assert list((path.parent / "backups").iterdir()) == []
    with pytest.raises(OSError, match="No space left"):
        copy(path, path.parent / "copy.sqlite3")
