"""When rows are asked, on a clock that only the test moves."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.services import watcher as scheduler
from roomscribe.services.intervals import UNSEEN
from roomscribe.services.pacing import OBSERVE
from roomscribe.services.pursuit import STOP_AGAIN_AFTER
from roomscribe.services.watcher import AT_A_TIME, LONGEST_REST, SPREAD, WAITS, Watcher
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until
from tests.support.faces import ManualClock

BLANK = VENDOR.generations[0]
STEADY = BLANK.abilities.poll_steady
RATE = 20


@pytest.fixture
def time() -> ManualClock:
    return ManualClock()


async def running(console: TestConsole, time: ManualClock, count: int, minutes: int = 30) -> list[str]:
    """So many tasks that are known to run, each asked a moment ago."""
    services = console.services
    made = [
        (await services.launcher.start(console.draft(BLANK, minutes, room=f"r{number}", bot=f"b{number}"))).id
        for number in range(count)
    ]
    time.pass_by(5)
    for _ in range(100):
        await looked(console)
        if all(services.store.get(each).state is TaskState.RUNNING for each in made):
            break
        time.pass_by(0.5)
    return made


async def looked(console: TestConsole) -> int:
    """One look, and the answers to what it asked; returns how many questions that were."""
    watcher, before = console.services.watcher, console.world.calls["GetTask"]
    watcher.look()
    await until(lambda: not any(plan.question for plan in watcher._plans.values()))
    return console.world.calls["GetTask"] - before


async def stop_fails(console: TestConsole, time: ManualClock) -> None:
    """A running task is stopped, and the vendor answers with an error: the stop is due again in a while."""
    (task_id,) = await running(console, time, 1)
    console.world.faults.add(Fault(FaultKind.HTTP, call="StopTask", status=502))
    await console.services.stopper.wish(task_id)
    console.services.watcher.nudge(task_id)
    await looked(console)


def rest(watcher: Watcher) -> float:
    return watcher.look()


async def test_a_row_is_asked_when_its_time_has_come_and_not_before(console: TestConsole, time: ManualClock) -> None:
    (task_id,) = await running(console, time, 1)
    assert console.services.watcher.promised(console.services.store.get(task_id)) == STEADY
    time.pass_by(STEADY * (1 - SPREAD) - 0.1)
    assert await looked(console) == 0
    assert 0 < rest(console.services.watcher) <= 0.1 + 2 * SPREAD * STEADY
    time.pass_by(0.1 + 2 * SPREAD * STEADY)
    assert await looked(console) == 1
    assert await looked(console) == 0


async def test_while_nobody_looks_it_is_asked_less_and_at_once_when_somebody_does(
    console: TestConsole, time: ManualClock
) -> None:
    (task_id,) = await running(console, time, 1)
    watcher, store = console.services.watcher, console.services.store
    watcher.seen(False)
    time.pass_by(STEADY * (1 + SPREAD))
    assert await looked(console) == 1, "what was promised before is kept"
    assert watcher.promised(store.get(task_id)) == UNSEEN * STEADY
    time.pass_by(STEADY * (1 + SPREAD))
    assert await looked(console) == 0
    watcher.seen(True)
    assert await looked(console) == 1
    assert watcher.promised(store.get(task_id)) == STEADY


async def test_an_end_comes_though_nobody_looks(console: TestConsole, time: ManualClock) -> None:
    (task_id,) = await running(console, time, 1, minutes=1)
    services = console.services
    services.watcher.seen(False)
    await looked(console)
    ends_at = services.store.get(task_id).ends_at
    assert ends_at is not None
    time.pass_by(ends_at - services.clock.now() - 0.3)
    await looked(console)
    assert rest(services.watcher) <= 0.3 + 1e-6, "it looks again just then"
    time.pass_by(0.4)
    services.watcher.look()
    await until(lambda: services.store.get(task_id).stop_wished_at is not None)
    await looked(console)
    assert console.world.calls["StopTask"] == 1


async def test_an_end_that_was_put_off_comes_when_it_was_put_off_to(console: TestConsole, time: ManualClock) -> None:
    (task_id,) = await running(console, time, 1, minutes=1)
    services = console.services
    await services.recorder.record(task_id, act=True, ends_at=services.clock.now() + 300)
    time.pass_by(120)
    await looked(console)
    assert services.store.get(task_id).stop_wished_at is None
    time.pass_by(200)
    services.watcher.look()
    await until(lambda: services.store.get(task_id).stop_wished_at is not None)
    await looked(console)


async def test_too_many_calls_are_no_trouble_of_the_row(console: TestConsole, time: ManualClock) -> None:
    (task_id,) = await running(console, time, 1)
    services = console.services
    console.world.faults.add(Fault(FaultKind.ERROR, call="GetTask", code="too-many-calls", status=429))
    time.pass_by(STEADY * (1 + SPREAD))
    assert await looked(console) == 1
    plan, pace = services.watcher._plans[task_id], services.rates.pace(console.profile(BLANK).id, OBSERVE)
    assert (plan.failures, pace.allowed) == (0, RATE / 2)
    assert await looked(console) == 0, "the account pauses"
    time.pass_by(pace.pause + 0.01)
    assert await looked(console) == 1, "and the row is first after that"


async def test_trouble_makes_the_waits_longer(console: TestConsole, time: ManualClock) -> None:
    (task_id,) = await running(console, time, 1)
    services = console.services
    console.world.faults.add(Fault(FaultKind.HTTP, count=None))
    waits = []
    for _ in range(5):
        began = time.monotonic()
        while not await looked(console):
            time.pass_by(0.05)
        waits.append(time.monotonic() - began)
    assert waits[1:] == pytest.approx([max(STEADY, each) for each in (1, 2, 4, 8)], rel=SPREAD, abs=0.1)
    assert services.store.get(task_id).error is not None
    assert services.store.get(task_id).state is TaskState.RUNNING


async def test_rows_that_wait_are_counted_once_they_are_late(console: TestConsole, time: ManualClock) -> None:
    await running(console, time, 30)
    services = console.services
    assert services.watcher.budget().waiting == 0
    permit = services.rates.pace(console.profile(BLANK).id, OBSERVE).take(act=True)
    assert permit is not None
    permit.refused(60.0)
    time.pass_by(STEADY * (1 + SPREAD) + WAITS + 0.1)
    await looked(console)
    budget = services.watcher.budget()
    assert budget.waiting == budget.accounts[0].waiting == 30
    assert round(budget.accounts[0].pause) == round(60 - STEADY * (1 + SPREAD) - WAITS)


async def test_a_nudge_goes_before_whatever_waits(console: TestConsole, time: ManualClock) -> None:
    tasks = await running(console, time, 60)
    time.pass_by(STEADY * 2)
    console.services.watcher.nudge(tasks[-1])
    before = console.services.store.get(tasks[-1]).answered_at
    assert 0 < await looked(console) < 60
    assert console.services.store.get(tasks[-1]).answered_at != before


async def test_many_rows_are_planned_anew_a_part_at_a_time(console: TestConsole, time: ManualClock) -> None:
    services = console.services
    await running(console, time, 3)
    services.watcher.seen(False)
    services.watcher._replanned.extend([*services.watcher._plans] * AT_A_TIME)
    services.watcher.look()
    assert len(services.watcher._replanned) == 2 * AT_A_TIME
    services.watcher._replanned.clear()
    await looked(console)


async def test_without_rows_only_the_clock_is_looked_at(console: TestConsole) -> None:
    assert rest(console.services.watcher) == LONGEST_REST


async def test_what_has_ended_leaves_nothing_behind(console: TestConsole, time: ManualClock) -> None:
    tasks = await running(console, time, 3)
    services = console.services
    for task_id in tasks:
        await services.stopper.wish(task_id)
        services.watcher.nudge(task_id)
    for _ in range(100):
        await looked(console)
        if not services.store.live():
            break
        time.pass_by(0.5)
    assert services.watcher._plans == {}
    assert sum(len(queue.line) for queue in services.watcher._queues.values()) == 0


async def test_a_stop_that_failed_is_sent_again_as_soon_as_it_is_due(console: TestConsole, time: ManualClock) -> None:
    services = console.services
    await stop_fails(console, time)
    assert console.world.calls["StopTask"] == 1
    time.pass_by(STOP_AGAIN_AFTER - 0.1)
    assert await looked(console) == 1, "its turn comes a moment before the stop is due"
    assert rest(services.watcher) <= 0.1 + 1e-6, "and that moment is not made a whole interval"
    time.pass_by(0.1)
    await looked(console)
    await looked(console)  # the first has moved the row to the queue of stops
    assert console.world.calls["StopTask"] == 2


async def test_a_row_whose_stop_is_due_again_does_not_wait_for_the_end_of_a_rest(
    console: TestConsole, time: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LONGEST_REST", 3600.0)
    services = console.services
    await stop_fails(console, time)
    time.pass_by(STOP_AGAIN_AFTER - 0.1)
    await looked(console)
    time.pass_by(0.1)
    services.watcher.start()
    await until(lambda: console.world.calls["StopTask"] == 2)
