"""Leaving with live tasks: what becomes of them is said, asked, and carried out until the receipts are there."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.dialogs.endings import ends_by_itself
from roomscribe.ui.dialogs.leave_dialog import LeaveChoice, LeaveDialog, ask_leave
from roomscribe.ui.dialogs.leaving_words import goes_on, without_keys
from roomscribe.ui.dialogs.live_tasks import LiveTasksModel
from roomscribe.ui.theme import Theme
from roomscribe.ui.watchdog.words import covered, what_it_does
from roomscribe.vendors.agora.record import VENDOR as AGORA
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry
from roomscribe.vendors.trtc.record import VENDOR as TRTC
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import shown
from tests.support.model_guard import makes

BLANK = VENDOR.generations[0]


def task(profile_id: str = "acc", **what: object) -> Task:
    basics = {
        "id": "t", "profile_id": profile_id, "profile_name": "", "vendor": "blank", "generation": "blank-1",
        "site": "main", "room": "town-hall", "bot": "b", "state": TaskState.RUNNING, "started_at": 1_800_000_000.0,
        "values": {"max_idle_time": 60},
    }  # fmt: skip
    return Task(**{**basics, **what})  # type: ignore[arg-type]


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


ONE, TWO, ENDLESS = task(id="1", room="one", ends_at=1.0), task(id="2", room="two", ends_at=1.0), task(id="3")
WISHED = replace(ENDLESS, id="1", stop_wished_at=1.0)
ONE_SAFE, NO_KEYS = Cover(safe=frozenset({"1"}), answered=True), Cover(answered=True)
BOTH_SAFE = Cover(safe=frozenset({"1", "2"}), answered=True)


@pytest.mark.parametrize(
    ("tasks", "cover", "says", "safe"),
    [
        ((ONE, TWO), BOTH_SAFE, "It stays and stops them at their end times", True),
        ((ONE, TWO, ENDLESS), BOTH_SAFE, "The one without an end time runs on until somebody stops it.", True),
        ((ONE, TWO), ONE_SAFE, "It can't stop this one, and only the vendor's own rules end it: two.", False),
        ((ONE, TWO), NO_KEYS, "or their starts were lost. While this console is closed nothing", False),
        ((ONE, ENDLESS), NO_KEYS, "their starts were lost, or they have no end time. While", False),
        (
            (ONE,),
            Cover(),
            "does not answer. While this console is closed nothing stops the task, not",
            False,
        ),
        ((ONE,), Cover(wanted=False), "The watchdog is switched off (menu Task). While this console", False),
        ((ENDLESS,), NO_KEYS, "The task has no end time, so nothing stops it but", False),
        ((ENDLESS, ENDLESS), NO_KEYS, "None of them has an end time, so nothing stops them but", False),
        ((ONE,), NO_KEYS, "can't stop the task: it has no keys, or the answer to the start was lost. While", False),
        ((WISHED,), ONE_SAFE, "It stays and stops the task at its end time", True),
    ],
)
def test_only_what_the_watchdog_has_answered_is_promised(
    tasks: tuple[Task, ...], cover: Cover, says: str, safe: bool
) -> None:
    said = what_it_does(tasks, cover)
    assert says in said
    assert covered(tasks, cover) is safe
    assert ("It stays and stops" in said) is bool(cover.safe)


def test_many_rooms_without_keys_are_not_all_named() -> None:
    tasks = [task(id=str(number), room=f"room-{number}", ends_at=1.0) for number in range(9)]
    said = what_it_does(tasks, Cover(safe=frozenset({"0"}), answered=True))
    assert "room-1, room-2, room-3, room-4, room-5, room-6, and 2 more." in said
    assert "stops 1 of them at its end time" in said


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


def test_tasks_with_a_secret_of_their_own_are_named() -> None:
    registry = Registry([AGORA, VENDOR])
    said = without_keys([task(), task(id="u", generation="agora-5")], registry)
    assert "Not even then: Agora 5.x." in said
    assert "Not even then" not in without_keys([task()], registry)


@pytest.mark.parametrize("generation", [each for vendor in (TRTC, AGORA, VENDOR) for each in vendor.generations])
def test_every_generation_declares_its_idle_field(generation: Generation) -> None:
    assert generation.field(generation.idle_key) is not None


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


def source(text: Text) -> str:
    return text.source


def test_how_a_task_ends_by_itself() -> None:
    assert str(ends_by_itself(task(), BLANK)).startswith("after 60 s of quiet, or ")
    assert "quiet" not in str(ends_by_itself(task(values={"max_idle_time": 0}), BLANK))
    assert "when the room is quiet" in str(ends_by_itself(task(values={"max_idle_time": None}), BLANK))
    assert source(ends_by_itself(task(), None)) == "unknown"
    assert source(ends_by_itself(task("demo-x"), BLANK)) == "with this program"
    endless = replace(BLANK, abilities=replace(BLANK.abilities, longest_life=0.0, longest_run=0.0))
    assert source(ends_by_itself(task(values={"max_idle_time": 0}), endless)) == "not by itself"


def test_only_a_documented_end_is_promised() -> None:
    for trtc in TRTC.generations:
        assert str(ends_by_itself(task(), trtc)) == "after 60 s of quiet; named longest: 10 h"
    for agora in AGORA.generations:
        assert " or " in str(ends_by_itself(task(), agora))


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


def test_many_that_go_on_are_counted_and_some_are_named() -> None:
    said = str(goes_on([task(id=str(number), room=f"r{number}") for number in range(9)]))
    assert said.startswith("9 more tasks are not touched")
    assert said.endswith(": r0, r1, r2, r3, r4, r5, and 3 more.")
