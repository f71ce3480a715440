"""A budget that is spent stops the profile's tasks at the vendor, by the ordinary way, and never silently."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.budget import SPENT, WARNING, BudgetNews
from roomscribe.vendors.protocol import Generation
from tests.contract.conftest import REGISTRY
from tests.support.consoles import TestConsole, open_test_console, until


class Stage:
    """A console with one profile on a budget."""

    def __init__(self, console: TestConsole, generation: Generation) -> None:
        self.console = console
        self.generation = generation
        self.heard: list[BudgetNews] = []
        console.services.billing.budgets.subscribe(self.heard.append)

    async def budget(self, amount: str, *, stops: bool) -> None:
        profile = self.console.profile(self.generation)
        changed = replace(profile, budget=Decimal(amount), budget_stops=stops)
        await self.console.services.profiles.save(changed)

    async def running(self, **values: object) -> Task:
        return await self.console.running(self.generation, minutes=120, **values)

    async def look(self) -> None:
        await self.console.services.billing.days.catch_up()
        self.console.services.billing.budgets.look()

    def cost(self, task: Task) -> Fraction:
        return self.console.services.billing.days.spent(task.profile_id)[0]


@pytest.fixture
async def stage(generation: Generation, tmp_path: Path, forenoon: None) -> AsyncIterator[Stage]:
    console = await open_test_console(tmp_path, REGISTRY)
    yield Stage(console, generation)
    await console.aclose()


async def test_a_spent_budget_stops_the_task_at_the_vendor(stage: Stage) -> None:
    task = await stage.running()
    await stage.budget("0.5", stops=True)
    await stage.look()
    assert stage.heard == []
    stage.console.clock.offset += 3600
    await stage.look()
    (news,) = stage.heard
    assert (news.percent, news.stopped, news.budget) == (SPENT, (task.id,), Decimal("0.5"))
    assert news.spent >= news.budget
    ended = await stage.console.asked_until(task.id, TaskState.STOPPED, TaskState.GONE)
    assert ended.receipt is not None
    journal = await stage.console.services.ledger.journal(task.id)
    (wish,) = [entry for entry in journal if entry.kind is EntryKind.STOP_WISHED]
    assert wish.detail["reason"] == "budget"
    await stage.look()
    assert len(stage.heard) == 1


async def test_each_mark_is_told_once_and_nothing_is_stopped_unasked(stage: Stage) -> None:
    task = await stage.running()
    # A budget of which four fifths are spent now, and all of it in a quarter of the time since.
    stage.console.clock.offset += 3600
    spent = stage.cost(task)
    await stage.budget(str(round(float(spent) / 0.85, 6)), stops=False)
    for _ in range(3):
        await stage.look()
    assert [news.percent for news in stage.heard] == [WARNING]
    stage.console.clock.offset += 1800
    for _ in range(3):
        await stage.look()
    assert [news.percent for news in stage.heard] == [WARNING, SPENT]
    assert [news.stopped for news in stage.heard] == [(), ()]
    assert stage.console.services.store.get(task.id).stop_wished_at is None
    await stage.budget("1000", stops=True)
    await stage.look()
    assert len(stage.heard) == 2


async def test_a_budget_looks_at_its_own_profile_alone(stage: Stage) -> None:
    task = await stage.running()
    others = [each for each in stage.console.profiles if each.generation != stage.generation.id]
    for profile in others:
        changed = replace(profile, budget=Decimal("0.000001"), budget_stops=True)
        await stage.console.services.profiles.save(changed)
    stage.console.clock.offset += 3600
    await stage.look()
    assert stage.heard == []
    assert stage.console.services.store.get(task.id).live


async def test_what_is_started_later_is_stopped_and_told_too(stage: Stage) -> None:
    await stage.budget("0.0001", stops=True)
    first = await stage.running()
    stage.console.clock.offset += 60
    await stage.look()
    await stage.console.asked_until(first.id, TaskState.STOPPED, TaskState.GONE)
    room = {stage.generation.room_key: "500999", stage.generation.bot_key: "99001"}
    second = await stage.running(**room)
    await stage.look()
    assert [news.stopped for news in stage.heard] == [(first.id,), (second.id,)]
    await until(lambda: stage.console.services.store.get(second.id).stop_wished_at is not None)


async def test_by_itself(stage: Stage) -> None:
    """Started as the program starts it, with nobody looking."""
    task = await stage.running()
    await stage.console.services.take_over()
    await stage.budget("0.5", stops=True)
    stage.console.clock.offset += 3600
    await until(lambda: stage.console.services.store.get(task.id).state.ended)
    assert [news.stopped for news in stage.heard] == [(task.id,)]
