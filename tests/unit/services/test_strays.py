"""Looking for tasks at a vendor that the ledger does not know, when the console starts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.services.clients import profile_owner
from roomscribe.services.listing import live_words
from roomscribe.services.strays import MOST_PAGES
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole
from tests.support.elsewhere import GENERATION, Elsewhere

REGISTRY = Registry(load_registry().vendors)
WORDS = live_words(REGISTRY.generation(GENERATION))


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


async def account(console: TestConsole, name: str = "Support") -> Profile:
    """An account of one's own: the demo's are not looked through."""
    demo = next(each for each in console.profiles if each.generation == GENERATION)
    profile = replace(demo, id=name.lower(), name=name, simulator=False)
    services = console.services
    for field in REGISTRY.generation(GENERATION).account_fields:
        if field.secret and (value := await services.vault.get(profile_owner(demo.id), field.key)):
            await services.vault.set(profile_owner(profile.id), field.key, value, session_only=True)
    await services.profiles.save(profile)
    return profile


async def test_what_nobody_here_started_is_counted_once_per_account(console: TestConsole) -> None:
    profile = await account(console)
    await account(console, "The same once more")
    async with Elsewhere.beside(console) as elsewhere:
        await elsewhere.join("theirs", "their-room")
        ended = await elsewhere.join("ended", "their-room", "7002")
        await elsewhere.leave(ended)
    draft = replace(console.draft(REGISTRY.generation(GENERATION)), profile_id=profile.id)
    mine = await console.services.launcher.start(draft)
    asked = console.world.calls["list"]

    (found,) = await console.services.strays.look()

    assert (found.profile, found.count, found.more) == (profile, 1, False)
    assert console.world.calls["list"] - asked == len(WORDS), "one page of each live state, of one account"
    assert [task.id for task in console.services.store.tasks()] == [mine.id], "nothing was adopted"
    assert console.world.calls["leave"] == 1, "nothing was stopped"


async def test_a_start_whose_answer_was_lost_is_no_stray(console: TestConsole) -> None:
    profile = await account(console)
    console.world.faults.add(Fault(FaultKind.DROP_AFTER, call="join"))
    draft = replace(console.draft(REGISTRY.generation(GENERATION)), profile_id=profile.id)
    task = await console.services.launcher.start(draft)
    assert task.state is TaskState.UNCONFIRMED
    assert await console.services.strays.look() == []


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.HTTP, FaultKind.DROP_AFTER])
async def test_what_cannot_be_asked_is_left_unsaid(console: TestConsole, kind: FaultKind) -> None:
    await account(console)
    async with Elsewhere.beside(console) as elsewhere:
        await elsewhere.join("theirs")
    console.world.faults.add(Fault(kind, call="list", count=None))
    assert await console.services.strays.look() == []


async def test_the_demos_accounts_are_not_asked(console: TestConsole) -> None:
    async with Elsewhere.beside(console) as elsewhere:
        await elsewhere.join("theirs")
    assert await console.services.strays.look() == []
    assert console.world.calls["list"] == 0


async def test_an_endless_list_is_not_read_to_its_end(console: TestConsole, monkeypatch: pytest.MonkeyPatch) -> None:
    await account(console)
    monkeypatch.setattr("roomscribe.services.strays.MOST_PAGES", len(WORDS) + 1)
    async with Elsewhere.beside(console) as elsewhere:
        await elsewhere.join_many(45)
    (found,) = await console.services.strays.look()
    assert found.more
    assert found.count == 40
    assert len(WORDS) < MOST_PAGES, "each live state has its turn"
