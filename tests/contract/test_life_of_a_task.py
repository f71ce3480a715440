"""Start, watch, change, stop and prove: the console's services on every generation, on both faces."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, FailureKind
from roomscribe.domain.fields import Values
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Change, Generation
from tests.support.consoles import TestConsole, until


async def running(console: TestConsole, generation: Generation, **values: Any) -> Task:
    task = await console.services.launcher.start(console.draft(generation, **values))
    assert task.state in (TaskState.STARTING, TaskState.RUNNING), task.error
    return await console.asked_until(task.id, TaskState.RUNNING)


async def test_a_task_starts_runs_and_ends_with_a_receipt(console: TestConsole, generation: Generation) -> None:
    task = await running(console, generation)
    assert task.vendor_task_id
    assert task.vendor_state

    await console.services.stopper.wish(task.id)
    ended = await console.asked_until(task.id, TaskState.STOPPED)

    assert ended.receipt is not None
    assert ended.receipt.word
    assert ended.ended_at is not None
    assert await console.services.ledger.task(task.id) == ended
    told = await console.kinds(task.id)
    assert told[0] is EntryKind.WRITTEN
    assert told.index(EntryKind.STOP_WISHED) < told.index(EntryKind.RECEIPT)
    assert EntryKind.CALLED in told


async def test_the_row_is_on_disk_before_the_request_leaves(console: TestConsole, generation: Generation) -> None:
    console.world.faults.add(Fault(FaultKind.HANG, count=None))
    starting = console.spawner.spawn(console.services.launcher.start(console.draft(generation)), name="act")
    await until(console.services.store.tasks)
    (row,) = await console.services.ledger.tasks()
    assert row.state is TaskState.REQUESTING
    assert (await console.kinds(row.id))[0] is EntryKind.WRITTEN
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting


async def test_a_second_equal_task_is_refused_before_anything_is_sent(
    console: TestConsole, generation: Generation
) -> None:
    first = await running(console, generation)
    with pytest.raises(BadRequest) as refused:
        await console.services.launcher.start(console.draft(generation))
    assert refused.value.other_task == first.id
    assert len(console.services.store.tasks()) == 1


async def test_two_quick_clicks_start_one_task(console: TestConsole, generation: Generation) -> None:
    launcher, draft = console.services.launcher, console.draft(generation)
    results = await asyncio.gather(launcher.start(draft), launcher.start(draft), return_exceptions=True)
    assert [type(each) for each in results].count(Task) == 1
    assert len(console.services.store.tasks()) == 1


async def test_a_task_that_ended_meanwhile_is_gone_until_somebody_wished_its_end(
    console: TestConsole, generation: Generation
) -> None:
    task = await running(console, generation)
    client = await console.services.clients.client(task.profile_id)
    await client.stop(await console.services.secrets.ref(task))
    ended = await console.asked_until(task.id, TaskState.STOPPED, TaskState.GONE)
    assert (ended.receipt is not None) is (ended.state is TaskState.STOPPED)
    assert ended.ended_at is not None


async def test_wishing_a_stop_of_an_ended_task_says_so(console: TestConsole, generation: Generation) -> None:
    task = await running(console, generation)
    await console.services.stopper.wish(task.id)
    await console.asked_until(task.id, TaskState.STOPPED)
    with pytest.raises(BadRequest):
        await console.services.stopper.wish(task.id)


async def start_without_an_answer(console: TestConsole, generation: Generation) -> Task:
    # The steps before a start may be spoilt too, and leave nothing behind: only the start itself is dropped.
    draft = console.draft(generation)
    await console.services.clients.client(draft.profile_id)  # makes it
    client = console.services.clients._clients[draft.profile_id]
    original = client.start

    async def start(order: object) -> object:
        console.world.faults.add(Fault(FaultKind.DROP_AFTER))
        return await original(order)  # type: ignore[arg-type]

    client.start = start  # type: ignore[method-assign, assignment]
    task = await console.services.launcher.start(draft)
    assert task.state is TaskState.UNCONFIRMED
    assert task.error is not None
    assert task.error.kind is FailureKind.AMBIGUOUS
    return task


async def stays_open_until_nothing_can_run(console: TestConsole, generation: Generation, task: Task) -> None:
    """The vendor can't be asked: the row says until when a bot may be there, and is closed after that."""
    assert await console.services.follower.ask(task.id)
    row = console.services.store.get(task.id)
    assert row.state is TaskState.UNCONFIRMED
    assert row.error is not None
    assert "until 20" in str(row.error.remedy)
    told = len(await console.kinds(task.id))
    console.clock.offset += generation.abilities.longest_run
    assert await console.services.follower.ask(task.id)
    assert console.services.store.get(task.id).state is TaskState.UNCONFIRMED
    assert len(await console.kinds(task.id)) == told
    console.clock.offset += 3600
    assert await console.services.follower.ask(task.id)
    assert console.services.store.get(task.id).state is TaskState.GONE


async def test_a_start_whose_answer_was_lost_is_settled_by_asking(console: TestConsole, generation: Generation) -> None:
    task = await start_without_an_answer(console, generation)
    if not generation.abilities.locate_lost_start:
        await stays_open_until_nothing_can_run(console, generation, task)
        return
    settled = await console.asked_until(task.id, TaskState.RUNNING)
    assert settled.vendor_task_id
    assert EntryKind.SETTLED in await console.kinds(task.id)


async def test_a_stop_wished_while_a_start_is_open_is_carried_out(console: TestConsole, generation: Generation) -> None:
    task = await start_without_an_answer(console, generation)
    await console.services.stopper.wish(task.id)
    if not generation.abilities.locate_lost_start:
        await stays_open_until_nothing_can_run(console, generation, task)
        return
    ended = await console.asked_until(task.id, TaskState.STOPPED)
    assert ended.receipt is not None


@pytest.mark.parametrize("fault", [FaultKind.HTTP, FaultKind.DROP_AFTER])
async def test_a_question_that_fails_leaves_the_state_and_says_why(
    console: TestConsole, generation: Generation, fault: FaultKind
) -> None:
    task = await running(console, generation)
    console.world.faults.add(Fault(fault))
    assert not await console.services.follower.ask(task.id)
    troubled = console.services.store.get(task.id)
    assert troubled.state is TaskState.RUNNING
    assert troubled.error is not None
    assert str(troubled.error.remedy)

    assert await console.services.follower.ask(task.id)
    assert console.services.store.get(task.id).error is None


async def test_an_answer_older_than_the_last_act_is_dropped(console: TestConsole, generation: Generation) -> None:
    task = await running(console, generation)
    console.world.faults.add(Fault(FaultKind.DELAY, seconds=0.3))
    asking = console.spawner.spawn(console.services.follower.ask(task.id), name="act")
    await asyncio.sleep(0.1)
    await console.services.stopper.wish(task.id)
    await asking
    assert console.services.store.get(task.id).state is TaskState.STOPPING


async def test_the_whole_life_leaves_no_secret_on_disk(
    console: TestConsole, generation: Generation, tmp_path: object
) -> None:
    task = await running(console, generation)
    await console.services.stopper.wish(task.id)
    await console.asked_until(task.id, TaskState.STOPPED)
    await console.services.ledger.close()

    secret_keys = {each.key for each in generation.account_fields if each.secret}
    account = next(each for each in console.simulation.accounts if each.generation is generation)
    secrets = [value.encode() for key, value in account.values.items() if key in secret_keys]
    assert secrets
    files = [path for path in console.services.ledger.path.parent.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not any(secret in content for secret in secrets), path


def change(console: TestConsole, generation: Generation, task: Task) -> dict[str, object]:
    """Values in which only the translation languages differ."""
    for each in generation.fields:
        if each.language_use and "translate" in each.language_use.value and each.kind.value == "languages":
            current = tuple(task.values.get(each.key) or ())  # type: ignore[arg-type]
            return {**task.values, each.key: _others(generation, current)}
        for column in each.columns:
            if column.language_use is LanguageUse.TRANSLATE_TO:
                rows = [dict(row) for row in task.values.get(each.key) or ()]  # type: ignore[attr-defined]
                rows[0][column.key] = _others(generation, tuple(rows[0][column.key]))
                return {**task.values, each.key: tuple(rows)}
    raise AssertionError(f"{generation.id} has no translation field")


def _others(generation: Generation, current: tuple[str, ...]) -> tuple[str, ...]:
    site = generation.sites[0].id  # that of the demo account
    offered = [each.code for each in generation.languages.for_use(LanguageUse.TRANSLATE_TO, site)]
    return tuple(code for code in offered if code not in current and not code.startswith(("zh", "en")))[:2]


async def carried_out(console: TestConsole, generation: Generation, task: Task, values: Values) -> Task:
    """The task with the change: the same one where the vendor can update, else the one that took its place.

    Somebody has to ask about the tasks meanwhile: a restart waits for the receipt.
    """
    services = console.services
    if services.updater.in_place(task):
        console.clock.offset += services.updater.wait(task) + 0.01
        await asyncio.sleep(generation.abilities.update_spacing / console.world.clock.speed)
        changed = await services.updater.update(task.id, values)
        assert changed.id == task.id
        assert changed.sequence == 1
        assert EntryKind.UPDATED in await console.kinds(task.id)
        return changed
    draft = Draft(profile_id=task.profile_id, values=values, minutes=30)
    changed = await services.updater.restart(task.id, draft)
    assert changed.id != task.id
    assert changed.state is not TaskState.REJECTED, changed.error
    assert EntryKind.RESTARTED_AS in await console.kinds(task.id)
    assert EntryKind.RESTART_OF in await console.kinds(changed.id)
    return changed


async def test_the_translation_languages_of_a_running_task_can_be_changed(
    console: TestConsole, generation: Generation
) -> None:
    services = console.services
    task = await running(console, generation)
    values = change(console, generation, task)
    assert [each.field.key for each in services.updater.differences(task, values)]

    changing = console.spawner.spawn(carried_out(console, generation, task, values), name="act")
    if not services.updater.in_place(task):
        await console.asked_until(task.id, TaskState.STOPPED)
    changed = await changing
    assert changed.targets != task.targets
    assert (await console.asked_until(changed.id, TaskState.RUNNING)).targets == changed.targets


async def test_what_no_vendor_changes_in_place_is_changed_by_a_restart(
    console: TestConsole, generation: Generation
) -> None:
    services = console.services
    task = await running(console, generation)
    room = str(int(task.room) + 1) if task.room.isdecimal() else f"{task.room}-2"
    draft = Draft(profile_id=task.profile_id, values={**task.values, generation.room_key: room}, minutes=30)
    restarting = console.spawner.spawn(services.updater.restart(task.id, draft), name="act")
    old = await console.asked_until(task.id, TaskState.STOPPED)
    new = await console.asked_until((await restarting).id, TaskState.RUNNING)
    assert old.receipt is not None
    assert (new.room, new.vendor_task_id != old.vendor_task_id) == (room, True)
    assert EntryKind.RESTARTED_AS in await console.kinds(old.id)
    assert EntryKind.RESTART_OF in await console.kinds(new.id)


async def watched_until(console: TestConsole, task_id: str, state: TaskState) -> Task:
    """The task in this state, by nothing but the watcher's own questions; it is only told not to wait between them."""
    async with asyncio.timeout(10):
        while (task := console.services.store.get(task_id)).state is not state:
            console.services.watcher.nudge(task_id)
            await asyncio.sleep(0.02)
    return task


async def listed(console: TestConsole, generation: Generation, task: Task) -> list[str]:
    """Ids of what runs in the task's room by the vendor's own list; where there is none, by the ledger."""
    if not generation.abilities.list_tasks:
        return [each.vendor_task_id for each in console.services.store.live() if each.room == task.room]
    client = await console.services.clients.client(task.profile_id)
    return [each.vendor_task_id for each in (await client.list_tasks(room=task.room)).tasks]


async def test_the_whole_life_start_watch_change_list_stop_receipt(
    console: TestConsole, generation: Generation
) -> None:
    services = console.services
    services.watcher.take_over()
    services.watcher.start()

    task = await services.launcher.start(console.draft(generation))
    task = await watched_until(console, task.id, TaskState.RUNNING)
    changing = console.spawner.spawn(
        carried_out(console, generation, task, change(console, generation, task)), name="act"
    )
    while not changing.done():
        services.watcher.nudge(task.id)
        await asyncio.sleep(0.02)
    changed = await watched_until(console, (await changing).id, TaskState.RUNNING)
    assert await listed(console, generation, changed) == [changed.vendor_task_id]

    await services.stopper.wish(changed.id)
    ended = await watched_until(console, changed.id, TaskState.STOPPED)
    assert ended.receipt is not None
    assert ended.receipt.word
    assert await listed(console, generation, changed) == []
    assert [each.state for each in services.store.tasks()] == [TaskState.STOPPED] * len(services.store.tasks())
    assert all(each.receipt for each in services.store.tasks())
    assert services.store.live() == []


async def test_an_update_keeps_the_vendors_spacing(console: TestConsole, generation: Generation) -> None:
    services = console.services
    task = await running(console, generation)
    if not services.updater.in_place(task):
        client = await services.clients.client(task.profile_id)
        ref = await services.secrets.ref(task)
        with pytest.raises(BadRequest):
            await client.update(ref, Change(values=task.values, changed=frozenset({"x"}), sequence=1))
        return
    values = change(console, generation, task)
    with pytest.raises(BadRequest, match="next change"):
        await services.updater.update(task.id, values)
    assert services.store.get(task.id).sequence == 0


async def test_the_connection_test_accepts_the_demo_account_and_tells_the_clocks_difference(
    console: TestConsole, generation: Generation
) -> None:
    client = await console.services.clients.client(console.profile(generation).id)
    report = await client.check()
    assert report.ok, report
    assert report.clock_skew is not None
    assert abs(report.clock_skew) < 2


async def test_the_vendors_own_list_shows_the_task_where_there_is_one(
    console: TestConsole, generation: Generation
) -> None:
    task = await running(console, generation)
    client = await console.services.clients.client(task.profile_id)
    if not generation.abilities.list_tasks:
        with pytest.raises(BadRequest):
            await client.list_tasks()
        return
    page = await client.list_tasks(room=task.room)
    assert [(each.vendor_task_id, each.state) for each in page.tasks] == [(task.vendor_task_id, TaskState.RUNNING)]
    assert page.exchange.status == 200
    assert not (await client.list_tasks(room="another room")).tasks
    for word, state in generation.states.items():
        listed = (await client.list_tasks(word=word)).tasks
        assert {each.state for each in listed} <= {state}
        assert bool(listed) == (word == task.vendor_state)
