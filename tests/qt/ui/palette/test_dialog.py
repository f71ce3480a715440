"""The palette by keyboard: arrows move while one types, Enter chooses what can be done, ten thousand tasks wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.ui.palette.dialog import PaletteDialog
from roomscribe.ui.palette.entries import Entry
from roomscribe.ui.palette.model import PaletteModel
from roomscribe.ui.palette.search import MOST
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import task
from tests.support.model_guard import makes


def entry(title: str, why_not: str = "", on: bool | None = None) -> Entry:
    return Entry(id=title, title=title, about="Task", keys="Ctrl+X", why_not=why_not, on=on, run=lambda: None)


def of_task(task: Task) -> Entry:
    return entry(f"Go to room {task.room}")


@pytest.fixture
def entries() -> list[Entry]:
    return [entry("Stop", "Select a task first."), entry("Start"), entry("Owner", on=True), entry("Quit")]


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, entries: list[Entry]) -> PaletteDialog:
    return opened(qtbot, theme, entries, [])


def opened(qtbot: QtBot, theme: Theme, entries: list[Entry], tasks: list[Task]) -> PaletteDialog:
    dialog = PaletteDialog(theme, lambda: entries, recent=(), tasks=tasks, of_task=of_task, task_words="Go to room")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def current(dialog: PaletteDialog) -> str:
    return str(dialog.list.currentIndex().data())


@makes(PaletteModel)
def test_arrows_move_while_the_line_keeps_the_focus(dialog: PaletteDialog) -> None:
    assert current(dialog) == "Stop"
    for key, there in (("Down", "Start"), ("Up", "Stop"), ("Up", "Quit"), ("Down", "Stop"), ("PageDown", "Quit")):
        QTest.keyClick(dialog.line, getattr(Qt.Key, f"Key_{key}"))
        assert current(dialog) == there
    assert dialog.focusWidget() is dialog.line


@makes(PaletteModel)
def test_enter_chooses_what_is_current(dialog: PaletteDialog) -> None:
    QTest.keyClicks(dialog.line, "own")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.result() == PaletteDialog.DialogCode.Accepted
    assert dialog.chosen is not None
    assert dialog.chosen.title == "Owner"


def test_what_cannot_be_done_says_why_and_is_not_chosen(dialog: PaletteDialog) -> None:
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.chosen is None
    assert dialog.note.text() == "Select a task first."
    assert dialog.line.accessibleDescription() == "Stop, Task, Ctrl+X, not possible: Select a task first."


def test_a_click_chooses_and_escape_closes(dialog: PaletteDialog) -> None:
    QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert dialog.chosen is None
    dialog.show()
    start = dialog.list.visualRect(dialog.model.index(1, 0)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert dialog.chosen is not None


def test_what_is_not_there_is_said(dialog: PaletteDialog) -> None:
    QTest.keyClicks(dialog.line, "zzz")
    assert dialog.model.rowCount() == 0
    assert dialog.note.text() == "Nothing is called “zzz”."
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    assert dialog.isVisible()


def test_what_is_read_later_is_offered_and_the_choice_stays(dialog: PaletteDialog, entries: list[Entry]) -> None:
    QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    entries.insert(0, entry("Fill the form from template Monday"))
    dialog.refresh()
    assert current(dialog) == "Start"
    assert dialog.model.rowCount() == len(entries)


def test_ten_thousand_tasks_are_searched_between_the_keys(qtbot: QtBot, theme: Theme, entries: list[Entry]) -> None:
    tasks = [task(number, f"room-{number}", TaskState.RUNNING) for number in range(10_000)]
    dialog = opened(qtbot, theme, entries, tasks)
    QTest.keyClicks(dialog.line, "st")
    QTest.keyClicks(dialog.line, " oom-77")  # each key replaces the search that the one before began
    dialog.line.setText("room-77")
    qtbot.waitUntil(lambda: not dialog.searching)
    assert current(dialog) == "Go to room room-77"
    assert dialog.model.rowCount() == MOST
    assert dialog.counted.text() == "100 of 111"
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.chosen is not None
