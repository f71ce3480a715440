"""The computer sleeps, and its clock is set by hours, while tasks run."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.clock_watch import SLEPT, ClockNews
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until
from tests.support.faces import ManualClock

BLANK = VENDOR.generations[0]
HOUR = 3600
RATE = 20


@pytest.fixture
def time() -> ManualClock:
    return ManualClock()


def told(console: TestConsole) -> list[ClockNews]:
    heard: list[ClockNews] = []
    console.services.clock_watch.subscribe(heard.append)
    return heard


async def started(console: TestConsole, *, minutes: int = 30, **values: object) -> Task:
    return await console.services.launcher.start(console.draft(BLANK, minutes, **values))


async def passed(console: TestConsole, time: ManualClock, seconds: float) -> None:
    """Time passes, and the watcher has looked at it."""
    time.pass_by(seconds)
    looked = console.services.clock_watch._looked
    await until(lambda: console.services.clock_watch._looked != looked)


def left(console: TestConsole, task: Task) -> float:
    row = console.services.store.get(task.id)
    assert row.ends_at is not None
    return row.ends_at - console.services.clock.now()


@pytest.mark.parametrize("by", [3 * HOUR, -3 * HOUR, 26 * HOUR, -26 * HOUR])
async def test_a_clock_that_is_set_leaves_end_times_and_ages_as_they_were(
    console: TestConsole, time: ManualClock, by: int
) -> None:
    heard = told(console)
    services = console.services
    task = await started(console)
    services.watcher.start()
    await passed(console, time, 5)
    asked = services.store.get(task.id).asked_at
    console.clock.offset = by
    await until(lambda: services.store.get(task.id).created_at == pytest.approx(task.created_at + by, abs=1))

    assert left(console, task) == pytest.approx(30 * 60 - 5, abs=1)
    row = services.store.get(task.id)
    assert row.asked_at is not None
    assert asked is not None
    assert row.asked_at >= asked + by
    assert row.asked_at <= services.clock.now() == pytest.approx(console.clock.now())
    assert row.stop_wished_at is None, "nothing is overdue"
    written = await services.ledger.task(task.id)
    assert written is not None
    assert written.ends_at == row.ends_at
    kinds = [entry.kind for entry in await services.ledger.journal(task.id)]
    assert kinds.count(EntryKind.CLOCK_SET) == 1
    assert [round(news.moved) for news in heard] == [by]
    # Its end comes when it would have come.
    await passed(console, time, 30 * 60)
    await until(lambda: services.store.get(task.id).stop_wished_at is not None)


async def test_a_clock_that_was_put_back_while_no_console_ran_makes_no_task_longer(
    console: TestConsole, time: ManualClock
) -> None:
    task = await started(console)
    await console.services.recorder.record(
        task.id, created_at=task.created_at + 5 * HOUR, ends_at=(task.ends_at or 0) + 5 * HOUR
    )
    console.services.watcher.take_over()
    console.services.watcher.start()
    await until(lambda: left(console, task) == pytest.approx(30 * 60, abs=2))


async def test_after_a_sleep_everything_is_asked_and_what_is_overdue_is_stopped_at_once(
    console: TestConsole, time: ManualClock
) -> None:
    heard = told(console)
    services = console.services
    short, long = await started(console, minutes=10, room="a", bot="a"), await started(console, minutes=600)
    services.watcher.start()
    await passed(console, time, 5)
    await until(lambda: all(task.state is TaskState.RUNNING for task in services.store.live()))  # both were answered
    before = Counter(console.world.calls)
    console.world.faults.add(Fault(FaultKind.HANG, call="GetTask", count=1))
    await passed(console, time, 1)  # a question is permitted again
    services.watcher.nudge(long.id)
    time.pass_by(1)  # the account is permitted another question
    await until(lambda: console.world.calls["GetTask"] > before["GetTask"])

    await passed(console, time, 2 * HOUR)

    await until(lambda: console.world.calls["StopTask"] == 1)
    assert services.store.get(short.id).stop_wished_at == pytest.approx(services.clock.now(), abs=2)
    # Its question hung when the lid was closed; nobody waits for that any more.
    await until(lambda: (services.store.get(long.id).answered_at or 0) >= time.now())
    assert services.store.get(long.id).stop_wished_at is None
    (news,) = heard
    assert (round(news.slept / HOUR), [task.id for task in news.overdue]) == (2, [short.id])


async def test_tasks_of_another_window_are_its_own_to_tell(console: TestConsole, time: ManualClock) -> None:
    heard = told(console)
    task = await started(console, minutes=10)
    await console.services.recorder.record(task.id, watched_by="another")
    console.services.watcher.start()
    await passed(console, time, 5)
    await passed(console, time, HOUR)
    assert heard == []


async def test_waking_up_makes_no_burst(console: TestConsole, time: ManualClock) -> None:
    services = console.services
    for number in range(60):
        await started(console, minutes=600, room=f"room-{number}", bot=f"bot-{number}")
    services.watcher.start()
    await asyncio.sleep(0)
    before = console.world.calls["GetTask"]
    await passed(console, time, 8 * HOUR)
    await passed(console, time, 0.9)
    await passed(console, time, 0.01)
    assert 0 < console.world.calls["GetTask"] - before <= RATE


async def test_back_off_does_not_outlast_a_sleep(console: TestConsole, time: ManualClock) -> None:
    task = await started(console)
    console.world.faults.add(Fault(FaultKind.RESET, count=None))
    services = console.services
    services.watcher.start()
    services.watcher.nudge(task.id)
    for _ in range(8):
        await passed(console, time, 70)  # each longer than the longest wait, and a "sleep" of its own
    console.world.faults.clear()
    await passed(console, time, SLEPT)
    await until(lambda: services.store.get(task.id).error is None)
    assert services.store.get(task.id).state in (TaskState.RUNNING, TaskState.STARTING)


async def test_a_start_without_an_answer_is_no_older_when_the_clock_is_put_forward(console: TestConsole) -> None:
    """It may still be on its way: nobody knows it yet, and two minutes have not passed."""
    services = console.services
    console.world.faults.add(Fault(FaultKind.RESET, call="StartTask"))
    task = await started(console)
    assert task.state is TaskState.UNCONFIRMED
    console.clock.offset += 3 * HOUR
    services.clock_watch.look()
    await services.follower.ask(task.id)
    await until(lambda: not services.clock_watch.moving(task.id))
    await services.follower.ask(task.id)
    assert services.store.get(task.id).state is TaskState.UNCONFIRMED
