"""Acts and answers that meet: whatever the order, no wish is forgotten and no row lies."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from roomscribe.domain.errors import CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services import follower
from roomscribe.services.lost_starts import SURE_AFTER
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until

BLANK = VENDOR.generations[0]


async def test_a_start_under_way_is_not_settled_by_asking(console: TestConsole) -> None:
    services = console.services
    console.world.faults.add(Fault(FaultKind.DELAY, call="StartTask", seconds=0.4))
    starting = console.spawner.spawn(services.launcher.start(console.draft(BLANK)), name="start")
    await until(lambda: console.world.calls["StartTask"])
    (row,) = services.store.tasks()

    await services.stopper.wish(row.id)
    assert await services.follower.ask(row.id)

    assert console.world.calls["FindTasks"] == 0
    assert services.store.get(row.id).state is TaskState.REQUESTING
    started = await starting
    assert started.state is TaskState.STOPPING, "the wish was there before the answer"
    assert (await console.asked_until(row.id, TaskState.STOPPED)).receipt is not None


async def test_a_start_the_vendor_does_not_know_yet_stays_open_until_it_is_sure(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "SAID_AGAIN_AFTER", 0.0)
    services = console.services
    # The connection breaks before the vendor has it: the simulated 502 stands for a proxy on the way.
    console.world.faults.add(Fault(FaultKind.HTTP, call="StartTask"))
    task = await services.launcher.start(console.draft(BLANK))
    assert task.state is TaskState.UNCONFIRMED

    await services.follower.ask(task.id)
    assert services.store.get(task.id).state is TaskState.UNCONFIRMED
    console.clock.offset += SURE_AFTER + 1
    await services.follower.ask(task.id)
    assert services.store.get(task.id).state is TaskState.UNSENT


async def test_a_wish_survives_whoever_stops_waiting_for_it(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    wishing = console.spawner.spawn(services.stopper.wish(task.id), name="wish")
    await asyncio.sleep(0)
    wishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await wishing
    console.spawner.tasks.clear()

    await services.follower.ask(task.id)
    written = await services.ledger.task(task.id)
    assert written is not None
    assert written.stop_wished_at == services.store.get(task.id).stop_wished_at


async def test_a_full_disk_keeps_no_bot_running(console: TestConsole, monkeypatch: pytest.MonkeyPatch) -> None:
    services = console.services
    task = await console.running(BLANK)

    async def disk_full(self: Ledger, *arguments: object, **how: object) -> None:
        raise LedgerUnusable(T("The disk is full."))

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "save", disk_full)
        with pytest.raises(LedgerUnusable):
            await services.stopper.wish(task.id)
        with pytest.raises(LedgerUnusable):
            await services.follower.ask(task.id)
    assert console.world.calls["StopTask"] == 1
    ended = await console.asked_until(task.id, TaskState.STOPPED)
    assert await services.ledger.task(task.id) == ended, "the next write mends the file"


async def test_a_refused_stop_does_not_keep_us_from_asking_how_the_task_is(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    console.world.faults.add(Fault(FaultKind.HTTP, call="StopTask", count=None))
    await services.stopper.wish(task.id)
    for _ in range(3):
        await services.follower.ask(task.id)
    assert console.world.calls["StopTask"] == 1
    assert console.world.calls["GetTask"] >= 2


async def test_a_persons_stop_does_not_wait_for_a_question_that_hangs(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    console.world.faults.add(Fault(FaultKind.HANG, call="GetTask"))
    services.watcher.take_over()
    services.watcher.start()
    before = console.world.calls["GetTask"]
    await until(lambda: console.world.calls["GetTask"] > before)

    await services.stopper.wish(task.id)
    services.watcher.nudge(task.id)
    await until(lambda: console.world.calls["StopTask"], seconds=3.0)  # a hung question takes 10 s to give up
    await until(lambda: services.store.get(task.id).state is TaskState.STOPPED)


async def test_a_stop_that_a_second_one_overtakes_is_told_all_the_same(console: TestConsole) -> None:
    """It reached the vendor, so it stands in the journal, though nobody waits for its answer any more."""
    services = console.services
    task = await console.running(BLANK)
    services.watcher.start()
    console.world.faults.add(Fault(FaultKind.DELAY, call="StopTask", seconds=0.3))
    for times in (1, 2):
        await services.stopper.wish(task.id)
        services.watcher.nudge(task.id)
        await until(lambda: console.world.calls["StopTask"])
        assert services.store.get(task.id).epoch == times
    await until(lambda: services.store.get(task.id).state is TaskState.STOPPED)
    journal = await services.ledger.journal(task.id)
    told = [entry for entry in journal if entry.exchange and entry.exchange.call == "StopTask"]
    assert len(told) == console.world.calls["StopTask"]


async def test_a_change_whose_answer_was_lost_can_be_taken_back(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    old = task.values
    console.clock.offset += 3
    await asyncio.sleep(0.1)
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call="ChangeTask"))
    with pytest.raises(CallFailed):
        await services.updater.update(task.id, {**old, "targets": ("ja",)})

    row = services.store.get(task.id)
    assert [each.field.key for each in services.updater.differences(row, old)] == ["targets"]
    console.clock.offset += 3
    await asyncio.sleep(0.1)
    assert (await services.updater.update(task.id, old)).sequence == 2
    assert services.updater.differences(services.store.get(task.id), old) == []


async def test_two_changes_at_once_have_two_numbers(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    console.clock.offset += 3
    await asyncio.sleep(0.1)
    both = [services.updater.update(task.id, {**task.values, "targets": (code,)}) for code in ("ja", "fr")]
    await asyncio.gather(*both, return_exceptions=True)
    wishes = [e for e in await services.ledger.journal(task.id) if e.kind is EntryKind.UPDATE_WISHED]
    assert services.store.get(task.id).sequence == len(wishes)


async def test_rows_of_a_vendor_that_is_gone_stay_and_stop_nothing_else(console: TestConsole) -> None:
    services = console.services
    task = await console.running(BLANK)
    lost = replace(task, id="lost", generation="zoom-1", dedupe_key="other", watched_by="")
    await services.ledger.add(lost)
    services.store.put(lost)

    await services.take_over()
    other = await services.launcher.start(console.draft(BLANK, room="another", bot="another"))
    await until(lambda: services.store.get(other.id).state is TaskState.RUNNING)
    kept = services.store.get("lost")
    assert kept.live
    assert kept.error is not None
    assert kept.error.code == "not-installed"
    assert not services.updater.can_update(kept)
