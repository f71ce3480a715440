"""Two consoles on one directory: each sees the other's rows, and the vendor hears nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.clients import profile_owner
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import StartOrder
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console, until

BLANK = VENDOR.generations[0]
SEEN_WITHIN = 2.0
"""Seconds in which a console must see what another one wrote."""


async def opened(directory: Path, beside: TestConsole | None = None) -> TestConsole:
    """A console whose account lives on when the console has ended, as a real one does."""
    console = await open_test_console(directory, Registry([VENDOR]), beside=beside)
    (demo,) = console.profiles
    real = replace(demo, id="real")
    vault = console.services.vault
    for each in BLANK.account_fields:
        if each.secret and (value := await vault.get(profile_owner(demo.id), each.key)):
            await vault.set(profile_owner(real.id), each.key, value, session_only=True)
    await console.services.profiles.save(real)
    console.profiles = [real]
    await console.services.take_over()
    return console


async def ended(console: TestConsole) -> None:
    """The console is no more; the simulator and the other console go on."""
    await console.spawner.aclose()
    console.spawner.tasks.clear()
    await console.services.aclose()


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await opened(tmp_path)
    yield console
    await console.aclose()


@pytest.fixture
async def two(one: TestConsole, tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await opened(tmp_path, beside=one)
    yield console
    await console.aclose()


async def shown(console: TestConsole, task_id: str, *states: TaskState) -> Task:
    """The task as a console shows it, once it is in one of these states."""
    store = console.services.store
    await until(lambda: store.knows(task_id) and store.get(task_id).state in states)
    return store.get(task_id)


async def running(console: TestConsole, **values: str) -> Task:
    task = await console.services.launcher.start(console.draft(BLANK, minutes=30, **values))
    return await shown(console, task.id, TaskState.RUNNING)


async def test_each_sees_the_others_rows(one: TestConsole, two: TestConsole) -> None:
    mine = await one.services.launcher.start(one.draft(BLANK))
    await until(lambda: two.services.store.knows(mine.id), SEEN_WITHIN)
    task = await shown(two, mine.id, TaskState.RUNNING)
    assert task.watched_by == one.services.lease.id
    theirs = await running(two, room="other", bot="other")
    assert (await shown(one, theirs.id, TaskState.RUNNING)).room == "other"


async def test_only_one_asks_about_a_task(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    one.world.faults.add(Fault(FaultKind.HTTP, call="GetTask", count=None))
    await until(lambda: one.services.store.get(task.id).error)
    before = one.world.calls["GetTask"]
    two.services.watcher.nudge(task.id)
    two.services.watcher.take_over()
    await asyncio.gather(*(two.services.feed.look() for _ in range(3)))
    assert two.services.watcher._plans == {}
    assert one.world.calls["GetTask"] - before <= 1


async def test_a_stop_in_the_other_console_is_one_stop(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    await two.services.stopper.wish(task.id)
    two.services.watcher.nudge(task.id)
    for console in (one, two):
        row = await shown(console, task.id, TaskState.STOPPED)
        assert row.receipt is not None
    assert one.world.calls["StopTask"] == 1


async def test_a_stop_in_both_consoles_at_once_is_one_stop(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    wishes = await asyncio.gather(*(each.services.stopper.wish(task.id) for each in (one, two)))
    assert {row.stop_wished_at for row in wishes} == {wishes[0].stop_wished_at}, "the first wish counts"
    one.services.watcher.nudge(task.id)
    two.services.watcher.nudge(task.id)
    for console in (one, two):
        await shown(console, task.id, TaskState.STOPPED)
    assert one.world.calls["StopTask"] == 1
    kinds = [entry.kind for entry in await two.services.ledger.journal(task.id)]
    assert (kinds.count(EntryKind.STOP_WISHED), kinds.count(EntryKind.RECEIPT)) == (2, 1)


async def test_a_change_in_the_other_console_is_one_change(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    one.clock.offset = two.clock.offset = 10.0
    row = await two.services.updater.update(task.id, {**task.values, "targets": ("ja",)})
    assert row.watched_by == one.services.lease.id
    await until(lambda: one.services.store.get(task.id).targets == ("ja",))
    assert one.world.calls["ChangeTask"] == 1


async def test_changes_in_both_consoles_at_once_share_no_number(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    one.clock.offset = two.clock.offset = 10.0
    both = [
        each.services.updater.update(task.id, {**task.values, "targets": (code,)})
        for each, code in ((one, "ja"), (two, "fr"))
    ]
    results = await asyncio.gather(*both, return_exceptions=True)
    refused = [each for each in results if isinstance(each, (BadRequest, CallFailed))]
    assert len(refused) == 1, "the vendor takes the next change a while later"
    row = await two.services.ledger.task(task.id)
    assert row is not None
    assert (row.sequence, one.world.calls["ChangeTask"]) == (1, 1)


async def test_extensions_in_both_consoles_at_once_add_up(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    assert task.ends_at is not None
    await asyncio.gather(*(each.services.extender.extend(task.id, 900) for each in (one, two)))

    journal = await one.services.ledger.journal(task.id)
    moves = [(each.detail["from"], each.detail["to"]) for each in journal if each.kind is EntryKind.EXTENDED]
    ends = [task.ends_at, task.ends_at + 900, task.ends_at + 1800]
    assert moves == [(ends[0], ends[1]), (ends[1], ends[2])], "each tells the end that it found"
    await until(lambda: all(each.services.store.get(task.id).ends_at == ends[2] for each in (one, two)))


async def test_an_end_that_the_other_console_has_moved_stops_nothing(one: TestConsole, two: TestConsole) -> None:
    task = await one.services.launcher.start(one.draft(BLANK, minutes=1))
    await shown(one, task.id, TaskState.RUNNING)
    await shown(two, task.id, TaskState.RUNNING)
    moved = await two.services.extender.extend(task.id, 900)

    # The one that watches the task has not heard of it yet, and by what it shows the end is here.
    one.clock.offset += 61
    await one.services.stopper.wish(task.id, reason="end-time")

    await until(lambda: one.services.store.get(task.id).ends_at == moved.ends_at)
    assert one.services.store.get(task.id).stop_wished_at is None
    kinds = [each.kind for each in await one.services.ledger.journal(task.id)]
    assert EntryKind.STOP_WISHED not in kinds


async def test_the_same_task_in_both_consoles_at_once_is_started_once(one: TestConsole, two: TestConsole) -> None:
    starts = [each.services.launcher.start(each.draft(BLANK)) for each in (one, two)]
    results = await asyncio.gather(*starts, return_exceptions=True)
    (refusal,) = [each for each in results if isinstance(each, BadRequest)]
    (task,) = [each for each in results if isinstance(each, Task)]
    assert refusal.other_task == task.id
    assert one.world.calls["StartTask"] == 1
    await shown(one, task.id, TaskState.RUNNING)
    await shown(two, task.id, TaskState.RUNNING)


async def test_the_rows_of_a_console_that_ended_are_taken_over(one: TestConsole, two: TestConsole) -> None:
    task = await running(one)
    await shown(two, task.id, TaskState.RUNNING)
    await ended(one)
    await until(lambda: two.services.store.get(task.id).watched_by == two.services.lease.id)
    await two.services.stopper.wish(task.id)
    two.services.watcher.nudge(task.id)
    assert (await shown(two, task.id, TaskState.STOPPED)).receipt is not None
    assert one.world.calls["StopTask"] == 1


async def test_two_that_take_over_at_once_share_no_row(one: TestConsole, two: TestConsole, tmp_path: Path) -> None:
    tasks = [await running(one, room=f"room-{n}", bot=f"bot-{n}") for n in range(6)]
    three = await opened(tmp_path, beside=one)
    await ended(one)
    watchers = (two.services.lease.id, three.services.lease.id)
    await asyncio.gather(*(each.services.keeper.take_over() for each in (two, three) for _ in range(2)))
    rows = [await two.services.ledger.task(task.id) for task in tasks]
    for row in rows:
        assert row is not None
        assert row.watched_by in watchers
        assert row.revision - 1 <= tasks[0].revision + 1, "it was claimed once"
    await three.aclose()


async def test_a_demo_task_ends_with_its_console_and_not_with_another(one: TestConsole, two: TestConsole) -> None:
    draft = replace(one.draft(BLANK), profile_id="demo-blank-1")
    task = await one.services.launcher.start(draft)
    await shown(two, task.id, TaskState.RUNNING)
    await two.services.feed.look()
    row = two.services.store.get(task.id)
    assert row.live
    assert one.services.updater.can_update(row)
    assert not two.services.updater.can_update(row), "it runs in the other's simulator"
    await ended(one)
    assert (await shown(two, task.id, TaskState.GONE)).watched_by == two.services.lease.id


async def test_a_task_that_both_adopt_at_once_has_one_row(one: TestConsole, two: TestConsole) -> None:
    draft = one.draft(BLANK, room="elsewhere", bot="somebody")
    client = await one.services.clients.client(draft.profile_id)
    await client.start(StartOrder(values=draft.values, idempotency_key="theirs", runs_for=1800.0, kept={}))
    found = []
    for console in (one, two):
        listing = console.services.finder.listing(draft.profile_id)
        while not listing.opened:
            await listing.load()
        found += listing.tasks
    both = (console.services.finder.adopt(each, minutes=30) for console, each in zip((one, two), found, strict=True))
    results = await asyncio.gather(*both, return_exceptions=True)
    (row,) = [each for each in results if isinstance(each, Task)]
    (refusal,) = [each for each in results if isinstance(each, BadRequest)]
    assert refusal.other_task == row.id
    assert [task.id for task in await two.services.ledger.tasks()] == [row.id]
