"""What the ledger promises: durable, atomic, in order, append-only."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import pytest
from hypothesis import given, settings

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ledger.ledger import Ledger
from tests.unit.ledger import examples
from tests.unit.ledger.examples import make_entry, make_task
from tests.unit.ledger.programs import run_python


def rows(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute(statement).fetchall()


async def test_round_trip(ledger):
    task = make_task("trtc+a-b.c_" + "9" * 290, vendor_state="正在识别 🎙")
    assert await ledger.add(task, make_entry(task.id), make_entry(task.id, kind=EntryKind.CALLED)) == task
    assert await ledger.task(task.id) == task
    assert await ledger.tasks() == [task]
    journal = await ledger.journal(task.id)
    assert [entry.kind for entry in journal] == [EntryKind.WRITTEN, EntryKind.CALLED]
    assert journal[0].seq < journal[1].seq
    assert await ledger.task("unknown") is None
    assert await ledger.journal("unknown") == []


async def test_some_tasks_by_their_ids(ledger):
    tasks = [await ledger.add(make_task(f"t{number}")) for number in range(4)]
    found = await ledger.some_tasks(["t3", "unknown", "t1", *(f"u{number}" for number in range(400))])
    assert sorted(found, key=lambda task: task.id) == [tasks[1], tasks[3]]
    assert await ledger.some_tasks([]) == []


async def test_the_time_of_writing_is_filled_in(ledger):
    written = await ledger.add(make_task(created_at=0.0))
    assert written.created_at > 1e9
    assert await ledger.task(written.id) == written


async def test_newest_first_whatever_the_clock_says(ledger):
    for number, created_at in enumerate([3e9, 1e9, 2e9]):
        await ledger.add(make_task(f"t{number}", created_at=created_at))
    assert [task.id for task in await ledger.tasks()] == ["t2", "t1", "t0"]


async def test_save_replaces_the_row_and_appends(ledger):
    await ledger.add(make_task(), make_entry())
    later = make_task(state=TaskState.RUNNING, vendor_state="InProgress", epoch=2)
    await ledger.save(later, make_entry(kind=EntryKind.STATE_CHANGED, state=TaskState.RUNNING))
    assert await ledger.tasks() == [later]
    assert len(await ledger.journal("t1")) == 2


async def test_a_duplicate_id_is_refused_and_changes_nothing(ledger):
    task = await ledger.add(make_task(), make_entry())
    with pytest.raises(ValueError, match="already has"):
        await ledger.add(make_task(room="other"), make_entry())
    assert await ledger.tasks() == [task]
    assert len(await ledger.journal("t1")) == 1


async def test_saving_an_unknown_task_is_refused(ledger):
    with pytest.raises(ValueError, match="no task"):
        await ledger.save(make_task(), make_entry())
    assert await ledger.tasks() == []


async def test_a_fault_between_row_and_entry_leaves_neither(ledger):
    with pytest.raises(ValueError, match="no task 'stranger'"):
        await ledger.add(make_task(), make_entry(), make_entry("stranger"))
    assert await ledger.tasks() == []
    assert await ledger.journal("t1") == []

    task = await ledger.add(make_task(), make_entry())
    with pytest.raises(ValueError, match="no task 'stranger'"):
        await ledger.save(make_task(room="changed"), make_entry(), make_entry("stranger"))
    assert await ledger.tasks() == [task]
    assert len(await ledger.journal("t1")) == 1


async def test_one_commit_may_write_to_the_journals_of_two_tasks(ledger):
    await ledger.add(make_task("old"))
    await ledger.add(
        make_task("new"),
        make_entry("new", kind=EntryKind.RESTART_OF, detail={"task": "old"}),
        make_entry("old", kind=EntryKind.RESTARTED_AS, detail={"task": "new"}),
    )
    assert [entry.detail for entry in await ledger.journal("old")] == [{"task": "new"}]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET at = 0",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
        "DELETE FROM tasks",
    ],
)
async def test_nobody_can_rewrite_the_journal(ledger, path, statement):
    await ledger.add(make_task(), make_entry())
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)
    assert len(await ledger.journal("t1")) == 1


async def test_the_file_is_kept_as_promised(ledger, path):
    await ledger.add(make_task())
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    connection = ledger._database._connection
    pragmas = await ledger._worker.call(
        lambda: [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout")
        ]
    )
    assert pragmas == [2, 1, 5000]


async def test_a_cancelled_write_is_written_all_the_same(ledger):
    writes = [asyncio.gather(ledger.add(make_task(f"t{n}"), make_entry(f"t{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    for write in writes:
        write.cancel()
    await asyncio.gather(*writes, return_exceptions=True)
    assert len(await ledger.tasks()) == 20


async def test_two_hundred_saves_at_once_keep_their_order(ledger):
    await ledger.add(make_task())
    await asyncio.gather(
        *(ledger.save(make_task(epoch=n, revision=n - 1), make_entry(detail={"n": n})) for n in range(1, 201)),
    )
    journal = await ledger.journal("t1")
    assert [entry.detail["n"] for entry in journal] == list(range(1, 201))
    assert [entry.seq for entry in journal] == sorted(entry.seq for entry in journal)
    task = await ledger.task("t1")
    assert task is not None
    assert task.epoch == 200


async def test_closing_waits_for_writes_and_can_be_repeated(path):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    writes = [asyncio.gather(ledger.add(make_task(f"t{n}"))) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.gather(ledger.close(), ledger.close())
    await ledger.close()
    await asyncio.gather(*writes)
    assert rows(path, "SELECT count(*) FROM tasks") == [(50,)]
    assert not path.with_name(path.name + "-wal").exists()
    with pytest.raises(RuntimeError):
        await ledger.tasks()


async def test_a_ledger_that_was_never_opened(path):
    ledger = Ledger(path, SystemClock())
    with pytest.raises(RuntimeError, match="not open"):
        await ledger.tasks()
    await ledger.close()
    assert not path.exists()


async def test_the_guard_keeps_a_secret_out_of_the_file(path):
    def guard(text: str) -> None:
        if "hunter22" in text:
            raise ValueError("a secret would be written down")

    ledger = Ledger(path, SystemClock(), guard=guard)
    await ledger.open()
    with pytest.raises(ValueError, match="secret"):
        await ledger.add(make_task(values={"note": "my hunter22"}), make_entry())
    await ledger.add(make_task())
    with pytest.raises(ValueError, match="secret"):
        await ledger.save(make_task(state=TaskState.RUNNING), make_entry(detail={"a": ["hunter22"]}))
    assert await ledger.tasks() == [make_task()]
    await ledger.close()
    assert b"hunter22" not in path.read_bytes()


@settings(max_examples=25, deadline=None)
@given(task=examples.tasks, entry=examples.entries)
def test_anything_survives_a_new_start(tmp_path_factory, task, entry):
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"

    async def write() -> None:
        ledger = Ledger(path, SystemClock())
        await ledger.open()
        await ledger.add(task, JournalEntry(**{**vars(entry), "task_id": task.id}))
        await ledger.close()

    async def read() -> None:
        ledger = Ledger(path, SystemClock())
        await ledger.open()
        assert await ledger.tasks() == [task]
        (line,) = await ledger.journal(task.id)
        assert (line.exchange, line.error, line.detail, line.at) == (
            entry.exchange,
            entry.error,
            entry.detail,
            entry.at,
        )
        await ledger.close()

    asyncio.run(write())
    asyncio.run(read())


def test_what_was_added_survives_kill_9(path):
    program = """
        import asyncio, os, pathlib, signal, sys
        from roomscribe.domain.clock import SystemClock
        from roomscribe.ledger.ledger import Ledger, Superseded
        from tests.unit.ledger.examples import make_entry, make_task

        async def main():
            ledger = Ledger(pathlib.Path(sys.argv[1]), SystemClock())
            await ledger.open()
            await ledger.add(make_task(), make_entry())
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(main())
    """
    assert run_python(program, path).returncode == -9

    async def read() -> None:
        ledger = Ledger(path, SystemClock())
        await ledger.open()
        assert await ledger.tasks() == [make_task()]
        assert len(await ledger.journal("t1")) == 1
        await ledger.close()

    asyncio.run(read())


def test_importing_the_ledger_does_not_import_the_database():
    program = "import sys, roomscribe.ledger.ledger; sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    assert run_python(program).returncode == 0
