"""What was typed, or came from a vendor, is shown as it is and widens nothing."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.ui.details.error_box import ErrorBox
from roomscribe.ui.details.facts import Fact
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.forms.reason_line import ReasonLine
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.typed_words import LONGEST, breakable, plain_tip

from .forms.everything import make_generation, make_profile

MARKUP = "“<b>x</b>” is wrong."
ENDLESS = "x" * 5000
WIDE = 600


def test_only_words_longer_than_any_id_can_be_broken():
    whole = "request 0473e138-b733-4a4c-84b2-2ae96520e720 " + "y" * LONGEST
    assert breakable(whole) == whole
    broken = breakable(f"see {ENDLESS} there")
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == f"see {ENDLESS} there"
    assert broken != f"see {ENDLESS} there"


@pytest.mark.parametrize("name", ["<b>", "<h1>room", "a<br>b"])
def test_a_tip_shows_a_name_that_looks_like_markup(name, theme, qtbot):
    assert plain_tip("room 5 < 6") == "room 5 < 6"
    assert name.replace("<", "&lt;").replace(">", "&gt;") in plain_tip(name)
    parent = QLabel()
    qtbot.addWidget(parent)
    fact = Fact(theme, "Room", parent=parent)
    fact.show(name)
    assert "&lt;" in fact.value.toolTip()


def form_with(message, theme, qtbot):
    generation, profile = make_generation(), make_profile()
    form = TaskForm(generation, profile, theme=theme, problems=lambda values: [Problem("room", T("{it}", it=message))])
    qtbot.addWidget(form)
    form.finish()
    form.show()
    form.sheet.rows["room"].show_problems([Problem("room", T("{it}", it=message))])
    return form  # whoever holds a part of it alone would see it taken down


def test_a_message_under_a_field_shows_markup_as_it_was_typed(theme, qtbot):
    form = form_with(MARKUP, theme, qtbot)
    assert form.sheet.rows["room"].message.textFormat() is Qt.TextFormat.PlainText


def test_a_message_without_a_blank_does_not_widen_the_form(theme, qtbot):
    usual, form = form_with("Wrong.", theme, qtbot), form_with(ENDLESS, theme, qtbot)
    assert form.sheet.minimumSizeHint().width() == usual.sheet.minimumSizeHint().width()


def test_a_refusal_without_a_blank_does_not_widen_its_place(theme, qtbot):
    note = ErrorNote(kind=FailureKind.REJECTED, code=ENDLESS, vendor_message=ENDLESS, meaning=T("No."), remedy=T("Go."))
    box, line = ErrorBox(theme), ReasonLine(theme)
    for widget, show in ((box, partial(box.show_error, note)), (line, partial(line.show_refusal, ENDLESS, note))):
        qtbot.addWidget(widget)
        show()
        assert widget.minimumSizeHint().width() < WIDE
    assert line.refusal.textFormat() is Qt.TextFormat.PlainText


def test_an_empty_view_quotes_markup_as_it_was_searched_for(theme, qtbot):
    view = EmptyState(theme, "filter", MARKUP)
    qtbot.addWidget(view)
    assert view.sentence.textFormat() is Qt.TextFormat.PlainText
