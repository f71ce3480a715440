"""The watchdog at work beside a console and alone, on a simulator in the process and with a clock that is set."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.clients import profile_owner
from roomscribe.services.console import build_services
from roomscribe.services.locking import FileLock
from roomscribe.services.watchdog.guard import KEYS_AGAIN, NOTHING_LEFT, SWITCHED_OFF, Guard
from roomscribe.services.watchdog.notes import Notes, Places, Question
from roomscribe.services.watchdog.rules import HOPE, QUIET
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import PlainSpawner, TestConsole, open_test_console, until

BLANK = VENDOR.generations[0]
HALF_HOUR = 1800.0


class SetClock(ShiftedClock):
    """A clock whose waiting can be passed, too."""

    def __init__(self) -> None:
        super().__init__(SystemClock())
        self.waited = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.waited


@dataclass
class Scene:
    """A console, and a watchdog that has not come yet."""

    folder: Path
    console: TestConsole
    guard: Guard
    clock: SetClock
    notes: Notes
    crew: PlainSpawner
    secrets: dict[tuple[str, str], str]

    async def running(self) -> Task:
        return await self.console.running(BLANK)

    async def console_ends(self) -> None:
        """It is no more; the simulator goes on."""
        await self.console.spawner.aclose()
        self.console.spawner.tasks.clear()
        await self.console.services.aclose()

    async def row(self, task: Task) -> Task:
        found = await self.guard._parts.ledger.task(task.id)
        assert found is not None
        return found

    async def looks(self, times: int = 2) -> str:
        why = ""
        for _ in range(times):
            why = await self.guard.look()
        return why

    async def ends(self, task: Task) -> Task:
        """The row once it has ended by the watchdog's doing."""
        async with asyncio.timeout(10):
            while (await self.row(task)).live:
                await self.guard.look()
                await asyncio.sleep(0.02)
        return await self.row(task)

    async def journal(self, task: Task) -> list[tuple[EntryKind, object]]:
        entries = await self.guard._parts.ledger.journal(task.id)
        return [(each.kind, each.detail.get("by") or each.detail.get("reason")) for each in entries]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    registry = Registry([VENDOR])
    console = await open_test_console(tmp_path, registry)
    (demo,) = console.profiles
    real = replace(demo, id="real", simulator=False)
    secrets = {}
    for each in BLANK.account_fields:
        if each.secret and (value := await console.services.vault.get(profile_owner(demo.id), each.key)):
            secrets[profile_owner(real.id), each.key] = value
            await console.services.vault.set(profile_owner(real.id), each.key, value)
    await console.services.profiles.save(real)
    console.profiles = [real]
    crew, clock = PlainSpawner(), SetClock()
    factory = HttpFactory(lambda: InProcessTransport(console.simulation.application))
    guard = Guard(tmp_path, registry=registry, spawner=crew, clock=clock, factory=factory)
    notes = Notes(Places.of(tmp_path), clock)
    yield Scene(tmp_path, console, guard, clock, notes, crew, secrets)
    await crew.aclose()
    if notes.answer().broke_off:
        await guard.aclose("the test is over")
    await console.aclose()


async def test_alone_it_stops_at_the_end_time_and_the_journal_says_so(scene: Scene) -> None:
    task = await scene.running()
    await scene.guard.open()
    await scene.console_ends()
    await scene.looks()
    assert (await scene.row(task)).watched_by == task.watched_by, "nothing is to be done yet"
    asked = scene.console.world.calls["GetTask"]
    scene.clock.offset = HALF_HOUR + 1
    row = await scene.ends(task)
    assert (row.state, row.receipt is not None) == (TaskState.STOPPED, True)
    assert scene.console.world.calls["StopTask"] == 1
    assert scene.console.world.calls["GetTask"] - asked <= 20
    said = await scene.journal(task)
    assert said.index((EntryKind.WATCHED, "watchdog")) < said.index((EntryKind.STOP_WISHED, "end-time"))


async def test_while_a_console_lives_it_does_nothing(scene: Scene) -> None:
    task = await scene.running()
    await scene.guard.open()
    scene.clock.offset = HALF_HOUR + 1
    calls = scene.console.world.calls.copy()
    assert await scene.looks(4) == ""
    assert await scene.row(task) == scene.console.services.store.get(task.id)
    assert scene.console.world.calls == calls


async def test_a_wish_of_a_dead_console_is_pursued_at_once(scene: Scene) -> None:
    task = await scene.running()
    await scene.console.services.stopper.wish(task.id)
    await scene.guard.open()
    await scene.console_ends()
    assert (await scene.ends(task)).receipt is not None
    wishes = [by for kind, by in await scene.journal(task) if kind is EntryKind.STOP_WISHED]
    assert wishes == ["you"]


async def test_a_start_without_an_answer_is_settled_and_stopped(scene: Scene) -> None:
    scene.console.world.faults.add(Fault(FaultKind.DROP_AFTER, call="StartTask"))
    task = await scene.console.services.launcher.start(scene.console.draft(BLANK))
    assert task.state is TaskState.UNCONFIRMED
    await scene.guard.open()
    await scene.console_ends()
    scene.clock.offset = HALF_HOUR + 1
    assert (await scene.ends(task)).state is TaskState.STOPPED


async def test_trouble_goes_back_to_a_console_that_has_come(scene: Scene) -> None:
    task = await scene.running()
    await scene.guard.open()
    await scene.console_ends()
    scene.console.world.faults.add(Fault(FaultKind.HTTP, count=None))
    scene.clock.offset = HALF_HOUR + 1
    await scene.looks()
    assert (await scene.row(task)).watched_by == scene.guard._parts.lease.id
    await until(lambda: scene.guard._parts.store.get(task.id).error)
    await scene.looks()
    assert (await scene.row(task)).watched_by == scene.guard._parts.lease.id, "nobody is there"
    other = await open_test_console(scene.folder, Registry([VENDOR]), beside=scene.console)
    await other.services.take_over()
    await until_given_back(scene, task, other.services.lease.id)
    scene.console.world.faults.clear()
    await until(lambda: other.services.store.get(task.id).state is TaskState.STOPPED)
    said = await scene.journal(task)
    assert said.index((EntryKind.WATCHED, "watchdog")) < said.index((EntryKind.WATCHED, "console"))
    await other.spawner.aclose()
    await other.services.aclose()


async def until_given_back(scene: Scene, task: Task, console: str) -> None:
    async with asyncio.timeout(10):
        while (await scene.row(task)).watched_by != console:
            await scene.guard.look()
            await asyncio.sleep(0.05)


async def test_it_ends_by_itself_with_the_last_task(scene: Scene) -> None:
    task = await scene.running()
    await scene.guard.open()
    assert await scene.looks() == ""
    scene.clock.waited += 10 * QUIET
    assert await scene.looks() == ""
    await scene.console.services.stopper.wish(task.id)
    await scene.console.asked_until(task.id, TaskState.STOPPED)
    assert await scene.looks() == ""
    scene.clock.waited += QUIET
    assert await scene.looks(1) == NOTHING_LEFT


async def test_without_keys_it_claims_nothing_and_says_so(scene: Scene) -> None:
    task = await scene.running()
    (place,) = scene.secrets
    await scene.console.services.vault.delete(*place)
    await scene.guard.open()
    scene.notes.ask(Question("one"))
    await scene.looks(3)
    assert (scene.notes.answer().question, scene.notes.answer().safe) == ("one", frozenset())
    await scene.console_ends()
    scene.clock.offset = HALF_HOUR + 1
    await scene.looks(3)
    assert (await scene.row(task)).watched_by == task.watched_by
    # Told by somebody who has them, it does what it could not do.
    scene.guard.told(place, scene.secrets[place])
    assert (await scene.ends(task)).state is TaskState.STOPPED


async def test_keys_that_were_missing_are_looked_for_again(scene: Scene) -> None:
    task = await scene.running()
    (place,) = scene.secrets
    await scene.console.services.vault.delete(*place)
    await scene.guard.open()
    await scene.looks()
    await scene.console.services.vault.set(*place, scene.secrets[place])
    await scene.looks()
    assert scene.guard._checked.safe == frozenset()
    scene.clock.waited += KEYS_AGAIN
    await scene.looks()
    assert scene.guard._checked.safe == {task.id}


async def test_keys_are_looked_for_at_once_where_the_row_has_news(scene: Scene) -> None:
    """What the vendor gives for a task is kept only after its row was written, and its console may be killed then."""
    task = await scene.running()
    (place,) = scene.secrets
    await scene.console.services.vault.delete(*place)
    await scene.guard.open()
    await scene.looks()
    assert scene.guard._checked.safe == frozenset()
    await scene.console.services.vault.set(*place, scene.secrets[place])
    await scene.console.services.extender.extend(task.id, 60.0)
    await scene.looks()
    assert scene.guard._checked.safe == {task.id}


async def test_without_keys_it_stays_until_the_tasks_end_and_some_time_after(scene: Scene) -> None:
    await scene.running()
    (place,) = scene.secrets
    await scene.console.services.vault.delete(*place)
    await scene.guard.open()
    await scene.looks()
    for passed in (HALF_HOUR - 60, HOPE):
        scene.clock.waited += passed
        scene.clock.offset += passed
        assert await scene.looks() == "", "a keyring that is unlocked now is in time"
    scene.clock.waited += HOPE
    scene.clock.offset += HOPE
    assert await scene.looks(1) == "no keys to 1 live tasks"


async def test_a_question_is_answered_with_the_tasks_it_has_the_keys_to(scene: Scene) -> None:
    await scene.guard.open()
    task = await scene.running()
    scene.notes.ask(Question("one"))
    await scene.looks(1)
    assert (scene.notes.answer().question, scene.notes.answer().safe) == ("one", frozenset({task.id}))


async def test_switched_off_it_ends_but_not_by_what_an_earlier_one_was_told(scene: Scene) -> None:
    await scene.running()
    scene.notes.ask(Question("before", end=True))
    await scene.guard.open()
    assert await scene.looks() == ""
    scene.notes.ask(Question("now", end=True))
    assert await scene.looks(1) == SWITCHED_OFF
    await scene.crew.aclose()
    await scene.guard.aclose(SWITCHED_OFF)
    assert scene.notes.answer().ended == SWITCHED_OFF


@pytest.mark.expect_log("The disk is full")
async def test_a_full_disk_keeps_no_bot_running(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    task = await scene.running()
    await scene.guard.open()
    await scene.console_ends()
    await scene.looks()

    async def full(*_: object, **how: object) -> Task:
        raise LedgerUnusable(T("The disk is full."))

    monkeypatch.setattr(scene.guard._parts.ledger, "save", full)
    scene.clock.offset = HALF_HOUR + 1
    async with asyncio.timeout(10):
        while not scene.console.world.calls["StopTask"]:
            await scene.guard.look()
            await asyncio.sleep(0.02)
    monkeypatch.undo()
    assert (await scene.ends(task)).receipt is not None
    # What could not be written at that moment was told to whoever owns the background work.
    scene.crew.tasks = {each for each in scene.crew.tasks if not each.done()}


async def test_a_console_that_asks_what_to_do_with_a_damaged_register_stands_in_nobodys_way(scene: Scene) -> None:
    task = await scene.running()
    await scene.guard.open()
    await scene.console_ends()
    other = build_services(scene.folder, Registry([VENDOR]), PlainSpawner(), SystemClock())

    async def unreadable() -> None:
        raise LedgerUnusable(T("a wrong line"), replaceable=True)

    other.feed.load = unreadable  # type: ignore[method-assign]
    with pytest.raises(LedgerUnusable, match="a wrong line"):
        await other.open()
    await scene.looks()
    scene.clock.offset += HALF_HOUR
    assert not (await scene.ends(task)).live, "its question stands there all the time"

    lock = FileLock(Places.of(scene.folder).lock)
    assert lock.take()  # as the program does it that runs the guard
    with pytest.raises(LedgerUnusable, match=f"its watchdog is, process {os.getpid()}:"):
        await other.begin_anew()
    lock.release()
    await other.aclose()
