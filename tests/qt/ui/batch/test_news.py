"""Batches whose window is hidden: what is said of them, and how to get back to them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QToolButton,
)

from roomscribe.domain.text import Text
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.notices import MOST, Grade, Notice
from roomscribe.ui.words import say
from tests.qt.ui.batch.command_stage import START, Scene, ended
from tests.support.consoles import until


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


async def test_a_report_stays_within_reach_when_newer_messages_need_the_room_of_its_own(scene: Scene) -> None:
    run = await ended(scene)
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    await until(lambda: view.end_shown)
    view.hide_button.click()
    await until(scene.notices)
    assert not scene.fact.isVisible()
    for number in range(MOST):
        text = Text("Message {number}", {"number": number})
        scene.window.show_notice(Notice(grade=Grade.WARN, text=text))
    assert scene.services.batches.ended == [run]
    assert scene.fact.isVisible(), "nothing else leads to the report any more"
    scene.fact.click()
    view = await scene.dialog(RunDialog)
    view.hide_button.click()
    await until(lambda: scene.notices()[0] == "“b.csv” has ended: 0 of 1 tasks were started.")
    assert not scene.fact.isVisible()


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
