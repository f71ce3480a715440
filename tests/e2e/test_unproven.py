"""What the window says by itself: stops that nobody confirms, tasks that nobody here started, clocks that are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services import unproven
from roomscribe.services.clients import profile_owner
from roomscribe.services.clock_watch import ClockNews
from roomscribe.services.demo import demo_profile
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.unproven.alarm import UNPROVEN
from roomscribe.ui.words import say
from roomscribe.vendors.registry import load_registry
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import Program, opened, press
from tests.support.dialogs import shown
from tests.support.elsewhere import GENERATION, Elsewhere


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same steps as in two minutes, sooner."""
    monkeypatch.setattr(unproven, "MARKED_AFTER", 0.1)
    monkeypatch.setattr(unproven, "ALARMING_AFTER", 0.5)


def banner(program: Program, key: str) -> str:
    return next((say(each.text) for each in program.window.notices.notices() if each.key == key), "")


@pytest.mark.usefixtures("impatient")
async def test_a_stop_that_is_not_confirmed_gets_a_banner_until_it_is(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        cloud.trtc.settings.stop_works = False
        program.window.table.select(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: banner(program, UNPROVEN))
        assert f"has not confirmed the stop in room {task.room} since" in banner(program, UNPROVEN)
        assert "The longest time that it names is over at" in shown(program.window.notices)
        program.window.select_task(task.id)
        await program.until(lambda: "until then it may be billed" in shown(program.window.details))

        # Whoever presses "Stop again" takes the banner away, and the stop is pursued as before.
        press(program.window.notices, "Stop again")
        assert banner(program, UNPROVEN) == ""
        cloud.trtc.settings.stop_works = True
        await program.until(lambda: program.services.store.get(task.id).state is TaskState.STOPPED)


@pytest.mark.usefixtures("impatient")
async def test_stop_again_is_carried_out_where_it_cannot_be_written(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as program:
        services = program.services
        profile = await cloud.add_account(services, TRTC)
        tasks = [await program.start_until(TaskState.RUNNING, profile.id, room=room) for room in ("501", "502")]
        cloud.trtc.settings.stop_works = False
        for task in tasks:
            await services.stopper.wish(task.id)
        await program.until(lambda: "2 stops are not confirmed" in banner(program, UNPROVEN))

        async def full(*_: object, **__: object) -> Task:
            raise LedgerUnusable(T("The disk is full."))

        nudged: list[str] = []
        nudge = services.watcher.nudge

        def heard(task_id: str) -> None:
            nudged.append(task_id)
            nudge(task_id)

        with monkeypatch.context() as faults:
            faults.setattr(services.stopper, "wish", full)
            faults.setattr(services.watcher, "nudge", heard)
            press(program.window.notices, "Stop again")
            await program.until(lambda: "can't be written down" in banner(program, "stops-not-written"))
        assert sorted(nudged) == sorted(task.id for task in tasks), "each, also after the first could not be written"
        cloud.trtc.settings.stop_works = True
        await program.until(lambda: not services.store.live())


@pytest.mark.usefixtures("impatient")
async def test_the_banner_goes_when_the_end_is_proven(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        task = await program.start_until(TaskState.RUNNING, profile.id)
        cloud.world.faults.add(Fault(FaultKind.RESET, count=None))
        program.window.table.select(task.id)
        program.window.commands.stop.trigger()
        await program.until(lambda: banner(program, UNPROVEN))
        cloud.world.faults.clear()
        program.services.watcher.nudge(task.id)
        await program.until(lambda: program.services.store.get(task.id).state is TaskState.STOPPED)
        await program.until(lambda: not banner(program, UNPROVEN))


async def test_tasks_that_nobody_here_started_are_told_at_the_start(tmp_path: Path) -> None:
    simulation = Simulation(load_registry())
    simulation.start()
    try:
        (account,) = [each for each in simulation.accounts if each.generation.id == GENERATION]
        async with Elsewhere(account.values, url=simulation.url) as elsewhere:
            async with opened(tmp_path) as program:
                profile = replace(demo_profile(account, simulation.url), id="support", name="Support", simulator=False)
                for field in account.generation.account_fields:
                    if field.secret and account.values.get(field.key):
                        secret = account.values[field.key]
                        owner = profile_owner(profile.id)
                        await program.services.vault.set(owner, field.key, secret, session_only=False)
                await program.services.profiles.save(profile)
                assert banner(program, "strays") == ""
            await elsewhere.join("forgotten", "their-room")
            async with opened(tmp_path) as program:
                await program.until(lambda: banner(program, "strays"))
                assert banner(program, "strays") == "A task runs at “Support” that is not in this register."
                assert program.services.store.tasks() == [], "nothing is adopted by itself"
                press(program.window.notices, "Find tasks at the vendor…")
                dialog = await program.dialog(FindDialog)
                await program.until(lambda: dialog.view.model().rowCount() == 1)
                dialog.reject()
                await program.until(lambda: not dialog.isVisible())
    finally:
        simulation.stop()


async def test_what_the_clock_watch_notices_is_said(tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        program.services.clock_watch._listeners.tell(lambda listener: listener(ClockNews(moved=-3600.0)))
        assert "was put back by 1:00:00" in banner(program, "clock")
