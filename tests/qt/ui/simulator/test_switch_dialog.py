"""Turning switches in the window: searched, edited in place, refused in words, reset."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from roomscribe.runtime.dialogs import ask
from roomscribe.services.simulator_control import SimulatorControl
from roomscribe.simulator.switches import Switch, SwitchType
from roomscribe.ui.simulator.switch_dialog import SwitchDialog
from roomscribe.ui.simulator.switch_model import DEFAULT, NAME, VALUE, SwitchModel
from roomscribe.ui.simulator.switch_view import SwitchFilter, typed
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes


@pytest.fixture
async def dialog(console: TestConsole, control: SimulatorControl, theme: Theme) -> AsyncIterator[SwitchDialog]:
    dialog = SwitchDialog(control, spawner=console.spawner, theme=theme)
    asked = console.spawner.spawn(ask(dialog), name="switches")
    await until(lambda: dialog.isVisible() and dialog.model.rows)
    yield dialog
    dialog.accept()
    await asked


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def names(dialog: SwitchDialog) -> list[str]:
    return [dialog.filter.index(row, NAME).data() for row in range(dialog.filter.rowCount())]


def cell(dialog: SwitchDialog, column: int) -> str:
    text: str = dialog.filter.index(0, column).data()
    return text


def edit(dialog: SwitchDialog, name: str) -> QWidget:
    """Open the editor of a switch by keyboard."""
    dialog.search.setText(name)
    dialog.view.setFocus()
    dialog.view.selectRow(0)
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    (editor,) = [
        each for each in dialog.view.viewport().findChildren(QWidget) if isinstance(each, QComboBox | QLineEdit)
    ]
    assert editor.accessibleName() == name
    return editor


async def test_every_switch_is_there_with_its_value(dialog: SwitchDialog, console: TestConsole) -> None:
    switches = console.simulation.steering.switches
    assert names(dialog) == [each.name for each in switches.switches()]
    assert not dialog.reset_all.isEnabled()


async def test_names_and_meanings_are_searched(dialog: SwitchDialog) -> None:
    dialog.search.setText("taskid ANSWERS")
    assert names(dialog) == ["trtc.describe_names_task"]
    dialog.search.setText("nothing like it")
    assert dialog._pages.currentWidget() is not dialog.view
    dialog.search.clear()
    assert len(names(dialog)) > 100
    assert dialog._pages.currentWidget() is dialog.view


async def test_enter_leads_from_the_search_to_the_table(dialog: SwitchDialog) -> None:
    dialog.search.setFocus()
    QTest.keyClicks(dialog.search, "capacity")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.view.hasFocus()


async def test_a_number_is_typed_in_place(dialog: SwitchDialog, console: TestConsole) -> None:
    editor = edit(dialog, "trtc.stopped_seconds")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "5"
    QTest.keyClicks(editor, "20.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: cell(dialog, VALUE) == "● 20.5")
    assert console.simulation.steering.switches.value("trtc.stopped_seconds") == 20.5
    assert cell(dialog, DEFAULT) == "5"
    dialog.search.clear()
    dialog.only_changed.setChecked(True)
    assert names(dialog) == ["trtc.stopped_seconds"]


async def test_a_choice_is_chosen_in_place(dialog: SwitchDialog, console: TestConsole) -> None:
    editor = edit(dialog, "agora.stop_body")
    assert isinstance(editor, QComboBox)
    assert [editor.itemText(place) for place in range(editor.count())] == ["empty", "object", "task"]
    editor.setCurrentIndex(2)
    editor.activated.emit(2)
    await until(lambda: cell(dialog, VALUE) == "● task")
    assert console.simulation.steering.switches.value("agora.stop_body") == "task"


async def test_yes_and_no(dialog: SwitchDialog, console: TestConsole) -> None:
    editor = edit(dialog, "trtc.takes_english")
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "yes"
    editor.setCurrentIndex(1)
    editor.activated.emit(1)
    await until(lambda: cell(dialog, VALUE) == "● no")
    assert console.simulation.steering.switches.value("trtc.takes_english") is False


async def test_a_bad_value_is_refused_in_words_and_nothing_changes(dialog: SwitchDialog) -> None:
    editor = edit(dialog, "trtc.capacity")
    QTest.keyClicks(editor, "many")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(dialog._banner.isVisible)
    assert dialog._banner.words() == (
        "trtc.capacity was not changed\n“many” is not allowed; use a whole number from 0 to 1000000000."
    )
    assert cell(dialog, VALUE) == "100"
    editor = edit(dialog, "trtc.capacity")
    QTest.keyClicks(editor, "7")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: cell(dialog, VALUE) == "● 7")
    assert not dialog._banner.isVisible()


async def test_one_and_all_are_reset(dialog: SwitchDialog, control: SimulatorControl) -> None:
    assert dialog.reset.toolTip() == "Select a switch first."
    await control.set_switches({"trtc.capacity": 1, "agora.stop_body": "task", "trtc-2.stops_twice": True})
    dialog._looking.start(dialog._show(control.switches), name="look again")
    await until(lambda: any(each.changed for each in dialog.model.rows))
    dialog.only_changed.setChecked(True)
    dialog.view.selectRow(names(dialog).index("trtc.capacity"))
    press(dialog.reset)
    await until(lambda: "trtc.capacity" not in names(dialog))
    assert set(names(dialog)) == {"agora.stop_body", "trtc-2.stops_twice"}
    press(dialog.reset_all)
    await until(lambda: not names(dialog))
    assert not any(each.changed for each in await control.switches())
    assert dialog.reset_all.toolTip() == "All have their defaults."


async def test_the_chosen_switch_is_explained(dialog: SwitchDialog) -> None:
    assert "press Enter" in dialog._about.text()
    dialog.search.setText("trtc.time_zone_hours")
    dialog.view.selectRow(0)
    assert dialog._about.text().endswith("(tencent.md §3.6)\nTakes a number from -12 to 14; the default is 8.")


@makes(SwitchModel, SwitchFilter)
async def test_the_model_is_a_proper_one(control: SimulatorControl) -> None:
    model = SwitchModel()
    shown = SwitchFilter(model)
    switches = await control.switches()
    model.show(switches)
    everything = shown.rowCount()
    shown.set_words("trtc")
    assert 0 < shown.rowCount() < everything == len(switches)


def number(**more: object) -> Switch:
    told = {"name": "x.n", "type": SwitchType.NUMBER, "default": 1.0, "meaning": "m", "source": "s"}
    return Switch(**(told | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("switch", "text", "value"),
    [
        (number(), " 12 ", 12),
        (number(), "1.5", 1.5),
        (number(), "soon", "soon"),
        (number(unlimited=True), "unlimited", "unlimited"),
        (number(type=SwitchType.TEXT), "12", "12"),
    ],
)
def test_what_a_typed_text_stands_for(switch: Switch, text: str, value: object) -> None:
    assert typed(switch, text) == value
