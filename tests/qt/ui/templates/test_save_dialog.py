"""Saving the form as a template: what is asked for, what stands there, and names that are taken."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from roomscribe.services.templates import Shelf
from roomscribe.ui.templates.save_dialog import SaveDialog
from roomscribe.ui.templates.save_model import ASK, VALUE, SaveModel
from roomscribe.ui.templates.tools import TemplateTools
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes


@pytest.fixture
def dialog(qtbot: Any, tools: TemplateTools, console: TestConsole) -> SaveDialog:
    return shown(qtbot, tools, console, Shelf())


def shown(qtbot: Any, tools: TemplateTools, console: TestConsole, shelf: Shelf, **values: Any) -> SaveDialog:
    generation = tools.registry.generation("trtc-1")
    draft = console.draft(generation, bot_user_id="bot-{1}", user_sig="a-secret-of-the-form", **values)
    dialog = SaveDialog(tools, draft, console.profile(generation), shelf)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def row(dialog: SaveDialog, key: str) -> int:
    return next(at for at, line in enumerate(dialog.model.settings) if line.field.key == key)


@makes(SaveModel)
def test_it_asks_for_the_room_and_takes_braces_as_braces(dialog: SaveDialog) -> None:
    assert dialog.model.values()["room"] == "{room}"
    assert dialog.model.suggestions() == {"room": "500123"}
    assert dialog.model.values()["bot_user_id"] == "bot-{{1}}"
    assert "user_sig" not in dialog.model.values()


@makes(SaveModel)
def test_a_room_with_braces_is_shown_as_it_is(qtbot: Any, tools: TemplateTools, console: TestConsole) -> None:
    dialog = shown(qtbot, tools, console, Shelf(), room="qa-{case}")
    assert dialog.model.values()["room"] == "qa-{{case}}"
    assert dialog.model.setData(dialog.model.index(row(dialog, "room"), VALUE), "qa-{case}")
    assert dialog.model.values()["room"] == "qa-{case}"


@makes(SaveModel)
def test_the_space_bar_ticks(dialog: SaveDialog, qtbot: Any) -> None:
    at = row(dialog, "target_languages")
    dialog.view.setCurrentIndex(dialog.model.index(at, VALUE))
    qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.model.index(at, ASK).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert dialog.model.suggestions()["target_languages"] == "en, ja"
    qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.model.values()["target_languages"] == ("en", "ja")


def test_a_part_of_a_text_can_be_asked_for(dialog: SaveDialog) -> None:
    at = row(dialog, "bot_user_id")
    assert dialog.model.setData(dialog.model.index(at, VALUE), "bot-{case}")
    assert dialog.model.index(at, ASK).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    dialog.model.toggle(at)
    assert dialog.model.values()["bot_user_id"] == "bot-{{1}}"


async def test_it_is_written_and_a_taken_name_replaces(
    dialog: SaveDialog, qtbot: Any, tools: TemplateTools, console: TestConsole
) -> None:
    assert not dialog.save.isEnabled()
    assert dialog.save.toolTip() == "Give the template a name."
    dialog.name.setText("Nightly")
    dialog.save.click()
    await until(lambda: dialog.kept is not None)
    again = shown(qtbot, tools, console, await tools.templates.shelf(), max_idle_time=600)
    again.name.setText("NIGHTLY")
    assert again.save.text() == "Replace template"
    again.save.click()
    await until(lambda: again.kept is not None)
    (kept,) = (await tools.templates.shelf()).templates
    assert (kept.template.name, kept.template.values["max_idle_time"]) == ("NIGHTLY", 600)
    assert "a-secret-of-the-form" not in kept.text


async def test_a_name_that_was_taken_meanwhile_is_said_at_its_place(
    dialog: SaveDialog, qtbot: Any, tools: TemplateTools, console: TestConsole
) -> None:
    other = shown(qtbot, tools, console, Shelf())
    for each in (dialog, other):
        each.name.setText("Nightly")
    dialog.save.click()
    await until(lambda: dialog.kept is not None)
    other.save.click()
    await until(lambda: other.findChildren(type(other.name)) and "name already" in words(other))
    assert other.kept is None


def words(dialog: SaveDialog) -> str:
    return dialog.name.accessibleDescription()
