"""The journal is enough: whatever happens to tasks, the table can be made from it again."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger import schema
from roomscribe.ledger.codec import entry_to_row, task_from_row
from roomscribe.ledger.ledger import Ledger, Superseded
from roomscribe.ledger.rebuilding import COLUMNS, Difference, differences, rebuild
from tests.unit.ledger import examples
from tests.unit.ledger.examples import make_entry, make_task

IDS = ["t1", "t2", "t3"]
changeable = [name for name in Task.__dataclass_fields__ if name not in ("id", "revision")]


def with_id(task: Task, task_id: str) -> Task:
    return dataclasses.replace(task, id=task_id, revision=0)


acts = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.sampled_from(IDS),
        examples.tasks,
        st.sets(st.sampled_from(changeable)),
        st.lists(examples.entries, max_size=2),
    ),
    max_size=8,
)


def contents(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        table = [dict(row) for row in database.execute("SELECT * FROM tasks ORDER BY number")]
        return table, database.execute("SELECT * FROM journal ORDER BY seq").fetchall()


@settings(max_examples=60, deadline=None)
@given(acts=acts)
def test_random_lives_can_be_made_again_from_the_journal(tmp_path_factory, acts):
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"

    async def live() -> list[Task]:
        ledgers = Ledger(path, SystemClock()), Ledger(path, SystemClock())
        for ledger in ledgers:
            await ledger.open()
        known: dict[str, Task] = {}
        for writer, task_id, task, changed, entries in acts:
            lines = [JournalEntry(**{**vars(each), "task_id": task_id}) for each in entries]
            if task_id not in known:
                known[task_id] = await ledgers[writer].add(with_id(task, task_id), *lines)
                continue
            wanted = dataclasses.replace(known[task_id], **{name: getattr(task, name) for name in changed})
            if len(changed) % 3 == 1:
                with pytest.raises(Superseded):
                    await ledgers[writer].save(dataclasses.replace(wanted, revision=99), *lines)
                with pytest.raises(ValueError):
                    await ledgers[writer].save(wanted, make_entry("stranger"))
            known[task_id] = await ledgers[writer].save(wanted, *lines)
        tasks = await ledgers[0].tasks()
        for ledger in ledgers:
            await ledger.close()
        return tasks

    tasks = asyncio.run(live())
    table, journal = contents(path)
    made = rebuild(journal)
    assert (made.missing(), made.unreadable) == ({}, [])
    assert differences(made, table) == []
    assert list(made.rows.values()) == table
    again = [task_from_row(row) for row in made.rows.values()]
    assert again == tasks[::-1]
    assert [each.revision for each in again] == [each.revision for each in tasks[::-1]]


def test_the_columns_are_those_of_the_table():
    assert set(schema.tasks.c.keys()) == set(COLUMNS)


async def test_a_table_that_was_tampered_with(tmp_path):
    path = tmp_path / "ledger.sqlite3"
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    await ledger.add(make_task(), make_entry())
    await ledger.add(make_task("t2"))
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE tasks SET room = 'other', ends_at = 5 WHERE id = 't1'")
        database.execute("UPDATE tasks SET id = 't3' WHERE id = 't2'")
    table, journal = contents(path)
    assert differences(rebuild(journal), table) == [
        Difference("t1", "room", "房间-500123", "other"),
        Difference("t1", "ends_at", None, 5.0),
        Difference("t2", "", "a task", None),
        Difference("t3", "", None, "a task"),
    ]


def line(seq: int, **changes):
    return {**entry_to_row(make_entry(**changes)), "seq": seq}


def test_a_journal_of_before_the_facts_tells_what_it_can():
    wished = make_entry(kind=EntryKind.STOP_WISHED).at
    made = rebuild(
        [
            line(1),
            line(2, kind=EntryKind.STATE_CHANGED, state=TaskState.RUNNING, vendor_state="InProgress"),
            line(3, kind=EntryKind.UPDATE_WISHED),
            line(4, kind=EntryKind.STOP_WISHED),
            line(5, kind=EntryKind.STOP_WISHED, at=wished + 9),
            line(6, kind=EntryKind.RECEIPT, vendor_state="Stopped", request_id="r1"),
            line(7, kind=EntryKind.STATE_CHANGED, state=TaskState.STOPPED, vendor_state="Stopped"),
        ]
    )
    row = made.rows["t1"]
    assert (row["state"], row["vendor_state"], row["sequence"]) == ("stopped", "Stopped", 1)
    assert (row["created_at"], row["stop_wished_at"]) == (wished, wished)
    assert json.loads(row["receipt"]) == {"word": "Stopped", "at": wished, "request_id": "r1"}
    missing = made.missing()["t1"]
    assert {"profile_id", "room", "values", "ends_at"} <= set(missing)
    assert not {"state", "created_at", "receipt"} & set(missing)


def test_facts_that_cannot_be_read_are_named():
    made = rebuild(
        [{**line(1), "facts": '{"room": "r", "id": "t1"}'}, {**line(2), "facts": "[]"}, {**line(3), "facts": "x"}]
    )
    assert made.unreadable == [2, 3]
    assert made.rows["t1"] == {"room": "r", "id": "t1"}
