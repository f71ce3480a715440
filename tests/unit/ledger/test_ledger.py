"""What the ledger promises: durable, atomic, in order, append-only."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.halts import Halted
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger, Superseded
from tests.unit.ledger import examples
from tests.unit.ledger.examples import make_entry, make_task
from tests.unit.ledger.programs import run_python


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "ledger 100% #1? 任务.sqlite3"


@pytest.fixture
async def ledger(path):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    yield ledger
    await ledger.close()


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


async def test_two_ledgers_on_one_file(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    await asyncio.gather(
        *(each.add(make_task(f"{name}{n}")) for n in range(40) for name, each in (("a", ledger), ("b", other)))
    )
    assert len(await ledger.tasks()) == len(await other.tasks()) == 80
    await other.close()
    await ledger.add(make_task("afterwards"))


async def test_nobody_writes_over_what_they_have_not_read(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    task = await ledger.add(make_task(), make_entry())
    wished = await other.save(dataclasses.replace(task, stop_wished_at=5.0), make_entry(kind=EntryKind.STOP_WISHED))
    with pytest.raises(Superseded) as caught:
        await ledger.save(dataclasses.replace(task, room="changed"), make_entry(kind=EntryKind.CALLED))
    assert (caught.value.task, caught.value.task.revision) == (wished, 1)
    assert await ledger.task("t1") == wished
    assert [entry.kind for entry in await ledger.journal("t1")] == [EntryKind.WRITTEN, EntryKind.STOP_WISHED]
    assert (await ledger.save(dataclasses.replace(wished, room="changed"))).revision == 2
    await other.close()


async def test_news_are_what_anybody_has_written_since(ledger, path):
    assert await ledger.news(0) == (0, [])
    other = Ledger(path, SystemClock())
    await other.open()
    first, second = await other.add(make_task("first"), make_entry("first")), await other.add(make_task("second"))
    position, news = await ledger.news(0)
    assert news == [first, second], "a row without a line that tells something is news, too"
    assert await ledger.news(position) == (position, [])

    changed = await other.save(dataclasses.replace(second, room="changed"))
    later, news = await ledger.news(position)
    assert (news, news[0].revision) == ([changed], 1)
    assert later > position
    assert await ledger.journal("second") == [], "bookkeeping is not shown"
    await other.close()


@settings(max_examples=20, deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.sampled_from(["room", "bot", "site"])), max_size=30
    )
)
def test_two_writers_lose_no_update(tmp_path_factory, acts):
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"

    async def write() -> None:
        ledgers = Ledger(path, SystemClock()), Ledger(path, SystemClock())
        for ledger in ledgers:
            await ledger.open()
        rows = [[await ledgers[0].add(make_task(f"t{n}", room="", bot="", site="")) for n in range(3)]] * 2
        rows = [list(rows[0]), list(rows[1])]

        async def act(writer, task, field):
            while True:
                known = rows[writer][task]
                # Whoever wrote, wrote a letter more: a lost update is a letter too few.
                wanted = dataclasses.replace(known, **{field: getattr(known, field) + "x"})
                try:
                    rows[writer][task] = await ledgers[writer].save(wanted, make_entry(known.id))
                    return
                except Superseded as news:
                    rows[writer][task] = news.task

        one, two = [[each for each in acts if each[0] == writer] for writer in (0, 1)]
        await asyncio.gather(*(in_turn(act, each) for each in (one, two)))
        for n in range(3):
            task = await ledgers[0].task(f"t{n}")
            assert task is not None
            mine = [field for _, number, field in acts if number == n]
            assert {field: len(getattr(task, field)) for field in ("room", "bot", "site")} == {
                field: mine.count(field) for field in ("room", "bot", "site")
            }
            assert task.revision == len(mine) == len(await ledgers[1].journal(task.id))
        for ledger in ledgers:
            await ledger.close()

    async def in_turn(act, acts):
        for each in acts:
            await act(*each)

    asyncio.run(write())


async def test_two_ledgers_that_create_the_same_file(path):
    ledgers = [Ledger(path, SystemClock()) for _ in range(4)]
    await asyncio.gather(*(each.open() for each in ledgers))
    await asyncio.gather(*(each.add(make_task(str(n))) for n, each in enumerate(ledgers)))
    assert len(await ledgers[0].tasks()) == 4
    await asyncio.gather(*(each.close() for each in ledgers))


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


async def test_what_was_begun_before_a_halt_is_not_written_down(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    assert await ledger.last_halt("tester") is None
    halt, _ = await other.halt("tester", cancels=True)
    task = make_task("t1", owner="tester")
    with pytest.raises(Halted) as refused:
        await ledger.add(task, halts=0)
    assert refused.value.halt == halt
    assert await ledger.tasks() == []
    assert await ledger.halts("tester") == [halt]
    await ledger.add(make_task("t2", owner="somebody else"), halts=0)
    await ledger.add(make_task("t3", owner="tester"), halts=halt.number)
    await ledger.add(make_task("t4", owner="tester"))  # begun in this moment, by hand
    assert len(await ledger.tasks()) == 3
    await other.close()


async def test_a_halt_that_cancels_counts_more_than_a_later_pause(ledger):
    halts = [(await ledger.halt("tester", cancels=cancels))[0] for cancels in (False, True, True, False)]
    for since, decisive in ((0, halts[2]), (halts[2].number, halts[3])):
        with pytest.raises(Halted) as refused:
            await ledger.add(make_task("t1", owner="tester"), halts=since)
        assert refused.value.halt == decisive


async def test_a_halt_knows_what_was_written_down_before(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    await other.add(make_task("t1", owner="tester"))
    await ledger.add(make_task("t2", owner="tester"))
    await ledger.add(make_task("t3", owner="tester", state=TaskState.STOPPED))
    await ledger.add(make_task("t4", owner="somebody else"))
    _, live = await ledger.halt("tester", cancels=True)
    assert sorted(live) == ["t1", "t2"]
    await other.close()


async def test_halts_of_one_person_are_no_news_to_another(ledger):
    (first, _), (second, _) = [await ledger.halt("tester", cancels=cancels) for cancels in (True, False)]
    assert await ledger.halts("tester", first.number) == [second]
    assert await ledger.halts("somebody else") == []
    assert second.number > first.number


async def test_the_last_halt_is_read_without_those_before(ledger, path):
    _, last, _ = [(await ledger.halt(owner, cancels=True))[0] for owner in ("tester", "tester", "somebody else")]
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE halts SET at = 'long ago' WHERE number = 1")
    with pytest.raises(LedgerUnusable):
        await ledger.halts("tester")
    assert await ledger.last_halt("tester") == last
    assert await ledger.last_halt("nobody") is None
