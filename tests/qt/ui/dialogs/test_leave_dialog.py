"""Leaving with live tasks: what becomes of them is said, asked, and carried out until the receipts are there."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.dialogs.leave_dialog import LeaveChoice, LeaveDialog, ask_leave
from roomscribe.ui.dialogs.live_tasks import LiveTasksModel
from roomscribe.ui.theme import Theme
from roomscribe.vendors.blank.record import VENDOR
from tests.qt.ui.dialogs.leave_stage import task
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import shown
from tests.support.model_guard import makes

BLANK = VENDOR.generations[0]


def leave_dialog(
    console: TestConsole, theme: Theme, *, keys_last: bool = True, answer: Cover | None = None, restarts: int = 0
) -> LeaveDialog:
    """`answer` is the watchdog's; None: there is none."""
    services = console.services

    async def cover() -> Cover:
        return answer or Cover()

    return LeaveDialog(
        store=services.store,
        registry=services.registry,
        stopper=services.stopper,
        nudge=services.watcher.nudge,
        rates=services.rates,
        spawner=console.spawner,
        clock=services.clock,
        theme=theme,
        keys_last=keys_last,
        cover=cover,
        mine=services.lease.minds,
        restarts=restarts,
    )


async def opened(console: TestConsole, dialog: LeaveDialog) -> asyncio.Task[LeaveChoice]:
    """The dialog in sight, and the watchdog asked."""
    asked = console.spawner.spawn(ask_leave(dialog), name="ask")
    for _ in range(2):
        await asyncio.sleep(0)
    return asked


async def test_closing_the_question_means_to_stay(console: TestConsole, theme: Theme) -> None:
    console.services.store.put(task())
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    said = shown(dialog)
    assert "1 task is still live" in said
    assert "If you leave it running" in said
    assert "If you stop it\nIt is asked to end." in said
    assert "them" not in said
    dialog.close()
    assert await asked is LeaveChoice.STAY


@pytest.mark.parametrize(
    ("restarts", "heading", "sentence"),
    [
        (1, "1 restart is not finished", "Its new task is not started once you leave. The next start offers to go on."),
        (2, "2 restarts are not finished", "Their new tasks are not started once you leave."),
    ],
)
async def test_restarts_under_way_are_named_beside_what_is_live(
    console: TestConsole, theme: Theme, restarts: int, heading: str, sentence: str
) -> None:
    console.services.store.put(task())
    dialog = leave_dialog(console, theme, restarts=restarts)
    asked = await opened(console, dialog)
    said = shown(dialog)
    assert heading in said
    assert sentence in said
    dialog.close()
    assert await asked is LeaveChoice.STAY


@makes(LiveTasksModel)
async def test_tasks_can_be_left_running(console: TestConsole, theme: Theme) -> None:
    console.services.store.put(task())
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    dialog._leave.click()
    assert await asked is LeaveChoice.LEAVE_RUNNING
    assert console.services.store.get("t").stop_wished_at is None


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ((1.0, 2.0), "The next start finds them, and stops those that are overdue."),
        ((1.0,), "The next start finds the task, and stops it if it is overdue."),
        ((None,), "it has no end time, so it runs on until somebody stops it."),
        ((1.0, None), "stops those that are overdue; those without an end run on."),
        ((None, None), "none has an end time, so they run on until somebody stops them."),
    ],
)
async def test_what_the_next_start_does_is_true_for_these_tasks(
    console: TestConsole, theme: Theme, ends: tuple[float | None, ...], sentence: str
) -> None:
    for number, ends_at in enumerate(ends):
        console.services.store.put(task(id=str(number), ends_at=ends_at))
    console.services.store.put(task("demo-blank-1", id="demo", ends_at=1.0))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    assert sentence in shown(dialog)
    dialog.reject()
    await asked


async def test_keys_that_are_gone_with_the_program_are_a_warning(console: TestConsole, theme: Theme) -> None:
    console.services.store.put(task())
    dialog = leave_dialog(console, theme, keys_last=False)
    asked = await opened(console, dialog)
    assert "will not have the keys to this task" in shown(dialog)
    assert "Blank 1: after 60 s of quiet" in shown(dialog)
    assert "The next start finds" not in shown(dialog)
    dialog.reject()
    await asked


async def test_what_the_watchdog_does_is_said_when_it_has_answered(console: TestConsole, theme: Theme) -> None:
    answered = asyncio.Event()

    async def cover() -> Cover:
        await answered.wait()
        return Cover(safe=frozenset({"t"}), answered=True)

    console.services.store.put(task(ends_at=1.0))
    dialog = leave_dialog(console, theme)
    dialog._cover = cover
    asked = await opened(console, dialog)
    assert "Asking the watchdog" in shown(dialog)
    assert "It stays" not in shown(dialog)
    answered.set()
    await until(lambda: "has just answered. It stays and stops the task at its end time" in shown(dialog))
    assert "Asking" not in shown(dialog)
    dialog.reject()
    await asked


async def test_keys_that_only_the_watchdog_will_have_are_said(console: TestConsole, theme: Theme) -> None:
    console.services.store.put(task(ends_at=1.0))
    cover = Cover(safe=frozenset({"t"}), answered=True)
    dialog = leave_dialog(console, theme, keys_last=False, answer=cover)
    asked = await opened(console, dialog)
    assert "The watchdog keeps the keys in its memory, and stops tasks at their end times." in shown(dialog)
    assert "own rules" not in shown(dialog)
    assert "can neither look for" not in shown(dialog), "the watchdog stops what is wished"
    dialog.reject()
    await asked


async def test_stopping_waits_for_every_receipt(console: TestConsole, theme: Theme, account: Profile) -> None:
    services = console.services
    services.watcher.start()
    started = []
    for room in ("one", "two"):
        draft = replace(console.draft(BLANK, room=room), profile_id=account.id)
        started.append(await services.launcher.start(draft))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    dialog._stop.click()
    assert not dialog._leave.isVisible()
    assert "0 of 2 have ended" in shown(dialog)
    assert await asked is LeaveChoice.STOPPED_ALL
    assert all(services.store.get(each.id).receipt is not None for each in started)


async def test_stopping_all_stops_a_restart_that_waits_for_its_receipt(
    console: TestConsole, theme: Theme, account: Profile
) -> None:
    services = console.services
    draft = replace(console.draft(BLANK), profile_id=account.id)
    started = await services.launcher.start(draft)

    async def restarted_in_vain() -> None:
        with pytest.raises(BadRequest, match="not started again"):
            await services.updater.restart(started.id, draft)

    restarting = console.spawner.spawn(restarted_in_vain(), name="restart")
    await until(lambda: services.store.get(started.id).stop_wished_at is not None)
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    dialog._stop.click()
    await until(lambda: services.store.get(started.id).restart is None)
    await console.asked_until(started.id, TaskState.STOPPED)
    assert await asked is LeaveChoice.STOPPED_ALL
    await restarting
    assert [each.id for each in services.store.tasks()] == [started.id]


async def test_what_is_being_started_meanwhile_is_stopped_too(
    console: TestConsole, theme: Theme, account: Profile
) -> None:
    services = console.services
    services.watcher.start()
    first = replace(console.draft(BLANK, room="one"), profile_id=account.id)
    started = [await services.launcher.start(first)]
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    started.append(await services.launcher.start(replace(console.draft(BLANK, room="two"), profile_id=account.id)))
    dialog._stop.click()
    assert "of 2 have ended" in shown(dialog)
    assert await asked is LeaveChoice.STOPPED_ALL
    assert services.store.live() == []


async def test_a_full_disk_keeps_no_bot_running(
    console: TestConsole, theme: Theme, account: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    ids = []
    for room in ("one", "two"):
        draft = replace(console.draft(BLANK, room=room), profile_id=account.id)
        ids.append((await services.launcher.start(draft)).id)

    async def full(*_: object, **how: object) -> None:
        raise LedgerUnusable(Text("The disk is full."))

    with monkeypatch.context() as faults:
        faults.setattr(services.ledger, "save", full)
        dialog = leave_dialog(console, theme)
        asked = await opened(console, dialog)
        dialog._stop.click()
        await until(lambda: "The disk is full." in shown(dialog))
        assert "can't be written down. It is carried out all the same" in shown(dialog)
        await until(lambda: all(services.store.get(each).stop_wished_at is not None for each in ids))
    for each in ids:
        await console.asked_until(each, TaskState.STOPPED)
    assert await asked is LeaveChoice.STOPPED_ALL


async def test_a_start_that_nobody_can_ask_about_is_not_waited_for(
    console: TestConsole, theme: Theme, account: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = console.services
    mute = replace(BLANK, abilities=replace(BLANK.abilities, locate_lost_start=False))
    monkeypatch.setattr(services.registry, "generation", lambda _: mute)
    started = await services.launcher.start(replace(console.draft(BLANK), profile_id=account.id))
    lost = replace(started, id="lost", room="lost", state=TaskState.UNCONFIRMED, vendor_task_id="", revision=0)
    await services.recorder.add(lost, services.recorder.entry("lost", EntryKind.WRITTEN))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    assert "it can't be stopped or confirmed from here, and is not waited for" in shown(dialog), "said beforehand"
    dialog._stop.click()
    await console.asked_until(started.id, TaskState.STOPPED)
    await until(lambda: dialog._leave.isVisible())
    assert "The answer to its start was lost: it can't be stopped or confirmed from here" in shown(dialog)
    assert "1 task is still live" in shown(dialog)
    dialog._leave.click()
    assert await asked is LeaveChoice.LEAVE_RUNNING


async def test_one_can_go_back_from_waiting(console: TestConsole, theme: Theme, account: Profile) -> None:
    services = console.services  # without a watcher: nothing ever ends
    started = await services.launcher.start(replace(console.draft(BLANK), profile_id=account.id))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    dialog._stop.click()
    await until(lambda: services.store.get(started.id).stop_wished_at is not None)
    dialog._back.click()
    assert dialog._leave.isVisible()
    assert "keeps stopping" in shown(dialog)
    dialog._stay.click()
    assert await asked is LeaveChoice.STAY


async def test_demo_tasks_end_with_the_program(console: TestConsole, theme: Theme) -> None:
    console.services.store.put(task("demo-blank-1"))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    assert "The built-in simulator ends with this program" in shown(dialog)
    assert not dialog._stop.isVisible()
    dialog._leave.click()
    assert await asked is LeaveChoice.LEAVE_RUNNING


async def test_what_another_window_watches_is_named_apart_and_left_alone(
    console: TestConsole, theme: Theme, account: Profile
) -> None:
    services = console.services
    mine = await services.launcher.start(replace(console.draft(BLANK, room="r1"), profile_id=account.id))
    services.store.put(task("demo-blank-1", id="theirs", room="r2", watched_by="another"))
    dialog = leave_dialog(console, theme)
    asked = await opened(console, dialog)
    said = shown(dialog)
    assert "1 task is still live" in said
    assert "The task in room r2 is not touched: another window" in said
    assert "simulator" not in said, "it ends with the window that runs it, and that is not this one"
    assert [each.id for each in dialog._model.tasks] == [mine.id]
    dialog._stop.click()
    await until(lambda: services.store.get(mine.id).stop_wished_at is not None)
    assert services.store.get("theirs").stop_wished_at is None
    assert "of 1 have ended" in shown(dialog)
    dialog._back.click()
    dialog.reject()
    await asked
