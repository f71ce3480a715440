"""The command in a real window: from the plan to the run, with and without a question, and what was left behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from roomscribe.domain.batch import PlannedRow, Step
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.runtime.dialogs import turn
from roomscribe.services.batch_files import BatchFiles
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.clients import ClientPool, profile_owner
from roomscribe.services.console import ConsoleServices
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.command import StartMany
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.reports_dialog import ReportsDialog
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.batch.sources import PASTED
from roomscribe.ui.desk import Desk
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.plain_table import PlainTable
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.leaving import Leaving
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.stopping.everything_dialog import StopEverythingDialog
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from tests.support.consoles import TestConsole, until
from tests.support.desks import opened_desk

START = "StartAITranscription"
D = TypeVar("D", bound=QDialog)


class Scene:
    """The window and the hands of a person."""

    def __init__(self, desk: Desk, console: TestConsole) -> None:
        self.desk, self.console, self.window = desk, console, desk.window
        self.many = desk.window.findChildren(StartMany)[0]
        self.fact = self.many.news.fact

    @property
    def services(self) -> ConsoleServices:
        return self.console.services

    async def dialog(self, kind: type[D]) -> D:
        def open_ones() -> list[D]:
            return [each for each in self.window.findChildren(kind) if each.isVisible()]

        await until(open_ones)
        return open_ones()[0]

    def notices(self) -> list[str]:
        return [say(each.text) for each in self.window.notices.notices()]

    def press(self, parent: QWidget, text: str) -> None:
        next(each for each in parent.findChildren(QPushButton) if each.isVisible() and each.text() == text).click()

    def draft(self, *, minutes: int = 30) -> Draft:
        return self.console.draft(self.services.registry.generation("trtc-1"), minutes)

    def rows(self, count: int) -> list[PlannedRow]:
        values = self.draft().values
        return [
            PlannedRow(number=at, line=at, values={**values, "room": str(800 + at)}, minutes=30)
            for at in range(1, count + 1)
        ]

    @property
    def demo(self) -> Profile:
        return self.console.profile(self.services.registry.generation("trtc-1"))

    async def begin(self, count: int, title: str = "qa.csv", profile: Profile | None = None) -> BatchRun:
        return await self.services.batches.begin(title, profile or self.demo, self.rows(count))

    async def real_account(self) -> Profile:
        """An account that does not end with the simulator, though that is its vendor here."""
        made, vault = replace(self.demo, id="acc", simulator=False), self.services.vault
        await self.services.profiles.save(made)
        for each in self.services.registry.generation(made.generation).account_fields:
            if each.secret and (secret := await vault.get(profile_owner(self.demo.id), each.key)):
                await vault.set(profile_owner(made.id), each.key, secret)
        return made

    async def plan(self, *rooms: str, minutes: int = 30) -> PlanDialog:
        self.desk.panel.fill(self.draft(minutes=minutes))
        form = self.desk.panel.form()
        assert form is not None
        form.finish()
        self.window.commands.start_many.trigger()
        dialog = await self.dialog(PlanDialog)
        dialog.sources.setCurrentIndex(PASTED)
        dialog.sources.pasted.setPlainText("\n".join(("room", *rooms)))
        dialog.read()
        await until(lambda: not dialog.reading)
        return dialog


@pytest.fixture
async def scene(console: TestConsole, theme: Theme) -> AsyncIterator[Scene]:
    async with opened_desk(console, theme) as desk:
        desk.window.show()
        yield Scene(desk, console)


class Paintings(QObject):
    """Counts how often the rows of a batch's window are painted."""

    def __init__(self, qapp: QApplication) -> None:
        super().__init__()
        self.count = 0
        qapp.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(table := watched.parent(), PlainTable):
            self.count += isinstance(table.window(), RunDialog) and watched is table.viewport()
        return False


async def test_the_rows_of_a_batch_are_painted_once_when_its_window_opens(scene: Scene, qapp: QApplication) -> None:
    release = scene.services.batches.hold()
    run = await scene.begin(40)
    paintings = Paintings(qapp)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    await until(lambda: paintings.count)
    for _ in range(10):
        await turn()
    assert paintings.count == 1
    qapp.removeEventFilter(paintings)
    view.accept()
    run.cancel()
    release()
    await until(lambda: run.over)


async def test_what_calls_need_is_loaded_while_a_batch_is_put_together(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(ClientPool, "load_ahead", lambda pool, generation: loaded.append(generation.id))
    dialog = await scene.plan("801")
    await until(lambda: loaded)
    assert loaded == ["trtc-1"]
    dialog.reject()


async def test_a_batch_about_which_nothing_is_asked(scene: Scene) -> None:
    dialog = await scene.plan("801", "802")
    dialog.start.click()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “Pasted table”"
    await until(lambda: view.end_shown)
    view.hide_button.click()
    await until(lambda: not scene.services.batches.ended)
    assert sorted(task.room for task in scene.services.store.tasks()) == ["801", "802"]


async def test_a_batch_about_which_the_guard_asks_is_started_or_kept(scene: Scene) -> None:
    dialog = await scene.plan("801", "802", minutes=0)
    dialog.start.click()
    sure = await scene.dialog(SureDialog)
    sure.cancel.click()
    await until(dialog.start.isEnabled)
    assert dialog.isVisible(), "the table that was pasted is lost"
    assert not scene.services.store.tasks()
    dialog.start.click()
    sure = await scene.dialog(SureDialog)
    sure.act.click()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “Pasted table”"
    await until(lambda: view.end_shown)
    assert len(scene.services.store.tasks()) == 2
    view.accept()
    await until(lambda: not scene.services.batches.ended)


async def at_rest(scene: Scene, profile: Profile, title: str = "qa.csv") -> BatchRun:
    """A batch that has not started anything yet."""
    run = await scene.begin(2, title, profile)
    run.pause()
    await asyncio.sleep(0)  # it is under way
    return run


async def end_of_the_program(scene: Scene, run: BatchRun) -> None:
    """As every end leaves a batch: its file stays, the lock goes."""
    (task,) = [each for each in scene.console.spawner.tasks if each.get_name() == f"batch {run.batch.title}"]
    task.cancel()
    await until(task.done)
    scene.console.spawner.tasks.discard(task)
    scene.services.batches._files._locks.pop(run.batch.id).release()


async def cut_off(scene: Scene, profile: Profile, title: str = "qa.csv") -> BatchRun:
    """A batch that an earlier session has not brought to its end, which nobody has ended in order."""
    run = await at_rest(scene, profile, title)
    await end_of_the_program(scene, run)
    return run


async def left_behind(scene: Scene) -> BatchRun:
    """The same, offered by the window."""
    run = await cut_off(scene, await scene.real_account())
    scene.many.open()
    await until(lambda: "“qa.csv” was not finished: 2 of 2 tasks." in scene.notices())
    return run


async def test_what_was_left_behind_can_be_resumed(scene: Scene) -> None:
    await left_behind(scene)
    scene.press(scene.window, "Go on")
    view = await scene.dialog(RunDialog)
    await until(lambda: len(scene.services.store.tasks()) == 2)
    await until(lambda: view.end_shown)
    view.accept()
    await until(lambda: not scene.services.batches.ended)


async def test_what_was_left_behind_can_be_forgotten(scene: Scene) -> None:
    await left_behind(scene)
    scene.press(scene.window, "Forget it")
    folder = scene.services.ledger.path.parent / "batches"
    await until(lambda: not list(folder.iterdir()))
    assert not scene.services.store.tasks()


async def test_what_a_demo_left_behind_ends_with_its_simulator(scene: Scene) -> None:
    run = await cut_off(scene, scene.demo)
    file = scene.services.ledger.path.parent / "batches" / f"{run.batch.id}.json"
    assert file.exists()
    scene.many.open()
    await until(scene.notices)
    assert scene.notices() == ["“qa.csv” ended with the built-in simulator: 2 rows were not started."]
    assert not file.exists()


async def test_who_has_closed_the_window_is_not_told_that_the_demo_ended(scene: Scene) -> None:
    demo, kept = await at_rest(scene, scene.demo), await at_rest(scene, await scene.real_account(), "b.csv")
    gone: list[bool] = []
    scene.desk.left.connect(lambda: gone.append(True))
    scene.window.close()
    (await scene.dialog(ConfirmDialog)).accept()
    await until(lambda: gone)
    for run in (demo, kept):
        await end_of_the_program(scene, run)
    scene.many.open()
    await until(scene.notices)
    assert scene.notices() == ["“b.csv” was not finished: 2 of 2 tasks."]
    assert not list((scene.services.ledger.path.parent / "batches").glob(f"{demo.batch.id}*"))


def read_only(_files: BatchFiles, _batch_id: str) -> None:
    raise OSError(30, "Read-only file system")


async def test_a_file_that_can_not_be_removed_is_told_of_and_keeps_no_other_from_being_offered(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(scene, scene.demo, "demo.csv")
    monkeypatch.setattr(BatchFiles, "_forget", read_only)
    await left_behind(scene)
    await until(lambda: [each for each in scene.notices() if each.endswith("removed: Read-only file system.")])
    assert not [each for each in scene.notices() if "unexpected" in each]


async def test_why_a_batch_can_not_be_finished(scene: Scene) -> None:
    account = await scene.real_account()
    await cut_off(scene, account)
    await scene.services.profiles.save(replace(account, generation="trtc-2"))
    scene.many.open()
    reason = f"The account “{account.name}” has another API version than the batch was made for."
    await until(lambda: f"“qa.csv” can't be finished. {reason}" in scene.notices())


async def test_a_batch_that_was_begun_before_everything_was_stopped_says_so(scene: Scene) -> None:
    await cut_off(scene, await scene.real_account())
    await scene.services.halting.halt(cancels=True)
    scene.many.open()
    await until(scene.notices)
    (notice,) = scene.window.notices.notices()
    assert notice.remedy is not None
    assert say(notice.remedy) == "After it was begun you stopped everything that you had started."


# Those whose window is hidden


async def test_a_batch_that_ends_unseen_says_so_and_keeps_its_report(scene: Scene, tmp_path: Path) -> None:
    scene.console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="FailedOperation.InvalidParam"))
    assert not scene.fact.isVisible()
    run = await scene.begin(3)
    assert scene.fact.isVisible()
    assert scene.fact.text() == "“qa.csv”: 0 of 3"
    await until(lambda: scene.notices() == ["“qa.csv” has ended: 2 of 3 tasks were started."])
    assert scene.fact.text() == "“qa.csv” has ended: 2 of 3"
    scene.press(scene.window, "Save a report…")
    choice = await scene.dialog(QFileDialog)
    choice.reject()
    await until(lambda: scene.notices() == ["“qa.csv” has ended: 2 of 3 tasks were started."])
    assert scene.services.batches.ended == [run]
    scene.press(scene.window, "Save a report…")
    choice = await scene.dialog(QFileDialog)
    choice.findChildren(QLineEdit)[0].setText(str(tmp_path / "r.csv"))
    choice.accept()
    await until(lambda: "The report on “qa.csv” was saved." in scene.notices())
    assert (tmp_path / "r.csv").exists()
    assert scene.services.batches.ended == []
    assert not scene.fact.isVisible()


async def test_a_report_that_cannot_be_saved_is_still_there(scene: Scene, tmp_path: Path) -> None:
    run = await scene.begin(1)
    await until(lambda: scene.notices() == ["“qa.csv” has ended: its task was started."])
    scene.press(scene.window, "Save a report…")
    choice = await scene.dialog(QFileDialog)
    choice.findChildren(QLineEdit)[0].setText(str(tmp_path / "r.csv"))
    choice.accept()
    (tmp_path / "r.csv").mkdir()  # in the moment before it is written
    await until(lambda: "The report on “qa.csv” was not saved." in scene.notices())
    assert scene.services.batches.ended == [run]
    assert "“qa.csv” has ended: its task was started." in scene.notices()


async def test_who_dismisses_the_news_of_an_end_needs_its_report_no_more(scene: Scene) -> None:
    await scene.begin(1)
    await until(lambda: scene.notices() == ["“qa.csv” has ended: its task was started."])
    dismiss = [each for each in scene.window.notices.findChildren(QToolButton) if each.toolTip() == "Dismiss"]
    dismiss[0].click()
    assert scene.services.batches.ended == []
    assert not scene.fact.isVisible()


async def test_a_batch_that_rests_by_itself_says_why_until_it_goes_on(scene: Scene) -> None:
    scene.console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="AuthFailure.SignatureFailure", count=None))
    run = await scene.begin(40)
    await until(lambda: scene.notices() == ["“qa.csv” is paused."])
    (notice,) = scene.window.notices.notices()
    assert notice.remedy is not None
    assert say(notice.remedy).startswith("The vendor doesn't accept the account.")
    await run.quiet()
    assert scene.notices() == ["“qa.csv” is paused."]
    assert scene.fact.text().startswith("“qa.csv” is paused: ")
    scene.console.world.faults.clear()
    scene.press(scene.window, "Show")
    view = await scene.dialog(RunDialog)
    assert scene.notices() == []
    view.pause.click()
    view.hide_button.click()
    await until(lambda: run.over)
    await until(lambda: len(scene.notices()) == 1)


async def test_a_pause_that_somebody_wanted_is_no_news(scene: Scene) -> None:
    scene.console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    run = await scene.begin(30)
    run.pause()
    assert scene.notices() == []
    assert scene.fact.text().startswith("“qa.csv” is paused: ")
    run.cancel()
    await until(lambda: run.over)


def offered_entries() -> list[QAction]:
    """What the open menu offers."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return [each for each in menu.actions() if not each.isSeparator()]


async def test_the_status_bar_leads_to_the_batch_and_offers_a_choice_of_several(scene: Scene) -> None:
    scene.console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    first = await scene.begin(1, "A&B.csv")
    first.pause()
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “A&B.csv”"
    view.hide_button.click()
    await until(lambda: not view.isVisible())
    second = await scene.begin(2, "b.csv")
    second.pause()
    assert scene.fact.text() == "2 batches: 0 of 3 rows"
    for open_choice in (scene.fact.click, scene.window.commands.start_many.trigger):
        open_choice()
        entries = offered_entries()
        assert [each.text() for each in entries] == [
            "“A&&B.csv” is paused: 0 of 1",
            "“b.csv” is paused: 0 of 2",
            "Start another batch…",
        ]
    entries = offered_entries()
    scene.many.news._menu.close()
    entries[1].trigger()
    view = await scene.dialog(RunDialog)
    assert view.windowTitle() == "Starting “b.csv”"
    view.hide_button.click()
    await until(lambda: not [each for each in scene.window.findChildren(RunDialog) if each.isVisible()])
    entries[2].trigger()
    (await scene.dialog(PlanDialog)).reject()
    first.cancel()
    second.cancel()
    await until(lambda: first.over and second.over)


async def test_beside_the_one_that_goes_on_another_can_be_begun(scene: Scene) -> None:
    command = scene.window.commands.start_many
    run = await scene.begin(1)
    run.pause()
    assert command.toolTip().startswith("Leads to the batches that are under way, or starts another one.")
    command.trigger()
    entries = offered_entries()
    assert [each.text() for each in entries] == ["“qa.csv” is paused: 0 of 1", "Start another batch…"]
    scene.many.news._menu.close()
    entries[1].trigger()
    (await scene.dialog(PlanDialog)).reject()
    run.cancel()
    await until(lambda: run.over)
    assert command.toolTip().startswith("Starts a task for each row")


# Where something else is decided


async def going(scene: Scene, profile: Profile | None = None) -> BatchRun:
    """A batch that has started some of its tasks, and has more to start."""
    scene.console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.05, count=None))
    # So slow that it is far from its end, however long the test takes.
    slow = replace(profile or scene.demo, calls_per_second=10)
    await scene.services.profiles.save(slow)
    run = await scene.begin(300, profile=slow)
    await until(lambda: run.progress.of(Step.STARTED) >= 3)
    return run


@pytest.mark.parametrize("cancels", [True, False])
async def test_who_stops_everything_stops_batches_first(scene: Scene, cancels: bool) -> None:
    run = await going(scene)
    scene.window.commands.stop_all.trigger()
    question = await scene.dialog(StopEverythingDialog)
    await run.quiet()
    assert run.resting
    left = run.progress.of(Step.WAITING)
    assert question.rest.text() == f"Cancel the rest of “qa.csv”: {left} tasks"
    came = len(scene.services.store.tasks())
    question.rest.setChecked(cancels)
    question.accept()
    await until(lambda: all(task.stop_wished_at for task in scene.services.store.live()))
    (await scene.dialog(StopDialog)).accept()
    assert len(scene.services.store.tasks()) == came
    assert any(task.stop_wished_at for task in scene.services.store.tasks())
    if cancels:
        await until(lambda: run.over)
        assert run.progress.of(Step.LEFT) == left
    else:
        await until(lambda: "“qa.csv” is paused." in scene.notices())
        assert run.progress.of(Step.WAITING) == left
        run.cancel()


async def test_who_does_not_stop_everything_lets_the_batch_go_on(scene: Scene) -> None:
    run = await going(scene)
    scene.window.commands.stop_all.trigger()
    question = await scene.dialog(StopEverythingDialog)
    question.reject()
    await until(lambda: not run.resting)
    assert not any(task.stop_wished_at for task in scene.services.store.tasks())
    run.cancel()


@pytest.mark.parametrize("stops", [True, False])
async def test_who_leaves_is_told_of_the_batch_and_nothing_more_is_started(scene: Scene, stops: bool) -> None:
    await scene.services.take_over()
    run = await going(scene, await scene.real_account())
    left_at: list[int] = []
    scene.desk.left.connect(lambda: left_at.append(run.progress.of(Step.WAITING)))
    scene.window.close()
    question = await scene.dialog(LeaveDialog)
    await run.quiet()
    left = run.progress.of(Step.WAITING)
    said = "\n".join(each.text() for each in question.findChildren(QLabel) if each.isVisible())
    assert "“qa.csv” is not finished" in said
    assert f"{left} of 300 tasks are not started, and none of them is once you leave." in said
    scene.console.world.faults.clear()
    scene.press(question, "Stop and wait" if stops else "Leave running")
    await until(lambda: left_at)
    assert left_at == [left]
    assert run.resting


async def test_who_stays_lets_the_batch_go_on(scene: Scene) -> None:
    run = await going(scene)
    scene.window.close()
    (await scene.dialog(LeaveDialog)).reject()
    await until(lambda: not run.resting)
    run.cancel()


async def ended(scene: Scene, title: str = "b.csv") -> BatchRun:
    """A batch that came to its end, and started nothing that is live."""
    scene.console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="FailedOperation.InvalidParam"))
    run = await scene.begin(1, title)
    await until(lambda: run.over)
    return run


async def test_who_leaves_is_asked_about_a_report_that_is_not_saved(scene: Scene, tmp_path: Path) -> None:
    first, second = await ended(scene), await ended(scene, "c.csv")
    gone: list[bool] = []
    scene.desk.left.connect(lambda: gone.append(True))
    scene.window.close()
    question = await scene.dialog(ReportsDialog)
    assert question.windowTitle() == "2 reports are not saved"
    question.stay.click()
    (leaving,) = scene.window.findChildren(Leaving)
    await until(lambda: not leaving._asking)
    assert scene.services.batches.ended == [first, second]
    assert not gone
    scene.services.batches.dismiss(second)
    scene.window.close()
    question = await scene.dialog(ReportsDialog)
    assert question.windowTitle() == "The report of “b.csv” is not saved"
    (tmp_path / "b.csv").mkdir()
    for name in ("b.csv", "r.csv"):
        question.saves[0].click()
        choice = await scene.dialog(QFileDialog)
        choice.findChildren(QLineEdit)[0].setText(str(tmp_path / name))
        choice.done(QDialog.DialogCode.Accepted)
        if name == "b.csv":
            await until(lambda: "The report was not saved" in question.banner.words())
    await until(lambda: gone)
    assert b"FailedOperation.InvalidParam" in (tmp_path / "r.csv").read_bytes()


async def test_who_leaves_may_do_without_the_report(scene: Scene) -> None:
    await ended(scene)
    gone: list[bool] = []
    scene.desk.left.connect(lambda: gone.append(True))
    scene.window.close()
    (await scene.dialog(ReportsDialog)).leave.click()
    await until(lambda: gone)


async def test_the_report_of_failures_outlives_the_window_of_the_batch(scene: Scene, tmp_path: Path) -> None:
    run = await ended(scene)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    await until(lambda: view.end_shown)
    view.hide_button.click()
    await until(lambda: scene.notices() == ["“b.csv” has ended: 0 of 1 tasks were started."])
    assert not scene.fact.isVisible(), "the bar tells of an end that somebody has seen"
    scene.press(scene.window, "Show")
    view = await scene.dialog(RunDialog)
    view.report.click()
    choice = await scene.dialog(QFileDialog)
    choice.findChildren(QLineEdit)[0].setText(str(tmp_path / "r.csv"))
    choice.accept()
    await until(lambda: view.report_saved)
    view.hide_button.click()
    await until(lambda: run not in scene.services.batches.ended)
    assert scene.notices() == []


async def test_the_bar_counts_what_goes_on_and_tells_of_an_end_when_nothing_does(scene: Scene) -> None:
    first = await ended(scene)
    assert scene.fact.text() == "“b.csv” has ended: 0 of 1"
    assert scene.fact.toolTip() == "Press it to see what became of its rows."
    second = await scene.begin(40, "c.csv")
    second.pause()
    third = await scene.begin(2, "d.csv")
    third.pause()
    assert scene.fact.text() == "2 batches: 0 of 42 rows"
    assert scene.fact.toolTip() == "Press it to choose one."
    third.cancel()
    await until(lambda: third.over)
    assert scene.fact.text() == "“c.csv” is paused: 0 of 40"
    scene.services.batches.dismiss(first)
    scene.services.batches.dismiss(third)
    assert scene.fact.text() == "“c.csv” is paused: 0 of 40"
    second.cancel()
    await until(lambda: second.over)
    assert scene.fact.text() == "“c.csv” has ended: 0 of 40"


async def test_a_long_title_leaves_the_bar_room_for_the_rest(scene: Scene) -> None:
    title = "客户演示：上海会议室的长标题，带有很多汉字.csv"
    run = await scene.begin(3, title)
    run.pause()
    text, tip = scene.fact.text(), scene.fact.toolTip()
    assert text.endswith(".csv” is paused: 0 of 3")
    assert "…" in text
    assert tip.splitlines() == [f"“{title}” is paused: 0 of 3", "Press it to see how far it has come."]
    run.cancel()
    await until(lambda: run.over)


async def test_several_that_have_ended_are_counted_as_ended(scene: Scene) -> None:
    await ended(scene)
    await ended(scene, "c.csv")
    assert scene.fact.text() == "2 batches have ended"
    assert scene.fact.toolTip() == "Press it to choose one."


async def test_refused_rows_go_on_in_a_window_of_their_own(scene: Scene) -> None:
    await ended(scene)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    view.look()
    view.again.click()
    await until(
        lambda: [each for each in scene.window.findChildren(RunDialog) if each is not view and each.isVisible()]
    )
    (again,) = [each for each in scene.window.findChildren(RunDialog) if each is not view and each.isVisible()]
    await until(lambda: again.end_shown)
    assert [task.room for task in scene.services.store.live()] == ["801"]
    again.accept()
    await until(lambda: len(scene.services.batches.ended) == 1)


async def test_what_goes_on_after_everything_was_stopped_is_not_stopped(scene: Scene) -> None:
    run = await going(scene)
    # One is answered only after the question.
    scene.console.world.faults.clear()
    scene.console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=1.5, count=1))
    sent = scene.console.world.calls[START]
    await until(lambda: scene.console.world.calls[START] > sent)
    scene.window.commands.stop_all.trigger()
    question = await scene.dialog(StopEverythingDialog)
    question.rest.setChecked(False)
    question.accept()
    await until(lambda: run.paused_because is not None)
    before = set(run.task_ids)
    run.go_on()
    (await scene.dialog(StopDialog)).accept()
    await until(lambda: set(run.task_ids) - before)
    late = [each for each in asyncio.all_tasks() if each.get_name() == "stop what was being started"]
    if late:  # else the slow one was answered by then
        await asyncio.wait(late)
    wished = {task.id for task in scene.services.store.tasks() if task.stop_wished_at}
    assert wished
    assert wished <= before
    run.cancel()
