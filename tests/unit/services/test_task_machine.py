"""Tasks under everything that happens at once: lost answers, crashes, clocks, people, vendors; and what must hold.

`ROOMSCRIBE_MACHINE_EXAMPLES` says how many histories are tried, `ROOMSCRIBE_MACHINE_STEPS` how long each may be. What
breaks a promise is shown as it was found; with `ROOMSCRIBE_MACHINE_SHRINK` a shorter history is looked for, which takes
minutes.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.live import EndCause
from roomscribe.simulator.world import Person
from tests.support.crashable import CrashableConsole, quiet, without_threads
from tests.support.every_vendor import ASK, GENERATIONS, LISTING, REGISTRY, START, STOPS_ARE_IGNORED
from tests.support.faces import ManualClock
from tests.support.invariants import row_of
from tests.support.machine_stage import HOUR, Stage
from tests.support.virtual_loop import virtual_loop

EXAMPLES = int(os.environ.get("ROOMSCRIBE_MACHINE_EXAMPLES", "12"))
STEPS = int(os.environ.get("ROOMSCRIBE_MACHINE_STEPS", "25"))
PHASES = (Phase.generate, Phase.shrink) if "ROOMSCRIBE_MACHINE_SHRINK" in os.environ else (Phase.generate,)

FAULTS = st.sampled_from(
    [None, None, FaultKind.DROP_AFTER, FaultKind.RESET, FaultKind.HTTP, FaultKind.HALF_BODY, FaultKind.HANG]
)
NUMBERS = st.integers(0, 20)
"""Which of the tasks there are, counted round and round; which console, too."""


class Machine(Stage):
    """Launcher, scheduler, stopper, updater, finder and ledger of one or two consoles against the simulator's world."""

    # People

    @initialize(which=st.lists(st.sampled_from(GENERATIONS), min_size=1, max_size=3, unique=True), two=st.booleans())
    def some_run(self, which: list[str], two: bool) -> None:
        if two:
            self.another_console()
        for number, each in enumerate(which):
            self.act(number, self.persons.start(self.console(number), each, 30))
        self.pass_time(3.0, 3)

    @rule(at=NUMBERS, which=st.sampled_from(GENERATIONS), minutes=st.sampled_from([0, 1, 30]), fault=FAULTS)
    def start(self, at: int, which: str, minutes: int, fault: FaultKind | None) -> None:
        if fault:
            self.faults.add(Fault(fault))
        self.act(at, self.persons.start(self.console(at), which, minutes))

    @rule(at=NUMBERS, which=st.sampled_from(GENERATIONS), seconds=st.sampled_from([5.0, 15.0, 70.0]))
    def start_that_is_late(self, at: int, which: str, seconds: float) -> None:
        """The request is on its way for so long that nobody waits for its answer any more; then it arrives."""
        self.faults.add(Fault(FaultKind.DELAY, call=START[which], seconds=seconds))
        self.act(at, self.persons.start(self.console(at), which, 30))
        self.pass_time(seconds * 0.9, 3)

    @rule(at=NUMBERS, which=st.sampled_from(GENERATIONS), steps=st.integers(0, 60))
    def start_and_crash(self, at: int, which: str, steps: int) -> None:
        console = self.console(at)
        self.run(self.crash_during(console, self.persons.start(console, which, 30), steps))

    @precondition(lambda self: self.live())
    @rule(at=NUMBERS, number=NUMBERS, told=st.booleans())
    def wish(self, at: int, number: int, told: bool) -> None:
        """`told`: the scheduler learns of it at once, and not when it looks next."""
        console = self.console(at)
        if task := self.pick(console, number):
            self.act(at, self.persons.wish(console, task.id, told=told))

    @precondition(lambda self: self.live())
    @rule(
        at=NUMBERS,
        number=NUMBERS,
        trouble=st.sampled_from([None, FaultKind.RESET, FaultKind.HTTP, FaultKind.DROP_AFTER, FaultKind.HANG]),
        every=st.sampled_from([2.0, 6.0, 25.0]),
        looks=st.integers(3, 8),
    )
    def stop_in_trouble(self, at: int, number: int, trouble: FaultKind | None, every: float, looks: int) -> None:
        """The vendor takes stops and goes on, or the network is gone, for a while in which it is tried again."""
        if trouble:
            self.faults.add(Fault(trouble, count=None))
        else:
            self.vendor_ignores_stops(True)
        self.wish(at, number, True)
        self.pass_time(every * looks, looks)
        self.faults.clear()

    @precondition(lambda self: self.live())
    @rule(at=NUMBERS, number=NUMBERS, steps=st.integers(0, 60))
    def wish_and_crash(self, at: int, number: int, steps: int) -> None:
        console = self.console(at)
        if task := self.pick(console, number):
            self.run(self.crash_during(console, self.persons.wish_and_ask(console, task.id), steps))

    @precondition(lambda self: not self.faults.waiting())
    @rule(at=NUMBERS, which=st.sampled_from(GENERATIONS))
    def wish_while_a_young_task_is_asked_about(self, at: int, which: str) -> None:
        """What is answered to a question from before the wish, that it runs by now, says nothing any more."""
        console = self.console(at)
        before = {row.id for row in console.rows()}
        self.act(at, self.persons.start(console, which, 30))
        (task,) = [row for row in console.rows() if row.id not in before]
        call, *_ = ASK[which]
        self.faults.add(fault := Fault(FaultKind.DELAY, call=call, seconds=3.0))
        self.ask_now(task)
        self.act(at, self.persons.wish(console, task.id, told=False))
        if fault in self.faults.waiting():
            self.faults.remove(fault.id)
        self.pass_time(3.5, 2)

    @precondition(lambda self: self.live())
    @rule(at=NUMBERS, number=NUMBERS, idle=st.integers(61, 100))
    def change(self, at: int, number: int, idle: int) -> None:
        """In place where the vendor can, else by stop, receipt and start."""
        console = self.console(at)
        if task := self.pick(console, number):
            self.act(at, self.persons.change(console, task, idle))

    @precondition(lambda self: self.live())
    @rule(at=NUMBERS, number=NUMBERS, idle=st.integers(61, 100), steps=st.integers(0, 60), seconds=st.floats(0, 9))
    def change_and_crash(self, at: int, number: int, idle: int, steps: int, seconds: float) -> None:
        self.change(at, number, idle)
        self.pass_time(seconds, 3)
        self.crash_while_asking(at, 0.5, steps)

    @precondition(lambda self: self.unfinished())
    @rule(at=NUMBERS, number=NUMBERS, on=st.booleans())
    def go_on_with_a_restart(self, at: int, number: int, on: bool) -> None:
        open_ones = self.unfinished()
        self.act(at, self.persons.finish(self.console(at), open_ones[number % len(open_ones)], on=on))

    @precondition(lambda self: self.live())
    @rule(at=NUMBERS, number=NUMBERS, seconds=st.sampled_from([900.0, HOUR]))
    def extend(self, at: int, number: int, seconds: float) -> None:
        console = self.console(at)
        if task := self.pick(console, number):
            self.act(at, self.persons.extend(console, task.id, seconds))

    @precondition(lambda self: self.lost())
    @rule(number=NUMBERS)
    def look_and_close(self, number: int) -> None:
        """A person looks into the room of a start that can't be asked about; the row may close where no bot is."""
        lost = self.lost()
        row = lost[number % len(lost)]
        if not any(facts.ended_at is None and row_of(facts, [row]) for facts in self.tasks()):
            self.act(0, self.persons.close(self.console(0), row.id))

    @precondition(lambda self: len(self.persons.foreign) < 3 and not self.faults.waiting())
    @rule(which=st.sampled_from(LISTING))
    def somebody_else_starts_one(self, which: str) -> None:
        self.run(self.persons.start_elsewhere(self.console(0), which))
        self.run(quiet())

    @precondition(lambda self: self.persons.foreign)
    @rule(at=NUMBERS, number=NUMBERS, which=st.sampled_from(LISTING), stop=st.booleans(), both=st.booleans())
    def adopt(self, at: int, number: int, which: str, stop: bool, both: bool) -> None:
        """Take over what somebody else has started, to watch it or to stop it; perhaps in both windows at once."""
        windows = range(at, at + (2 if both else 1))
        self.run(
            self._begin(*((each, self.persons.adopt(self.console(each), which, number, stop=stop)) for each in windows))
        )

    # Programs, computers, vendors, networks

    @precondition(lambda self: len(self.consoles) < 2)
    @rule()
    def another_console(self) -> None:
        console = CrashableConsole(self.directory, REGISTRY, self.time, beside=self.consoles[0])
        self.run(console.open())
        self.consoles.append(console)
        self.beside = True

    @precondition(lambda self: len(self.consoles) > 1)
    @rule(at=NUMBERS)
    def one_console_leaves(self, at: int) -> None:
        console = self.consoles.pop(at % len(self.consoles))
        self.run(console.leave())
        self.left += console.lost
        self.run(self.look())

    @rule(at=NUMBERS, away=st.sampled_from([0.0, 60.0, 3 * HOUR]))
    def crash(self, at: int, away: float) -> None:
        self.run(self.crash_during(self.console(at), asyncio.sleep(0), 0, away))

    @rule(at=NUMBERS, seconds=st.sampled_from([5.0, 300.0]), steps=st.integers(0, 60))
    def crash_while_asking(self, at: int, seconds: float, steps: int) -> None:
        self.run(asyncio.sleep(seconds))
        console = self.console(at)
        self.run(self.crash_during(console, console.look(), steps))

    @rule(seconds=st.sampled_from([0.3, 1.0, 3.0, 9.0, 30.0, 130.0, 1000.0, 2 * HOUR]), looks=st.integers(1, 4))
    def pass_time(self, seconds: float, looks: int) -> None:
        for _ in range(looks):
            self.run(asyncio.sleep(seconds / looks))
            self.run(self.look())

    @rule(hours=st.sampled_from([-5, -1, 1, 5]))
    def set_the_clock(self, hours: int) -> None:
        # A row that nobody watches meanwhile is told from an old one by nothing.
        self.run(self.look())
        self.consoles[0].computer.offset += hours * HOUR
        for _ in range(3):  # who watches a row moves its times; then the others learn of it
            self.run(self.look())

    @precondition(lambda self: self.tasks())
    @rule(number=NUMBERS, there=st.booleans())
    def people_come_and_go(self, number: int, there: bool) -> None:
        task = self.tasks()[number % len(self.tasks())]
        people = [Person("anna")] if there else []
        self.simulation.world.set_people(task.app_id, task.room, people)

    @precondition(lambda self: self.tasks())
    @rule(number=NUMBERS, cause=st.sampled_from([EndCause.BROKEN, EndCause.LIFETIME, EndCause.REMOVED_BY_SERVER]))
    def vendor_breaks(self, number: int, cause: EndCause) -> None:
        task = self.tasks()[number % len(self.tasks())]
        try:
            self.simulation.world.end_task(task.task_id, cause)
        except (KeyError, ValueError):
            return  # it has ended, or its vendor has no such end

    @rule(
        kind=st.sampled_from(
            [FaultKind.DROP_AFTER, FaultKind.RESET, FaultKind.HTTP, FaultKind.HALF_BODY, FaultKind.HANG]
        ),
        count=st.integers(1, 4),
    )
    def network_fails(self, kind: FaultKind, count: int) -> None:
        self.faults.add(Fault(kind, count=count))

    @rule(ignored=st.booleans())
    def vendor_ignores_stops(self, ignored: bool) -> None:
        switches = self.simulation.steering.switches
        if ignored:
            switches.change(STOPS_ARE_IGNORED)
        else:
            switches.reset()

    @precondition(lambda self: self.live())
    @rule(which=st.sampled_from(GENERATIONS))
    def vendor_slips(self, which: str) -> None:
        """Once, and falsely, it says that it knows no such task: where it has taken no stop, that ends nothing."""
        call, code, message = ASK[which]
        concerned = [row for row in self.live() if ASK[row.generation][0] == call]
        if not concerned or not all(self.may_be_missed(row) for row in concerned):
            return
        self.faults.add(fault := Fault(FaultKind.ERROR, call=call, code=code, message=message))
        self.ask_now(*concerned)
        if fault in self.faults.waiting():
            self.faults.remove(fault.id)

    @precondition(lambda self: self.live() and not self.faults.waiting())
    @rule()
    def look_closely(self) -> None:
        """What was asked just now, and is undisturbed, is shown in the vendor's own word."""
        began = self.consoles[0].services.clock.now()
        self.ask_now(*self.live())
        for console in self.consoles:
            for row in console.services.store.live():
                if row.created_at >= began:
                    continue  # the second half of a restart: its start is answered, and that has no word
                if row.stop_wished_at is None and (row.asked_at or 0) >= began and console.services.lease.watches(row):
                    (facts,) = [each for each in self.tasks() if each.task_id == row.vendor_task_id]
                    assert row.vendor_state == facts.word, f"{row} against {facts}"


@pytest.mark.timeout(120 + 10 * EXAMPLES)
def test_tasks_are_never_lost_and_never_shown_as_ended_while_they_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_threads():
        template = tmp_path / "template"
        template.mkdir()

        async def fill() -> None:
            console = CrashableConsole(template, REGISTRY, clock)
            await console.open()
            await console.leave()
            console.simulation.stop()

        clock = ManualClock()
        with virtual_loop(clock) as loop:
            loop.run_until_complete(fill())
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
