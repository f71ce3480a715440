"""The band is walked by keyboard and pointed at by mouse, says what is there, and leads to the line below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.ui.band.band import ICONS, PATTERNS
from roomscribe.ui.band.course import Sort
from roomscribe.ui.details.course_page import TimelinePage
from roomscribe.ui.details.timeline import Timeline
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import NOW, FixedClock, example_journal, example_tasks

TASK = replace(example_tasks()[2], state=TaskState.STOPPED)
JOURNAL = example_journal(TASK)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Iterator[TimelinePage]:
    page = TimelinePage(theme, Timeline(theme), FixedClock())
    qtbot.addWidget(page)
    page.resize(800, 300)
    page.show()
    yield page
    page.close_down()


def show(page: TimelinePage, entries: list[JournalEntry]) -> None:
    page._timeline.lines.show_entries(entries, None)
    page.show_entries(entries, TASK)
    page._reading.finish()


def key(page: TimelinePage, key: Qt.Key) -> str:
    QTest.keyClick(page.band, key)
    return page.said.text()


def test_arrows_walk_through_everything_in_the_order_of_time(page: TimelinePage) -> None:
    show(page, JOURNAL)
    said = [key(page, Qt.Key.Key_Home)]
    while (words := key(page, Qt.Key.Key_Right)) != said[-1]:
        said.append(words)
    assert len(said) == len(page.band.spots())
    assert "Written to the ledger" in said[0]
    assert any("the vendor says InProgress" in words and "for " in words for words in said)
    assert any("request 5d0c1f1e-0b7a" in page.band.describe(spot) for spot in page.band.spots())
    assert page.band.accessibleDescription() == said[-1]
    assert key(page, Qt.Key.Key_Home) == said[0]
    assert key(page, Qt.Key.Key_End) == said[-1]
    assert key(page, Qt.Key.Key_Left) == said[-2]


def test_arrows_pass_an_entry_that_is_a_point_and_begins_a_state_too(page: TimelinePage) -> None:
    adopted = replace(JOURNAL[0], kind=EntryKind.ADOPTED, at=NOW - 900)
    running = replace(JOURNAL[0], kind=EntryKind.STATE_CHANGED, state=TaskState.RUNNING, at=NOW - 100, seq=2)
    show(page, [adopted, running])
    assert [spot.row for spot in page.band.spots()][:2] == [0, 0]
    key(page, Qt.Key.Key_Home)
    for spot in page.band.spots()[1:]:
        assert key(page, Qt.Key.Key_Right) == page.band.describe(spot)


def test_enter_and_a_click_lead_to_the_line(page: TimelinePage) -> None:
    show(page, JOURNAL)
    key(page, Qt.Key.Key_Home)
    QTest.keyClick(page.band, Qt.Key.Key_Return)
    assert page._timeline.currentIndex().row() == 0
    spot = next(spot for spot in page.band.spots() if spot.block and spot.block.stretch.state is TaskState.RUNNING)
    QTest.mouseClick(page.band, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot.rect.center())
    assert page._timeline.currentIndex().row() == spot.row


def test_what_is_under_the_mouse_is_said_and_what_the_keyboard_is_at_comes_back(page: TimelinePage) -> None:
    show(page, JOURNAL)
    at_first = key(page, Qt.Key.Key_Home)
    running = next(spot for spot in page.band.spots() if spot.block and spot.rect.width() > 100)
    QTest.mouseMove(page.band, running.rect.center())
    assert page.said.text() == page.band.describe(running)
    QTest.mouseMove(page.band, QPoint(5, page.band.height() - 1))
    page.band.leaveEvent(None)  # type: ignore[arg-type]
    assert page.said.text() == at_first


def test_a_live_tasks_last_state_grows_with_time(page: TimelinePage) -> None:
    live = replace(TASK, state=TaskState.RUNNING)
    page.show_entries(JOURNAL[:5], live)
    page._reading.finish()
    block = page.band.spots()[-1].block
    assert block is not None
    assert block.until == NOW


def test_an_empty_journal_shows_nothing_and_takes_keys(page: TimelinePage) -> None:
    show(page, [])
    for each in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Return):
        key(page, each)
    assert page.band.spots() == []
    assert page.said.text().startswith("Point at the band")


def test_another_tasks_journal_begins_anew_and_more_of_the_same_is_read_on(page: TimelinePage) -> None:
    show(page, JOURNAL[:4])
    before = page._course
    show(page, JOURNAL)
    assert page._course is before
    other = replace(TASK, id="another")
    page.show_entries([replace(each, task_id="another", seq=each.seq + 100) for each in JOURNAL], other)
    page._reading.finish()
    assert page._course is not before
    assert page._course.rows == len(JOURNAL)


def test_another_task_clears_what_was_told_of_the_one_before(page: TimelinePage) -> None:
    show(page, JOURNAL)
    key(page, Qt.Key.Key_Home)
    other = [replace(each, task_id="another", seq=each.seq + 100) for each in JOURNAL]
    page._timeline.lines.show_entries(other, None)
    page.show_entries(other, replace(TASK, id="another"))
    page._reading.finish()
    assert page.said.text().startswith("Point at the band")
    assert page.band.accessibleDescription() == ""
    QTest.keyClick(page.band, Qt.Key.Key_Return)
    assert not page._timeline.currentIndex().isValid()


def test_what_is_told_grows_with_the_state_that_lasts(qtbot: QtBot, theme: Theme) -> None:
    clock = FixedClock()
    page = TimelinePage(theme, Timeline(theme), clock)
    qtbot.addWidget(page)
    page.resize(800, 300)
    page.show()
    page._timeline.lines.show_entries(JOURNAL[:5], None)
    page.show_entries(JOURNAL[:5], replace(TASK, state=TaskState.RUNNING))
    page._reading.finish()
    spots = page.band.spots()
    lasting = next(spot for spot in reversed(spots) if spot.block is not None)
    key(page, Qt.Key.Key_Home)
    for _ in range(spots.index(lasting)):
        key(page, Qt.Key.Key_Right)
    before = page.said.text()
    assert before == page.band.describe(lasting)
    clock.at += 12
    page.refresh()
    lasting = next(spot for spot in page.band.spots() if spot.row == lasting.row)
    assert page.said.text() == page.band.describe(lasting) != before
    assert page.band.accessibleDescription() == page.said.text()
    page.close_down()


def test_what_is_under_a_still_mouse_is_told_of_the_task_that_is_shown(page: TimelinePage) -> None:
    show(page, JOURNAL)
    QTest.mouseMove(page.band, page.band.spots()[0].rect.center())
    assert "Written to the ledger" in page.said.text()
    show(page, [])
    assert page.said.text().startswith("Point at the band")


def test_ten_thousand_entries_make_few_spots(page: TimelinePage) -> None:
    states = (TaskState.RUNNING, TaskState.RECOVERING)
    entries = [
        replace(JOURNAL[0], kind=EntryKind.STATE_CHANGED, state=states[at % 2], at=NOW - 9_000 + at, seq=at + 1)
        if at % 3 == 0
        else replace(JOURNAL[0], kind=EntryKind.CALLED, at=NOW - 9_000 + at, seq=at + 1)
        for at in range(10_000)
    ]
    show(page, entries)
    assert 10 < len(page.band.spots()) < 200
    assert "more close to it" in key(page, Qt.Key.Key_Home)


def test_nothing_is_told_by_colour_alone() -> None:
    assert {look.tone for look in LOOKS.values()} <= set(PATTERNS)
    assert len(set(PATTERNS.values())) == len(PATTERNS)
    assert len({icon for icon, _ in ICONS.values()}) == len(Sort)
