"""Messages above the table: plain ones go once they could be read, grave ones stay, and few are in sight at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from roomscribe.domain.text import T
from roomscribe.ui.notices import LINGERS, MOST, SHOWN, Act, Banner, Grade, Notice, NoticeBar
from roomscribe.ui.theme import Theme

PLAIN = Notice(grade=Grade.INFO, text=T("8 tasks were written."))
LONG = 600
"""Seconds after which even a long message was read."""


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> Iterator[NoticeBar]:
    QCursor.setPos(QGuiApplication.primaryScreen().geometry().bottomRight())  # wherever an earlier test has left it
    window = QWidget()
    qtbot.addWidget(window)
    bar = NoticeBar(theme, window)
    QVBoxLayout(window).addWidget(bar)
    window.setGeometry(0, 0, 700, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield bar
    window.close()


def pass_time(bar: NoticeBar, seconds: float) -> None:
    for _ in range(int(seconds)):
        bar.age()


def in_sight(bar: NoticeBar) -> list[Banner]:
    return [each for each in bar.findChildren(Banner) if each.isVisible()]


def notice(number: int, grade: Grade = Grade.INFO) -> Notice:
    return Notice(grade=grade, text=T("Message {number}.", number=number))


def test_a_plain_message_goes_after_some_seconds_the_longer_the_longer_it_is(bar: NoticeBar) -> None:
    bar.show_notice(PLAIN)
    bar.show_notice(replace(PLAIN, text=T("A message that is long. " * 20)))
    pass_time(bar, LINGERS - 1)
    assert len(bar.notices()) == 2
    pass_time(bar, 4)
    assert len(bar.notices()) == 1
    pass_time(bar, LONG)
    assert bar.notices() == []
    assert bar.isHidden()


@pytest.mark.parametrize(
    "kept",
    [
        replace(PLAIN, grade=Grade.WARN),
        replace(PLAIN, grade=Grade.BAD),
        replace(PLAIN, acts=(Act(T("Undo"), lambda: None),)),
        replace(PLAIN, details="/somewhere/file.csv"),
        replace(PLAIN, other_task="t1"),
    ],
    ids=["warning", "error", "offer", "details", "task"],
)
def test_what_somebody_may_need_stays(bar: NoticeBar, kept: Notice) -> None:
    bar.show_notice(kept)
    pass_time(bar, LONG)
    assert bar.notices() == [kept]


def test_none_goes_that_the_keyboard_has_reached(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(PLAIN)
    (banner,) = in_sight(bar)
    dismiss = next(each for each in banner.findChildren(QToolButton) if each.accessibleName() == "Dismiss the message")
    dismiss.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(dismiss.hasFocus)
    pass_time(bar, LONG)
    assert bar.notices() == [PLAIN]
    dismiss.clearFocus()
    pass_time(bar, LONG)
    assert bar.notices() == []


def test_none_goes_unseen(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(PLAIN)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not bar.window().isActiveWindow())
    pass_time(bar, LONG)
    assert bar.notices() == [PLAIN]


def test_few_are_in_sight_however_many_there_are_and_all_can_be_leafed_through(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(MOST + 3):
        bar.show_notice(notice(number, Grade.WARN))
    bar.show_notice(notice(99, Grade.BAD))
    assert len(bar.notices()) == MOST
    assert notice(99, Grade.BAD) in [each.notice for each in in_sight(bar)], "the gravest one"
    seen, last = [], ""
    for _ in range(MOST // SHOWN):
        assert 0 < len(in_sight(bar)) <= SHOWN <= 3
        seen += [each.notice for each in in_sight(bar)]
        last = bar._more.text()
        qtbot.keyClick(bar._more, Qt.Key.Key_Space)
    assert sorted(map(str, (each.text for each in seen))) == sorted(str(each.text) for each in bar.notices())
    assert last == "Show the first ones"
    assert notice(99, Grade.BAD) in [each.notice for each in in_sight(bar)], "the gravest one"


def test_those_out_of_sight_have_their_time_when_they_come_into_it(bar: NoticeBar) -> None:
    for number in range(SHOWN + 1):
        bar.show_notice(notice(number))
    pass_time(bar, LINGERS + 2)
    assert len(bar.notices()) == 1
    assert len(in_sight(bar)) == 1
    pass_time(bar, LINGERS + 2)
    assert bar.notices() == []
