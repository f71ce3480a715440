"""The window that finds tasks at a vendor, on a real list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.services.clients import profile_owner
from roomscribe.services.listing import Found
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.finding.adopt_dialog import AdoptDialog
from roomscribe.ui.finding.dialog import FindDialog
from roomscribe.ui.finding.tools import FindTools
from roomscribe.ui.notices import Notice
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, until
from tests.support.dialogs import shown
from tests.support.elsewhere import GENERATION, Elsewhere

AGENTS = load_registry().generation(GENERATION)


class Scene:
    """The open window, and what a person does in it."""

    def __init__(self, console: TestConsole, theme: Theme) -> None:
        self.console = console
        self.told: list[Notice] = []
        self.wanted: list[str] = []
        self.dialog = FindDialog(FindTools.of(console.services, console.spawner, theme), tell=self.told.append)
        self.dialog.task_requested.connect(self.wanted.append)
        self.asked = console.spawner.spawn(ask(self.dialog), name="find")

    @property
    def ids(self) -> list[str]:
        return [row.found.id for row in self.dialog._model.rows]

    def marks(self) -> list[str]:
        rows = range(self.dialog._model.rowCount())
        return [self.dialog._model.index(row, 5).data() for row in rows]

    async def loaded(self) -> None:
        await until(lambda: not self.dialog._loading.running)

    async def acted(self) -> None:
        await until(lambda: not self.dialog._acting.running)
        await asyncio.sleep(0.01)

    async def child(self, kind: type[Any]) -> Any:
        await until(lambda: [each for each in self.dialog.findChildren(kind) if each.isVisible()])
        return next(each for each in self.dialog.findChildren(kind) if each.isVisible())

    def choose(self, *rows: int) -> None:
        self.dialog.view.clearSelection()
        selection = self.dialog.view.selectionModel()
        for row in rows:
            flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
            selection.select(self.dialog._model.index(row, 0), flags)

    def words(self) -> str:
        return shown(self.dialog)

    async def close(self) -> None:
        if not self.asked.done():
            self.dialog.reject()
        await self.asked


@pytest.fixture
async def scenes(console: TestConsole, theme: Theme) -> AsyncIterator[list[Scene]]:
    opened: list[Scene] = []
    yield opened
    for scene in opened:
        await scene.close()


async def opened(console: TestConsole, theme: Theme, scenes: list[Scene]) -> Scene:
    scene = Scene(console, theme)
    scenes.append(scene)
    await asyncio.sleep(0)
    return scene


async def foreign_chosen(console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere) -> Scene:
    """The dialog with a single task, which somebody else started and which is chosen."""
    await elsewhere.join("one")
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    scene.choose(0)
    return scene


async def started(console: TestConsole) -> Task:
    return await console.running(AGENTS)


async def test_an_account_without_tasks_is_said_and_can_be_asked_again(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    scene = await opened(console, theme, scenes)
    assert "The vendor is being asked." in scene.words()
    await scene.loaded()
    assert "The vendor lists no such task." in scene.words()
    assert "of the last 72 hours" in scene.words()
    assert not scene.dialog._more.isVisible()
    agent_id = await elsewhere.join("one")
    scene.dialog._empty.pressed.emit()
    await scene.loaded()
    assert scene.ids == [agent_id]
    assert scene.dialog._count.text() == "1 task"


async def test_pages_are_loaded_one_by_one_and_counted(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    foreign = await elsewhere.join_many(26)
    mine = await started(console)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    assert (scene.dialog._count.text(), len(scene.ids)) == ("20 of 27", 20)
    scene.dialog._more.click()
    await scene.loaded()
    assert scene.ids == [*foreign, mine.vendor_task_id]
    assert scene.dialog._count.text() == "27 tasks"
    assert not scene.dialog._more.isVisible()
    assert scene.marks() == ["not in the console"] * 26 + [f"yes, in room {mine.room}"]


async def test_a_page_that_fails_says_why_keeps_the_rest_and_is_tried_again(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    await elsewhere.join_many(25)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    console.world.faults.add(Fault(FaultKind.HTTP, call="list", count=None, status=502))
    scene.dialog._more.click()
    await scene.loaded()
    assert "The next page could not be loaded" in scene.words()
    assert "Code: " in scene.words()
    assert (len(scene.ids), scene.dialog._more.text()) == (20, "Try again")
    console.world.faults.clear()
    scene.dialog._more.click()
    await scene.loaded()
    assert len(scene.ids) == 25
    assert "could not be loaded" not in scene.words()


async def test_a_list_that_cannot_be_loaded_says_what_to_do(
    console: TestConsole, theme: Theme, scenes: list[Scene]
) -> None:
    profile = console.profile(AGENTS)
    await console.services.vault.delete_all(profile_owner(profile.id), ["customer_secret"])
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    assert "Nothing could be loaded." in scene.words()
    assert "has no Customer Secret. Open it and enter it." in scene.words()


async def test_state_and_room_narrow_the_list(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    here, there = await elsewhere.join_many(2, "here"), await elsewhere.join_many(1, "there")
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    assert scene.ids == here + there
    line = scene.dialog.wishes.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "there")
    QTest.keyClick(line, Qt.Key.Key_Return)
    await scene.loaded()
    assert scene.ids == there
    assert scene.dialog.isVisible(), "Enter in the line presses no button"
    states = scene.dialog.wishes._state
    states.setCurrentIndex(states.findData("FAILED"))
    states.activated.emit(states.currentIndex())
    await scene.loaded()
    assert scene.ids == []
    assert "The vendor lists no such task in there." in scene.words()


async def test_adopting_asks_for_the_end_and_the_row_settles(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    await elsewhere.join_many(3)
    profile = replace(console.profile(AGENTS), default_minutes=45)
    await console.services.profiles.save(profile)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    assert not scene.dialog._adopt.isEnabled()
    assert scene.dialog._adopt.toolTip() == "Select a task first."
    scene.choose(0, 2)
    assert scene.dialog._adopt.text() == "Adopt 2 tasks…"
    scene.dialog._adopt.click()
    end = await scene.child(AdoptDialog)
    assert end.minutes() == 45
    assert not scene.dialog._stop.isEnabled(), "one act at a time"
    end.accept()
    await scene.acted()
    tasks = console.services.store.tasks()
    assert [task.vendor_task_id for task in tasks] == [scene.ids[0], scene.ids[2]]
    assert {task.origin for task in tasks} == {Origin.ADOPTED}
    assert {round((task.ends_at or 0) - task.created_at) for task in tasks} == {45 * 60}
    assert scene.marks() == ["yes, in an unknown room", "not in the console", "yes, in an unknown room"]
    assert scene.dialog._adopt.toolTip() == "The console has this task already."
    assert scene.dialog._stop.isEnabled()


async def test_a_cancelled_question_does_nothing(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    scene = await foreign_chosen(console, theme, scenes, elsewhere)
    for button, kind in ((scene.dialog._adopt, AdoptDialog), (scene.dialog._stop, ConfirmDialog)):
        button.click()
        (await scene.child(kind)).reject()
        await scene.acted()
        assert button.isEnabled()
    assert console.services.store.tasks() == []
    assert scene.marks() == ["not in the console"]


async def test_a_foreign_task_is_stopped_after_a_question(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    await console.services.profiles.save(replace(console.profile(AGENTS), production=True))
    ids = await elsewhere.join_many(2)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    scene.choose(1)
    scene.dialog._stop.click()
    question = await scene.child(SureDialog)
    asked = "\n".join(label.text() for label in question.findChildren(QLabel))
    assert "is marked as production" in asked
    assert "This console did not start it" in asked
    assert ids[1] in asked
    assert not question.act.isEnabled()
    QTest.keyClicks(question.typed, console.profile(AGENTS).name)
    question.act.click()
    await scene.acted()
    (row,) = console.services.store.tasks()
    assert (row.vendor_task_id, row.origin) == (ids[1], Origin.ADOPTED)
    ended = await console.asked_until(row.id, TaskState.STOPPED)
    assert ended.receipt is not None
    await until(lambda: scene.dialog._model.index(1, 0).data() == "stopped")
    assert scene.dialog._stop.toolTip() == "This task has ended already."
    assert await elsewhere.status(ids[0]) == "RUNNING"


async def test_our_own_task_is_stopped_at_once_like_in_the_table(
    console: TestConsole, theme: Theme, scenes: list[Scene]
) -> None:
    mine = await started(console)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    scene.choose(0)
    scene.dialog._stop.click()
    await scene.acted()
    assert console.services.store.get(mine.id).stop_wished_at is not None


async def test_each_row_has_its_own_result(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    ids = await elsewhere.join_many(2)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    await elsewhere.leave(ids[0])
    async with asyncio.timeout(10):
        while await elsewhere.status(ids[0]) not in ("STOPPED", ""):  # noqa: ASYNC110 - the vendor tells nobody
            await asyncio.sleep(0.02)
    scene.choose(0, 1)
    scene.dialog._adopt.click()
    (await scene.child(AdoptDialog)).accept()
    await scene.acted()
    assert scene.marks() == ["This task has ended already.", "yes, in an unknown room"]
    assert scene.dialog._model.index(0, 0).data() == "stopped"
    assert [task.vendor_task_id for task in console.services.store.tasks()] == [ids[1]]


async def test_rows_that_were_not_tried_are_not_said_to_be_worked_on(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    await elsewhere.join_many(2)
    scene = await opened(console, theme, scenes)
    await scene.loaded()

    async def broken(found: Found) -> Task:
        raise LedgerUnusable(T("The disk is full."))

    monkeypatch.setattr(console.services.finder, "stop", broken)
    scene.choose(0, 1)
    scene.dialog._stop.click()
    (await scene.child(ConfirmDialog)).accept()
    await scene.acted()
    assert scene.marks() == ["The disk is full.", "not in the console"]
    (act,) = [each for each in console.spawner.tasks if each.done() and each.get_name() == "stop listed tasks"]
    console.spawner.tasks.remove(act)
    with pytest.raises(LedgerUnusable):
        await act


async def test_what_happens_elsewhere_in_the_console_shows(
    console: TestConsole, theme: Theme, scenes: list[Scene]
) -> None:
    mine = await started(console)
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    assert scene.dialog._model.index(0, 0).data() == "running"
    await console.services.stopper.wish(mine.id)
    await console.asked_until(mine.id, TaskState.STOPPED)
    await until(lambda: scene.dialog._model.index(0, 0).data() == "stopped")


async def test_a_row_can_be_shown_and_ids_copied(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    mine = await started(console)
    foreign = await elsewhere.join("one")
    scene = await opened(console, theme, scenes)
    await scene.loaded()
    await until(scene.dialog.isActiveWindow)
    await until(scene.dialog.view.hasFocus)
    scene.choose(1)
    assert scene.dialog._show.toolTip() == "This task is not in the console."
    scene.choose(0, 1)
    QTest.keyClick(scene.dialog.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{mine.vendor_task_id}\n{foreign}"
    scene.choose(0)
    scene.dialog._show.click()
    assert await scene.asked == QDialog.DialogCode.Accepted
    assert scene.wanted == [mine.id]


async def test_closing_while_it_loads_cancels_the_loading(
    console: TestConsole, theme: Theme, scenes: list[Scene]
) -> None:
    console.world.faults.add(Fault(FaultKind.HANG, call="list"))
    scene = await opened(console, theme, scenes)
    await until(lambda: console.world.calls["list"])
    scene.dialog.reject()
    await scene.asked
    await until(lambda: all(each.done() for each in console.spawner.tasks))
    assert console.world.calls["list"] == 1


async def test_another_wish_replaces_a_loading_one(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    there = await elsewhere.join("one", "there")
    console.world.faults.add(Fault(FaultKind.HANG, call="list"))
    scene = await opened(console, theme, scenes)
    await until(lambda: console.world.calls["list"])
    scene.dialog.wishes._room.setText("there")
    scene.dialog.wishes.refresh.click()
    await scene.loaded()
    assert scene.ids == [there]


async def test_a_failure_after_the_window_was_closed_is_told_elsewhere(
    console: TestConsole, theme: Theme, scenes: list[Scene], elsewhere: Elsewhere
) -> None:
    scene = await foreign_chosen(console, theme, scenes, elsewhere)
    scene.dialog._adopt.click()
    end = await scene.child(AdoptDialog)
    console.world.faults.add(Fault(FaultKind.HTTP, call="query", count=None, status=502))
    end.accept()
    scene.dialog.reject()  # before the vendor can have answered
    await scene.asked
    await until(lambda: scene.told)
    assert scene.told[0].remedy is not None
    assert console.services.store.tasks() == []
