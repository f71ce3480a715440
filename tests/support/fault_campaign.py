"""Stories of one task each under faults: a person starts, changes, extends and ends it, and everything must settle.

The console has no window; scheduler, ledger and clients are the program's, and so is the simulator.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.demo import DEMO_PREFIX
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.live import EndCause
from roomscribe.simulator.steering import BadEnd
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry
from tests.support.crashable import without_threads
from tests.support.faces import ManualClock
from tests.support.fault_cases import TOO_LATE, Case, Ending, Moment, Times
from tests.support.fault_stage import Stage
from tests.support.invariants import Truth, violations
from tests.support.virtual_loop import Stuck, VirtualLoop, virtual_loop

WATCHED_FOR, CHANGED_FOR = 8.0, 12.0
"""Seconds between two acts of a story."""
BEFORE = 5.0
"""Seconds before its end time from which a fault may spoil the end."""
LASTS = 45.0
"""Seconds for which a fault goes on that goes on for a while."""
MINUTES, LONGER = 1, 20.0
PATIENCE = 600.0
"""Seconds after the last fault in which everything must have settled: more than the longest of the console's waits."""
RECOVERY = 90.0
"""Seconds after trouble until the console has tried again for certain: its longest wait, an answer that does not come,
and a question between two stops."""
AT_ONE_CONSOLE = 60
"""Stories after which a new console is opened: tables grow."""

Result = TypeVar("Result")


@dataclass
class Findings:
    """What came of some stories."""

    runs: int = 0
    struck: int = 0
    """Faults that happened."""
    idle: list[str] = field(default_factory=list)
    """Stories in which none did."""
    unknowable: int = 0
    """Rows that were left open, as nobody can be asked."""
    violations: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    unhandled: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.violations or self.hangs or self.unhandled)


class _Errors(logging.Handler):
    """Collects what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.name}: {record.getMessage()}")


class Story:
    """One case on a stage."""

    def __init__(self, stage: Stage, case: Case, number: int) -> None:
        self._stage = stage
        self._case = case
        self._number = number
        self._services = stage.services
        self._generation = stage.registry.generation(case.generation)
        self._faults = [(each, each.made()) for each in case.faults]
        self._acts: list[asyncio.Task[Any]] = []
        self._before = {task.id for task in self._services.store.tasks()}
        self._known = {each.task_id for each in stage.facts()}
        self._calls = Counter(stage.simulation.world.calls)
        self._last_trouble = 0.0

    def rows(self) -> list[Task]:
        """This story's own: more than one after a restart."""
        return [task for task in self._services.store.tasks() if task.id not in self._before]

    async def play(self, findings: Findings) -> None:
        """Everything that happens, and what is found afterwards."""
        await self._happen()
        settled = await self._settle()
        findings.runs += 1
        findings.struck += (struck := sum(fault.happened for _, fault in self._faults))
        findings.unknowable += sum(row.live for row in self.rows())
        if not struck:
            findings.idle.append(str(self._case))
        if not settled:
            findings.hangs.append(f"{self._case}: {self._open()}")
        wrong = [*self._stage.witness.wrong, *await self._violations()]
        self._stage.witness.wrong.clear()
        findings.violations += [f"{self._case}: {each}" for each in wrong]
        self._clear_room()

    # What happens

    async def _happen(self) -> None:
        await self._begin(Moment.START)
        await self._do(self._services.launcher.start(self._draft()), 40.0)
        await asyncio.sleep(WATCHED_FOR)
        await self._begin(Moment.CHANGE)
        if self._case.ending is Ending.TIME:
            for row in self._live():
                await self._do(self._services.extender.extend(row.id, LONGER), 5.0)
        for row in self._live():
            if self._services.updater.can_update(row):
                await self._do(self._change(row), CHANGED_FOR)
        await self._do(self._look_around(), 5.0)
        if self._case.ending is Ending.TIME:
            await self._until(max((row.ends_at or 0.0 for row in self._live()), default=0.0) - BEFORE)
        await self._begin(Moment.END)
        if self._case.ending is Ending.STOP:
            for row in self._live():
                await self._do(self._services.stopper.wish(row.id), 5.0)
                self._services.watcher.nudge(row.id)
        await asyncio.sleep(BEFORE + WATCHED_FOR)

    def _draft(self) -> Draft:
        generation = self._generation
        fresh = {each.key: each.initial() for each in generation.fields}
        values = {**fresh, **generation.example, generation.room_key: str(700_000 + self._number)}
        return Draft(profile_id=DEMO_PREFIX + generation.id, values=values, minutes=MINUTES)

    def _live(self) -> list[Task]:
        return [row for row in self.rows() if row.live]

    async def _change(self, row: Task) -> None:
        updater = self._services.updater
        if not updater.in_place(row):
            await updater.restart(row.id, self._draft())
            return
        await updater.update(row.id, changed(row, self._generation))

    async def _look_around(self) -> None:
        if self._generation.abilities.list_tasks:
            listing = self._services.finder.listing(DEMO_PREFIX + self._generation.id)
            while not listing.opened:
                await listing.load()

    async def _do(self, act: Coroutine[Any, Any, object], patience: float) -> None:
        """An act of a person, who does not wait for ever; what is said to them is no fault."""

        async def heard() -> None:
            with suppress(BadRequest, CallFailed):
                await act

        task = self._stage.owner.spawn(heard(), name="act")
        self._acts.append(task)
        await asyncio.wait([task], timeout=patience)

    async def _begin(self, moment: Moment) -> None:
        world = self._stage.simulation.world
        for spoilt, fault in self._faults:
            if spoilt.moment is moment:
                self._stage.in_world(lambda fault=fault: world.faults.add(fault))  # type: ignore[misc]
                if spoilt.times is Times.WHILE:
                    self._stage.owner.spawn(self._lift(fault), name="lift")

    async def _lift(self, fault: Fault) -> None:
        await asyncio.sleep(LASTS)
        faults = self._stage.simulation.world.faults
        if fault in faults.waiting():
            self._stage.in_world(lambda: faults.remove(fault.id))
            self._last_trouble = self._stage.clock.now()

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - self._services.clock.now()))

    # What must follow

    async def _settle(self) -> bool:
        """Let everything work again, and wait until nothing is open; False when something stays so."""
        faults = self._stage.simulation.world.faults
        if any(spoilt.times is Times.WHILE for spoilt, _ in self._faults) and faults.waiting():
            await asyncio.sleep(LASTS)
        self._stage.in_world(faults.clear)
        if any(fault.kind is FaultKind.DELAY and fault.happened for _, fault in self._faults):
            await asyncio.sleep(TOO_LATE)  # what nobody waits for any more still takes effect
        self._last_trouble = self._stage.clock.now() if any(fault.happened for _, fault in self._faults) else 0.0
        given_up = self._stage.clock.now() + PATIENCE
        while self._open():
            if self._stage.clock.now() > given_up:
                return False
            await asyncio.sleep(2.0)
        return True

    def _open(self) -> list[str]:
        """What has not come to its end."""
        acts = [f"{each.get_name()} is still under way" for each in self._acts if not each.done()]
        rows = [f"row {row.state}: {row.error and row.error.code}" for row in self._live() if not self._unknowable(row)]
        return acts + rows

    def _unknowable(self, row: Task) -> bool:
        """The row says that nobody can be asked what became of its start."""
        asked = self._generation.abilities.locate_lost_start
        return row.state is TaskState.UNCONFIRMED and not row.vendor_task_id and not asked and row.error is not None

    async def _violations(self) -> list[str]:
        rows = self.rows()
        journals = {row.id: await self._services.ledger.journal(row.id) for row in rows}
        arrived = Counter(self._stage.simulation.world.calls)
        arrived.subtract(self._calls)
        truth = Truth(
            tasks=[each for each in self._stage.facts() if each.task_id not in self._known],
            calls=arrived,
            now=self._stage.clock.now(),
            trouble_until=self._last_trouble + RECOVERY if self._last_trouble else 0.0,
        )
        return violations(truth, rows, journals, self._stage.registry)

    def _clear_room(self) -> None:
        """What nobody could know of must not be in the way of later stories."""
        for each in self._stage.facts():
            if each.ended_at is None:
                self._stage.in_world(lambda each=each: self._end(each.task_id))  # type: ignore[misc]

    def _end(self, task_id: str) -> None:
        with suppress(BadEnd):  # it is ending already
            self._stage.simulation.steering.end_task(task_id, EndCause.LIFETIME)


def changed(row: Task, generation: Generation) -> dict[str, object]:
    """The values of a running task after a change: what can be switched off, is."""
    on = [each.key for each in generation.fields if each.updatable and generation.example.get(each.key) is True]
    return {**row.values, **dict.fromkeys(on, False)}


def run_cases(
    cases: Iterable[Case],
    registry: Registry,
    directory: Path,
    *,
    sockets: bool = False,
    told: Callable[[Findings], None] = lambda _: None,
) -> Findings:
    """Play the cases, each for itself; `told` hears of what was found so far, after each console."""
    findings, waiting = Findings(), list(cases)
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        for at in range(0, len(waiting), AT_ONE_CONSOLE):
            folder = directory / str(at)
            folder.mkdir()
            _on_one_console(waiting[at : at + AT_ONE_CONSOLE], at, registry, folder, findings, sockets=sockets)
            told(findings)
    finally:
        logging.getLogger().removeHandler(errors)
    findings.unhandled += errors.found
    return findings


def _on_one_console(
    cases: list[Case], first: int, registry: Registry, folder: Path, findings: Findings, *, sockets: bool
) -> None:
    stage = Stage(folder, registry, ManualClock(), sockets=sockets)

    async def play(loop: VirtualLoop) -> None:
        await stage.open()
        for number, case in enumerate(cases, start=first):
            await Story(stage, case, number).play(findings)
            for heard in (loop.unhandled, stage.failed):
                findings.unhandled += [f"{case}: {each}" for each in heard]
                heard.clear()
        findings.violations += await stage.aclose()

    with without_threads(), virtual_loop(stage.clock, stage.busy) as loop:
        try:
            loop.run_until_complete(play(loop))
        except Stuck:
            findings.hangs.append("everything waits for ever")
