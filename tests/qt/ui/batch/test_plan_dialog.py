"""The preview of a batch: every row with its problems, from files, pasted tables and matrices."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.sheet import LARGEST, NoSheet
from roomscribe.domain.template import Template
from roomscribe.domain.text import T
from roomscribe.services.templates import Kept
from roomscribe.ui.batch.guard import Question, question
from roomscribe.ui.batch.plan_dialog import _from_file
from roomscribe.ui.batch.plan_model import CASE, FOUND, MINUTES, ROOM, PlanModel
from roomscribe.ui.batch.sources import MATRIX, PASTED
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.dialogs.message_dialog import ConfirmDialog
from roomscribe.ui.task_table.plain_cells import TONE
from tests.qt.ui.batch.plan_stage import Begun, Shown, banner, cells, paste, read
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes
from tests.unit.services.test_batch_plan import table


async def test_a_file_with_mistakes(shown: Shown, tmp_path: Path, begun: Begun) -> None:
    dialog = shown()
    assert dialog.start.toolTip() == "Choose where the rows come from."
    (tmp_path / "qa.csv").write_text(table())
    dialog.sources.set_file(tmp_path / "qa.csv")
    await until(lambda: not dialog.reading)
    assert dialog.foot.count.text() == "300 rows, 7 with problems"
    assert dialog.start.toolTip() == "Correct the rows with problems, or leave them out."
    dialog.foot.only_wrong.setChecked(True)
    assert cells(dialog, ROOM)[0] == "bad room!"
    assert cells(dialog, FOUND)[1].startswith("Run time: Write minutes, such as 90, or hours, such as 1 h 30 min.")
    dialog.view.selectRow(0)
    assert dialog.detail.text().startswith("Room: ")
    dialog.foot.leave_out.setChecked(True)
    assert dialog.start.text() == "Start 293 tasks"
    dialog.start.click()
    await until(lambda: not dialog.isVisible())
    assert len(begun.rows) == 293
    assert begun.title == "qa.csv"


async def test_what_was_put_together_stays_until_it_has_begun(shown: Shown, begun: Begun) -> None:
    dialog = shown()
    await paste(dialog, "room\n71\n")
    begun.answer = False
    dialog.start.click()
    await until(lambda: begun.rows)
    begun.refusal = BadRequest(T("The disk is full."))
    dialog.start.click()
    await until(lambda: "The disk is full." in dialog.banner.words())
    assert dialog.isVisible()
    assert cells(dialog, ROOM) == ["71"]
    begun.answer, begun.refusal = True, None
    dialog.start.click()
    await until(lambda: not dialog.isVisible())


async def test_what_was_typed_is_not_discarded_unasked(shown: Shown, begun: Begun, tmp_path: Path) -> None:
    dialog = shown()
    begun.refusal = BadRequest(T("The budget is spent."))
    await paste(dialog, "room\n71\n")
    dialog.start.click()
    await until(lambda: "The budget is spent." in dialog.banner.words())
    (tmp_path / "qa.csv").write_text("room\n72\n")
    dialog.sources.set_file(tmp_path / "qa.csv")
    for wanted in (False, True):
        dialog.reject()
        await until(lambda: dialog.findChildren(ConfirmDialog))
        (asked,) = dialog.findChildren(ConfirmDialog)
        assert asked.windowTitle() == "Discard what you typed?"
        assert dialog.isVisible()
        asked.done(wanted)
        await until(lambda: not dialog.findChildren(ConfirmDialog))
        assert dialog.isVisible() is not wanted
    assert dialog.sources.pasted.toPlainText() == "room\n71\n"


async def test_a_matrix_is_not_discarded_unasked_and_what_stands_in_a_file_is(shown: Shown, tmp_path: Path) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.targets.setPlainText("ja")
    dialog.reject()
    await until(lambda: dialog.findChildren(ConfirmDialog))
    dialog.findChildren(ConfirmDialog)[0].reject()
    await until(lambda: not dialog.findChildren(ConfirmDialog))
    dialog.sources.targets.setPlainText(" ")
    (tmp_path / "qa.csv").write_text("room\n72\n")
    dialog.sources.set_file(tmp_path / "qa.csv")
    dialog.reject()
    assert not dialog.isVisible()


@makes(PlanModel)  # which asks every cell after each step: with 300 rows that alone holds the loop up
async def test_what_is_being_typed_is_not_started_before_it_was_read(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "room\n801")
    assert dialog.start.isEnabled()
    assert not dialog.sources.typing  # what was read is not read once more
    dialog.sources.pasted.appendPlainText("802")
    assert not dialog.start.isEnabled()
    await until(dialog.start.isEnabled)
    assert cells(dialog, ROOM) == ["801", "802"]


async def test_what_is_wrong_with_a_row_goes_with_its_choice(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "room\n71\nbad room!\n")
    dialog.view.selectRow(1)
    assert dialog.detail.text().startswith("room: ")
    for wanted in (True, False):
        dialog.foot.only_wrong.setChecked(wanted)
        assert dialog.view.current_row() == -1
        assert not dialog.detail.isVisible()
        assert dialog.detail.text() == ""
        dialog.view.selectRow(0 if wanted else 1)
        assert dialog.detail.isVisible()
    dialog.done(0)


async def test_one_row_is_spoken_of_as_one(shown: Shown, console: TestConsole, tools: BatchTools) -> None:
    dialog = shown()
    await paste(dialog, "room\nbad room!\n")
    assert dialog.foot.count.text() == "1 row, with problems"
    assert dialog.start.toolTip() == "The row has a problem."
    await paste(dialog, "room\n71\nbad room!\n")
    assert dialog.foot.count.text() == "2 rows, 1 with problems"
    dialog.done(0)
    profile = replace(console.profile(tools.registry.generation("trtc-1")), production=True, name="Live")
    row = PlannedRow(number=1, line=1, values={"room": "71"}, minutes=0)
    asked = await question([row], profile, tools, dialog.total())
    assert asked is not None
    assert str(asked.title) == "Start a task on production"
    assert [str(each) for each in asked.reasons] == [
        "“Live” is marked as production. The task is billed and heard by real people.",
        "1 task has no end: it is billed until somebody stops it.",
    ]


async def test_columns_that_cannot_be_used_are_named(shown: Shown) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(PASTED)
    dialog.sources.pasted.setPlainText("bot,rom,user_sig\n1,2,3\n")
    await read(dialog)
    assert "rom: No setting has this name. Is “room” meant?" in dialog.banner.words()
    assert "user_sig: Secrets are not taken from tables." in dialog.banner.words()
    assert dialog.start.toolTip() == "Correct the table, or leave these columns out."
    dialog.sources.pasted.setPlainText('room\n"1')
    await read(dialog)
    assert "Line 2 can't be read" in dialog.banner.words()
    assert not dialog.columns.leave_out.isVisible()
    assert dialog.start.toolTip() == "Correct the table first."
    dialog.done(0)


async def test_a_file_that_is_not_there(shown: Shown, tmp_path: Path) -> None:
    dialog = shown()
    dialog.sources.set_file(tmp_path / "nothing.csv")
    await until(lambda: not dialog.reading)
    assert "The file can't be opened" in dialog.banner.words()
    dialog.done(0)


@makes(PlanModel)
async def test_remarks_are_counted_found_and_stop_nothing(shown: Shown, begun: Begun) -> None:
    dialog = shown()
    await paste(dialog, "room,bot,spoken\n71,a,zh\n72,b,en\nbad room!,c,en\nworse!,d,zh\n")
    assert dialog.foot.count.text() == "4 rows, 2 with problems, 2 with remarks"
    dialog.foot.only_remarked.setChecked(True)
    assert cells(dialog, ROOM) == ["72", "bad room!"]
    dialog.foot.only_wrong.setChecked(True)
    assert cells(dialog, ROOM) == ["72", "bad room!", "worse!"]
    dialog.foot.only_remarked.setChecked(False)
    assert cells(dialog, ROOM) == ["bad room!", "worse!"]
    dialog.foot.leave_out.setChecked(True)
    dialog.start.click()
    await until(lambda: not dialog.isVisible())
    assert [row.values["room"] for row in begun.rows] == ["71", "72"]


async def test_a_row_that_is_reached_by_key_says_what_was_found_about_it(shown: Shown, qtbot: Any) -> None:
    dialog = shown()
    await paste(dialog, "room,bot,spoken\n71,a,zh\n72,b,en\nbad room!,c,en\n")
    dialog.view.selectRow(0)
    assert not dialog.detail.isVisible()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    assert dialog.detail.text() == "spoken: English: the vendor's pages disagree about it."
    assert not dialog.detail.problems.isVisible()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    assert dialog.detail.problems.text().startswith("room: ")
    assert dialog.detail.remarks.isVisible()
    dialog.done(0)


async def test_case_names_are_in_sight_whichever_row_has_the_first(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "room,case\n71,\n72,客户演示\n")
    assert not dialog.view.isColumnHidden(CASE)
    await paste(dialog, "room,case\n71,\n72,\n")
    assert dialog.view.isColumnHidden(CASE)
    dialog.done(0)


async def test_a_template_in_place_of_the_form(shown: Shown, console: TestConsole, tools: BatchTools) -> None:
    generation = tools.registry.generation("trtc-1")
    values = {**console.draft(generation).values, "room": "7{case}", "bot_user_id": "bot_{row}"}
    site = console.profile(generation).site
    made = Template(name="t", generation="trtc-1", site=site, minutes=0, values=values)
    dialog = shown(await console.services.templates.save(made))
    dialog.base.setCurrentIndex(1)
    dialog.sources.setCurrentIndex(PASTED)
    dialog.sources.pasted.setPlainText("case\n1\n2\n")
    await read(dialog)
    assert cells(dialog, ROOM) == ["71", "72"]
    assert not dialog.model.wrong
    asked = await question(dialog.model.rows, console.profile(generation), tools, dialog.total())
    assert asked is not None
    assert [str(each) for each in asked.reasons] == ["2 tasks have no end: they are billed until somebody stops them."]
    dialog.done(0)


async def test_an_answer_that_is_missing_is_called_so(shown: Shown, console: TestConsole, tools: BatchTools) -> None:
    generation = tools.registry.generation("trtc-1")
    values = {**console.draft(generation).values, "room": "{place}"}
    site = console.profile(generation).site
    made = Template(name="t", generation="trtc-1", site=site, minutes=5, values=values)
    dialog = shown(Kept(file="t.json", template=made, text=""))
    dialog.base.setCurrentIndex(1)
    await paste(dialog, "bot_user_id\nb\n")
    assert "1 column is missing" in banner(dialog)
    await paste(dialog, "bot_user_id,nonsense\nb,1\n")
    assert "Columns are missing, or can't be used" in banner(dialog)


async def test_run_times_stand_as_they_were_written(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "room,bot,Run time\n1,a,soon\n2,b,1h\n3,c,no end\n")
    assert cells(dialog, MINUTES) == ["soon", "60 min", "no end"]
    tones = [dialog.model.index(row, MINUTES).data(TONE) for row in range(3)]
    assert tones == ["bad", "text", "bad"]
    assert [bool(row.problems) for row in dialog.model.rows] == [True, False, False]


async def test_a_report_is_taken_as_a_table(shown: Shown) -> None:
    dialog = shown()
    await paste(dialog, "row,line,room,bot,result,state,task_id\n4,5,7,b,not sent,,\n")
    assert "This is the report of a batch" in banner(dialog)
    assert "row, line, result, state and 1 more" in banner(dialog)
    assert dialog.start.isEnabled()


async def test_the_sum_stands_beside_the_count(shown: Shown) -> None:
    dialog = shown()
    assert dialog.foot.cost.text() == ""
    await paste(dialog, "room,run time\n71,10\nbad room!,10\n72,20\n")
    # 30 minutes of speech and of two translations, by the international list; the wrong row is not in it.
    assert dialog.foot.cost.text() == "≤ 1.56 USD until their end times (not billed: simulated)"
    assert "Speech: 30.0 min × 0.02 USD per min = 0.600 USD" in dialog.foot.cost.toolTip()
    await paste(dialog, "room,run time\n71,10\n72,no end\n")
    assert dialog.foot.cost.text() == (
        "≤ 0.520 USD until their end times, no bound for 1 without an end (not billed: simulated)"
    )
    dialog.done(0)


async def test_many_are_begun_after_a_question_with_their_count_and_sum(
    shown: Shown, console: TestConsole, tools: BatchTools
) -> None:
    dialog = shown()
    profile = console.profile(tools.registry.generation("trtc-1"))
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.own_rooms.setChecked(True)

    async def asked_about(count: int) -> Question | None:
        dialog.sources.rooms.setPlainText("\n".join(str(100 + at) for at in range(count)))
        await read(dialog)
        return await question(dialog.model.rows, profile, tools, dialog.total())

    assert await asked_about(100) is None
    asked = await asked_about(101)
    assert asked is not None
    (reason,) = asked.reasons
    assert str(reason) == f"101 tasks are started with “{profile.name}”: {dialog.foot.cost.text()}."
    assert dialog.foot.cost.text().startswith("≤ ")
    dialog.done(0)


def test_of_a_file_that_is_far_too_large_only_so_much_is_read_as_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "recording.mp4"
    with path.open("wb") as file:
        file.truncate(10 * LARGEST)
    tracemalloc.start()
    try:
        with pytest.raises(NoSheet, match="The file is larger than"):
            _from_file(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST
    finally:
        tracemalloc.stop()
