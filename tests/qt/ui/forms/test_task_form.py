"""The form: what is shown, what is told off and when, and that nothing typed is lost."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip

from roomscribe.domain.fields import Field, FieldKind, Section
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Theme

from .everything import FIELDS, find_problems, make_generation, make_profile
from .test_editors import values_of


def make_form(qtbot, generation=None, profile=None, problems=None):
    generation, profile = generation or make_generation(), profile or make_profile()
    find = problems or partial(find_problems, generation, profile.site)
    form = TaskForm(generation, profile, theme=Theme("light"), problems=find)
    qtbot.addWidget(form)
    form.finish()
    form.show()
    return form


@pytest.fixture
def form(qtbot):
    return make_form(qtbot)


def type_into(qtbot, form, key, text):
    qtbot.keyClicks(form.sheet.rows[key].editor.line, text)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries({each.key: values_of(each) for each in FIELDS}))
def test_values_that_are_set_are_read_back_hidden_ones_too(form, values):
    form.set_values(values)
    assert form.values() == values


def test_a_fresh_form_knows_its_problems_but_shows_none(form):
    assert [problem.key for problem in form.problems] == ["room"]
    assert str(form.reason()) == "Fill in Room number."
    assert all(row.message.isHidden() for row in form.sheet.rows.values())


def test_a_message_appears_under_the_field_that_was_touched(form, qtbot):
    type_into(qtbot, form, "room", "500x")
    with qtbot.waitSignal(form.checked):
        pass
    row = form.sheet.rows["room"]
    assert row.message.text().startswith("A numeric room takes digits only.")
    assert row.editor.line.property("invalid") is True
    assert str(form.reason()) == "Correct Room number."


def test_the_message_goes_when_the_field_is_right(form, qtbot):
    type_into(qtbot, form, "room", "5x")
    form.check()
    qtbot.keyClick(form.sheet.rows["room"].editor.line, Qt.Key.Key_Backspace)
    form.check()
    assert form.sheet.rows["room"].message.isHidden()
    assert form.reason() is None


def test_keystrokes_are_gathered_before_the_form_is_checked(qtbot):
    drafts = []

    def find(draft):
        drafts.append(draft)
        return []

    form = make_form(qtbot, problems=find)
    drafts.clear()
    type_into(qtbot, form, "room", "500123")
    assert not drafts
    with qtbot.waitSignal(form.checked):
        pass
    assert [draft.values["room"] for draft in drafts] == ["500123"]


def test_a_message_does_not_outlive_its_mistake_while_other_fields_go_on_changing(form, qtbot):
    type_into(qtbot, form, "bot", " ")
    form.check()
    row, other = form.sheet.rows["bot"], form.sheet.rows["room"].editor
    assert "Remove the blanks" in row.message.text()
    row.editor.line.setText("bot")
    for number in range(200):
        other.line.setText(str(number))  # never a pause that is long enough to count as one
        qtbot.wait(20)
        if row.message.isHidden():
            break
    assert row.message.isHidden()


def test_what_the_vendor_said_goes_with_the_value_it_was_said_about(form):
    form.set_values({"room": "500"})
    assert form.set_server_problem("room", T("There is no such room."))
    form.set_values({"room": "500"})
    assert not form.sheet.rows["room"].message.isHidden()
    form.set_values({"room": "501"})
    assert form.sheet.rows["room"].message.isHidden()


def test_what_is_due_is_checked_at_once_when_asked(form, qtbot):
    type_into(qtbot, form, "room", "500")
    assert form.check_if_due() == []


def test_fields_appear_with_their_condition_and_keep_their_value(form):
    speed = form.sheet.rows["speed"]
    assert speed.isHidden()
    form.set_values({"targets": ("en",), "speed": 1.5})
    assert not speed.isHidden()
    form.set_values({"targets": ()})
    assert speed.isHidden()
    assert form.values()["speed"] == 1.5


def test_a_field_of_another_site_is_not_shown(form):
    assert form.sheet.rows["mainland"].isHidden()
    form.set_profile(make_profile(site="cn"))
    assert not form.sheet.rows["mainland"].isHidden()


def test_a_section_without_fields_has_no_heading(qtbot):
    generation = make_generation(fields=tuple(each for each in FIELDS if each.section is not Section.USER))
    form = make_form(qtbot, generation)
    assert Section.USER not in form.sheet.blocks


def test_a_form_can_begin_in_another_part_and_shows_it(qtbot):
    generation, profile = make_generation(), make_profile()
    find = partial(find_problems, generation, profile.site)
    form = TaskForm(generation, profile, theme=Theme("light"), problems=find)
    qtbot.addWidget(form)
    form.begin_at(Section.TRANSLATION)
    form.sheet._slices._timer.stop()  # the rows wait until the window has the focus
    form.resize(400, 240)
    form._scroll.setFocus()
    with qtbot.waitActive(form):
        form.show()
    form.finish()
    first = next(key for key, field in form.sheet.fields.items() if field.section is Section.TRANSLATION)
    row = form.sheet.rows[first]
    assert form.focusWidget() in row.editor.stops()
    assert not row.visibleRegion().isEmpty()


def test_a_form_asks_for_the_height_of_all_its_rows(form):
    assert form._scroll.sizeHint().height() >= form.sheet.sizeHint().height()


def test_revealing_shows_everything_and_leads_to_the_first_problem(form):
    form.set_values({"idle": 1})
    form.reveal_problems()
    assert not form.sheet.rows["room"].message.isHidden()
    assert form.focusWidget() is form.sheet.rows["room"].editor.line


def test_a_problem_hidden_in_advanced_is_counted_and_can_be_reached(form):
    advanced = form.sheet.folding()
    form.set_values({"room": "1", "idle": 1})
    assert advanced.badge.text() == "· 1 to correct"
    form.focus_first_problem()
    assert not advanced.folded
    assert advanced.badge.isHidden()
    assert form.focusWidget() is form.sheet.rows["idle"].editor.line
    assert "5 to 86400" in form.sheet.rows["idle"].message.text()


def test_the_focus_goes_to_the_very_cell(form):
    form.set_values({"room": "1", "hot_words": ({"term": "a"}, {"term": "b", "weight": 99})})
    form.focus_first_problem()
    view = form.sheet.rows["hot_words"].editor.view
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 1)
    assert form.focusWidget() is view.indexWidget(view.currentIndex())


def test_what_the_vendor_said_stands_until_the_field_changes(form, qtbot):
    form.set_values({"room": "500"})
    assert form.set_server_problem("room", T("There is no such room."))
    form.check()
    assert form.sheet.rows["room"].message.text() == "There is no such room."
    assert form.reason() is None
    type_into(qtbot, form, "room", "1")
    form.check()
    assert form.sheet.rows["room"].message.isHidden()


def test_a_vendors_word_about_a_hidden_field_stands_at_the_field_that_hides_it(form):
    assert form.set_server_problem("speed", T("Too fast."))
    assert form.sheet.rows["targets"].message.text() == "Too fast."
    assert form.focusWidget() is form.sheet.rows["targets"].editor.add


def test_a_vendors_word_about_a_field_the_form_does_not_have_is_given_back(form):
    assert not form.set_server_problem("mainland", T("Not here."))
    assert not form.set_server_problem("unknown", T("What?"))


def test_the_run_time_comes_from_the_profile_and_into_the_draft(form, qtbot):
    assert form.draft().minutes == 30
    minutes = form.sheet.rows["minutes"].editor
    minutes.presets[60].click()
    assert form.draft().minutes == 60
    assert form.sheet.folding().summary.text() == "· ends by itself in 1 h"


def test_no_end_must_be_chosen_by_name(form, qtbot):
    minutes = form.sheet.rows["minutes"].editor
    form.set_values({"room": "1"})
    minutes.line.clear()
    qtbot.keyClicks(minutes.line, "0")
    form.check()
    assert form.draft().minutes == 30
    assert [problem.key for problem in form.problems] == ["minutes"]
    minutes.no_end.click()
    form.check()
    assert form.draft().minutes == 0
    assert form.problems == []
    assert not minutes.warning.isHidden()
    assert form.sheet.folding().summary.property("role") == "error"


def test_a_run_time_nobody_chose_follows_the_profile(form, qtbot):
    form.set_profile(make_profile(default_minutes=15))
    assert form.draft().minutes == 15
    form.sheet.rows["minutes"].editor.presets[120].click()
    form.set_profile(make_profile(default_minutes=60))
    assert form.draft().minutes == 120


def test_what_was_typed_is_taken_over_where_key_and_kind_are_equal(form, qtbot):
    others = (
        Field(key="room", kind=FieldKind.TEXT, section=Section.ROOM, label=T("Channel"), help=T("Where.")),
        Field(key="idle", kind=FieldKind.TEXT, section=Section.ROOM, label=T("Idle"), help=T("As a text.")),
        Field(key="bot", kind=FieldKind.TEXT, section=Section.USER, label=T("Bot"), help=T("Who."), default="theirs"),
    )
    type_into(qtbot, form, "room", "500123")
    type_into(qtbot, form, "idle", "60")
    form.sheet.rows["minutes"].editor.presets[120].click()
    other = make_form(qtbot, make_generation("other-1", others))
    other.carry_over(form)
    assert other.values() == {"room": "500123", "idle": "", "bot": "theirs"}
    assert other.minutes() == 120


def test_tab_visits_the_fields_in_the_order_they_are_seen(form):
    form.sheet.folding().unfold()
    form.set_values({"targets": ("en",), "people": ("a", "b")})
    shown = [row for row in form.sheet.rows.values() if not row.isHidden()]
    expected = [stop for row in shown for stop in row.editor.stops() if stop.isVisibleTo(form)]
    wanted, seen, at = set(expected), [], expected[0]
    for _ in range(5000):
        if at in wanted:
            seen.append(at)
        at = at.nextInFocusChain()
        if at is expected[0]:
            break
    assert seen == expected


def test_a_label_belongs_to_its_editor(form):
    for row in form.sheet.rows.values():
        assert row.label.buddy() in row.editor.stops()


def test_f1_shows_the_help_with_the_vendors_name(form, qtbot):
    row = form.sheet.rows["room"]
    qtbot.keyClick(row.editor.line, Qt.Key.Key_F1)
    assert "The room to transcribe." in QToolTip.text()
    assert "RoomId" in QToolTip.text()
    QToolTip.hideText()


def test_a_problem_that_names_no_field_is_still_a_reason(qtbot):
    form = make_form(qtbot, problems=lambda draft: [Problem("account", T("The profile has no key."))])
    assert str(form.reason()) == "The profile has no key."
    form.reveal_problems()
