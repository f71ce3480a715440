"""Who stops everything they have started stops it in every window of theirs, and hinders nothing that begins later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.batch import Step
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.halts import REST, Halt
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services import halting
from roomscribe.services.halting import Elsewhere
from tests.support.batches import REGISTRY, START, TRTC, begin, rooms, steps, waiting_for_their_turn
from tests.support.consoles import PERMITTED, TestConsole, open_test_console, until


class Windows:
    """Two windows of one person on one register."""

    def __init__(self, here: TestConsole, there: TestConsole) -> None:
        self.here, self.there = here, there
        self.told: list[Halt] = []
        """Of what has ended in the second one."""
        there.services.halting.heeded.add(self.told.append)


@pytest.fixture
async def windows(tmp_path: Path) -> AsyncIterator[Windows]:
    here = await open_test_console(tmp_path, REGISTRY)
    there = await open_test_console(tmp_path, REGISTRY, beside=here)
    yield Windows(here, there)
    await there.aclose()
    await here.aclose()


async def at(console: TestConsole, calls_per_second: int) -> None:
    """So many starts a second; few make a batch take much longer than a halt."""
    await console.services.profiles.save(replace(console.profile(TRTC), calls_per_second=calls_per_second))


async def hear(console: TestConsole) -> None:
    await console.services.feed.look()


@pytest.mark.parametrize("cancels", [True, False])
async def test_a_batch_of_another_window_starts_nothing_more(windows: Windows, cancels: bool) -> None:
    run = await waiting_for_their_turn(windows.there, 30)
    assert await windows.here.services.halting.elsewhere() == Elsewhere(batches=1)
    found = await windows.here.services.halting.halt(cancels=cancels)
    written = rooms(windows.there)
    assert sorted(task.room for task in found) == written, "what was written down before is stopped by who halts"
    await hear(windows.there)
    await until(lambda: run.over if cancels else run.resting and not run.progress.of(Step.SENDING))
    assert rooms(windows.there) == written
    assert windows.here.world.calls[START] == 0
    assert run.progress.of(Step.LEFT if cancels else Step.WAITING) == 30
    assert run.paused_because == (None if cancels else REST)
    assert len(windows.told) == cancels
    run.cancel()
    await until(lambda: run.over)


async def test_what_can_not_be_read_at_once_is_stopped_later_and_nothing_that_began_after(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, ledger = windows.there, windows.here.services.ledger
    before = await there.services.launcher.start(there.draft(TRTC, room="700"))
    news, failures, told = ledger.news, 2, list[Text]()

    async def busy(since: int) -> tuple[int, list[Task]]:
        nonlocal failures
        if not failures:
            return await news(since)
        failures -= 1
        await there.services.launcher.start(there.draft(TRTC, room=f"80{failures}"))
        raise LedgerUnusable(T("It is busy."))

    monkeypatch.setattr(ledger, "news", busy)
    monkeypatch.setattr(halting, "AGAIN", 0)
    found = await windows.here.services.halting.halt(cancels=True, unread=told.append)
    assert [task.id for task in found] == [before.id]
    assert told == [T("It is busy.")]
    assert len(windows.here.services.store.live()) == 3


async def test_a_look_that_fails_late_holds_nothing_up(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full() -> int:
        raise LedgerUnusable(T("The disk is full."))

    there = windows.there
    task = await there.services.launcher.start(there.draft(TRTC, room="700"))
    monkeypatch.setattr(windows.here.services.feed._recorder, "mend", full)
    told: list[Text] = []
    assert [each.id for each in await windows.here.services.halting.halt(cancels=True, unread=told.append)] == [task.id]
    assert told == []


async def test_it_holds_before_the_other_window_has_heard_of_it(windows: Windows) -> None:
    await at(windows.there, 10)
    run = await begin(windows.there, 40)
    await until(lambda: run.progress.of(Step.STARTED))
    found = await windows.here.services.halting.halt(cancels=True)
    await until(lambda: run.over)  # nobody has told it: the register has refused its next row
    assert {task.room for task in found} == set(rooms(windows.there))
    assert run.progress.of(Step.STARTED) + run.progress.of(Step.LEFT) == 40
    assert run.progress.of(Step.LEFT)
    await hear(windows.there)
    assert [halt.cancels for halt in windows.told] == [True], "its window says why it ended"


async def test_a_pause_after_a_halt_that_cancels_leaves_the_batch_cancelled(windows: Windows) -> None:
    await at(windows.there, 10)
    run = await begin(windows.there, 40)
    await until(lambda: run.progress.of(Step.STARTED))
    for cancels in (True, False):
        await windows.here.services.halting.halt(cancels=cancels)
    await until(lambda: run.over or run.resting)  # by the register's refusal: nobody has told it
    assert run.cancelled
    await hear(windows.there)
    await until(lambda: run.over)
    assert [halt.cancels for halt in windows.told] == [True]


async def test_what_was_only_paused_goes_on_when_somebody_wants_it(windows: Windows) -> None:
    await at(windows.there, 10)
    run = await begin(windows.there, 40)
    await until(lambda: run.progress.of(Step.STARTED))
    await windows.here.services.halting.halt(cancels=False)
    await until(lambda: run.resting)
    await hear(windows.there)
    await at(windows.there, PERMITTED)
    run.go_on()
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 40


@pytest.mark.parametrize("place", ["here", "there"])
async def test_what_begins_later_is_not_hindered(windows: Windows, place: str) -> None:
    await windows.here.services.halting.halt(cancels=True)
    console: TestConsole = getattr(windows, place)
    run = await begin(console, 3)  # before its window has heard of the halt
    by_hand = await console.services.launcher.start(console.draft(TRTC, room="777"))
    await hear(console)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 3
    assert by_hand.vendor_task_id
    assert windows.told == []


async def test_what_others_have_begun_goes_on(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halting, "user_name", lambda: "somebody else")
    run = await begin(windows.there, 5)
    await windows.here.services.halting.halt(cancels=True)
    await hear(windows.there)
    await until(lambda: run.over)
    assert steps(run) == [Step.STARTED] * 5
    assert windows.told == []


async def test_a_batch_left_behind_says_that_everything_was_stopped_and_can_be_gone_on_with(tmp_path: Path) -> None:
    here = await open_test_console(tmp_path, REGISTRY)
    there = await open_test_console(tmp_path, REGISTRY, beside=here)
    there.clock.offset = 3600.0  # the clock is set back after it began
    run = await waiting_for_their_turn(there, 3)
    await there.spawner.aclose()  # it ends before it can hear of the halt
    await there.services.aclose()
    assert not run.over
    assert await here.services.halting.elsewhere() == Elsewhere()
    await here.services.halting.halt(cancels=True)
    later = await open_test_console(tmp_path, REGISTRY, beside=here)
    (left,) = (await later.services.batches.left_behind()).unfinished
    assert left.halted
    again = await later.services.batches.resume(left)
    await hear(later)
    assert not again.resting
    again.cancel()
    await until(lambda: again.over)
    await later.aclose()
    await here.aclose()


async def test_a_restart_between_its_halves_is_dropped_in_another_window(windows: Windows) -> None:
    services, forgotten = windows.there.services, asyncio.Event()

    async def wait(task: Task) -> None:
        await forgotten.wait()

    services.updater._forgotten = wait  # type: ignore[method-assign]
    old = await services.launcher.start(windows.there.draft(TRTC))
    await windows.there.asked_until(old.id, TaskState.RUNNING)
    draft = windows.there.draft(TRTC, room="778")
    restart = windows.there.spawner.spawn(_refused(services.updater.restart(old.id, draft)), name="restart")
    await until(lambda: services.store.get(old.id).stop_wished_at)
    await windows.there.asked_until(old.id, TaskState.STOPPED)
    await hear(windows.here)
    assert await windows.here.services.halting.elsewhere() == Elsewhere(restarts=1)
    await windows.here.services.halting.halt(cancels=True)
    forgotten.set()  # the other window has not heard of it
    assert await restart
    assert rooms(windows.there) == [old.room]
    assert services.store.get(old.id).restart is None
    assert windows.here.world.calls[START] == 1


async def _refused(start: Awaitable[Task]) -> bool:
    try:
        await start
    except BadRequest:
        return True
    return False
