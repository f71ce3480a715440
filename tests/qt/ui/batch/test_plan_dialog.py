"""The preview of a batch: every row with its problems, from files, pasted tables and matrices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.template import Template
from roomscribe.services.templates import Kept
from roomscribe.ui.batch.guard import question
from roomscribe.ui.batch.plan_dialog import PlanDialog
from roomscribe.ui.batch.plan_model import ROOM, WRONG, PlanModel
from roomscribe.ui.batch.sources import MATRIX, PASTED
from roomscribe.ui.batch.tools import BatchTools
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes
from tests.unit.services.test_batch_plan import table

Shown = Callable[..., PlanDialog]


@pytest.fixture
def shown(qtbot: Any, tools: BatchTools, console: TestConsole) -> Shown:
    def show(*templates: Kept) -> PlanDialog:
        generation = tools.registry.generation("trtc-1")
        dialog = PlanDialog(tools, console.draft(generation), console.profile(generation), templates)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


async def read(dialog: PlanDialog) -> None:
    dialog.read()
    await until(lambda: not dialog.reading)


def cells(dialog: PlanDialog, column: int) -> list[str]:
    return [dialog.model.index(row, column).data() for row in range(dialog.model.rowCount())]


@makes(PlanModel)
async def test_a_file_with_mistakes(shown: Shown, tmp_path: Path) -> None:
    dialog = shown()
    assert dialog.start.toolTip() == "Choose where the rows come from."
    (tmp_path / "qa.csv").write_text(table())
    dialog.sources.set_file(tmp_path / "qa.csv")
    await until(lambda: not dialog.reading)
    assert dialog.count.text() == "300 rows, 7 with problems"
    assert dialog.start.toolTip() == "Correct the rows with problems, or leave them out."
    dialog.only_wrong.setChecked(True)
    assert cells(dialog, ROOM)[0] == "bad room!"
    assert cells(dialog, WRONG)[1] == "Run time: Enter whole minutes, or choose “No end”."
    dialog.view.selectRow(0)
    assert dialog.detail.text().startswith("Room: ")
    dialog.leave_out.setChecked(True)
    assert dialog.start.text() == "Start 293 tasks"
    dialog.start.click()
    assert len(dialog.rows) == 293
    assert dialog.title() == "qa.csv"


async def test_columns_that_cannot_be_used_are_named(shown: Shown) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(PASTED)
    dialog.sources.pasted.setPlainText("rom,user_sig\n1,2\n")
    await read(dialog)
    assert "rom: No setting has this name. Is “room” meant?" in dialog.banner.words()
    assert "user_sig: Secrets are not taken from tables." in dialog.banner.words()
    assert dialog.start.toolTip() == "Correct the table first."
    dialog.sources.pasted.setPlainText('room\n"1')
    await read(dialog)
    assert "Line 2 can't be read" in dialog.banner.words()
    dialog.reject()


async def test_a_file_that_is_not_there(shown: Shown, tmp_path: Path) -> None:
    dialog = shown()
    dialog.sources.set_file(tmp_path / "nothing.csv")
    await until(lambda: not dialog.reading)
    assert "The file can't be opened" in dialog.banner.words()
    dialog.reject()


async def test_a_matrix(shown: Shown) -> None:
    dialog = shown()
    dialog.sources.setCurrentIndex(MATRIX)
    dialog.sources.rooms.setPlainText("71\n72")
    dialog.sources.spoken.setPlainText("Chinese\nen")
    dialog.sources.own_rooms.setChecked(True)
    await read(dialog)
    assert cells(dialog, ROOM) == ["71001", "71002", "72003", "72004"]
    assert dialog.start.text() == "Start 4 tasks"
    dialog.sources.spoken.setPlainText("Old Norse")
    await read(dialog)
    assert "No language is called “Old Norse”." in dialog.banner.words()
    dialog.reject()


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
    dialog.start.click()
    asked = question(dialog.rows, console.profile(generation), tools)
    assert asked is not None
    assert [str(each) for each in asked.reasons] == ["2 tasks have no end: they are billed until somebody stops them."]
