"""The card that starts tasks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Field, FieldKind, Section
from roomscribe.domain.text import T
from roomscribe.services.launcher import Clash
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.theme import Theme

from .everything import find_problems, make_generation, make_profile, make_registry

OTHER_FIELDS = (
    Field(key="room", kind=FieldKind.TEXT, section=Section.ROOM, label=T("Channel"), help=T("Where."), required=True),
    Field(key="uid", kind=FieldKind.TEXT, section=Section.USER, label=T("Bot"), help=T("Who.")),
)


SOMEBODYS_TASK: Any = SimpleNamespace(id="task-7")


class Launcher:
    """What the panel asks of the launcher."""

    def __init__(self):
        self.generations = {"all-1": make_generation(), "other-1": make_generation("other-1", OTHER_FIELDS)}
        self.profiles = [
            make_profile(),
            make_profile(id="p2", name="Prod", production=True, default_minutes=60),
            make_profile(id="p3", name="Other", generation="other-1"),
            make_profile(id="demo", name="Demo", simulator=True),
        ]
        self.registry = make_registry(*self.generations.values())
        self.limit = None
        self.clashing = None

    def problems(self, draft):
        profile = next(each for each in self.profiles if each.id == draft.profile_id)
        return find_problems(self.generations[profile.generation], profile.site, draft)

    def too_long(self, draft):
        return T("Too long.") if self.limit is not None and draft.minutes > self.limit else None

    def clash(self, draft):
        return self.clashing


@pytest.fixture
def launcher():
    return Launcher()


@pytest.fixture
def panel(qtbot, launcher):
    panel: Any = LaunchPanel(
        launcher.registry,
        theme=Theme("light"),
        problems=launcher.problems,
        too_long=launcher.too_long,
        clash=launcher.clash,
    )
    qtbot.addWidget(panel)
    panel.set_profiles(launcher.profiles, "p1")
    panel.form().finish()
    panel.show()
    panel.started = []
    panel.start_requested.connect(panel.started.append)
    return panel


def choose(panel, profile_id):
    ids = [profile.id for profile in panel.selector.profiles()]
    panel.selector.box.setCurrentIndex(ids.index(profile_id))
    panel.form().finish()


def type_into(qtbot, panel, key, text):
    qtbot.keyClicks(panel.form().sheet.rows[key].editor.line, text)
    panel.form().check()


def test_start_is_disabled_with_the_reason_beside_it(panel):
    assert not panel.start.isEnabled()
    assert panel.reason.reason.text() == "Fill in Room number."
    assert panel.start.toolTip() == "Fill in Room number."


def test_the_reason_leads_to_the_field(panel, qtbot):
    qtbot.mouseClick(panel.reason.reason, Qt.MouseButton.LeftButton)
    assert panel.focusWidget() is panel.form().sheet.rows["room"].editor.line
    assert panel.form().sheet.rows["room"].message.text() == "Fill in Room number."


def test_a_filled_form_starts_with_one_click(panel, qtbot):
    type_into(qtbot, panel, "room", "500123")
    assert panel.reason.reason.isHidden()
    panel.start.click()
    assert [draft.values["room"] for draft in panel.started] == ["500123"]
    assert panel.started[0].profile_id == "p1"


def test_a_form_whose_account_is_removed_before_it_is_complete_is_no_trouble(panel, launcher, qtbot):
    panel.set_profiles(launcher.profiles, "p3")
    abandoned = panel.form()
    assert not abandoned.ready
    launcher.profiles = [each for each in launcher.profiles if each.id != "p3"]
    panel.set_profiles(launcher.profiles, "p1")
    qtbot.waitUntil(lambda: abandoned.ready)  # an exception in its check would fail this test
    assert abandoned.problems == []
    assert panel.reason.reason.text() == "Fill in Room number."


def test_ctrl_enter_starts_and_shows_what_is_wrong(panel, qtbot):
    panel.activateWindow()
    line = panel.form().sheet.rows["room"].editor.line
    line.setFocus()
    panel.start_or_show_why_not()
    assert not panel.form().sheet.rows["room"].message.isHidden()
    assert panel.started == []


def test_a_change_just_typed_is_checked_before_the_start(panel, qtbot):
    type_into(qtbot, panel, "room", "5")
    qtbot.keyClicks(panel.form().sheet.rows["room"].editor.line, "x")
    panel.start.click()
    assert panel.started == []
    assert not panel.form().sheet.rows["room"].message.isHidden()


def test_while_starting_the_button_says_so(panel, qtbot):
    type_into(qtbot, panel, "room", "1")
    panel.set_busy(True)
    assert (panel.start.text(), panel.start.isEnabled()) == ("Starting…", False)
    panel.set_busy(False)
    assert (panel.start.text(), panel.start.isEnabled()) == ("Start task", True)


def test_a_run_time_the_vendor_does_not_allow_is_a_problem_of_its_field(panel, launcher, qtbot):
    launcher.limit = 10
    type_into(qtbot, panel, "room", "1")
    assert panel.reason.reason.text() == "Correct Run time."
    qtbot.mouseClick(panel.reason.reason, Qt.MouseButton.LeftButton)
    assert not panel.form().sheet.folding().folded


def test_a_clash_keeps_the_task_from_starting_until_it_is_gone(panel, launcher, qtbot):
    launcher.clashing = Clash(SOMEBODYS_TASK, T("A task of this kind is already running."))
    type_into(qtbot, panel, "room", "1")
    assert not panel.start.isEnabled()
    assert panel.reason.reason.text() == "A task of this kind is already running."
    with qtbot.waitSignal(panel.task_requested) as asked:
        panel.reason.reason.click()
    assert asked.args == ["task-7"]
    launcher.clashing = None
    panel.recheck()
    assert panel.start.isEnabled()


def test_a_refusal_stays_until_something_changes(panel, qtbot):
    type_into(qtbot, panel, "room", "1")
    panel.show_refusal(T("The vendor said no."))
    assert panel.reason.refusal.isVisible()
    type_into(qtbot, panel, "room", "2")
    assert not panel.reason.refusal.isVisible()


def test_a_problem_of_a_field_out_of_sight_is_shown_beside_the_button(panel):
    panel.show_problem("mainland", T("Too fast."))
    assert panel.reason.refusal.text() == "Too fast."
    assert panel.reason.refusal.isVisible()


def test_each_generation_keeps_its_form(panel, qtbot):
    changed = []
    panel.profile_changed.connect(changed.append)
    type_into(qtbot, panel, "room", "500")
    choose(panel, "p3")
    assert panel.form().values() == {"room": "500", "uid": ""}
    type_into(qtbot, panel, "room", "1")
    choose(panel, "p1")
    assert panel.form().values()["room"] == "500"
    assert changed == ["p3", "p1"]


def test_another_profile_of_the_same_generation_keeps_the_form(panel, qtbot):
    type_into(qtbot, panel, "room", "500")
    choose(panel, "p2")
    draft = panel.draft()
    assert (draft.profile_id, draft.values["room"], draft.minutes) == ("p2", "500", 60)
    assert panel.selector.production.isVisible()


def test_the_simulators_form_is_ready_and_its_values_stay_there(panel):
    choose(panel, "demo")
    assert panel.start.isEnabled()
    assert panel.draft().values["room"] == "500123"
    choose(panel, "p1")
    assert panel.draft().values["room"] == ""


def test_a_draft_can_be_filled_in(panel):
    panel.fill(Draft(profile_id="p3", values={"room": "9", "uid": "x"}, minutes=0))
    assert panel.profile().id == "p3"
    assert (panel.draft().values, panel.draft().minutes) == ({"room": "9", "uid": "x"}, 0)


def test_a_task_without_an_end_is_announced_beside_the_button(panel):
    assert not panel.endless.isVisible()
    panel.form().set_minutes(0)
    assert panel.endless.isVisible()


def test_without_a_profile_one_sentence_and_one_button(panel, qtbot):
    panel.set_profiles([], "")
    assert panel.form() is None
    assert not panel.start.isEnabled()
    with qtbot.waitSignal(panel.add_profile_requested):
        panel.selector.add.click()


def test_the_preview_follows_the_form(panel, qtbot):
    panel.preview_button.click()
    type_into(qtbot, panel, "room", "4711")
    text = panel._preview.panel.text.toPlainText()
    assert text.startswith("POST https://all.example/start\n{")
    assert '"room": "4711"' in text
    assert '"speed"' not in text, "a hidden field is not sent"
    panel._preview.panel.close_button.click()
    assert panel._preview.isHidden()
    panel.preview_button.click()
    qtbot.keyClick(panel._preview, Qt.Key.Key_Escape)
    assert panel._preview.isHidden()


def test_the_start_button_stays_in_sight_in_a_small_window(panel):
    panel.resize(320, 400)
    assert panel.rect().contains(panel.start.geometry())


def test_while_the_rows_of_a_form_are_made_the_start_waits_and_the_old_form_stays(panel, qtbot):
    before = panel._stack.currentWidget()
    ids = [profile.id for profile in panel.selector.profiles()]
    panel.selector.box.setCurrentIndex(ids.index("demo"))
    assert panel.draft().values["room"] == "500123"
    assert panel._stack.currentWidget() is before
    assert not panel.start.isEnabled()
    with qtbot.waitSignal(panel.form().built):
        pass
    assert panel._stack.currentWidget() is panel.form()
    assert panel.start.isEnabled()
