"""The progress of a batch: results, pause, cancel, the report; and the offer after a crash."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from roomscribe.domain.batch import PlannedRow, Step
from roomscribe.services.batch_run import BatchRun
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.ui.batch.run_dialog import RunDialog
from roomscribe.ui.batch.run_model import RESULT, WORDS, RunModel
from roomscribe.ui.batch.tools import BatchTools
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
    assert dialog.count.text() == "3 of 3 rows · 1 not started"
    assert "2 of 3 tasks were started" in dialog.banner.words()
    words = [dialog.model.index(row, RESULT).data() for row in range(3)]
    assert words.count("rejected") == 1
    rejected = words.index("rejected")
    assert dialog.model.index(rejected, WORDS).data()
    assert not dialog.cancel.isVisible()
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
