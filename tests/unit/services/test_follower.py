"""Which question about a task comes next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.services import pursuit
from roomscribe.services.follower import SAID_AGAIN_AFTER
from roomscribe.services.lost_starts import SURE_AFTER
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console, until
from tests.support.faces import ManualClock

BLANK = VENDOR.generations[0]


@pytest.fixture
async def everyone(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, load_registry())
    yield console
    await console.aclose()


async def test_between_two_stops_the_vendor_is_asked_how_the_task_is(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pursuit, "back_off", lambda tries, first: 0.0)  # every turn comes late
    services = console.services
    task_id = (await services.launcher.start(console.draft(BLANK))).id
    await services.stopper.wish(task_id)
    assert services.follower.next_is_stop(services.store.get(task_id))
    await services.follower.ask(task_id)
    assert console.world.calls["StopTask"] == 1
    assert not services.follower.next_is_stop(services.store.get(task_id))
    await services.stopper.wish(task_id)
    assert services.follower.next_is_stop(services.store.get(task_id)), "a person who presses again is heard at once"


@pytest.mark.parametrize("call", ["acquire", "start"])
async def test_a_start_that_never_left_is_told_from_one_that_may_have_arrived(
    everyone: TestConsole, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A builder token is stored before the start that needs it is sent."""
    console, services = everyone, everyone.services

    async def crashed(*how: object) -> None:
        """Nobody is there any more to write down that it was broken off."""

    monkeypatch.setattr(services.launcher, "_unsent", crashed)
    generation = services.registry.generation("agora-5")
    console.world.faults.add(Fault(FaultKind.HANG, call=call))
    starting = console.spawner.spawn(services.launcher.start(console.draft(generation)), name="start")
    await until(lambda: console.world.calls[call] == 1)
    starting.cancel()  # as a crash does it: nothing of it goes on
    (task,) = services.store.tasks()
    await until(starting.done)
    for key in generation.kept_keys:
        await services.vault.delete(f"task/{task.id}", key)  # who lost it to a crash has none either
    await services.follower.ask(task.id)
    task = services.store.get(task.id)
    kinds = [entry.kind for entry in await services.ledger.journal(task.id)]
    if call == "acquire":
        assert (task.state, kinds[-2:]) == (TaskState.UNSENT, [EntryKind.SETTLED, EntryKind.STATE_CHANGED])
        assert task.ended_at is not None
    else:
        assert task.state is TaskState.UNCONFIRMED


async def test_nobody_is_sure_that_a_start_got_lost_until_it_had_time_to_arrive_and_that_is_said_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computer slept between the click and the request, so the row is old and the request is young."""
    time = ManualClock()
    console = await open_test_console(tmp_path, load_registry(), speed=1.0, time=time)
    services = console.services
    keep_typed = services.secrets.keep_typed

    async def slow(*order: Any, **how: Any) -> None:
        time.pass_by(SURE_AFTER * 10)
        await keep_typed(*order, **how)

    async def asked() -> TaskState:
        await services.follower.ask(task.id)
        return services.store.get(task.id).state

    monkeypatch.setattr(services.secrets, "keep_typed", slow)
    console.world.faults.add(Fault(FaultKind.HTTP, status=502))
    task = await services.launcher.start(console.draft(services.registry.generation("trtc-1")))
    assert await asked() is TaskState.UNCONFIRMED
    on_disk = await services.ledger.task(task.id)
    assert on_disk is not None
    assert on_disk.updated_at == pytest.approx(console.clock.now())
    time.pass_by(SURE_AFTER)
    assert [await asked(), await asked()] == [TaskState.UNCONFIRMED] * 2
    time.pass_by(SAID_AGAIN_AFTER)
    assert await asked() is TaskState.UNSENT
    await console.aclose()
