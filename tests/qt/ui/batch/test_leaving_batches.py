"""Where everything is stopped or the window closes: of batches nothing more is started, and no report is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from roomscribe.domain.batch import Step
from roomscribe.services.batch_run import BatchRun
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch import unfinished
from roomscribe.ui.batch.reports_dialog import ReportsDialog
from roomscribe.ui.dialogs.leave_dialog import LeaveDialog
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.leaving import Leaving
from roomscribe.ui.stopping.dialog import StopDialog
from roomscribe.ui.stopping.everything_dialog import StopEverythingDialog
from tests.qt.ui.batch.command_stage import START, Scene, at_rest, end_of_the_program, ended, going
from tests.support.consoles import until


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions wait for the starts that are under way until there is none, however long those take here."""
    monkeypatch.setattr(unfinished, "SETTLING", 3600.0)


@pytest.mark.usefixtures("patient")
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


@pytest.mark.usefixtures("patient")
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


async def left_after(scene: Scene, *runs: BatchRun) -> str:
    """What is asked of whoever closes the window, and closes it though; then these end with the program."""
    gone: list[bool] = []
    scene.desk.left.connect(lambda: gone.append(True))
    scene.window.close()
    question = await scene.dialog(ConfirmDialog)
    said = "\n".join(each.text() for each in question.findChildren(QLabel) if each.isVisible())
    question.accept()
    await until(lambda: gone)
    for run in runs:
        await end_of_the_program(scene, run)
    return said


async def test_who_leaves_nothing_but_a_demos_batch_is_told_that_it_ends(scene: Scene) -> None:
    demo = await at_rest(scene, scene.demo, "demo.csv")
    said = await left_after(scene, demo)
    assert "“demo.csv” is not finished" in said
    assert "What is left ends with the built-in simulator." in said
    assert not (await scene.services.batches.left_behind()).unfinished


async def test_who_was_told_that_a_demos_batch_ends_is_not_told_again(scene: Scene) -> None:
    demo = await at_rest(scene, scene.demo, "demo.csv")
    kept = await at_rest(scene, await scene.real_account(), "b.csv")
    said = await left_after(scene, demo, kept)
    places = [said.index(words) for words in ("“b.csv”", "to go on", "“demo.csv”", "What is left ends with")]
    assert places == sorted(places), "each with what becomes of it"
    scene.many.open()
    await until(scene.notices)
    assert scene.notices() == ["“b.csv” was not finished: 2 of 2 tasks."]
    assert not list((scene.services.ledger.path.parent / "batches").glob(f"{demo.batch.id}*"))
