"""Starts that nobody can ask about: a person who looked closes the row, and what the row and the journal say then."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.ledger.checking import check
from roomscribe.services.lost_starts import SURE_AFTER, tried_at
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, open_test_console, until

REGISTRY = load_registry()
LOST = next(each for each in REGISTRY.generations() if not each.abilities.locate_lost_start)
FOUND = next(each for each in REGISTRY.generations() if each.abilities.locate_lost_start)


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


async def lost_start(console: TestConsole, fault: FaultKind = FaultKind.DROP_AFTER) -> Task:
    """A start without an answer, long enough ago for a look into the room to tell something."""
    console.world.faults.add(Fault(fault))
    task = await console.services.launcher.start(console.draft(LOST))
    console.world.faults.clear()
    console.clock.offset += SURE_AFTER
    await console.services.follower.ask(task.id)
    row = console.services.store.get(task.id)
    assert row.state is TaskState.UNCONFIRMED
    return row


async def test_a_row_closed_by_hand_says_by_whom_and_is_not_stopped(console: TestConsole) -> None:
    task = await lost_start(console)
    row = await console.services.lost_starts.close(task.id, by="anna")
    assert (row.state, row.receipt, row.live, row.can_stop) == (TaskState.CLOSED, None, False, False)
    assert row.ended_at == pytest.approx(console.clock.now(), abs=5)
    assert row.error is not None
    assert str(row.error.meaning) == "Closed by anna: no bot was seen."
    assert console.services.store.live() == []
    (entry,) = [each for each in await console.services.ledger.journal(task.id) if each.kind is EntryKind.CLOSED]
    assert entry.detail == {"looked": True, "by": "anna"}


async def test_it_says_from_when_on_the_row_can_be_closed(console: TestConsole) -> None:
    row = await lost_start(console)
    assert row.error is not None
    sure = datetime.fromtimestamp(tried_at(row) + SURE_AFTER + 59.9999).astimezone()
    assert f"close this row by hand from {sure:%H:%M} on" in str(row.error.remedy), "no earlier than the action"


async def test_its_room_is_free_again(console: TestConsole) -> None:
    task = await lost_start(console, fault=FaultKind.RESET)
    draft = console.draft(LOST)
    clash = console.services.launcher.clash(draft)
    assert clash is not None
    assert (clash.task.id, "close that row by hand" in str(clash.message)) == (task.id, True)
    await console.services.lost_starts.close(task.id, by="anna")
    assert console.services.launcher.clash(draft) is None
    second = await console.services.launcher.start(draft)
    assert second.state is TaskState.STARTING


async def test_the_journal_alone_gives_the_same_row(console: TestConsole) -> None:
    task = await lost_start(console)
    row = await console.services.lost_starts.close(task.id, by="anna")
    assert await console.services.ledger.task(task.id) == row
    found = check(console.services.ledger.path)
    assert (found.differences, found.untold, found.unreadable) == ((), {}, ())


async def test_nothing_is_sent_and_nothing_is_asked_any_more(console: TestConsole) -> None:
    task = await lost_start(console)
    before = dict(console.world.calls)
    console.world.faults.add(Fault(FaultKind.HTTP, count=None))
    row = await console.services.lost_starts.close(task.id, by="anna")
    assert await console.services.follower.ask(task.id)
    assert (console.services.store.get(task.id), dict(console.world.calls)) == (row, before)
    with pytest.raises(BadRequest):
        await console.services.stopper.wish(task.id)


async def test_nobody_is_sure_while_the_start_may_be_on_its_way(console: TestConsole) -> None:
    task = await lost_start(console)
    console.clock.offset -= 100.0
    sure = datetime.fromtimestamp(tried_at(task) + SURE_AFTER + 59.9999).astimezone()
    assert f"look into the room from {sure:%H:%M} on" in str(console.services.lost_starts.why_not(task)), "as the box"
    with pytest.raises(BadRequest):
        await console.services.lost_starts.close(task.id, by="anna")
    assert console.services.store.get(task.id).live
    console.clock.offset -= 3600.0
    assert console.services.lost_starts.why_not(task) is None, "a clock that was set back locks nothing"


async def test_only_where_the_vendor_can_not_be_asked(console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DROP_AFTER))
    asked = await console.services.launcher.start(console.draft(FOUND))
    console.clock.offset += SURE_AFTER
    running = await console.services.launcher.start(console.draft(LOST))
    for task in (asked, running):
        with pytest.raises(BadRequest):
            await console.services.lost_starts.close(task.id, by="anna")
        assert console.services.store.get(task.id).live


async def test_what_was_closed_twice_was_closed_once(console: TestConsole) -> None:
    task = await lost_start(console)
    row = await console.services.lost_starts.close(task.id, by="anna")
    with pytest.raises(BadRequest):
        await console.services.lost_starts.close(task.id, by="berta")
    assert console.services.store.get(task.id) == row


async def test_an_answer_that_comes_after_all_changes_nothing(console: TestConsole) -> None:
    """A question that was under way when the person closed the row is older than that."""
    task = await lost_start(console)
    row = await console.services.lost_starts.close(task.id, by="anna")
    await console.services.follower._write(task, (), {"state": TaskState.RUNNING})
    assert console.services.store.get(task.id) == row


async def test_two_consoles_agree(console: TestConsole, tmp_path: Path) -> None:
    task = await lost_start(console)
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    other.clock.offset = console.clock.offset
    try:
        await other.services.take_over()
        row = await other.services.lost_starts.close(task.id, by="berta")
        await console.services.feed.look()
        mine = console.services.store.get(task.id)
        assert (mine.state, mine.error) == (TaskState.CLOSED, row.error)
        with pytest.raises(BadRequest):
            await console.services.lost_starts.close(task.id, by="anna")
        await until(lambda: not other.services.store.live())
    finally:
        await other.spawner.aclose()
        await other.services.aclose()
