"""What is typed on the page Notes is announced once, never lost, and never mixed up between tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roomscribe.services.annotating import NOTE, TAGS
from roomscribe.ui.notes.page import NotesPage
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import example_tasks

FIRST = replace(example_tasks()[2], note="Captions late", tags=("qa", "中文"))
SECOND = example_tasks()[3]
CTRL = Qt.KeyboardModifier.ControlModifier


class Told:
    """What the page announced."""

    def __init__(self, page: NotesPage) -> None:
        self.notes: list[tuple[str, str]] = []
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        page.note_changed.connect(lambda task_id, text: self.notes.append((task_id, text)))
        page.tags_changed.connect(lambda task_id, tags: self.tags.append((task_id, tuple(tags))))


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[NotesPage]:
    theme = Theme("light")
    page = NotesPage(theme)
    qtbot.addWidget(page)
    page.resize(700, 260)
    page.show()
    page.show_task(FIRST)
    yield page
    theme.deleteLater()


@pytest.fixture
def told(page: NotesPage) -> Told:
    return Told(page)


def write(page: NotesPage, text: str) -> None:
    page.note.selectAll()
    QTest.keyClicks(page.note, text)


def test_ctrl_enter_saves_once_and_only_what_changed(page: NotesPage, told: Told) -> None:
    QTest.keyClick(page.note, Qt.Key.Key_Return, CTRL)
    assert told.notes == []
    write(page, "Fine now")
    QTest.keyClick(page.note, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(page.note, Qt.Key.Key_Return, CTRL)
    assert told.notes == [(FIRST.id, "Fine now")]
    QTest.keyClick(page.note, Qt.Key.Key_Z, CTRL)
    assert page.note.toPlainText() != "Fine now"  # a save does not end what can be undone


def test_another_task_saves_what_was_typed_for_the_first(page: NotesPage, told: Told) -> None:
    write(page, "Half a sen")
    page.show_task(SECOND)
    assert told.notes == [(FIRST.id, "Half a sen")]
    assert page.note.toPlainText() == SECOND.note
    page.show_task(None)
    assert len(told.notes) == 1


def test_news_about_the_task_leave_what_is_being_typed(page: NotesPage, told: Told) -> None:
    write(page, "Mine")
    page.show_task(replace(FIRST, note="Theirs", tags=("new",)))
    assert page.note.toPlainText() == "Mine"
    assert [chip.text() for chip in page.chips.chips] == ["new"]
    QTest.keyClick(page.note, Qt.Key.Key_Escape)
    assert page.note.toPlainText() == "Theirs"
    assert told.notes == []
    page.show_task(replace(FIRST, note="Theirs again"))
    assert page.note.toPlainText() == "Theirs again"


def test_what_was_refused_stays_with_its_reason_whatever_is_shown_meanwhile(page: NotesPage, told: Told) -> None:
    write(page, "secret")
    page.save()
    page.show_task(SECOND)
    page.show_refusal(FIRST.id, NOTE, "secret", "A secret stands in it.")
    assert "secret" not in page.message.text()
    page.show_task(FIRST)
    assert (page.note.toPlainText(), page.message.text()) == ("secret", "A secret stands in it.")
    write(page, "clean")
    page.save()
    assert told.notes[-1] == (FIRST.id, "clean")
    page.show_saved(FIRST.id, NOTE)
    assert page.message.text().startswith("Saved when")


def test_tags_are_added_and_removed_by_keyboard(page: NotesPage, told: Told) -> None:
    QTest.keyClicks(page.adder, "release")
    QTest.keyClick(page.adder, Qt.Key.Key_Return)
    QTest.keyClick(page.chips.chips[0], Qt.Key.Key_Delete)
    assert told.tags == [(FIRST.id, ("qa", "中文", "release")), (FIRST.id, ("中文",))]
    page.show_refusal(FIRST.id, TAGS, "release", "A task has 12 tags at most.")
    assert page.adder.text() == "release"
    assert page.message.text() == "A task has 12 tags at most."
