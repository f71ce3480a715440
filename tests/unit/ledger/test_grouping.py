"""Writes that wait together share a commit, and none fails another one."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext

import pytest
from sqlalchemy.exc import OperationalError

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.ledger.database import Database
from roomscribe.ledger.grouping import MOST_TOGETHER, GroupedWrites
from roomscribe.ledger.inspection import IdTaken
from roomscribe.ledger.ledger import Ledger, Taken
from roomscribe.ledger.worker import Worker, WorkerClosed, carry_out
from tests.unit.ledger.examples import make_entry, make_task

LIVE = {"state": TaskState.RUNNING, "restart": None}


@pytest.fixture
async def ledger(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite3", SystemClock())
    await ledger.open()
    yield ledger
    await ledger.close()


@contextmanager
def busy(ledger: Ledger) -> Iterator[None]:
    """The ledger's thread does something else meanwhile, so that writes wait together."""
    done = threading.Event()
    ledger._worker.submit(done.wait)
    try:
        yield
    finally:
        done.set()


@pytest.fixture
def commits(monkeypatch):
    """The commits that are made."""
    made = []
    transaction = Database.transaction

    @contextmanager
    def counted(self):
        outermost = not self._connection.in_transaction()
        with transaction(self):
            yield
        if outermost:
            made.append(1)

    monkeypatch.setattr(Database, "transaction", counted)
    return made


async def together(ledger, *writes):
    """Ask for all of them while the thread is busy; what came of each, errors included."""
    with busy(ledger):
        asked = asyncio.gather(*writes, return_exceptions=True)
        await asyncio.sleep(0)
    return await asked


async def test_what_waits_together_is_one_commit(ledger, commits):
    tasks = [make_task(f"t{number}") for number in range(5)]
    assert await together(ledger, *(ledger.add(task, make_entry(task.id)) for task in tasks)) == tasks
    assert len(commits) == 1
    assert await ledger.tasks() == tasks[::-1]


async def test_many_are_several_commits_in_their_order(ledger, commits):
    tasks = [make_task(f"t{number}") for number in range(2 * MOST_TOGETHER + 1)]
    await together(ledger, *(ledger.add(task) for task in tasks))
    assert len(commits) == 3
    assert await ledger.tasks() == tasks[::-1]


async def test_what_is_refused_fails_alone(ledger):
    known = await ledger.add(make_task("known"))
    results = await together(
        ledger,
        ledger.add(make_task("t1")),
        ledger.add(make_task("known")),
        ledger.save(dataclasses.replace(known, room="7"), make_entry("nobody")),
        ledger.add(make_task("t2")),
    )
    assert [type(each) for each in results] == [type(known), IdTaken, ValueError, type(known)]
    assert [task.id for task in await ledger.tasks()] == ["t2", "t1", "known"]
    assert await ledger.task("known") == known
    assert await ledger.journal("nobody") == []


async def test_one_that_is_refused_costs_the_others_no_commit_of_their_own(ledger, commits):
    await ledger.add(make_task("known"))
    names = ["t1", "known", "t2", "t3", "known", "t4"]
    results = await together(ledger, *(ledger.add(make_task(name), make_entry(name)) for name in names))
    assert [isinstance(each, IdTaken) for each in results] == [name == "known" for name in names]
    assert len(commits) == 2
    assert [task.id for task in await ledger.tasks()] == ["t4", "t3", "t2", "t1", "known"]
    assert [len(await ledger.journal(name)) for name in ("t1", "known", "t4")] == [1, 0, 1]


async def test_where_the_disk_fails_each_is_tried_alone(ledger, commits, monkeypatch):
    insert, failures = Database.insert_task, iter([True, True])

    def failing(self, row, *rest):
        if row["id"] == "t2" and next(failures, False):
            raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))
        insert(self, row, *rest)

    monkeypatch.setattr(Database, "insert_task", failing)
    await together(ledger, *(ledger.add(make_task(f"t{number}")) for number in range(4)))
    assert len(commits) == 4
    assert [task.id for task in await ledger.tasks()] == ["t3", "t2", "t1", "t0"]


async def test_two_of_a_kind_meet_within_one_commit(ledger):
    first, second = (make_task(name, dedupe_key="room/7", vendor_task_id="", **LIVE) for name in ("t1", "t2"))
    results = await together(
        ledger,
        ledger.add(first, in_the_way=lambda other: True),
        ledger.add(second, in_the_way=lambda other: True),
        ledger.add(make_task("t3", dedupe_key="room/8", vendor_task_id="", **LIVE), in_the_way=lambda other: True),
    )
    assert isinstance(results[1], Taken)
    assert results[1].task == first
    assert [task.id for task in await ledger.tasks()] == ["t3", "t1"]


async def test_what_is_asked_between_two_writes_finds_the_first_alone(ledger):
    _, between, _ = await together(ledger, ledger.add(make_task("t1")), ledger.tasks(), ledger.add(make_task("t2")))
    assert [task.id for task in between] == ["t1"]


async def test_what_is_written_after_the_file_was_set_aside_is_in_the_new_one(ledger):
    _, aside, _, _ = await together(
        ledger, ledger.add(make_task("t1")), ledger.set_aside(), ledger.open(), ledger.add(make_task("t2"))
    )
    assert aside.exists()
    assert [task.id for task in await ledger.tasks()] == ["t2"]


async def test_a_start_meets_what_another_console_has_written(ledger, tmp_path):
    """Also where it had looked before, and also what it has written itself meanwhile."""
    other = Ledger(tmp_path / "ledger.sqlite3", SystemClock())
    await other.open()
    try:
        await ledger.add(make_task("t1", dedupe_key="room/1", vendor_task_id="", **LIVE))
        theirs = await other.add(make_task("t2", dedupe_key="room/2", vendor_task_id="", **LIVE))
        with pytest.raises(Taken):
            await ledger.add(make_task("t3", dedupe_key="room/2", **LIVE), in_the_way=lambda task: True)
        await other.save(dataclasses.replace(theirs, state=TaskState.STOPPED))
        await ledger.add(make_task("t4", dedupe_key="room/2", **LIVE), in_the_way=lambda task: True)
        with pytest.raises(Taken) as refusal:
            await other.add(make_task("t5", dedupe_key="room/1", **LIVE), in_the_way=lambda task: True)
        assert refusal.value.task.id == "t1"
    finally:
        await other.close()


async def test_what_was_undone_is_in_nobodys_way(ledger):
    """The row was written, and taken back with the line that was refused."""
    with pytest.raises(ValueError, match="nobody"):
        await ledger.add(make_task("t1", dedupe_key="room/1", **LIVE), make_entry("nobody"))
    task = make_task("t2", dedupe_key="room/1", **LIVE)
    assert await ledger.add(task, in_the_way=lambda other: True) == task


class _AtOnce(Worker):
    """Carries a job out before `submit` returns, as a worker may."""

    def submit(self, function):
        future = Future()
        carry_out(function, future)
        return future


def test_a_worker_may_carry_out_at_once():
    written = []
    writes = GroupedWrites(_AtOnce("at once"), nullcontext, nullcontext)
    for _ in range(2):
        assert writes.submit(lambda: written.append("line")).done()
    assert written == ["line", "line"]


def test_what_a_closed_worker_refused_leaves_no_group_behind():
    worker = Worker("closed")
    worker._closed = True
    writes = GroupedWrites(worker, nullcontext, nullcontext)
    for _ in range(2):
        with pytest.raises(WorkerClosed):
            writes.submit(lambda: None)
