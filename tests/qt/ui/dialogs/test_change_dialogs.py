"""Changing a running task: in place, and by stop, receipt and start."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Origin, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.restart_dialog import Agreed, RestartDialog
from roomscribe.ui.dialogs.task_tools import TaskTools
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.theme import Theme
from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import opened, shown

BLANK = VENDOR.generations[0]


@pytest.fixture
async def running(console: TestConsole) -> Task:
    return await console.running(BLANK)


def tools_of(console: TestConsole, theme: Theme) -> TaskTools:
    return TaskTools.of(console.services, console.spawner, theme)


def change(dialog: UpdateDialog | RestartDialog, **values: object) -> None:
    dialog._form.sheet.set_values(values)
    dialog._form.check()


async def test_a_change_in_place_is_announced_made_and_told(console: TestConsole, theme: Theme, running: Task) -> None:
    dialog = UpdateDialog(running, tools_of(console, theme))
    updated: list[Task] = []
    dialog.task_updated.connect(updated.append)
    asked = await opened(console, dialog)
    assert not dialog._apply.isEnabled()
    assert dialog._apply.toolTip() == "Nothing was changed."
    change(dialog, targets=("ja",))
    assert "Translate into: was Spanish\n\u2003becomes Japanese" in shown(dialog)
    console.clock.offset += 10
    dialog._look()
    assert dialog._apply.text() == "Change 1 field"
    dialog._apply.click()
    assert await asked == QDialog.DialogCode.Accepted
    assert updated[0].values["targets"] == ("ja",)


async def test_the_vendors_wait_counts_down_on_the_button(console: TestConsole, theme: Theme, running: Task) -> None:
    dialog = UpdateDialog(running, tools_of(console, theme))
    asked = await opened(console, dialog)
    change(dialog, targets=("ja",))
    assert dialog._apply.text() == "Next change in 2 s"
    assert not dialog._apply.isEnabled()
    console.clock.offset += 1
    dialog._look()
    assert dialog._apply.text() == "Next change in 1 s"
    console.clock.offset += 10
    dialog._look()
    assert dialog._apply.isEnabled()
    dialog.reject()
    await asked


async def test_a_refused_change_is_told_in_place_and_can_be_tried_again(
    console: TestConsole, theme: Theme, running: Task
) -> None:
    console.clock.offset += 10
    console.world.faults.add(Fault(kind=FaultKind.ERROR, call="ChangeTask", code="stale-change", message="too old"))
    dialog = UpdateDialog(running, tools_of(console, theme))
    asked = await opened(console, dialog)
    change(dialog, max_idle_time=90)
    dialog._apply.click()
    await until(lambda: "The task was not changed" in shown(dialog))
    assert "The vendor's words: too old" in shown(dialog)
    assert dialog._form.values()["max_idle_time"] == 90
    dialog._form.check()  # as a form that is complete only now does
    assert "The task was not changed" in shown(dialog)
    change(dialog, max_idle_time=100)
    assert "The task was not changed" not in shown(dialog)
    dialog.reject()
    await asked


async def test_a_task_that_ends_meanwhile_cannot_be_changed(console: TestConsole, theme: Theme, running: Task) -> None:
    dialog = UpdateDialog(running, tools_of(console, theme))
    asked = await opened(console, dialog)
    await console.services.stopper.wish(running.id)
    change(dialog, targets=("ja",))
    assert "is being stopped" in dialog._apply.toolTip()
    dialog.reject()
    await asked


async def agreed(draft: Draft, *, before: QWidget) -> bool:
    return True


def restart_dialog(
    console: TestConsole, theme: Theme, task: Task, told: list[str], agreed: Agreed = agreed
) -> RestartDialog:
    def tell(text: object) -> None:
        told.append(str(text))

    return RestartDialog(task, tools_of(console, theme), tell=tell, agreed=agreed, clock=console.clock)


async def restart_wished(console: TestConsole, dialog: RestartDialog, task: Task) -> asyncio.Task[int]:
    """The dialog, when the task is being stopped for another language."""
    asked = await opened(console, dialog)
    change(dialog, spoken="ja")
    dialog._apply.click()
    await until(lambda: console.services.store.get(task.id).stop_wished_at is not None)
    return asked


@pytest.mark.parametrize("refusal", [None, BadRequest(T("Today's budget is spent."))])
async def test_who_does_not_agree_keeps_the_running_task(
    console: TestConsole, theme: Theme, running: Task, refusal: BadRequest | None
) -> None:
    asked_for: list[tuple[Draft, QWidget]] = []

    async def ask(draft: Draft, *, before: QWidget) -> bool:
        asked_for.append((draft, before))
        if refusal:
            raise refusal
        return False

    dialog = restart_dialog(console, theme, running, [], ask)
    asked = await opened(console, dialog)
    change(dialog, spoken="ja")
    dialog._apply.click()
    assert not dialog._apply.isEnabled()
    await until(dialog._apply.isEnabled)
    assert ("Today's budget is spent." in shown(dialog)) is (refusal is not None)
    assert (asked_for[0][0].values["spoken"], asked_for[0][1]) == ("ja", dialog)
    assert dialog._form.values()["spoken"] == "ja"
    assert console.services.store.get(running.id).stop_wished_at is None
    assert len(console.services.store.tasks()) == 1
    dialog.reject()
    await asked


async def test_a_restart_goes_through_its_steps(console: TestConsole, theme: Theme, running: Task) -> None:
    console.services.watcher.start()
    dialog = restart_dialog(console, theme, running, [])
    restarted: list[Task] = []
    dialog.task_restarted.connect(restarted.append)
    asked = await opened(console, dialog)
    assert "there are no captions" in shown(dialog)
    change(dialog, spoken="ja")
    assert "Spoken language: was English\n\u2003becomes Japanese" in shown(dialog)
    assert dialog._apply.text() == "Restart with 1 change"
    dialog._apply.click()
    await until(lambda: "Wait until the vendor has confirmed the end" in shown(dialog))
    assert await asked == QDialog.DialogCode.Accepted
    old = console.services.store.get(running.id)
    assert old.receipt is not None
    assert restarted[0].spoken == ("ja",)


async def test_a_failed_start_after_the_stop_rescues_the_draft(
    console: TestConsole, theme: Theme, running: Task
) -> None:
    console.services.watcher.start()
    console.world.faults.add(Fault(kind=FaultKind.ERROR, call="StartTask", code="invalid", message="no such language"))
    dialog = restart_dialog(console, theme, running, [])
    rescued: list[Draft] = []
    dialog.draft_rescued.connect(rescued.append)
    asked = await opened(console, dialog)
    change(dialog, spoken="ja")
    dialog._apply.click()
    await until(lambda: "the new one did not start" in shown(dialog))
    assert "no such language" in shown(dialog)
    dialog._rescue.click()
    await asked
    assert rescued[0].values["spoken"] == "ja"


async def test_a_restart_can_become_a_mere_stop(console: TestConsole, theme: Theme, running: Task) -> None:
    told: list[str] = []
    dialog = restart_dialog(console, theme, running, told)
    asked = await restart_wished(console, dialog, running)
    dialog._only_stop.click()
    await asked
    assert "is not started again" in told[0]
    assert len(console.services.store.tasks()) == 1


async def test_a_restart_goes_on_behind_a_closed_dialog(console: TestConsole, theme: Theme, running: Task) -> None:
    told: list[str] = []
    dialog = restart_dialog(console, theme, running, told)
    asked = await restart_wished(console, dialog, running)
    dialog._cancel.click()
    await asked
    console.services.watcher.start()
    await until(lambda: all(each.done() for each in console.spawner.tasks if "restart" in each.get_name()))
    assert len(console.services.store.tasks()) == 2
    assert told == []


async def test_a_refusal_before_anything_is_stopped_leads_back_to_the_form(
    console: TestConsole, theme: Theme, running: Task
) -> None:
    await console.services.launcher.start(console.draft(BLANK, room="other"))
    dialog = restart_dialog(console, theme, running, [])
    asked = await opened(console, dialog)
    change(dialog, room="other")
    dialog._apply.click()
    await until(lambda: "Nothing was stopped" in shown(dialog))
    assert dialog._form.isVisible()
    assert console.services.store.get(running.id).stop_wished_at is None
    dialog._form.finish()
    dialog._form.check()  # as a form that is complete only now does
    assert "Nothing was stopped" in shown(dialog)
    change(dialog, room="third")
    assert "Nothing was stopped" not in shown(dialog)
    dialog.reject()
    await asked


async def test_a_restart_keeps_the_run_time_that_was_left(console: TestConsole, theme: Theme, running: Task) -> None:
    console.clock.offset += 12 * 60 + 30
    dialog = restart_dialog(console, theme, running, [])
    asked = await opened(console, dialog)
    assert dialog._form.minutes() == 18  # of 30
    assert dialog.changes() == []
    dialog._form.set_minutes(60)
    assert "Run time: was 18 min\n\u2003becomes 60 min" in shown(dialog)
    assert dialog._apply.isEnabled()
    dialog.reject()
    await asked


@pytest.mark.parametrize(("ends_at", "minutes"), [(None, 0), (1.0, 1)])
async def test_a_restart_keeps_no_end_and_gives_an_overdue_task_a_minute(
    console: TestConsole, theme: Theme, running: Task, ends_at: float | None, minutes: int
) -> None:
    dialog = restart_dialog(console, theme, replace(running, ends_at=ends_at), [])
    asked = await opened(console, dialog)
    assert dialog._form.draft().minutes == minutes
    dialog.reject()
    await asked


@pytest.mark.parametrize("error", [LedgerUnusable(T("The disk is full.")), RuntimeError("bug")])
async def test_trouble_of_our_own_ends_the_steps(
    console: TestConsole, theme: Theme, running: Task, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fail(*_: object, **__: object) -> Task:
        raise error

    console.services.watcher.start()
    monkeypatch.setattr(console.services.launcher, "start", fail)
    dialog = restart_dialog(console, theme, running, [])
    asked = await opened(console, dialog)
    change(dialog, spoken="ja")
    dialog._apply.click()
    await until(lambda: "The restart broke off" in shown(dialog))
    assert ("The disk is full." in shown(dialog)) is isinstance(error, LedgerUnusable)
    assert dialog._only_stop.isHidden()
    dialog._cancel.click()
    await asked
    console.spawner.tasks = {each for each in console.spawner.tasks if not (each.done() and each.exception() is error)}


async def test_of_an_adopted_task_only_what_is_chosen_is_set(console: TestConsole, theme: Theme, running: Task) -> None:
    services = console.services
    adopted = await services.recorder.record(running.id, origin=Origin.ADOPTED, values={}, room="", sequence=1000)
    console.clock.offset += 10
    dialog = UpdateDialog(adopted, tools_of(console, theme))
    asked = await opened(console, dialog)
    dialog._form.finish()
    assert dialog.windowTitle() == f"Change the running task {running.vendor_task_id}"
    assert "nobody here knows its settings" in shown(dialog)
    assert dialog._apply.toolTip() == "Nothing was changed."
    assert dialog._form.choice is not None
    dialog._form.choice.boxes["targets"].click()
    change(dialog, targets=("ja",))
    assert "Translate into: was not known\n\u2003becomes Japanese" in shown(dialog)
    dialog._apply.click()
    assert await asked == QDialog.DialogCode.Accepted
    row = services.store.get(running.id)
    assert (row.values, row.targets, row.sequence) == ({"targets": ("ja",)}, ("ja",), 1001)

    console.clock.offset += 10
    again = UpdateDialog(row, tools_of(console, theme))
    asked = await opened(console, again)
    again._form.finish()
    assert again._form.choice is not None
    assert set(again._form.choice.boxes) == {"max_idle_time"}, "what was set is known from now on"
    assert again._form.values() == {"targets": ("ja",)}
    again.reject()
    await asked


async def test_a_long_update_form_of_an_adopted_task_can_be_walked_by_keyboard(
    console: TestConsole, theme: Theme, running: Task
) -> None:
    adopted = await console.services.recorder.record(running.id, origin=Origin.ADOPTED, values={})
    dialog = UpdateDialog(adopted, tools_of(console, theme))
    asked = await opened(console, dialog)
    dialog._form.finish()
    assert dialog._form.choice is not None
    boxes = list(dialog._form.choice.boxes.values())
    assert [box.nextInFocusChain() for box in boxes[:-1]] == boxes[1:]
    dialog.reject()
    await asked
