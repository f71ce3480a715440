"""Every kind of fault at every call, with a window: the row tells what is known, and a person can go on.

One window and one console for all faults of a generation. Time passes only while everything waits, so the seconds for
which a call hangs cost nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import Task
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services import settings
from roomscribe.services.demo import DEMO_PREFIX
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.theme import Theme
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.e2e.program import Program, click
from tests.support.crashable import without_threads
from tests.support.desks import make_desk
from tests.support.faces import ManualClock
from tests.support.fault_campaign import changed
from tests.support.fault_cases import EACH
from tests.support.fault_stage import Stage
from tests.support.invariants import Truth, violations
from tests.support.virtual_loop import virtual_loop

REGISTRY = load_registry()
WITH_CALLS_OF_THEIR_OWN = list({tuple(each.errors.calls): each.id for each in REGISTRY.generations()}.values())
"""One generation of those that have the same calls."""
UNSURE = {TaskState.STOPPING: "stop not confirmed"}
"""What else a row may say in a state."""
GIVEN_UP = 60.0
"""Seconds after which every act has been answered, or given up."""
SPACING = 6.0
"""Seconds after a start in which a vendor takes no change."""
PURSUED = 12.0
"""Seconds in which a stop is tried, and given up where it hangs."""


@asynccontextmanager
async def window_on(stage: Stage, supervisor: Supervisor, directory: Path, theme: Theme) -> AsyncIterator[Program]:
    """The program's window on the console of a stage."""
    services = stage.services
    kept = settings.Settings(directory / "settings.json")
    await kept.open()
    desk, watchdog = make_desk(services, kept, supervisor, theme)
    desk.window.show()
    desk.open()
    try:
        yield Program(desk, services, asyncio.Event())
    finally:
        await supervisor.aclose(1.0)
        desk.close()
        await kept.aclose()
        await watchdog.aclose()


class Person:
    """Somebody at the window, while calls go wrong."""

    def __init__(self, program: Program, stage: Stage, generation: Generation) -> None:
        self._program = program
        self._stage = stage
        self._generation = generation
        self._room = 700_000
        self._faults = stage.simulation.world.faults

    async def meet(self, call: str, kind: FaultKind) -> None:
        """Start, change and stop a task while this call goes wrong once, and go on working."""
        fault = Fault(**{**vars(EACH[kind]), "call": call, "count": 1})
        self._faults.add(fault)
        task = await self._start()
        self._is_usable(task)
        if self._row(task).live:
            await asyncio.sleep(SPACING)
            await self._change(task)
        if self._row(task).can_stop:
            self._program.window.select_task(task.id)
            self._program.window.commands.stop.trigger()
            await asyncio.sleep(PURSUED)
            self._is_usable(task)
        self._faults.clear()
        await self._ends(task)
        self._is_usable(task)
        assert not self._program.window.table.view.grab().isNull()

    async def _start(self) -> Task:
        """By the form's button; whatever came of the last task, another one can be started."""
        program, generation = self._program, self._generation
        self._room += 1
        before = {task.id for task in program.services.store.tasks()}
        fresh = {each.key: each.initial() for each in generation.fields}
        values = {**fresh, **generation.example, generation.room_key: str(self._room)}
        program.panel.fill(Draft(profile_id=DEMO_PREFIX + generation.id, values=values, minutes=30))
        form = program.panel.form()
        assert form is not None
        form.finish()
        program.panel.recheck()
        click(program.panel.start)
        async with asyncio.timeout(GIVEN_UP):
            while program.panel.start.text() != "Start task":  # noqa: ASYNC110
                await asyncio.sleep(0.5)
        (task,) = [task for task in program.services.store.tasks() if task.id not in before]
        return task

    async def _change(self, task: Task) -> None:
        services = self._program.services
        if services.updater.in_place(task) and services.updater.can_update(self._row(task)):
            with suppress(BadRequest, CallFailed):  # the dialog shows what came of it
                await services.updater.update(task.id, changed(task, self._generation))
        if self._generation.abilities.list_tasks:
            with suppress(CallFailed):
                await services.finder.listing(task.profile_id).load()

    def _row(self, task: Task) -> Task:
        return self._program.services.store.get(task.id)

    def _is_usable(self, task: Task) -> None:
        """The row says what is known, stop is offered where something may run, and nothing is in the way."""
        program, row = self._program, self._row(task)
        word = program.cell(task.id, "State")
        assert word in (STATE_WORDS[row.state].source, UNSURE.get(row.state)), (word, row)
        program.window.select_task(task.id)
        assert program.window.commands.stop.isEnabled() == row.can_stop, row
        assert row.can_stop == row.live
        assert program.panel.start.text() == "Start task"
        assert program.window.isEnabled()
        assert [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()] == []

    async def _ends(self, task: Task) -> None:
        """Nothing goes wrong any more: what runs is stopped, and the row says so."""
        services = self._program.services
        for _ in range(100):
            row = self._row(task)
            if row.state.ended:
                return
            if row.state is TaskState.UNCONFIRMED and not self._generation.abilities.locate_lost_start:
                return  # nobody can be asked, and the row says so
            if row.stop_wished_at is None:
                await services.stopper.wish(task.id)
                services.watcher.nudge(task.id)
            await asyncio.sleep(3.0)
        raise AssertionError(f"still {self._row(task)}")


async def broken(stage: Stage) -> list[str]:
    """What ledger and simulator tell differently."""
    rows, now = stage.services.store.tasks(), stage.clock.now()
    journals = {row.id: await stage.services.ledger.journal(row.id) for row in rows}
    truth = Truth(tasks=stage.facts(), calls=stage.simulation.world.calls, now=now)
    return violations(truth, rows, journals, REGISTRY)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("generation", WITH_CALLS_OF_THEIR_OWN)
def test_whatever_goes_wrong_the_window_is_honest_and_usable(
    tmp_path: Path, theme: Theme, generation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = REGISTRY.generation(generation)
    supervisor = Supervisor()
    clock = ManualClock()
    stage = Stage(tmp_path, REGISTRY, clock, owner=supervisor)
    supervisor.failed.connect(lambda name, error: stage.failed.append(f"{name}: {error!r}"))

    async def everything() -> None:
        await stage.open()
        async with window_on(stage, supervisor, tmp_path, theme) as program:
            person = Person(program, stage, chosen)
            for call in chosen.errors.calls:
                for kind in FaultKind:
                    await person.meet(call, kind)
        assert await broken(stage) == []
        assert await stage.aclose() == []

    monkeypatch.setattr(settings, "DELAY", 0.0)  # without a thread everything would wait for it
    with without_threads(), virtual_loop(clock) as loop:
        loop.run_until_complete(everything())
    assert (stage.failed, stage.witness.wrong, loop.unhandled) == ([], [], [])
    assert len(stage.services.store.tasks()) == len(chosen.errors.calls) * len(FaultKind)
