"""Ordering troubles in the window: what is asked for, what waits, what the next call meets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from roomscribe.domain.errors import CallFailed
from roomscribe.runtime.dialogs import ask
from roomscribe.services.simulator_control import SimulatorControl, Trouble
from roomscribe.simulator.faults import FaultKind, members_of
from roomscribe.ui.simulator.trouble_dialog import TroubleDialog
from roomscribe.ui.simulator.trouble_form import TroubleForm
from roomscribe.ui.simulator.trouble_table import TroubleModel
from roomscribe.ui.simulator.trouble_words import KIND_NAMES, KIND_NOTES
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole, until
from tests.support.model_guard import makes


@pytest.fixture
async def dialog(console: TestConsole, control: SimulatorControl, theme: Theme) -> AsyncIterator[TroubleDialog]:
    dialog = TroubleDialog(control, spawner=console.spawner, theme=theme)
    asked = console.spawner.spawn(ask(dialog), name="simulate trouble")
    await until(dialog.isVisible)
    yield dialog
    dialog.accept()
    await asked


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(form: TroubleForm, kind: FaultKind) -> None:
    form.kind.setCurrentIndex(form.kind.findData(kind))


def cells(dialog: TroubleDialog) -> list[list[str]]:
    model = dialog.model
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


async def test_an_added_trouble_spoils_the_next_call_and_leaves_the_list(
    dialog: TroubleDialog, console: TestConsole
) -> None:
    profile = next(each for each in console.profiles if each.generation == "trtc-1")
    client = await console.services.clients.client(profile.id)
    press(dialog.add)
    await until(dialog.model.rowCount)
    assert cells(dialog) == [["HTTP error page 502", "every call", "1 more", "0"]]
    assert dialog._pages.currentWidget() is dialog.table
    report = await client.check()
    assert not report.ok
    await until(lambda: not dialog.model.rows)
    assert dialog._pages.currentWidget() is not dialog.table
    assert (await client.check()).ok


async def test_everything_that_can_be_said_reaches_the_simulator(
    dialog: TroubleDialog, control: SimulatorControl
) -> None:
    form = dialog.form
    choose(form, FaultKind.ERROR)
    form.call.setCurrentIndex(form.call.findData("StartAITranscription"))
    form.code.setText(" InternalError ")
    form.message.setText("later")
    form.always.setChecked(True)
    form.after.setValue(5)
    form.percent.setValue(30)
    press(dialog.add)
    await until(dialog.model.rowCount)
    (trouble,) = await control.troubles()
    assert trouble == Trouble(
        id=trouble.id,
        kind=FaultKind.ERROR,
        call="StartAITranscription",
        left=None,
        after=5,
        probability=0.3,
        code="InternalError",
        status=None,
        seconds=0.0,
        happened=0,
    )
    (row,) = cells(dialog)
    assert row[:3] == [
        "Error of the vendor: InternalError",
        "StartAITranscription",
        "until taken back, after 5 calls, by a chance of 30 %",
    ]


@pytest.mark.parametrize("kind", FaultKind)
async def test_every_kind_is_explained_and_asks_for_its_own(dialog: TroubleDialog, kind: FaultKind) -> None:
    form = dialog.form
    choose(form, kind)
    shown = {
        "status": form.status.isVisible(),
        "code": form.code.isVisible(),
        "message": form.message.isVisible(),
        "seconds": form.seconds.isVisible(),
    }
    own = members_of(kind)
    wanted = {name: name in own and (name != "status" or kind is FaultKind.HTTP) for name in shown}
    assert shown == wanted
    words = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert str(KIND_NOTES[kind].source) in words
    form.code.setText("Any")
    press(dialog.add)
    await until(dialog.model.rowCount)
    assert cells(dialog)[0][0].startswith(KIND_NAMES[kind].source)


async def test_a_missing_code_is_said_at_its_place_and_nothing_is_added(
    dialog: TroubleDialog, control: SimulatorControl
) -> None:
    form = dialog.form
    choose(form, FaultKind.ERROR)
    for wrong in ("", "  ", "ü"):
        form.code.setText(wrong)
        press(dialog.add)
        assert form._code_row.message == "Enter the vendor's code, in plain letters and digits."
        assert form.code.hasFocus()
        assert form.code.text() == wrong
    QTest.keyClicks(form.code, "504")
    assert form._code_row.message == "Enter the vendor's code, in plain letters and digits."
    form.code.clear()
    QTest.keyClicks(form.code, "504")
    assert form._code_row.message == ""
    assert await control.troubles() == ()


async def test_troubles_are_taken_back(dialog: TroubleDialog, control: SimulatorControl) -> None:
    assert not dialog.clear.isEnabled()
    assert dialog.take_back.toolTip() == "No trouble waits."
    for kind in (FaultKind.HANG, FaultKind.RESET, FaultKind.DELAY):
        choose(dialog.form, kind)
        press(dialog.add)
        await until(partial(_has, dialog, KIND_NAMES[kind].source))
    assert dialog.take_back.toolTip() == "Select a trouble first."
    dialog.table.selectRow(1)
    press(dialog.take_back)
    await until(lambda: dialog.model.rowCount() == 2)
    assert [each.kind for each in await control.troubles()] == [FaultKind.HANG, FaultKind.DELAY]
    press(dialog.clear)
    await until(lambda: not dialog.model.rows)
    assert await control.troubles() == ()


async def test_what_is_gone_can_be_taken_back_without_harm(control: SimulatorControl) -> None:
    await control.take_back(99)
    assert await control.troubles() == ()


def _has(dialog: TroubleDialog, name: str) -> bool:
    return any(row[0].startswith(name) for row in cells(dialog))


def trouble(number: int, happened: int = 0) -> Trouble:
    return Trouble(
        id=number,
        kind=FaultKind.HANG,
        call="*",
        left=None,
        after=0,
        probability=1.0,
        code="",
        status=None,
        seconds=0.0,
        happened=happened,
    )


@makes(TroubleModel)
def test_rows_keep_their_place_while_others_come_and_go(qapp) -> None:
    model = TroubleModel()
    news: list[str] = []
    model.rowsInserted.connect(lambda _, first, last: news.append(f"+{first}-{last}"))
    model.rowsRemoved.connect(lambda _, first, last: news.append(f"-{first}-{last}"))
    model.dataChanged.connect(lambda first, last: news.append(f"~{first.row()}-{last.row()}"))
    model.show([trouble(1), trouble(2), trouble(3)])
    model.show([trouble(1), trouble(2), trouble(3)])
    model.show([trouble(1), trouble(3, happened=2), trouble(4)])
    model.show([])
    assert news == ["+0-2", "-1-1", "~0-1", "+2-2", "-2-2", "-1-1", "-0-0"]
    model.show([trouble(1)])
    assert model.rowCount() == 1


async def test_a_refusal_of_the_simulator_is_shown(dialog: TroubleDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog.form, "data", lambda: {"kind": "http", "status": 7})
    press(dialog.add)
    await until(lambda: dialog._banner.isVisible())
    assert dialog._banner.words() == "\n".join(
        ("The trouble was not added", "It must be a whole number from 200 to 599.", "status")
    )


async def test_a_hanging_call_is_told_while_one_looks(dialog: TroubleDialog, console: TestConsole) -> None:
    choose(dialog.form, FaultKind.RESET)
    dialog.form.always.setChecked(True)
    press(dialog.add)
    await until(dialog.model.rowCount)
    profile = next(each for each in console.profiles if each.generation == "agora-7")
    client = await console.services.clients.client(profile.id)
    with pytest.raises(CallFailed):
        await client.list_tasks()
    await until(lambda: cells(dialog)[0][3] == "1")
