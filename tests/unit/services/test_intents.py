"""Acts that a crash cuts in two are in the journal first: the next console knows what was to come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Restart, Task
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until
from tests.unit.services.test_two_consoles import ended, opened, running, shown

BLANK = VENDOR.generations[0]


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await opened(tmp_path)
    yield console
    await console.aclose()


async def cut_in_two(one: TestConsole, tmp_path: Path) -> tuple[TestConsole, Task]:
    """A restart whose console ended after the stop and before the start, and the console that comes after it."""
    task = await running(one)
    one.world.faults.add(Fault(FaultKind.HTTP, call="StopTask", count=None))
    draft = one.draft(BLANK, minutes=45, targets=("ja",))
    restarting = one.spawner.spawn(one.services.updater.restart(task.id, draft), name="restart")
    await until(lambda: one.world.calls["StopTask"])
    restarting.cancel()
    await asyncio.gather(restarting, return_exceptions=True)
    await ended(one)
    one.world.faults.clear()
    two = await opened(tmp_path, beside=one)
    await until(lambda: two.services.updater.unfinished(two.services.store.get(task.id)))
    return two, task


async def test_a_restart_that_was_cut_in_two_is_known_and_gone_on_with(one: TestConsole, tmp_path: Path) -> None:
    two, task = await cut_in_two(one, tmp_path)
    await shown(two, task.id, TaskState.STOPPED)
    draft = two.services.updater.unfinished(two.services.store.get(task.id))
    assert draft is not None
    assert (draft.minutes, draft.values["targets"]) == (45, ("ja",))
    assert not {each.key for each in BLANK.fields if each.secret} & set(draft.values)

    new = await two.services.updater.go_on(task.id)
    assert new.targets == ("ja",)
    assert two.services.store.get(task.id).restart is None
    told = await two.kinds(task.id)
    wished, stop = told.index(EntryKind.RESTART_WISHED), told.index(EntryKind.STOP_WISHED)
    assert wished < stop, "what is to come is written down before the stop"
    assert [kind for kind in told if kind.startswith("restart")] == [
        EntryKind.RESTART_WISHED,
        EntryKind.RESTART_OPEN,
        EntryKind.RESTART_WISHED,
        EntryKind.RESTARTED_AS,
    ]
    with pytest.raises(BadRequest, match="no restart"):
        await two.services.updater.go_on(task.id)
    await two.aclose()


async def test_a_restart_that_was_cut_in_two_can_be_forgotten(one: TestConsole, tmp_path: Path) -> None:
    two, task = await cut_in_two(one, tmp_path)
    await two.services.updater.forget(task.id, by="kim")
    row = await two.services.ledger.task(task.id)
    assert row is not None
    assert row.restart is None
    assert (await two.kinds(task.id)).count(EntryKind.RESTART_DROPPED) == 1
    await two.services.updater.forget(task.id, by="kim")
    assert (await two.kinds(task.id)).count(EntryKind.RESTART_DROPPED) == 1
    await two.aclose()


async def test_a_restart_of_a_console_that_lives_is_not_unfinished(one: TestConsole, tmp_path: Path) -> None:
    task = await running(one)
    two = await opened(tmp_path, beside=one)
    one.world.faults.add(Fault(FaultKind.HTTP, call="StopTask"))
    restarting = one.spawner.spawn(
        one.services.updater.restart(task.id, one.draft(BLANK, targets=("ja",))), name="restart"
    )
    await until(lambda: two.services.store.knows(task.id) and two.services.store.get(task.id).restart)
    await two.services.feed.look()
    assert two.services.updater.unfinished(two.services.store.get(task.id)) is None
    new = await restarting
    await until(lambda: two.services.store.get(task.id).restart is None)
    assert (await shown(two, new.id, TaskState.RUNNING)).targets == ("ja",)
    assert one.world.calls["StartTask"] == 2
    await two.aclose()


async def test_a_restart_whose_start_was_sent_is_not_offered_again(one: TestConsole, tmp_path: Path) -> None:
    task = await running(one)
    new = await one.services.updater.restart(task.id, one.draft(BLANK, targets=("ja",)))
    row = one.services.store.get(task.id)
    assert row.restart is None
    # As a crash between the start and the line that says so would have left it.
    wished = Restart(profile_id="real", minutes=30, values=dict(row.values), by=one.services.lease.id)
    await one.services.recorder.record(task.id, restart=wished)
    await ended(one)
    two = await opened(tmp_path, beside=one)
    await until(lambda: two.services.store.get(task.id).restart is None)
    assert [entry.detail.get("task") for entry in await two.services.ledger.journal(task.id)][-1] == new.id
    await two.aclose()


async def test_a_refused_restart_leaves_no_intent(one: TestConsole) -> None:
    task = await running(one)
    with pytest.raises(BadRequest):
        await one.services.updater.restart(task.id, one.draft(BLANK, minutes=30, room=""))
    assert one.services.store.get(task.id) == task
    assert EntryKind.RESTART_WISHED not in await one.kinds(task.id)


async def test_a_change_whose_answer_was_lost_is_unclear_to_the_next_console_too(
    one: TestConsole, tmp_path: Path
) -> None:
    task = await running(one)
    old = task.values
    one.clock.offset += 10
    one.world.faults.add(Fault(FaultKind.DROP_AFTER, call="ChangeTask"))
    with pytest.raises(CallFailed):
        await one.services.updater.update(task.id, {**old, "targets": ("ja",)})
    await ended(one)
    two = await opened(tmp_path, beside=one)
    row = await shown(two, task.id, TaskState.RUNNING)
    assert row.unclear == ("targets",)
    assert [each.field.key for each in two.services.updater.differences(row, old)] == ["targets"]
    two.clock.offset += 30
    assert (await two.services.updater.update(task.id, old)).unclear == ()
    await two.aclose()
