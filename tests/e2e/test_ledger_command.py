"""`roomscribe ledger check|export|restore` as people run it, on files that are whole, spoilt, old and in use."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Receipt, Task
from roomscribe.domain.text import T
from roomscribe.ledger.codec import entry_to_row, task_to_row
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.lease import Lease
from roomscribe.services.locking import FileLock
from roomscribe.services.watchdog.notes import Answer, Notes, Places
from tests.unit.ledger.examples import make_entry, make_task
from tests.unit.ledger.programs import environment
from tests.unit.ledger.test_migrations import older


def ledger(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "roomscribe", "ledger", *arguments, "--data-dir", str(data_dir)],
        env=environment(),
        timeout=60,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


NOTE = ErrorNote(
    kind=FailureKind.NOT_SENT, code="x", vendor_message="不", meaning=T("said {what}", what="半"), remedy=T("nothing")
)


async def _fill(data_dir: Path) -> list[Task]:
    register = Ledger(data_dir / "ledger.sqlite3", SystemClock())
    await register.open()
    for number in range(3):
        task = await register.add(make_task(f"t{number}"), make_entry(f"t{number}"))
    task = await register.save(
        Task(**{**vars(task), "state": TaskState.STOPPED, "receipt": Receipt(word="Stopped", at=5.0), "error": NOTE}),
        make_entry(task.id, kind=EntryKind.RECEIPT, detail={"tuple": ("a", 1), "half": "\ud83d"}),
    )
    tasks = await register.tasks()
    await register.close()
    return tasks


async def _read(data_dir: Path) -> list[Task]:
    register = Ledger(data_dir / "ledger.sqlite3", SystemClock())
    await register.open()
    tasks = await register.tasks()
    await register.close()
    return tasks


def filled(data_dir: Path) -> list[Task]:
    """A ledger with three tasks that have lived a little."""
    return asyncio.run(_fill(data_dir))


def tasks_in(data_dir: Path) -> list[Task]:
    """What the next start finds, newest first."""
    return asyncio.run(_read(data_dir))


def execute(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def test_a_sound_ledger(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    before = path.read_bytes()
    done = ledger(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"register     {path}",
        "schema       0005, current",
        "tasks        3, 2 live",
        "journal      4 lines",
        "sound",
    ]
    assert path.read_bytes() == before


def test_a_table_that_is_not_what_the_journal_makes(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    execute(path, "UPDATE tasks SET room = 'elsewhere' WHERE id = 't1'")
    done = ledger(tmp_path, "check")
    assert done.returncode == 1
    assert "task t1: room is 'elsewhere', by the journal '房间-500123'" in done.stdout
    assert done.stdout.endswith("NOT SOUND\n")


def test_a_newer_ledger_is_refused_as_by_the_window(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    execute(path, "UPDATE alembic_version SET version_num = '0999'")
    done = ledger(tmp_path, "check")
    assert done.returncode == 1
    assert "0999, of a newer RoomScribe" in done.stdout
    assert done.stdout.endswith("NOT SOUND\n")


def test_damage_and_rows_that_cannot_be_read(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    execute(path, "UPDATE tasks SET state = 'dancing' WHERE id = 't1'")
    assert "unreadable   task t1" in ledger(tmp_path, "check").stdout
    content = bytearray(path.read_bytes())
    content[8192:8256] = b"\xff" * 64
    path.write_bytes(content)
    done = ledger(tmp_path, "check")
    assert done.returncode in (1, 2)
    assert "damage" in done.stdout + done.stderr


@pytest.mark.parametrize("act", ["check", "export"])
@pytest.mark.parametrize(
    ("content", "words"), [(None, "no register"), (b"notes " * 999, "not a database"), (b"", "no content (0 bytes)")]
)
def test_what_is_no_ledger(tmp_path: Path, path: Path, act: str, content: bytes | None, words: str) -> None:
    if content is not None:
        path.write_bytes(content)
    done = ledger(tmp_path, act)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def old(path: Path) -> None:
    """A ledger of the first version, with one task."""
    older(path, "0001")
    row = task_to_row(make_task())
    for name in ("origin", "watched_by", "revision", "unclear", "restart", "note", "tags"):
        del row[name]
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for table, values in (("tasks", row), ("journal", entry_to_row(make_entry()))):
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" for _ in values)
            database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


def test_a_ledger_of_an_earlier_version_says_what_its_journal_does_not_tell(tmp_path: Path, path: Path) -> None:
    old(path)
    done = ledger(tmp_path, "check")
    assert done.returncode == 0, done.stderr
    assert "schema       0001, brought up to date by the next start" in done.stdout
    assert "not told     task t1: an earlier version did not write down profile_id" in done.stdout
    assert tasks_in(tmp_path) == [make_task()]
    done = ledger(tmp_path, "check")
    assert "not told" not in done.stdout
    assert "copy         " in done.stdout


def test_an_export_has_everything_and_restores_it(tmp_path: Path, path: Path) -> None:
    tasks = filled(tmp_path)
    exported = ledger(tmp_path, "export")
    assert exported.returncode == 0, exported.stderr
    document: dict[str, Any] = json.loads(exported.stdout)
    assert (document["format"], document["version"], document["schema"]) == ("roomscribe-ledger", 1, "0005")
    assert [row["id"] for row in document["tasks"]] == ["t0", "t1", "t2"]
    assert document["tasks"][0]["values"]["room"] == "房间-500123"
    assert document["journal"][3]["facts"]["receipt"]["word"] == "Stopped"

    out = tmp_path / "out.json"
    assert ledger(tmp_path, "export", "--out", str(out)).returncode == 0
    again = ledger(tmp_path, "export", "--out", str(out))
    assert (again.returncode, "exists" in again.stderr) == (2, True)

    other = tmp_path / "other"
    done = ledger(other, "restore", str(out))
    assert done.returncode == 0, done.stderr
    assert tasks_in(other) == tasks
    assert ledger(other, "check").stdout.endswith("sound\n")
    assert json.loads(ledger(other, "export").stdout)["journal"] == document["journal"]


def test_an_older_export_is_brought_up_to_date(tmp_path: Path, path: Path) -> None:
    old(path)
    out = tmp_path / "old.json"
    assert ledger(tmp_path, "export", "--out", str(out)).returncode == 0
    assert json.loads(out.read_text("utf-8"))["schema"] == "0001"
    other = tmp_path / "other"
    assert ledger(other, "restore", str(out)).returncode == 0
    assert tasks_in(other) == [make_task()]


def test_a_copy_takes_the_place_of_the_ledger_which_is_kept(tmp_path: Path, path: Path) -> None:
    filled(tmp_path / "copied")
    path.write_bytes(b"spoilt")
    done = ledger(tmp_path, "restore", str(tmp_path / "copied" / "ledger.sqlite3"))
    assert done.returncode == 0, done.stderr
    (kept,) = tmp_path.glob("ledger.sqlite3.replaced-*")
    assert kept.read_bytes() == b"spoilt"
    unread = "not known   which live tasks only the present register has: it can't be read\n"
    assert done.stdout == f"{unread}kept      {kept}\nrestored  {path}\n"
    assert len(tasks_in(tmp_path)) == 3


def test_live_tasks_are_not_forgotten_unless_somebody_says_so(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    shutil.copy(path, copied := tmp_path / "copy.sqlite3")

    async def two_more() -> None:
        register = Ledger(path, SystemClock())
        await register.open()
        await register.add(make_task("new", vendor_task_id="v-new", room="town-hall"), make_entry("new"))
        await register.add(make_task("demo", profile_id="demo-blank-1"), make_entry("demo"))
        await register.close()

    asyncio.run(two_more())
    before = path.read_bytes()
    refused = ledger(tmp_path, "restore", str(copied))
    assert refused.returncode == 2
    assert "nobody would stop them any more" in refused.stderr
    (named,) = (line for line in refused.stderr.splitlines() if line.startswith("  "))
    assert "task v-new in room town-hall" in named
    assert path.read_bytes() == before

    done = ledger(tmp_path, "restore", str(copied), "--anyway")
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("forgotten")] == [f"forgotten    {named[2:]}"]
    assert len(tasks_in(tmp_path)) == 3


def test_nothing_is_restored_while_a_console_is_open(tmp_path: Path, path: Path) -> None:
    filled(tmp_path)
    filled(tmp_path / "copied")
    lease = Lease(tmp_path)
    lease.acquire()
    before = path.read_bytes()
    done = ledger(tmp_path, "restore", str(tmp_path / "copied" / "ledger.sqlite3"))
    assert done.returncode == 2
    assert "A RoomScribe is open" in done.stderr
    assert path.read_bytes() == before
    assert ledger(tmp_path, "check").returncode == 0, "looking does no harm"
    lease.release()


def test_nothing_is_restored_while_only_the_watchdog_runs(tmp_path: Path, path: Path) -> None:
    """It has its own place beside the consoles, and its lock: who reads the refusal knows what to end, and how."""
    filled(tmp_path)
    filled(tmp_path / "copied")
    places = Places.of(tmp_path)
    lease, lock = Lease(tmp_path), FileLock(places.lock)
    lease.acquire()
    assert lock.take()
    Notes(places, SystemClock()).write(Answer(since=1.0, pid=4711))
    before = path.read_bytes()
    refused = ledger(tmp_path, "restore", str(tmp_path / "copied" / "ledger.sqlite3"))
    assert refused.returncode == 2
    assert "No window is open" in refused.stderr
    assert "its watchdog is, process 4711" in refused.stderr
    assert "switch it off in a window (menu Task)" in refused.stderr
    assert path.read_bytes() == before
    window = Lease(tmp_path)
    window.acquire()
    both = ledger(tmp_path, "restore", str(tmp_path / "copied" / "ledger.sqlite3"))
    assert "A RoomScribe is open" in both.stderr
    assert "then end its watchdog, process 4711" in both.stderr
    for each in (window, lease, lock):
        each.release()
    assert ledger(tmp_path, "restore", str(tmp_path / "copied" / "ledger.sqlite3")).returncode == 0


def _database() -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE notes (words TEXT)")
        return database.serialize()


SPOILT: dict[str, Any] = {
    "text": lambda document: b"these are my notes",
    "other json": lambda document: b'{"format": "something"}',
    "newer": lambda document: json.dumps({**document, "version": 2}).encode(),
    "newer schema": lambda document: json.dumps({**document, "schema": "0999"}).encode(),
    "a column is missing": lambda document: json.dumps({**document, "tasks": [{"id": "t0"}]}).encode(),
    "a line of nobody": lambda document: json.dumps({**document, "tasks": []}).encode(),
    "changed by hand": lambda document: json.dumps(
        {**document, "tasks": [{**row, "room": "x"} for row in document["tasks"]]}
    ).encode(),
    "no times": lambda document: re.sub(r'"ends_at": [^,}]+', '"ends_at": "soon"', json.dumps(document)).encode(),
    "another database": lambda document: _database(),
    "no rows": lambda document: json.dumps({**document, "tasks": 5}).encode(),
    "a damaged copy": None,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_sound_replaces_nothing(tmp_path: Path, path: Path, spoil: Any) -> None:
    filled(tmp_path)
    source = tmp_path / "source"
    if spoil is None:
        source.write_bytes(path.read_bytes()[:-8192])
    else:
        source.write_bytes(spoil(json.loads(ledger(tmp_path, "export").stdout)))
    before = path.read_bytes()
    done = ledger(tmp_path, "restore", str(source))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"roomscribe: {source} ") or "damaged" in done.stderr, "this file, and no other"
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("ledger.sqlite3.*"))
    assert not list(tmp_path.glob(".ledger*"))


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    done = ledger(tmp_path, "restore", str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert "No such file" in done.stderr
