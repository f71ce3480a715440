"""Tasks that somebody else started: found in the vendor's list, adopted, changed, stopped; on both faces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Origin, Task
from roomscribe.services.finder import HasEnded, Standing
from roomscribe.services.listing import Found
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, until
from tests.support.elsewhere import GENERATION, Elsewhere

AGENTS = load_registry().generation(GENERATION)


@pytest.fixture
async def elsewhere(console: TestConsole) -> AsyncIterator[Elsewhere]:
    async with Elsewhere.beside(console) as elsewhere:
        yield elsewhere


async def found(console: TestConsole, *, word: str = "", room: str = "") -> list[Found]:
    """The whole list."""
    listing = console.services.finder.listing(console.profile(AGENTS).id, word=word, room=room)
    while listing.more:
        await listing.load()
    return listing.tasks


async def the_one(console: TestConsole, agent_id: str, *, room: str = "") -> Found:
    (one,) = [each for each in await found(console, word="RUNNING", room=room) if each.id == agent_id]
    return one


def standings(console: TestConsole, of: list[Found]) -> dict[str, Standing]:
    known = console.services.finder.known(console.profile(AGENTS).id)
    return {each.id: known.standing(each)[0] for each in of}


async def started(console: TestConsole, **values: Any) -> Task:
    return await console.running(AGENTS, **values)


async def start_without_an_answer(console: TestConsole) -> Task:
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call="join"))
    task = await console.services.launcher.start(console.draft(AGENTS))
    assert task.state is TaskState.UNCONFIRMED
    return task


async def test_every_task_is_found_page_by_page_and_what_the_ledger_knows_is_marked(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    foreign = await elsewhere.join_many(24)
    mine = [await started(console, channel=f"mine-{number}") for number in range(2)]
    foreign.append(await elsewhere.join("late", "late"))

    listed = await found(console)
    assert [each.id for each in listed] == [*foreign[:-1], *(task.vendor_task_id for task in mine), foreign[-1]]
    marks = standings(console, listed)
    assert {each for each, mark in marks.items() if mark is Standing.FOREIGN} == set(foreign)
    assert {each for each, mark in marks.items() if mark is Standing.KNOWN} == {t.vendor_task_id for t in mine}
    assert {each.listed.state for each in listed} == {TaskState.RUNNING}
    assert all(each.listed.started_at for each in listed)
    assert [each.id for each in await found(console, room="late")] == [foreign[-1]]

    await elsewhere.leave(foreign[0])
    await until_status(elsewhere, foreign[0], "STOPPED")
    assert [each.id for each in await found(console, word="STOPPED")] == [foreign[0]]
    assert foreign[0] not in {each.id for each in await found(console)}


async def until_status(elsewhere: Elsewhere, agent_id: str, word: str) -> None:
    async with asyncio.timeout(10):
        while await elsewhere.status(agent_id) not in (word, ""):  # noqa: ASYNC110 - the vendor tells nobody
            await asyncio.sleep(0.02)


async def test_an_adopted_task_is_watched_changed_and_stopped_like_any_other(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    services = console.services
    agent_id = await elsewhere.join("theirs", "their-room")
    one = await the_one(console, agent_id, room="their-room")
    row = await services.finder.adopt(one, minutes=45)

    assert (row.origin, row.draft_known, row.vendor_task_id, row.room) == (
        Origin.ADOPTED,
        False,
        agent_id,
        "their-room",
    )
    assert (row.values, row.idempotency_key, row.dedupe_key) == ({"channel": "their-room"}, "theirs", "")
    assert (row.state, row.vendor_state) == (TaskState.RUNNING, "RUNNING")
    assert row.started_at == one.listed.started_at
    assert row.ends_at == pytest.approx(row.created_at + 45 * 60)
    assert row.sequence == int(row.created_at), "larger than any counter (agora.md §5.5)"
    assert await services.ledger.task(row.id) == services.store.get(row.id)
    journal = await services.ledger.journal(row.id)
    assert [entry.kind for entry in journal[:2]] == [EntryKind.CALLED, EntryKind.ADOPTED]
    assert journal[1].detail["by"] == row.owner
    assert row.owner

    await asyncio.sleep(AGENTS.abilities.update_spacing / console.world.clock.speed)
    console.clock.offset += 60
    changed = await services.updater.update(row.id, {"channel": "their-room", "languages": ("de-DE",)})
    assert changed.sequence == row.sequence + 1
    assert changed.spoken == ("de-DE",)
    assert changed.values == {"channel": "their-room", "languages": ("de-DE",)}
    assert EntryKind.UPDATED in await console.kinds(row.id)

    await services.stopper.wish(row.id)
    ended = await console.asked_until(row.id, TaskState.STOPPED)
    assert ended.receipt is not None
    assert await elsewhere.status(agent_id) in ("STOPPED", "")


async def test_a_list_that_was_not_narrowed_tells_no_room(console: TestConsole, elsewhere: Elsewhere) -> None:
    one = await the_one(console, await elsewhere.join("theirs", "their-room"))
    row = await console.services.finder.adopt(one, minutes=0)
    assert (row.room, row.values, row.ends_at) == ("", {}, None)
    assert console.services.launcher.clash(console.draft(AGENTS, channel="their-room")) is None


async def test_a_foreign_task_is_written_down_with_the_wish_before_its_stop_leaves(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    services = console.services
    agent_id = await elsewhere.join("theirs")
    one = await the_one(console, agent_id)
    console.world.faults.add(Fault(FaultKind.HANG, call="leave"))
    row = await services.finder.stop(one)
    on_disk = await services.ledger.task(row.id)
    assert on_disk is not None
    assert (on_disk.state, on_disk.origin) == (TaskState.STOPPING, Origin.ADOPTED)
    assert on_disk.stop_wished_at is not None
    assert console.world.calls["leave"] == 0
    assert (await console.kinds(row.id))[:2] == [EntryKind.ADOPTED, EntryKind.STOP_WISHED]

    console.world.faults.clear()
    ended = await console.asked_until(row.id, TaskState.STOPPED)
    assert ended.receipt is not None
    assert console.world.calls["leave"] == 1
    assert await elsewhere.status(agent_id) in ("STOPPED", "")


async def test_a_stop_that_was_never_sent_is_pursued_after_a_restart(
    console: TestConsole, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    services = console.services
    adopted = await services.finder.adopt(await the_one(console, await elsewhere.join("one", "room-1")), minutes=30)
    stopped = await services.finder.stop(await the_one(console, await elsewhere.join("two", "room-2")))

    services.store.load(await services.ledger.tasks())  # what the next start has: the file alone
    rows = {task.id: task for task in services.store.tasks()}
    assert rows[adopted.id].origin is Origin.ADOPTED
    assert rows[stopped.id].stop_wished_at is not None
    assert (await console.asked_until(stopped.id, TaskState.STOPPED)).receipt is not None
    assert (await console.asked_until(adopted.id, TaskState.RUNNING)).live


async def test_a_task_can_be_adopted_once(console: TestConsole, elsewhere: Elsewhere) -> None:
    one = await the_one(console, await elsewhere.join("theirs"))
    both = [console.services.finder.adopt(one, minutes=30) for _ in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["BadRequest", "Task"]
    assert len(console.services.store.tasks()) == 1
    with pytest.raises(BadRequest) as again:
        await console.services.finder.adopt(one, minutes=30)
    assert again.value.other_task == console.services.store.tasks()[0].id


async def test_stopping_a_task_that_has_a_row_stops_the_row(console: TestConsole) -> None:
    task = await started(console)
    row = await console.services.finder.stop(await the_one(console, task.vendor_task_id))
    assert row.id == task.id
    assert len(console.services.store.tasks()) == 1
    assert (await console.asked_until(task.id, TaskState.STOPPED)).receipt is not None


async def test_a_task_that_has_ended_meanwhile_is_not_adopted(console: TestConsole, elsewhere: Elsewhere) -> None:
    agent_id = await elsewhere.join("theirs")
    one = await the_one(console, agent_id)
    await elsewhere.leave(agent_id)
    await until_status(elsewhere, agent_id, "STOPPED")
    with pytest.raises(HasEnded, match="has ended already") as ended:
        await console.services.finder.adopt(one, minutes=30)
    assert ended.value.found.listed.state is TaskState.STOPPED
    assert console.services.store.tasks() == []
    # The list said that it runs: a stop is written down and leads to the vendor's own word.
    row = await console.services.finder.stop(one)
    assert (await console.asked_until(row.id, TaskState.STOPPED)).receipt is not None


async def test_a_vendor_that_does_not_answer_adopts_nothing(console: TestConsole, elsewhere: Elsewhere) -> None:
    one = await the_one(console, await elsewhere.join("theirs"))
    console.world.faults.add(Fault(FaultKind.HTTP, call="query", count=None))
    with pytest.raises(CallFailed):
        await console.services.finder.adopt(one, minutes=30)
    assert await console.services.ledger.tasks() == []
    console.world.faults.clear()
    assert (await console.services.finder.adopt(one, minutes=30)).live


async def test_more_minutes_than_a_task_may_run_are_refused(console: TestConsole, elsewhere: Elsewhere) -> None:
    one = await the_one(console, await elsewhere.join("theirs"))
    with pytest.raises(BadRequest) as refused:
        await console.services.finder.adopt(one, minutes=24 * 60 + 1)
    assert refused.value.field == "minutes"


async def test_a_lost_start_that_is_listed_is_settled_and_not_adopted(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    lost = await start_without_an_answer(console)
    other = await elsewhere.join("theirs", lost.room, "7002")
    listed = await found(console)
    assert set(standings(console, listed).values()) == {Standing.OPEN}
    rows = {each.id: await console.services.finder.adopt(each, minutes=30) for each in listed}
    assert len(rows) == 2
    (ours,) = [row for agent_id, row in rows.items() if agent_id != other]
    assert (ours.id, ours.origin, ours.state) == (lost.id, Origin.STARTED, TaskState.RUNNING)
    assert EntryKind.SETTLED in await console.kinds(lost.id)
    assert rows[other].origin is Origin.ADOPTED
    assert set(standings(console, listed).values()) == {Standing.KNOWN}


async def test_stopping_a_lost_start_stops_its_own_row(console: TestConsole) -> None:
    lost = await start_without_an_answer(console)
    (one,) = await found(console)
    row = await console.services.finder.stop(one)
    assert row.id == lost.id
    assert (await console.asked_until(lost.id, TaskState.STOPPED)).receipt is not None
    assert len(console.services.store.tasks()) == 1


async def test_a_lost_start_that_is_settled_meanwhile_gets_no_second_row(console: TestConsole) -> None:
    lost = await start_without_an_answer(console)
    (one,) = await found(console)
    console.world.faults.add(Fault(FaultKind.DELAY, call="query", seconds=0.5))
    stopping = console.spawner.spawn(console.services.finder.stop(one), name="stop")
    await until(lambda: console.world.calls["query"])
    await console.services.follower.ask(lost.id)
    assert console.services.store.get(lost.id).vendor_task_id == one.id
    assert (await stopping).id == lost.id
    assert len(console.services.store.tasks()) == 1


async def test_only_a_task_of_the_lost_starts_room_and_time_can_be_it(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    early = await elsewhere.join("early", "their-room")
    one = await the_one(console, early)
    console.clock.offset += 3600
    await start_without_an_answer(console)
    known = console.services.finder.known(console.profile(AGENTS).id)
    assert known.standing(one)[0] is Standing.FOREIGN
    in_room = await the_one(console, early, room="their-room")
    assert known.standing(in_room)[0] is Standing.FOREIGN


async def test_a_row_that_was_taken_for_gone_and_is_listed_again_can_be_adopted_anew(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    services = console.services
    task = await started(console)
    await services.recorder.record(task.id, state=TaskState.GONE, ended_at=console.clock.now())
    one = await the_one(console, task.vendor_task_id)
    assert services.finder.known(task.profile_id).standing(one)[0] is Standing.FOREIGN
    again = await services.finder.adopt(one, minutes=30)
    assert again.live
    assert services.finder.known(task.profile_id).standing(one) == (Standing.KNOWN, services.store.get(again.id))


async def test_a_row_is_known_to_every_profile_of_the_project_however_it_signs_in(console: TestConsole) -> None:
    mine = await started(console)
    first = console.profile(AGENTS)
    account = {"app_id": first.account["app_id"], "sign_in": "token"}
    await console.services.profiles.save(replace(first, id="second", name="Second", account=account))
    assert console.services.finder.known("second").rows == {mine.vendor_task_id: mine}
    await console.services.profiles.save(replace(first, id="third", name="Third", account={"app_id": "0" * 32}))
    assert console.services.finder.known("third").rows == {}


@pytest.mark.parametrize("other", ["0", "z"], ids=["older", "newer"])
async def test_of_several_rows_with_one_id_the_live_one_counts(console: TestConsole, other: str) -> None:
    mine = await started(console)
    console.services.store.load([])
    over = replace(mine, id=other, state=TaskState.GONE, ended_at=mine.created_at)
    for row in (over, mine) if other == "0" else (mine, over):
        console.services.store.put(row)
    known = console.services.finder.known(mine.profile_id)
    assert known.rows == {mine.vendor_task_id: mine}
    assert known.open_starts == ()


async def test_the_watcher_asks_about_an_adopted_task_by_itself(console: TestConsole, elsewhere: Elsewhere) -> None:
    services = console.services
    agent_id = await elsewhere.join("theirs")
    one = await the_one(console, agent_id)
    services.watcher.start()
    row = await services.finder.adopt(one, minutes=30)
    asked = console.world.calls["query"]
    await until(lambda: console.world.calls["query"] > asked)
    await elsewhere.leave(agent_id)
    await until_status(elsewhere, agent_id, "STOPPED")
    services.watcher.nudge(row.id)
    await until(lambda: services.store.get(row.id).state.ended)


async def test_only_profiles_whose_vendor_lists_are_offered(console: TestConsole) -> None:
    offered = {each.generation for each in console.services.finder.profiles()}
    assert offered == {GENERATION, "blank-1"}
