"""The link beside an error: it rises to whoever explains, from wherever it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.tasks import EntryKind, JournalEntry
from roomscribe.domain.text import T
from roomscribe.ui.details.error_box import ErrorBox
from roomscribe.ui.details.timeline import Timeline
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import Banner, Tone
from roomscribe.ui.errors.link import ExplainEvent, ExplainLink
from roomscribe.ui.forms.reason_line import ReasonLine
from roomscribe.ui.notices import NoticeBar, notice_of
from roomscribe.ui.theme import Theme
from tests.qt.ui.task_examples import note

NOTE = note(entry="trtc/FailedOperation.TaskExist")


class Explainer(QObject):
    """Stands where the help does: at the main window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.heard: list[ExplainEvent] = []
        self.asked: list[tuple[object, str, QWidget]] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, ExplainEvent):
            self.asked.append((event.note, event.vendor_id, event.asker.window()))
            event.accept()
            return True
        return False


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def explainer(window: QWidget) -> Explainer:
    return Explainer(window)


def link(widget: QWidget) -> ExplainLink:
    (found,) = widget.findChildren(ExplainLink)
    return found


def test_a_rows_error_box_says_whose_error_it_is(window: QWidget, explainer: Explainer, theme: Theme) -> None:
    box = ErrorBox(theme, window)
    box.show_error(NOTE, "trtc")
    link(box).click()
    assert explainer.asked == [(NOTE, "trtc", window)]


def test_a_banner_links_a_vendors_error_and_nothing_else(window: QWidget, explainer: Explainer, theme: Theme) -> None:
    bar = NoticeBar(theme, window)
    bar.show_notice(notice_of(BadRequest(T("Choose a room."))))
    assert link(bar).isHidden()
    bar.show_notice(notice_of(CallFailed(NOTE)))
    (shown,) = (each for each in bar.findChildren(ExplainLink) if not each.isHidden())
    shown.click()
    assert explainer.asked == [(NOTE, "", window)]


def test_a_dialogs_banner_reaches_the_window_behind_it(window: QWidget, explainer: Explainer, theme: Theme) -> None:
    dialog = FramedDialog(T("Test"), parent=window)
    inner = FramedDialog(T("Inside"), parent=dialog)
    banner = Banner(theme)
    inner.body.addWidget(banner)
    banner.show_message(Tone.BAD, "Refused", error=NOTE)
    link(banner).click()
    assert explainer.asked == [(NOTE, "", inner)]
    banner.show_message(Tone.GOOD, "Well")
    assert link(banner).isHidden()
    dialog.deleteLater()


def test_a_refused_start_is_linked_beside_the_button(window: QWidget, explainer: Explainer, theme: Theme) -> None:
    line = ReasonLine(theme, window)
    line.show_refusal("The vendor said no.", NOTE)
    link(line).click()
    assert explainer.asked == [(NOTE, "", window)]
    line.show_refusal("Something else.")
    assert link(line).isHidden()


def test_without_anybody_who_explains_nothing_happens(qtbot: QtBot, theme: Theme) -> None:
    alone = Banner(theme)
    qtbot.addWidget(alone)
    alone.show_message(Tone.BAD, "Refused", error=NOTE)
    link(alone).click()
    assert alone.isVisible()


def test_the_link_can_be_pressed_with_the_keyboard(window: QWidget, explainer: Explainer, theme: Theme, qtbot) -> None:
    box = ErrorBox(theme, window)
    box.show_error(NOTE, "trtc")
    qtbot.keyClick(link(box), " ")
    assert len(explainer.asked) == 1
    assert link(box).text()


def test_a_line_of_the_timeline_leads_there_too(window: QWidget, explainer: Explainer, theme: Theme, qtbot) -> None:
    lines = Timeline(theme, window)
    refused = JournalEntry(task_id="t", at=1.0, kind=EntryKind.REFUSED, error=NOTE)
    plain = JournalEntry(task_id="t", at=0.0, kind=EntryKind.WRITTEN)
    lines.lines.show_entries([plain, refused], None)
    lines.show()
    for row, asked in ((0, []), (1, [(NOTE, "", window)])):
        lines.setCurrentIndex(lines.lines.index(row, 0))
        lines.activated.emit(lines.currentIndex())
        assert explainer.asked == asked
    lines.explain.trigger()
    assert len(explainer.asked) == 2
