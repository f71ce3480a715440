"""The scheduler against the blank vendor's simulated cloud, in the process."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.own_errors import NOT_INSTALLED
from roomscribe.domain.states import TaskState
from roomscribe.services import spawning
from roomscribe.services.clock_watch import ClockNews
from roomscribe.services.console import build_services
from roomscribe.services.lost_starts import SURE_AFTER
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import PlainSpawner, TestConsole, open_test_console, until
from tests.support.faces import ManualClock
from tests.support.log_guard import ExpectLog

BLANK = VENDOR.generations[0]


async def started(console: TestConsole, *, minutes: int = 30, **values: object) -> str:
    return (await console.services.launcher.start(console.draft(BLANK, minutes, **values))).id


async def test_a_started_task_is_followed_until_its_receipt(console: TestConsole) -> None:
    services = console.services
    services.watcher.start()
    task_id = await started(console)
    await until(lambda: services.store.get(task_id).state is TaskState.RUNNING)

    await services.stopper.wish(task_id)
    services.watcher.nudge(task_id)
    await until(lambda: services.store.get(task_id).state is TaskState.STOPPED)
    asked = console.world.calls["GetTask"]
    await asyncio.sleep(0.6)
    assert console.world.calls["GetTask"] == asked, "an ended task is not asked about"


async def test_questions_stay_below_the_permitted_rate(console: TestConsole) -> None:
    services = console.services
    for number in range(60):
        await started(console, room=f"room-{number}", bot=f"bot-{number}")
    services.watcher.start()
    began, before = time.monotonic(), console.world.calls["GetTask"]
    for task in services.store.live():
        services.watcher.nudge(task.id)

    def asked() -> int:
        return console.world.calls["GetTask"] - before

    await until(lambda: asked() >= 22)
    # However long that took: so many of the vendor's seconds it has touched, with at most 20 questions each.
    assert asked() <= 20 * math.ceil(time.monotonic() - began)


async def test_a_task_ends_by_itself_when_its_time_is_over(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console, minutes=1)
    services.watcher.start()
    console.clock.offset += 61
    await until(lambda: services.store.get(task_id).state is TaskState.STOPPED)
    journal = await services.ledger.journal(task_id)
    assert [entry.detail["reason"] for entry in journal if entry.kind == "stop-wished"] == ["end-time"]


async def test_a_task_without_an_end_is_left_alone(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console, minutes=0)
    assert services.store.get(task_id).ends_at is None
    services.watcher.start()
    console.clock.offset += 100_000
    await asyncio.sleep(0.5)
    assert services.store.get(task_id).stop_wished_at is None


async def test_the_budget_counts_every_profile_in_use(console: TestConsole) -> None:
    services = console.services
    assert services.watcher.budget().permitted == 0
    services.watcher.start()
    await started(console)
    await until(lambda: services.watcher.budget().permitted == 20)
    assert 0 <= services.watcher.budget().free <= 20


async def test_rows_of_an_earlier_session_are_asked_about_at_once(console: TestConsole) -> None:
    task_id = await started(console)
    services = console.services
    before = console.world.calls["GetTask"]
    services.watcher.take_over()
    services.watcher.start()
    await until(lambda: console.world.calls["GetTask"] > before)
    assert services.store.get(task_id).live


async def test_a_fault_of_ours_does_not_make_it_ask_without_a_pause(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = await started(console)
    asked = []

    async def broken(asked_id: str, permit: object) -> bool:
        asked.append(asked_id)
        raise ZeroDivisionError

    monkeypatch.setattr(console.services.follower, "ask", broken)
    console.services.watcher.take_over()
    console.services.watcher.start()
    await asyncio.sleep(0.8)
    assert asked == [task_id]
    with pytest.raises(ZeroDivisionError):
        await console.spawner.aclose()
    console.spawner.tasks.clear()


async def test_a_fault_of_the_scheduler_is_reported_and_it_goes_on(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the fault is in what it calls several times a second: tasks are billed while nobody looks."""
    services = console.services
    task_id = await started(console)
    look = services.watcher.look
    looks: list[str] = []

    def broken_once() -> float:
        looks.append("look")
        if len(looks) == 1:
            raise ZeroDivisionError
        return look()

    monkeypatch.setattr(spawning, "ANEW_AFTER", 0.0)
    monkeypatch.setattr(services.watcher, "look", broken_once)
    services.watcher.start()
    (first,) = [each for each in console.spawner.tasks if each.get_name() == "watcher"]
    await until(lambda: services.store.get(task_id).state is TaskState.RUNNING)
    assert isinstance(first.exception(), ZeroDivisionError)
    console.spawner.tasks.remove(first)


async def test_what_can_not_be_told_of_the_clock_does_not_keep_a_task_running(
    timeless: TestConsole, manual_clock: ManualClock, expect_log: ExpectLog
) -> None:
    """A window that is gone, or broken, when the computer wakes up."""
    services, task_id = timeless.services, await started(timeless)

    def broken(news: ClockNews) -> None:
        raise RuntimeError(news.slept)

    services.watcher.look()
    services.clock_watch.subscribe(broken)
    expect_log("a listener failed: RuntimeError", logger="roomscribe.services")
    manual_clock.pass_by(3600.0)
    services.watcher.look()
    await until(lambda: services.store.get(task_id).stop_wished_at is not None)
    await stopped_at_once(timeless)


async def test_a_stop_does_not_wait_behind_questions(console: TestConsole) -> None:
    services = console.services
    tasks = [await started(console, room=f"room-{number}", bot=f"bot-{number}") for number in range(60)]
    for task_id in tasks:
        services.watcher.nudge(task_id)
    services.watcher.start()
    await services.stopper.wish(tasks[-1])
    services.watcher.nudge(tasks[-1])
    await until(lambda: console.world.calls["StopTask"])
    assert console.world.calls["GetTask"] < len(tasks) - 1, "the others were not asked about first"


@pytest.fixture
def manual_clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def timeless(tmp_path: Path, manual_clock: ManualClock) -> AsyncIterator[TestConsole]:
    """A console whose clock stands still: no pause between two questions is ever over."""
    console = await open_test_console(tmp_path, Registry([VENDOR]), time=manual_clock)
    yield console
    await console.aclose()


async def stopped_at_once(console: TestConsole) -> None:
    """Wait until the vendor is asked to stop a task."""

    def asked_to_stop() -> int:
        console.services.watcher.look()
        return console.world.calls["StopTask"]

    await until(asked_to_stop)


async def test_what_is_to_stop_is_stopped_as_soon_as_it_is_found(timeless: TestConsole) -> None:
    services = timeless.services
    timeless.world.faults.add(Fault(FaultKind.DROP_AFTER, call="StartTask"))
    task_id = await started(timeless)
    assert services.store.get(task_id).state is TaskState.UNCONFIRMED
    await services.stopper.wish(task_id)
    services.watcher.nudge(task_id)
    await stopped_at_once(timeless)


async def test_what_is_to_stop_is_stopped_as_soon_as_its_start_is_answered(timeless: TestConsole) -> None:
    services = timeless.services
    timeless.world.faults.add(Fault(FaultKind.DELAY, call="StartTask", seconds=0.2))
    starting = timeless.spawner.spawn(started(timeless), name="start")
    await until(lambda: timeless.world.calls["StartTask"])
    (task,) = services.store.tasks()
    await services.stopper.wish(task.id)
    services.watcher.nudge(task.id)
    services.watcher.look()
    await starting
    await stopped_at_once(timeless)


async def test_a_question_that_is_cancelled_before_its_first_step_is_asked_again(console: TestConsole) -> None:
    services = console.services
    task_id = await started(console)
    services.watcher.nudge(task_id)
    services.watcher.look()
    question = services.watcher._plans[task_id].question
    assert question is not None
    question.cancel()
    services.watcher.start()
    await until(lambda: services.store.get(task_id).state is TaskState.RUNNING)
    assert question.cancelled()


async def test_a_stop_of_a_row_whose_add_on_is_not_installed_is_wished_and_asks_nothing(
    console: TestConsole, tmp_path: Path
) -> None:
    task_id = await started(console)
    await console.services.profiles.save(replace(console.profile(BLANK), id="account", simulator=False))
    await console.services.recorder.record(task_id, profile_id="account", watched_by="f" * 32)
    without = PlainSpawner()
    services = build_services(tmp_path, load_registry(), without, console.clock)
    await services.open()
    try:
        await services.keeper.take_over()
        row = await services.stopper.wish(task_id)
        services.watcher.nudge(task_id)
        services.watcher.look()
        assert not without.tasks
        assert (row.state, row.can_stop) == (TaskState.STOPPING, True)
        assert row.error is not None
        assert row.error.code == NOT_INSTALLED.code
        on_disk = await services.ledger.task(task_id)
        assert on_disk is not None
        assert on_disk.stop_wished_at is not None
    finally:
        await without.aclose()
        await services.aclose()


async def test_a_start_that_is_broken_off_while_it_is_written_down_is_settled(
    timeless: TestConsole, manual_clock: ManualClock
) -> None:
    services = timeless.services
    starting = timeless.spawner.spawn(started(timeless), name="start")
    while not services.launcher._launching:  # noqa: ASYNC110 - it must be met at this very step
        await asyncio.sleep(0)
    starting.cancel()
    await until(starting.done)
    assert services.store.tasks() == []
    await services.feed.look()
    (task,) = services.store.tasks()
    assert services.lease.watches(task)

    def settled() -> bool:
        manual_clock.pass_by(SURE_AFTER)
        services.watcher.look()
        return services.store.get(task.id).state is TaskState.UNSENT

    await until(settled)
    assert timeless.world.calls["StartTask"] == 0
