"""Tasks under everything that happens at once: lost answers, crashes, clocks, people, vendors; and what must hold.

`ROOMSCRIBE_MACHINE_EXAMPLES` says how many histories are tried, `ROOMSCRIBE_MACHINE_STEPS` how long each may be. What
breaks a promise is shown as it was found; with `ROOMSCRIBE_MACHINE_SHRINK` a shorter history is looked for, which takes
minutes.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.ledger.checking import check
from roomscribe.services.follower import MARGIN
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.inside import TaskFacts
from roomscribe.simulator.live import EndCause
from roomscribe.simulator.world import Person
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.crashable import CrashableConsole, without_threads
from tests.support.faces import ManualClock

EXAMPLES = int(os.environ.get("ROOMSCRIBE_MACHINE_EXAMPLES", "15"))
STEPS = int(os.environ.get("ROOMSCRIBE_MACHINE_STEPS", "25"))
PHASES = (Phase.generate, Phase.shrink) if "ROOMSCRIBE_MACHINE_SHRINK" in os.environ else (Phase.generate,)
REGISTRY = Registry([*load_registry().vendors, BLANK])
GENERATIONS = ("blank-1", "trtc-1", "trtc-2", "agora-5", "agora-7")
HOUR = 3600.0

LIVE = {TaskState.STARTING, TaskState.RUNNING, TaskState.RECOVERING}
OVER = {TaskState.STOPPED, TaskState.FAILED, TaskState.GONE}
TABLE: dict[TaskState, set[TaskState]] = {
    TaskState.REQUESTING: {
        *LIVE,
        TaskState.STOPPING,
        *OVER,
        TaskState.REJECTED,
        TaskState.UNSENT,
        TaskState.UNCONFIRMED,
    },
    TaskState.UNCONFIRMED: {*LIVE, TaskState.STOPPING, *OVER, TaskState.UNSENT},
    TaskState.STARTING: {TaskState.RUNNING, TaskState.RECOVERING, TaskState.STOPPING, *OVER},
    TaskState.RUNNING: {TaskState.RECOVERING, TaskState.STOPPING, *OVER},
    TaskState.RECOVERING: {TaskState.RUNNING, TaskState.STOPPING, *OVER},
    TaskState.STOPPING: OVER,
    **{key: set() for key in (*OVER, TaskState.REJECTED, TaskState.UNSENT)},
}
"""design.md §2: where a row may go from each state."""
ACTS = {
    "StartTask", "ChangeTask", "StopTask",
    "StartAITranscription", "StopAITranscription",
    "CreateCloudTranscription", "DeleteCloudTranscription",
    "start", "join", "update", "stop", "leave",
}  # fmt: skip
"""Calls that change something at a vendor."""
IGNORED = {"trtc.stop_works": False, "trtc-2.stop_works": False}
IGNORED_BY_AGORA = {
    "agora.stop_reaction": "taken-back",
    "agora.stopping_seconds": 20.0,
    "agora-7.stop_reaction": "taken-back",
    "agora-7.stopping_seconds": 20.0,
}

Result = TypeVar("Result")
FAULTS = st.sampled_from([None, None, FaultKind.DROP_AFTER, FaultKind.RESET, FaultKind.HTTP, FaultKind.HALF_BODY])
NUMBERS = st.integers(0, 20)
"""Which of the tasks there are, counted round and round."""


class Machine(RuleBasedStateMachine):
    """The console's launcher, scheduler, stopper, updater and ledger against the simulator's world."""

    template: Path
    """A data directory with an empty ledger and the accounts."""
    folder: Path
    count = 0

    def __init__(self) -> None:
        super().__init__()
        Machine.count += 1
        directory = self.folder / str(Machine.count)
        shutil.copytree(self.template, directory)
        self.ledger = directory / "ledger.sqlite3"
        self.loop = asyncio.new_event_loop()
        self.console = CrashableConsole(directory, REGISTRY, ManualClock())
        self.wished: set[str] = set()
        self.ends: dict[str, float] = {}
        """When each task ends by the time that passes, whatever clocks say."""
        self.started = 0
        self.run(self.console.open())

    def run(self, coro: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(coro)

    # What happens

    @initialize(which=st.lists(st.sampled_from(GENERATIONS), min_size=1, max_size=3, unique=True))
    def some_run(self, which: list[str]) -> None:
        for each in which:
            self.run(self._start(each, 30))
        self.pass_time(3.0, 3)

    @rule(which=st.sampled_from(GENERATIONS), minutes=st.sampled_from([0, 1, 30]), fault=FAULTS)
    def start(self, which: str, minutes: int, fault: FaultKind | None) -> None:
        if fault:
            self.console.simulation.world.faults.add(Fault(fault))
        self.run(self._start(which, minutes))

    @rule(which=st.sampled_from(GENERATIONS), steps=st.integers(0, 60))
    def start_and_crash(self, which: str, steps: int) -> None:
        self.run(self._crash_during(self._start(which, 30), steps))

    @precondition(lambda self: self.live())
    @rule(number=NUMBERS)
    def wish(self, number: int) -> None:
        self.run(self._wish(self.pick(number).id))

    @precondition(lambda self: self.live())
    @rule(
        number=NUMBERS,
        trouble=st.sampled_from([None, FaultKind.RESET, FaultKind.HTTP, FaultKind.DROP_AFTER]),
        every=st.sampled_from([2.0, 6.0, 25.0]),
        looks=st.integers(3, 8),
    )
    def stop_in_trouble(self, number: int, trouble: FaultKind | None, every: float, looks: int) -> None:
        """The vendor takes stops and goes on, or the network is gone, for a while in which it is tried again."""
        world = self.console.simulation.world
        if trouble:
            world.faults.add(Fault(trouble, count=None))
        else:
            self.vendor_ignores_stops(True)
        self.wish(number)
        self.pass_time(every * looks, looks)
        world.faults.clear()

    @precondition(lambda self: self.live())
    @rule(number=NUMBERS, steps=st.integers(0, 60))
    def wish_and_crash(self, number: int, steps: int) -> None:
        task = self.pick(number)

        async def pursue() -> None:
            await self._wish(task.id)
            await self.console.services.follower.ask(task.id)

        self.run(self._crash_during(pursue(), steps))

    @precondition(lambda self: self.live())
    @rule(number=NUMBERS, idle=st.integers(10, 100))
    def update(self, number: int, idle: int) -> None:
        task = self.pick(number)
        updater = self.console.services.updater
        if not updater.can_update(task) or not updater.in_place(task):
            return
        generation = REGISTRY.generation(task.generation)
        changed = {"agora": {"targets": ("ja",)}, "blank": {"targets": ("fr",)}}.get(task.vendor, {})

        async def act() -> None:
            try:
                await updater.update(task.id, {**task.values, **changed})
            except (BadRequest, CallFailed):
                return  # said to the person; the row has it, too

        assert generation.abilities.update_in_place
        self.run(act())

    @rule(seconds=st.sampled_from([0.3, 1.0, 3.0, 9.0, 30.0, 130.0, 1000.0, 2 * HOUR]), looks=st.integers(1, 4))
    def pass_time(self, seconds: float, looks: int) -> None:
        for _ in range(looks):
            self.console.time.pass_by(seconds / looks)
            self.run(self.console.look())

    @rule(seconds=st.sampled_from([5.0, 300.0]), steps=st.integers(0, 60))
    def crash_while_asking(self, seconds: float, steps: int) -> None:
        self.console.time.pass_by(seconds)
        self.run(self._crash_during(self.console.look(), steps))

    @rule(away=st.sampled_from([0.0, 60.0, 3 * HOUR]))
    def crash(self, away: float) -> None:
        self.run(self._crash_during(asyncio.sleep(0), 0, away))

    @rule(hours=st.sampled_from([-5, -1, 1, 5]))
    def set_the_clock(self, hours: int) -> None:
        self.console.computer.offset += hours * HOUR
        self.run(self.console.look())

    @precondition(lambda self: self.tasks())
    @rule(number=NUMBERS, there=st.booleans())
    def people_come_and_go(self, number: int, there: bool) -> None:
        task = self.tasks()[number % len(self.tasks())]
        people = [Person("anna")] if there else []
        self.console.simulation.world.set_people(task.app_id, task.room, people)

    @precondition(lambda self: self.tasks())
    @rule(number=NUMBERS, cause=st.sampled_from([EndCause.BROKEN, EndCause.LIFETIME, EndCause.REMOVED_BY_SERVER]))
    def vendor_breaks(self, number: int, cause: EndCause) -> None:
        task = self.tasks()[number % len(self.tasks())]
        try:
            self.console.simulation.world.end_task(task.task_id, cause)
        except (KeyError, ValueError):
            return  # it has ended, or its vendor has no such end

    @rule(
        kind=st.sampled_from([FaultKind.DROP_AFTER, FaultKind.RESET, FaultKind.HTTP, FaultKind.HALF_BODY]),
        count=st.integers(1, 4),
    )
    def network_fails(self, kind: FaultKind, count: int) -> None:
        self.console.simulation.world.faults.add(Fault(kind, count=count))

    @rule(ignored=st.booleans())
    def vendor_ignores_stops(self, ignored: bool) -> None:
        switches = self.console.simulation.steering.switches
        if ignored:
            switches.change({**IGNORED, **IGNORED_BY_AGORA})
        else:
            switches.reset()

    # What must hold

    @invariant()
    def every_live_task_has_a_row_that_says_so(self) -> None:
        for task in self.tasks():
            if task.ended_at is None:
                row = self.row_of(task)
                assert row is not None, f"{task} is in nobody's ledger"
                assert row.state.live, f"{task} lives, and its row says {row.state}"

    @invariant()
    def no_wish_disappears(self) -> None:
        for row in self.console.rows():
            assert row.id not in self.wished or row.stop_wished_at is not None

    @invariant()
    def an_end_is_proven_or_named(self) -> None:
        for row in self.console.rows():
            if row.state is TaskState.STOPPED:
                assert row.receipt is not None
            if row.live:
                assert row.ended_at is None
            else:
                assert row.ended_at is not None

    @invariant()
    def no_moment_lies_ahead(self) -> None:
        now = self.console.services.clock.now()
        for row in self.console.services.store.live():
            assert row.created_at <= now + 1
            assert (row.answered_at or 0) <= now + 1
            assert (row.stop_wished_at or 0) <= now + 1

    @invariant()
    def what_is_left_passes_as_time_does(self) -> None:
        for row in self.console.services.store.live():
            if row.ends_at is not None:
                end = self.console.time.now() + row.ends_at - self.console.services.clock.now()
                assert self.ends.setdefault(row.id, end) == pytest.approx(end, abs=1)

    def teardown(self) -> None:
        try:
            self.run(self._to_the_end())
            rows = {row.id: row for row in self.console.rows()}
            journals = {key: self.run(self.console.services.ledger.journal(key)) for key in rows}
            self.run(self.console.aclose())
        finally:
            self.loop.close()
            gc.collect()  # not by itself in tests; an example leaves many a cycle
        abilities = [REGISTRY.generation(each).abilities for each in GENERATIONS]
        longest = max(each.longest_life or each.longest_run for each in abilities)
        assert longest + MARGIN < 80 * HOUR
        for key, row in rows.items():
            # Enough time has passed for everything: what is still open is named, and says why nobody can know.
            assert row.state.ended or row.error is not None, row
            assert row.state is not TaskState.REJECTED, f"nothing here is refused: {row.error}"
            moves = [
                (entry.detail["from"], entry.state)
                for entry in journals[key]
                if entry.state and entry.kind is EntryKind.STATE_CHANGED
            ]
            for before, after in moves:
                assert before == after or after in TABLE[TaskState(str(before))], (before, after)
            if key in self.wished:
                assert row.stop_wished_at is not None
                assert any(entry.kind is EntryKind.STOP_WISHED for entry in journals[key])
        assert all(task.ended_at is not None for task in self.tasks())
        self._compare_calls(journals)
        found = check(self.ledger)
        assert (found.damage, found.differences, found.untold, found.unreadable) == ((), (), {}, ())

    def _compare_calls(self, journals: dict[str, Any]) -> None:
        told: Counter[str] = Counter()
        for journal in journals.values():
            told.update(entry.exchange.call for entry in journal if entry.exchange is not None)
        reached = self.console.simulation.world.calls
        untold = {call: reached[call] - told[call] for call in ACTS if reached[call] > told[call]}
        assert sum(untold.values()) <= self.console.lost, f"not in the journal: {untold}"

    # How it is done

    def live(self) -> list[Task]:
        return self.console.services.store.live()

    def pick(self, number: int) -> Task:
        return self.live()[number % len(self.live())]

    def tasks(self) -> list[TaskFacts]:
        return self.console.simulation.steering.tasks()

    def row_of(self, task: TaskFacts) -> Task | None:
        mine = [row for row in self.console.rows() if row.generation == task.generation]
        named = [row for row in mine if row.vendor_task_id == task.task_id]
        lost = [row for row in mine if not row.vendor_task_id and task.room.endswith(row.room)]
        return next(iter([*named, *lost]), None)

    async def _start(self, which: str, minutes: int) -> None:
        self.started += 1
        generation = REGISTRY.generation(which)
        draft = self.console.draft(generation, minutes, **{generation.room_key: str(500_000 + self.started)})
        await self.console.services.launcher.start(draft)

    async def _wish(self, task_id: str) -> None:
        await self.console.services.stopper.wish(task_id)
        self.wished.add(task_id)
        self.console.services.watcher.nudge(task_id)

    async def _crash_during(self, act: Coroutine[Any, Any, Any], steps: int, away: float = 0.0) -> None:
        running = self.console.spawned.spawn(act, name="act")
        for _ in range(steps):
            await asyncio.sleep(0)
        await self.console.crash()
        assert running.done()
        self.console.time.pass_by(away)
        await self.console.open()

    async def _to_the_end(self) -> None:
        world = self.console.simulation.world
        world.faults.clear()
        self.console.simulation.steering.switches.reset()
        for task in self.live():
            if task.ends_at is None:
                await self._wish(task.id)  # it runs until somebody says so
        for seconds in (5.0, 5.0, 200.0, 200.0, *[HOUR] * 4, *[10 * HOUR] * 8, *[70.0] * 6):
            self.console.time.pass_by(seconds)
            for _ in range(3):
                self.console.time.pass_by(2.0)
                await self.console.look()


@pytest.mark.timeout(120 + 10 * EXAMPLES)
def test_tasks_are_never_lost_and_never_shown_as_ended_while_they_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_threads():
        template = tmp_path / "template"
        template.mkdir()

        async def fill() -> None:
            console = CrashableConsole(template, REGISTRY, ManualClock())
            await console.open()
            await console.aclose()

        asyncio.run(fill())
        monkeypatch.setattr(Machine, "template", template, raising=False)
        monkeypatch.setattr(Machine, "folder", tmp_path, raising=False)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                phases=PHASES,
                suppress_health_check=list(HealthCheck),
            ),
        )
