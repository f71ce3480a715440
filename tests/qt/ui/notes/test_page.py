"""What is typed on the page Notes is announced once, never lost, and never mixed up between tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
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
        self.added: list[tuple[str, str]] = []
        self.removed: list[tuple[str, str]] = []
        self.seen: list[str] = []
        self.for_all: list[tuple[tuple[str, ...], str]] = []
        page.note_changed.connect(self._on_note)
        page.tag_meant_for_all.connect(lambda task_ids, typed: self.for_all.append((task_ids, typed)))
        page.tag_added.connect(lambda task_id, typed: self.added.append((task_id, typed)))
        page.tag_removed.connect(lambda task_id, tag: self.removed.append((task_id, tag)))

    def _on_note(self, task_id: str, text: str, seen: str) -> None:
        self.notes.append((task_id, text))
        self.seen.append(seen)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> NotesPage:
    page = NotesPage(theme)
    qtbot.addWidget(page)
    page.resize(700, 260)
    page.show()
    page.show_task(FIRST)
    return page


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


def add(page: NotesPage, tag: str) -> None:
    QTest.keyClicks(page.adder, tag)
    QTest.keyClick(page.adder, Qt.Key.Key_Return)


def test_tags_are_added_and_removed_by_keyboard_each_as_an_act_of_its_own(page: NotesPage, told: Told) -> None:
    add(page, "one")
    add(page, "two")
    assert told.added == [(FIRST.id, "one"), (FIRST.id, "two")]
    for chip in page.chips.chips:
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert told.removed == [(FIRST.id, "qa"), (FIRST.id, "中文")]


def test_a_refused_tag_stands_whole_above_its_reason_and_the_note_is_not_blamed(page: NotesPage, qtbot: QtBot) -> None:
    long = "a-tag-of-far-more-than-thirty-two-characters-that-is-refused"
    narrow = page.adder.width()
    page.show_refusal(FIRST.id, TAGS, long, "A tag has 32 characters at most.")
    assert page.adder.text() == long
    qtbot.waitUntil(lambda: page.adder.width() > page.adder.fontMetrics().horizontalAdvance(long) > narrow)
    qtbot.waitUntil(lambda: page.tag_message.y() > page.chips.geometry().bottom())
    assert page.tag_message.text() == page.adder.accessibleDescription() == "A tag has 32 characters at most."
    assert page.tag_message.y() < page.note.y()
    assert page.message.text().startswith("Saved when")
    page.show_saved(FIRST.id, NOTE)
    assert page.tag_message.isVisible()
    page.adder.setText("short")
    QTest.keyClick(page.adder, Qt.Key.Key_Return)
    page.show_saved(FIRST.id, TAGS)
    assert not page.tag_message.isVisible()
    qtbot.waitUntil(lambda: page.adder.width() == narrow)


def test_what_holds_but_is_not_on_disk_says_so_until_it_is(page: NotesPage) -> None:
    QTest.keyClicks(page.adder, "late")
    QTest.keyClick(page.adder, Qt.Key.Key_Return)
    page.show_saved(FIRST.id, TAGS, on_disk=False)
    assert page.adder.text() == "", "it is a chip by now"
    assert page.tag_message.isVisible()
    assert page.tag_message.text().startswith("Kept in this window,")
    assert page.adder.accessibleDescription() == "", "nothing is wrong with what was typed"
    page.show_saved(FIRST.id, NOTE, on_disk=False)
    page.show_task(SECOND)
    assert not page.tag_message.isVisible()
    page.show_task(FIRST)
    assert page.message.text() == page.tag_message.text() != ""
    page.show_written()
    assert not page.tag_message.isVisible()
    assert page.message.text().startswith("Saved when")


def test_a_refused_tag_is_lost_neither_to_the_next_nor_to_another_task(page: NotesPage, told: Told) -> None:
    QTest.keyClicks(page.adder, "next")
    page.show_refusal(FIRST.id, TAGS, "refused", "Not so.")
    page.show_saved(FIRST.id, TAGS)  # of one that was added before
    assert (page.adder.text(), page.tag_message.text()) == ("refused, next", "Not so.")
    page.show_refusal(SECOND.id, TAGS, "theirs", "Nor so.")
    page.show_task(SECOND)
    assert told.added == [(FIRST.id, "refused, next")]
    assert (page.adder.text(), page.tag_message.text()) == ("theirs", "Nor so.")


def test_a_tag_that_could_not_be_taken_away_leaves_what_is_being_typed(page: NotesPage) -> None:
    QTest.keyClicks(page.adder, "ne")
    page.show_refusal(FIRST.id, TAGS, "", "The disk is full.")
    assert page.adder.text() == "ne"
    assert page.tag_message.text() == "The disk is full."


def test_a_tag_goes_to_all_that_are_chosen_and_the_page_says_so(page: NotesPage, told: Told) -> None:
    assert not page.whom.isVisible()
    page.show_chosen((FIRST.id, SECOND.id, "third"))
    assert "3 tasks" in page.adder.placeholderText()
    assert page.adder.placeholderText() == page.adder.accessibleName()
    assert page.whom.isVisible()
    assert FIRST.room in page.whom.text()
    assert FIRST.room in page.note.accessibleName()
    add(page, "for-all")
    QTest.keyClicks(page.adder, "half")
    page.show_chosen((SECOND.id,))
    assert told.for_all == [((FIRST.id, SECOND.id, "third"), each) for each in ("for-all", "half")]
    page.show_task(SECOND)
    add(page, "one")
    assert told.added == [(SECOND.id, "one")]
    assert not page.whom.isVisible()
    assert page.note.accessibleName() == "Note"


def changed_meanwhile(page: NotesPage) -> None:
    write(page, "Mine")
    page.save()
    page.show_changed_meanwhile(FIRST.id, "Mine", "Theirs", "ana")
    page.show_task(replace(FIRST, note="Theirs"))


def test_a_note_that_somebody_else_changed_meanwhile_is_asked_about_and_mine_stays(page: NotesPage, told: Told) -> None:
    changed_meanwhile(page)
    assert told.seen == [FIRST.note]
    assert "ana" in page.conflict.words.text()
    assert page.conflict.theirs.text() == "Theirs"
    assert page.conflict.isVisible()
    assert page.note.toPlainText() == "Mine"
    QTest.keyClicks(page.note, "!")
    page.save()  # nobody has decided: nothing is written over
    page.show_task(SECOND)
    assert not page.conflict.isVisible()
    page.show_task(replace(FIRST, note="Theirs"))
    kept = page.note.toPlainText()
    assert sorted(kept) == sorted("Mine!")
    assert len(told.notes) == 1
    page.conflict.mine_button.click()
    assert told.notes[-1] == (FIRST.id, kept)
    assert told.seen[-1] == "Theirs"
    assert not page.conflict.isVisible()


def test_theirs_can_be_taken_by_keyboard_and_is_what_they_wrote_last(page: NotesPage, told: Told) -> None:
    changed_meanwhile(page)
    page.show_task(replace(FIRST, note="Theirs again"))
    assert page.conflict.theirs.text() == "Theirs again"
    QTest.keyClick(page.conflict.theirs_button, Qt.Key.Key_Space)
    assert page.note.toPlainText() == "Theirs again"
    assert not page.conflict.isVisible()
    page.save()
    assert len(told.notes) == 1


def test_whoever_leaves_without_deciding_keeps_both(page: NotesPage, told: Told) -> None:
    changed_meanwhile(page)
    page.save_all()
    assert told.notes[-1] == (FIRST.id, "Theirs\n\nMine")
    assert told.seen[-1] == "Theirs"
    page.show_saved(FIRST.id, NOTE)
    assert not page.conflict.isVisible()
    assert page.message.isVisible()


def test_a_long_note_of_theirs_leaves_room_for_mine(page: NotesPage) -> None:
    write(page, "Mine")
    long = "line after line\n" * 100
    page.show_changed_meanwhile(FIRST.id, "Mine", long.strip(), "ana")
    assert page.conflict.theirs.text() == "line after line\n" * 2 + "line after line…"
    assert long.strip().splitlines()[0] in page.conflict.theirs.toolTip()
