"""Consoles, a simulator and a clock that a state machine drives, and what must hold of them after each step."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.ledger.checking import check
from roomscribe.services.follower import MARGIN
from roomscribe.services.lost_starts import SURE_AFTER, tried_at
from roomscribe.simulator.faults import Faults
from roomscribe.simulator.inside import TaskFacts
from tests.support.crashable import CrashableConsole, quiet
from tests.support.every_vendor import GENERATIONS, REGISTRY
from tests.support.faces import ManualClock
from tests.support.invariants import Truth, row_of, shown_as_ended, untold_calls
from tests.support.persons import Persons
from tests.support.virtual_loop import VirtualLoop
from tests.support.witness import permitted

HOUR = 3600.0
Result = TypeVar("Result")


class Stage(RuleBasedStateMachine):
    """One or two consoles on one ledger, and the promises that no step may break. The steps are somebody else's."""

    template: Path
    """A data directory with an empty ledger and the accounts."""
    folder: Path
    count = 0

    def __init__(self) -> None:
        super().__init__()
        Stage.count += 1
        self.directory = self.folder / str(Stage.count)
        shutil.copytree(self.template, self.directory)
        self.time = ManualClock()
        self.loop = VirtualLoop(self.time)
        first = CrashableConsole(self.directory, REGISTRY, self.time)
        self.simulation = first.simulation
        self.consoles = [first]
        """Those that are open."""
        self.beside = False
        """Whether there is or was a second one, so that there may be news of its rows."""
        self.left = 0
        """How many acts crashes cut short."""
        self.persons = Persons(REGISTRY, self.time)
        self.run(first.open())

    def run(self, coro: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(coro)

    # What must hold

    @invariant()
    def every_live_task_has_a_row_that_says_so(self) -> None:
        alone = [task for task in self.tasks() if task.ended_at is None]
        for task in alone:
            rows = [row_of(task, console.rows()) for console in self.consoles]
            assert any(rows) or task.task_id in self.persons.foreign, f"{task} is in nobody's ledger"
        for console in self.consoles:
            assert shown_as_ended(Truth(tasks=alone, now=self.time.now()), console.rows()) == []

    @invariant()
    def every_change_is_permitted(self) -> None:
        for console in self.consoles:
            assert console.witness.wrong == []

    @invariant()
    def no_wish_disappears(self) -> None:
        shown = {row.id: row for console in self.consoles for row in console.rows() if row.stop_wished_at is not None}
        assert self.persons.wished <= shown.keys()

    @invariant()
    def an_end_is_proven_or_named(self) -> None:
        for console in self.consoles:
            for row in console.rows():
                if row.state is TaskState.STOPPED:
                    assert row.receipt is not None
                assert (row.ended_at is None) == row.live

    @invariant()
    def no_room_has_two_of_ours(self) -> None:
        """A restart starts the second only when the first has ended."""
        rooms = Counter((task.generation, task.room) for task in self.tasks() if task.ended_at is None)
        assert all(count == 1 for count in rooms.values()), rooms

    @invariant()
    def no_task_has_two_rows(self) -> None:
        for console in self.consoles:
            ids = Counter((row.generation, row.vendor_task_id) for row in console.rows() if row.vendor_task_id)
            assert all(count == 1 for count in ids.values()), ids

    @invariant()
    def no_moment_lies_ahead(self) -> None:
        for console in self.consoles:
            now = console.services.clock.now()
            for row in console.services.store.live():
                assert row.created_at <= now + 1
                assert (row.answered_at or 0) <= now + 1
                assert (row.stop_wished_at or 0) <= now + 1

    @invariant()
    def what_is_left_passes_as_time_does(self) -> None:
        for console in self.consoles:
            for row in console.services.store.live():
                if row.ends_at is not None and all(row.revision == other.revision for other in self.copies(row.id)):
                    end = self.time.now() + row.ends_at - console.services.clock.now()
                    assert self.persons.ends.setdefault(row.id, end) == pytest.approx(end, abs=2)

    # The end

    def teardown(self) -> None:
        try:
            self.run(self._to_the_end())
            (console,) = self.consoles
            rows = {row.id: row for row in console.rows()}
            journals = {key: self.run(console.services.ledger.journal(key)) for key in rows}
            self.every_change_is_permitted()
            self.run(console.leave())
            self.run(console.network.cut())
            self.simulation.stop()
        finally:
            self.loop.close()
            gc.collect()  # not by itself in tests; an example leaves many a cycle
        abilities = [REGISTRY.generation(each).abilities for each in GENERATIONS]
        assert max(each.longest_life or each.longest_run for each in abilities) + MARGIN < 80 * HOUR
        assert self.loop.unhandled == []
        for row in rows.values():
            self._judge(row, journals[row.id])
        unknown = {
            each for each in self.persons.foreign if not any(row.vendor_task_id == each for row in rows.values())
        }
        assert all(task.ended_at is not None or task.task_id in unknown for task in self.tasks())
        truth = Truth(tasks=self.tasks(), calls=self.simulation.world.calls, now=self.time.now())
        lost = self.left + console.lost + self.persons.foreign_calls
        assert untold_calls(truth, journals, REGISTRY, lost) == []
        self._judge_restarts(journals)
        found = check(self.directory / "ledger.sqlite3")
        assert (found.damage, found.differences, found.untold, found.unreadable) == ((), (), {}, ())

    def _judge(self, row: Task, journal: list[JournalEntry]) -> None:
        # Enough time has passed for everything: what is still open is named, and says why nobody can know.
        assert row.state.ended or row.error is not None, row
        assert row.state is not TaskState.REJECTED, f"nothing here is refused: {row.error}"
        assert row.restart is None or row.restart.by == "", "who restarts it has come to an end, or is no more"
        moves = [entry for entry in journal if entry.state and entry.kind is EntryKind.STATE_CHANGED]
        for entry in moves:
            before = TaskState(str(entry.detail["from"]))
            assert permitted(before, entry.state or before), (before, entry.state)
        if row.id in self.persons.wished:
            assert any(entry.kind is EntryKind.STOP_WISHED for entry in journal)

    def _judge_restarts(self, journals: dict[str, list[JournalEntry]]) -> None:
        """Each wish to start a task again starts one at most."""
        lines = [entry for journal in journals.values() for entry in journal]
        wished = Counter(entry.task_id for entry in lines if entry.kind is EntryKind.RESTART_WISHED)
        followed = Counter(str(entry.detail["task"]) for entry in lines if entry.kind is EntryKind.RESTART_OF)
        assert followed <= wished

    async def _to_the_end(self) -> None:
        while len(self.consoles) > 1:
            console = self.consoles.pop()
            await console.leave()
            self.left += console.lost
        self.faults.clear()
        self.simulation.steering.switches.reset()
        await self.look()  # what only another console knew is in the ledger
        for task in self.live():
            if task.ends_at is None:
                await self.persons.wish(self.consoles[0], task.id)  # it runs until somebody says so
        for seconds in (5.0, 5.0, 200.0, 200.0, *[HOUR] * 4, *[10 * HOUR] * 8, *[70.0] * 6):
            await asyncio.sleep(seconds)
            for _ in range(3):
                await asyncio.sleep(2.0)
                await self.look()

    # How it is done

    @property
    def faults(self) -> Faults:
        return self.simulation.world.faults

    def console(self, at: int) -> CrashableConsole:
        return self.consoles[at % len(self.consoles)]

    def live(self) -> list[Task]:
        """The live rows of every console, each once."""
        return list({row.id: row for console in self.consoles for row in console.services.store.live()}.values())

    def pick(self, console: CrashableConsole, number: int) -> Task | None:
        """One of the live rows that this console shows; it may have none where another has."""
        live = console.services.store.live()
        return live[number % len(live)] if live else None

    def ask_now(self, *rows: Task) -> None:
        for console in self.consoles:
            for row in rows:
                if console.services.store.knows(row.id):
                    console.services.watcher.nudge(row.id)
        self.run(self.look())

    def copies(self, task_id: str) -> list[Task]:
        return [row for console in self.consoles for row in console.rows() if row.id == task_id]

    def lost(self) -> list[Task]:
        services = self.consoles[0].services
        return [row for row in services.store.live() if services.lost_starts.why_not(row) is None]

    def unfinished(self) -> list[Task]:
        services = self.consoles[0].services
        return [row for row in services.store.tasks() if services.updater.unfinished(row) is not None]

    def may_be_missed(self, row: Task) -> bool:
        """Whether a vendor's slip about this row must do nothing: it has taken no stop, and it is the first slip."""
        now = self.consoles[0].services.clock.now()
        young = tried_at(row) + SURE_AFTER > now + 1 or not row.state.unsettled
        soon = row.ends_at is not None and row.ends_at <= now + 1
        followers = [console.services.follower for console in self.consoles]
        missed = any(row.id in each._missed or each._pursuits.accepted(row.id) for each in followers)
        return young and not soon and not missed

    def tasks(self) -> list[TaskFacts]:
        return self.simulation.steering.tasks()

    def act(self, at: int, act: Coroutine[Any, Any, Any]) -> None:
        """Somebody begins something; what of it needs time goes on while time passes."""
        self.run(self._begin((at, act)))

    async def _begin(self, *acts: tuple[int, Coroutine[Any, Any, Any]]) -> None:
        for at, act in acts:
            self.console(at).begin(act)
        await quiet()
        for console in self.consoles:
            console.spawned.reap()

    async def look(self) -> None:
        for console in self.consoles:
            await console.look(news=self.beside)

    async def crash_during(
        self, console: CrashableConsole, act: Coroutine[Any, Any, Any], steps: int, away: float = 0.0
    ) -> None:
        running = console.begin(act)
        for _ in range(steps):
            await asyncio.sleep(0)
        await console.crash()
        assert running.done()
        await asyncio.sleep(away)
        await console.open()
