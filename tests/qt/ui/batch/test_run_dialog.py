"""The progress of a batch: results, pause, cancel, the report; and the offer after a crash."""

from __future__ import annotations

import asyncio
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from roomscribe.domain.batch import PlannedRow, Progress, RowResult, Step
from roomscribe.domain.text import T
from roomscribe.services.batch_run import BatchRun
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.batch.run_model import ONE_BY_ONE, RESULT, WORDS, RunModel
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.batch.unfinished import after_leaving, rest_words, unfinished
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.dialogs.progress import CalmProgressBar
from roomscribe.ui.words import say
from tests.support.batches import START_2, TRTC_2
from tests.support.batches import begin as begin_some
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes

START = "StartAITranscription"


async def begin(console: TestConsole, count: int, *more: str) -> BatchRun:
    """A batch of so many rows, and one for each of `more` rooms."""
    generation = console.services.registry.generation("trtc-1")
    rooms = [*(str(800 + at) for at in range(count)), *more]
    drafts = [console.draft(generation, room=room) for room in rooms]
    rows = [
        PlannedRow(number=at, line=at, values=draft.values, minutes=draft.minutes)
        for at, draft in enumerate(drafts, start=1)
    ]
    return await console.services.batches.begin("qa.csv", console.profile(generation), rows)


@pytest.fixture
def shown(qtbot: Any, tools: BatchTools, console: TestConsole) -> Any:
    def show(run: BatchRun) -> RunDialog:
        dialog = RunDialog(run, tools, console.services.rates)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


@makes(RunModel)
async def test_every_row_shows_its_result(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="FailedOperation.InvalidParam"))
    run = await begin(console, 3)
    dialog = shown(run)
    await until(lambda: run.over)
    dialog.model.flush()
    dialog.look()
    assert dialog.bar.value() == 3
    assert dialog.windowTitle() == dialog.heading.text() == "“qa.csv” has ended"
    assert dialog.count.text() == "3 of 3 rows · 2 started · 1 refused"
    assert "2 of 3 tasks were started" in dialog.banner.words()
    words = [dialog.model.index(row, RESULT).data() for row in range(3)]
    assert words.count("rejected") == 1
    rejected = words.index("rejected")
    assert dialog.model.index(rejected, WORDS).data()
    assert not dialog.cancel.isVisible()
    dialog.accept()


async def test_a_start_that_is_not_confirmed_is_not_told_as_one_that_was_not_started(
    shown: Any, console: TestConsole
) -> None:
    console.world.faults.add(Fault(FaultKind.RESET, call=START_2))
    run = await begin_some(console, 2, TRTC_2)
    dialog = shown(run)
    await until(lambda: run.over)
    dialog.model.flush()
    dialog.look()
    words = dialog.banner.words()
    assert "1 of 2 tasks were started, 1 not confirmed" in words
    assert "1 start is not confirmed: a bot may be running. What to do about it stands in its row." in words
    assert "not started" not in words
    (place,) = (at for at, each in enumerate(run.results) if each.step is Step.OPEN)
    assert "may have arrived" in dialog.model.index(place, WORDS).data()
    dialog.accept()


async def test_pause_go_on_and_cancel(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    run = await begin(console, 40)
    dialog = shown(run)
    dialog.pause.click()
    assert run.resting
    assert dialog.pause.text() == "Go on"
    assert dialog.banner.words() == "Paused"
    dialog.pause.click()
    assert dialog.pause.text() == "Pause"
    dialog.cancel.click()
    await until(lambda: run.over)
    assert run.progress.of(Step.LEFT, Step.STARTED) == 40
    assert run.progress.of(Step.LEFT)
    dialog.accept()


@pytest.mark.parametrize(("rows", "left"), [(5, "1 second"), (5000, "100 seconds"), (10_000, "3 minutes")])
async def test_how_long_it_takes_is_said_in_words(shown: Any, console: TestConsole, rows: int, left: str) -> None:
    run = await begin(console, 1)
    dialog = shown(run)
    assert dialog.windowTitle() == "Starting “qa.csv”"
    dialog._rate.allowed = 50.0
    words = say(dialog._words(Progress(total=rows, counts={Step.WAITING: rows})))
    assert words == f"0 of {rows} rows · about {left} left"
    await until(lambda: run.over)
    dialog.accept()


async def test_the_report_is_saved_in_either_form(shown: Any, console: TestConsole, tmp_path: Path) -> None:
    run = await begin(console, 2)
    dialog = shown(run)
    await until(lambda: run.over)
    for name in ("r.csv", "r.xml"):
        dialog.report.click()
        await until(lambda: dialog.findChildren(QFileDialog))
        (choice,) = dialog.findChildren(QFileDialog)
        choice.findChildren(QLineEdit)[0].setText(str(tmp_path / name))
        choice.accept()
        await until((tmp_path / name).exists)
        await until(lambda: not dialog.findChildren(QFileDialog))
    assert (tmp_path / "r.csv").read_bytes().decode("utf-8-sig").startswith("row,line,case,room")
    assert ET.parse(tmp_path / "r.xml").getroot().get("tests") == "2"
    dialog.accept()


async def test_from_a_row_to_its_task_without_a_mouse(shown: Any, console: TestConsole, qtbot: Any) -> None:
    run = await begin(console, 1, "no number")
    dialog, wanted = shown(run), []
    dialog.task_requested.connect(wanted.append)
    assert dialog.show_task.toolTip() == "Choose a row first."
    await until(lambda: run.over)
    dialog.model.flush()
    dialog.view.selectRow(1)
    assert dialog.show_task.toolTip() == "The row has no task."
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter in the table pressed Hide"
    dialog.view.selectRow(0)
    assert dialog.show_task.isEnabled()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert wanted == [run.results[0].task_id]
    assert not dialog.isVisible()


REFUSED = "FailedOperation.InvalidParam"


def numbers(dialog: RunDialog) -> list[str]:
    """The rows that are shown."""
    return [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]


@makes(RunModel)
async def test_only_rows_with_problems_are_shown_and_come_and_go(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    run = await begin(console, 30, "no number", "none either")
    dialog = shown(run)
    dialog.look()
    assert not dialog.only_wrong.isVisible()
    await until(lambda: run.over)
    dialog.model.flush()
    dialog.look()
    dialog.only_wrong.setChecked(True)
    assert numbers(dialog) == ["31", "32"]
    dialog.view.selectRow(1)
    assert dialog.detail.text() == dialog.model.index(1, WORDS).data() != ""
    assert dialog.model.task(0) is None
    # A row that is tried once more is none of them any more, and comes back when it fails again.
    run._note(30, RowResult())
    run._note(3, RowResult(step=Step.REFUSED, reason=T("No.")))
    dialog.model.flush()
    assert numbers(dialog) == ["4", "32"]
    assert dialog.detail.text() == dialog.model.index(1, WORDS).data() != ""
    dialog.only_wrong.setChecked(False)
    assert len(numbers(dialog)) == 32
    dialog.accept()


@makes(RunModel)
async def test_very_many_come_and_go_at_once(shown: Any, console: TestConsole) -> None:
    run = await begin(console, 3)
    dialog = shown(run)
    await until(lambda: run.over)
    dialog.only_wrong.setChecked(True)
    assert numbers(dialog) == []
    assert ONE_BY_ONE >= 3
    for limit in (ONE_BY_ONE, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("roomscribe.ui.batch.run_model.ONE_BY_ONE", limit)
            for result, expected in ((RowResult(step=Step.REJECTED), ["1", "2", "3"]), (RowResult(step=Step.LEFT), [])):
                for place in range(3):
                    run._note(place, result)
                dialog.model.flush()
                assert numbers(dialog) == expected
    dialog.accept()


async def test_the_parts_of_what_is_over_add_up(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, code=REFUSED))
    console.world.faults.add(Fault(FaultKind.DELAY, call=START, seconds=0.1, count=None))
    await console.services.profiles.save(
        replace(console.profile(console.services.registry.generation("trtc-1")), calls_per_second=5)
    )
    run = await begin(console, 30, "no number")
    dialog = shown(run)
    await until(lambda: run.progress.of(Step.REJECTED) and run.progress.of(Step.STARTED))
    dialog.cancel.click()
    await until(lambda: run.over)
    dialog.look()
    started, left = run.progress.of(Step.STARTED), run.progress.of(Step.LEFT)
    assert dialog.count.text() == f"31 of 31 rows · {started} started · 1 refused · {left} left out"
    assert started + 1 + left == 31
    dialog.accept()


async def test_leaving_out_very_many_is_asked_about(shown: Any, console: TestConsole) -> None:
    run = await begin(console, 101)
    run.pause()
    dialog = shown(run)
    await run.quiet()
    waiting = run.progress.of(Step.WAITING)
    assert waiting == 101

    async def asked() -> ConfirmDialog:
        dialog.cancel.click()
        await until(lambda: [each for each in dialog.findChildren(ConfirmDialog) if each.isVisible()])
        assert not run.cancelled
        return next(each for each in dialog.findChildren(ConfirmDialog) if each.isVisible())

    first = await asked()
    first.reject()
    await until(lambda: not dialog._asking.running)
    assert not run.cancelled
    (await asked()).accept()
    await until(lambda: run.over)
    assert run.progress.of(Step.LEFT) == 101
    dialog.accept()


async def test_refused_rows_are_started_again(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, code=REFUSED))
    run = await begin(console, 3)
    dialog, begun = shown(run), []
    dialog.begun.connect(begun.append)
    assert not dialog.again.isVisible()
    await until(lambda: run.over)
    dialog.look()
    assert dialog.again.isVisible()
    dialog.again.click()
    dialog.again.click()
    await until(lambda: begun)
    assert not dialog.isVisible()
    (again,) = begun
    assert len(again.batch.rows) == 1
    await until(lambda: again.over)
    assert again.progress.of(Step.STARTED) == 1
    assert console.world.calls[START] == 4
    dialog = shown(run)
    assert not dialog.again.isVisible(), "they are another batch's now"
    dialog.accept()


async def test_rows_that_cannot_be_started_again_say_why(shown: Any, console: TestConsole) -> None:
    run = await begin(console, 1, "no number")
    dialog = shown(run)
    await until(lambda: run.over)
    dialog.look()
    await console.services.profiles.delete(run.batch.profile_id)
    dialog.again.click()
    await until(lambda: "could not be started again" in dialog.banner.words())
    assert "is not there any more" in dialog.banner.words()
    assert dialog.again.isEnabled()
    dialog.accept()


def test_the_bar_is_not_painted_on_the_spot(qtbot: Any) -> None:
    painted: list[int] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(bar.value())
            return False

    bar, watch = CalmProgressBar(), Watch()
    qtbot.addWidget(bar)
    bar.setRange(0, 10)
    bar.show()
    qtbot.waitUntil(bar.isVisible)
    qtbot.wait(1)
    bar.installEventFilter(watch)
    bar.setValue(5)
    assert painted == []
    qtbot.waitUntil(lambda: painted == [5])


async def test_the_rest_can_be_cancelled_while_only_lost_starts_are_left(shown: Any, console: TestConsole) -> None:
    console.world.faults.add(Fault(FaultKind.RESET, call=START))
    run = await begin(console, 2)
    dialog = shown(run)
    await until(lambda: run.progress.of(Step.OPEN) and not run.progress.of(Step.SENDING, Step.WAITING))
    dialog.look()
    assert unfinished([run]) == [run]
    assert say(rest_words([run])) == "Cancel the rest of “qa.csv”: no lost start is tried again"
    assert after_leaving([run], keys_last=True).startswith("The answers to some starts are missing.")
    assert dialog.cancel.isEnabled()
    dialog.cancel.click()
    await until(lambda: run.over)
    assert sorted(each.step for each in run.results) == [Step.OPEN, Step.STARTED]
    assert unfinished([run]) == []
    dialog.accept()


@pytest.mark.parametrize(
    ("keys_last", "shared", "said"),
    [
        (True, True, "The next start offers to go on."),
        (False, False, "but only once the keys are entered again"),
        (False, True, "Nobody can go on then"),
    ],
)
async def test_the_next_start_is_promised_only_what_it_can_do(
    console: TestConsole, keys_last: bool, shared: bool, said: str
) -> None:
    release = console.services.batches.hold()
    run = await begin(console, 1)
    run.batch = replace(run.batch, profile_id="an account of somebody")
    run.shares_secrets = shared
    words = after_leaving([run], keys_last=keys_last)
    assert "1 of 1 tasks is not started, and won't be once you leave." in words
    assert said in words
    run.cancel()
    await until(lambda: run.over)
    release()


async def test_go_on_waits_for_what_is_being_decided(shown: Any, console: TestConsole) -> None:
    release = console.services.batches.hold()
    run = await begin(console, 1)
    dialog = shown(run)
    assert not dialog.pause.isEnabled()
    release()
    dialog.look()
    assert dialog.pause.isEnabled()
    await until(lambda: run.over)
    dialog.accept()


async def test_the_window_stays_until_the_refused_rows_have_begun(
    shown: Any, tools: BatchTools, console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.world.faults.add(Fault(FaultKind.ERROR, call=START, code="FailedOperation.InvalidParam"))
    run = await begin(console, 2)
    dialog, begun = shown(run), []
    dialog.begun.connect(begun.append)
    await until(lambda: run.over)
    dialog.look()
    real, slow = tools.batches.again, asyncio.Event()

    async def again(run: BatchRun) -> BatchRun:
        await slow.wait()  # a disk or a keyring that takes its time
        return await real(run)

    monkeypatch.setattr(tools.batches, "again", again)
    dialog.again.click()
    assert not dialog.hide_button.isEnabled()
    dialog.accept()
    dialog.reject()
    assert dialog.isVisible()
    slow.set()
    await until(lambda: begun)
    assert not dialog.isVisible()
    await until(lambda: begun[0].over)
