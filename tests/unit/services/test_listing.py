"""The vendor's list page by page: order, totals, and pages that fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.services.listing import Listing, live_words
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import ListedPage, ListedTask
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, until
from tests.support.elsewhere import GENERATION, Elsewhere

REGISTRY = load_registry()
AGENTS = REGISTRY.generation(GENERATION)
RUNNING = "RUNNING"


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


@pytest.fixture
async def elsewhere(console: TestConsole) -> AsyncIterator[Elsewhere]:
    async with Elsewhere.beside(console) as elsewhere:
        yield elsewhere


def listing(console: TestConsole, word: str = "", room: str = "") -> Listing:
    return console.services.finder.listing(console.profile(AGENTS).id, word=word, room=room)


def ids(of: Listing) -> list[str]:
    return [each.id for each in of.tasks]


def test_states_are_asked_for_in_the_order_of_a_tasks_life() -> None:
    words = live_words(AGENTS)
    assert words == ("IDLE", "STARTING", "RUNNING", "RECOVERING", "STOPPING")
    assert live_words(VENDOR.generations[0]) == ("joining", "listening", "rejoining", "leaving")


async def test_pages_come_one_by_one_and_only_the_last_says_that_there_are_no_more(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    started = await elsewhere.join_many(45)
    found = listing(console, RUNNING)
    assert (found.opened, found.more, found.total) == (False, True, None)
    sizes = []
    while found.more:
        sizes.append(len(await found.load()))
        assert (found.opened, found.total) == (True, 45)
    assert sizes == [20, 20, 5]
    assert ids(found) == started
    assert await found.load() == []
    assert all(each.asked_at <= each.answered_at for each in found.tasks)


async def test_every_live_state_is_asked_for_before_a_second_page(console: TestConsole, elsewhere: Elsewhere) -> None:
    started = await elsewhere.join_many(21)
    found = listing(console)
    words = len(live_words(AGENTS))
    for _ in range(words):
        assert not found.opened
        await found.load()
    assert (found.opened, found.more, found.total, len(found.tasks)) == (True, True, 21, 20)
    assert console.world.calls["list"] == words
    await found.load()
    assert (found.more, ids(found)) == (False, started)


@pytest.mark.parametrize("fault", [FaultKind.HTTP, FaultKind.DROP_AFTER])
async def test_a_page_that_fails_takes_nothing_away_and_is_asked_for_again(
    console: TestConsole, elsewhere: Elsewhere, fault: FaultKind
) -> None:
    started = await elsewhere.join_many(25)
    found = listing(console, RUNNING)
    await found.load()
    # Both tries: a question is repeated once where the connection broke.
    console.world.faults.add(Fault(fault, call="list", count=None))
    with pytest.raises(CallFailed) as failed:
        await found.load()
    assert str(failed.value.note.remedy)
    assert (ids(found), found.more, found.total) == (started[:20], True, 25)
    console.world.faults.clear()
    await found.load()
    assert ids(found) == started


async def test_a_state_that_fails_is_asked_for_again_before_the_next(
    console: TestConsole, elsewhere: Elsewhere
) -> None:
    started = await elsewhere.join_many(3)
    found = listing(console)
    for _ in range(2):
        await found.load()
    console.world.faults.add(Fault(FaultKind.HTTP, call="list", count=None))
    with pytest.raises(CallFailed):
        await found.load()
    console.world.faults.clear()
    for _ in range(3):
        assert not found.opened
        await found.load()
    assert ids(found) == started


async def test_a_cancelled_page_leaves_the_listing_as_it_was(console: TestConsole, elsewhere: Elsewhere) -> None:
    started = await elsewhere.join_many(2)
    found = listing(console, RUNNING)
    console.world.faults.add(Fault(FaultKind.HANG, call="list"))
    loading = console.spawner.spawn(found.load(), name="load")
    await until(lambda: console.world.calls["list"])
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    console.spawner.tasks.clear()
    assert (found.opened, found.tasks) == (False, [])
    await found.load()
    assert ids(found) == started


async def test_a_room_narrows_the_list(console: TestConsole, elsewhere: Elsewhere) -> None:
    here, there = await elsewhere.join_many(3, "here"), await elsewhere.join_many(2, "there")
    found = listing(console, RUNNING, "there")
    await found.load()
    assert (ids(found), found.total) == (there, 2)
    assert {each.room for each in found.tasks} == {"there"}
    everywhere = listing(console, RUNNING)
    await everywhere.load()
    assert (ids(everywhere), {each.room for each in everywhere.tasks}) == (here + there, {""})


async def test_a_task_that_moves_on_while_the_states_are_asked_for_is_there_once(console: TestConsole) -> None:
    pages = {
        "STARTING": ListedTask(vendor_task_id="a", vendor_state="STARTING", state=TaskState.STARTING),
        "RUNNING": ListedTask(vendor_task_id="a", vendor_state="RUNNING", state=TaskState.RUNNING),
    }
    await console.services.clients.client(console.profile(AGENTS).id)
    client = console.services.clients._clients[console.profile(AGENTS).id]
    asked = (await client.list_tasks()).exchange

    async def list_tasks(*, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        # A vendor whose last page names a cursor that leads nowhere.
        return ListedPage(tasks=(pages[word],), exchange=asked, next_cursor="a", total=None)

    client.list_tasks = list_tasks  # type: ignore[method-assign]
    found = listing(console)
    found._parts = [each for each in found._parts if each.word in pages]
    while found.more:
        await found.load()
    assert [(each.id, each.listed.state) for each in found.tasks] == [("a", TaskState.RUNNING)]
    assert found.total is None


async def test_a_missing_secret_is_said(console: TestConsole) -> None:
    profile = console.profile(AGENTS)
    await console.services.vault.delete_all(f"profile/{profile.id}", ["customer_secret"])
    with pytest.raises(BadRequest, match="Customer Secret"):
        await listing(console).load()
