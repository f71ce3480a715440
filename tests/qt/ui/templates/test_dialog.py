"""The list of templates: by keyboard, with undo, and with files that are none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit

from roomscribe.domain.template import Template
from roomscribe.ui.templates.dialog import TemplatesDialog
from roomscribe.ui.templates.fill_dialog import FillDialog
from roomscribe.ui.templates.model import ASKS, NAME, SERVICE, USED, TemplateModel
from roomscribe.ui.templates.tools import TemplateTools
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes


def template(name: str, **values: object) -> Template:
    return Template(name=name, generation="trtc-1", site="intl", minutes=20, values={"room": "{room}", **values})


@pytest.fixture
async def dialog(qtbot: Any, tools: TemplateTools) -> AsyncIterator[TemplatesDialog]:
    for name in ("b", "a"):
        await tools.templates.save(template(name))
    dialog = TemplatesDialog(tools, save_form=True)
    qtbot.addWidget(dialog)
    dialog.show()
    await until(lambda: dialog.model.templates)
    yield dialog
    dialog.reject()


def names(dialog: TemplatesDialog) -> list[str]:
    return [each.template.name for each in dialog.model.templates]


@makes(TemplateModel)
async def test_what_is_listed(dialog: TemplatesDialog) -> None:
    cells = [dialog.model.index(0, column).data() for column in (NAME, SERVICE, ASKS, USED)]
    assert cells == ["a", "TRTC 1.0", "Room", "never"]
    assert dialog.current() is dialog.model.templates[0]


async def test_enter_uses_the_chosen_one(dialog: TemplatesDialog, qtbot: Any) -> None:
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    assert dialog.chosen.template.name == "b"


async def test_f2_renames_and_the_renamed_one_stays_chosen(dialog: TemplatesDialog, qtbot: Any) -> None:
    dialog.rename.click()
    editor = dialog.view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("z")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: names(dialog) == ["b", "z"])
    kept = dialog.current()
    assert kept is not None
    assert kept.template.name == "z"


async def test_a_name_that_is_being_typed_is_kept_by_use_and_by_close(
    dialog: TemplatesDialog, tools: TemplateTools, qtbot: Any
) -> None:
    ends: list[int] = []
    dialog.finished.connect(ends.append)
    dialog.rename.click()
    editor = dialog.view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("typed")
    dialog.use.setFocus()  # as a click of the mouse does
    dialog.use.click()
    await until(lambda: ends)
    assert ends == [QDialog.DialogCode.Accepted]
    assert dialog.chosen is not None
    assert dialog.chosen.template.name == "typed"
    assert {each.template.name for each in (await tools.templates.shelf()).templates} == {"b", "typed"}


async def test_acts_in_a_row_are_all_carried_out_before_the_window_closes(
    dialog: TemplatesDialog, tools: TemplateTools
) -> None:
    ends: list[int] = []
    dialog.finished.connect(ends.append)
    dialog.model.setData(dialog.model.index(0, NAME), "first")
    dialog.copy.click()
    dialog.delete.click()
    dialog.reject()
    await until(lambda: ends)
    assert ends == [QDialog.DialogCode.Rejected]
    assert {each.template.name for each in (await tools.templates.shelf()).templates} == {"b", "first (2)"}


async def test_a_name_that_is_refused_keeps_the_window_open(dialog: TemplatesDialog) -> None:
    dialog.model.setData(dialog.model.index(0, NAME), "B")
    dialog.reject()
    await until(lambda: dialog.banner.isVisible() and not dialog.writing)
    assert dialog.isVisible()


async def test_a_taken_name_is_refused_in_words(dialog: TemplatesDialog) -> None:
    dialog.model.setData(dialog.model.index(0, NAME), "B")
    await until(dialog.banner.isVisible)
    assert "There is a template of this name already." in dialog.banner.words()
    assert names(dialog) == ["a", "b"]


async def test_delete_can_be_undone(dialog: TemplatesDialog, qtbot: Any) -> None:
    qtbot.keyClick(dialog.view, Qt.Key.Key_Delete)
    await until(lambda: names(dialog) == ["b"])
    dialog.undo.click()
    await until(lambda: names(dialog) == ["a", "b"])


async def test_duplicate(dialog: TemplatesDialog) -> None:
    dialog.copy.click()
    await until(lambda: names(dialog) == ["a", "a (2)", "b"])


async def test_files_come_and_go(dialog: TemplatesDialog, tools: TemplateTools, tmp_path: Path) -> None:
    dialog.export.click()
    await until(lambda: dialog.findChildren(QFileDialog))
    (away,) = dialog.findChildren(QFileDialog)
    away.findChildren(QLineEdit)[0].setText(str(tmp_path / "shared.json"))
    away.accept()
    await until((tmp_path / "shared.json").exists)
    await until(lambda: not dialog.findChildren(QFileDialog))
    text = (tmp_path / "shared.json").read_text().replace('"values": {', '"values": {"user_sig": "hunter2-hunter2",')
    (tmp_path / "shared.json").write_text(text)
    dialog.load.click()
    await until(lambda: dialog.findChildren(QFileDialog))
    (here,) = dialog.findChildren(QFileDialog)
    here.findChildren(QLineEdit)[0].setText(str(tmp_path / "shared.json"))
    here.accept()
    await until(lambda: names(dialog) == ["a", "a (2)", "b"])
    await until(lambda: "was imported" in dialog.banner.words())
    assert "Secrets are not taken from templates." in dialog.banner.words()
    assert not any("hunter2" in path.read_text() for path in tools.templates.folder.glob("*.json"))


async def test_damaged_files_are_told_of(qtbot: Any, tools: TemplateTools) -> None:
    tools.templates.folder.mkdir()
    (tools.templates.folder / "broken.json").write_text("{")
    dialog = TemplatesDialog(tools, save_form=False)
    qtbot.addWidget(dialog)
    dialog.show()
    await until(dialog.banner.isVisible)
    assert "broken.json: It is not valid JSON." in dialog.banner.words()
    assert not dialog.use.isEnabled()
    dialog.reject()


async def test_answers_fill_the_form(qtbot: Any, tools: TemplateTools, console: TestConsole) -> None:
    kept = await tools.templates.save(template("n", max_idle_time="{idle}", transcription_mode="{mode}"))
    profile = console.profile(tools.registry.generation("trtc-1"))
    dialog = FillDialog(tools, kept, console.profiles, profile)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.fill.toolTip() == "Answer “Room” first."
    for name, answer in {"room": "77", "idle": "600", "mode": "7"}.items():
        dialog.lines[name].setText(answer)
    dialog.look()
    assert dialog.fill.isEnabled()
    assert dialog.opened is not None
    values = dialog.opened.draft.values
    assert (values["room"], values["max_idle_time"], dialog.opened.draft.minutes) == ("77", 600, 20)
    assert "is not offered" in str(dialog.opened.remarks[0].reason)
    dialog.reject()


async def test_all_is_well_only_where_nothing_is_left_to_fill_in(
    qtbot: Any, tools: TemplateTools, console: TestConsole
) -> None:
    generation = tools.registry.generation("trtc-1")
    values = {**console.draft(generation).values, "room": "{room}"}
    made = Template(
        name="n",
        generation="trtc-1",
        site=console.profile(generation).site,
        minutes=20,
        values={key: value for key, value in values.items() if key != "user_sig"},
        suggestions={"room": "{room}"},
    )
    kept = await tools.templates.save(made)
    dialog = FillDialog(tools, kept, console.profiles, console.profile(generation))
    qtbot.addWidget(dialog)
    dialog.show()

    def words() -> str:
        return " ".join(each.text() for each in dialog.outcome.findChildren(QLabel) if each.isVisible())

    assert dialog.lines["room"].text() == ""
    assert "Still to fill in or correct: Room." in words()
    assert "Everything comes through" not in words()
    dialog.lines["room"].setText("77")
    dialog.look()
    assert "Everything comes through as it is." in words()
    assert "Still to fill in" not in words()
    dialog.reject()
