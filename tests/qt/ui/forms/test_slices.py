"""A form comes into being between the events of the loop, and is right all the while."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from roomscribe.domain.text import T
from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.forms.slices import PAUSE, Slices
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Theme

from .everything import FIELDS, find_problems, make_generation, make_profile


def make_form(qtbot):
    generation = make_generation()
    find = partial(find_problems, generation, "intl")
    form = TaskForm(generation, make_profile(), theme=Theme("light"), problems=find)
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.fixture
def form(qtbot):
    return make_form(qtbot)


def test_a_job_is_done_over_several_turns(qtbot):
    owner, seen = QObject(), []

    def job():
        for step in range(3):
            seen.append(step)
            yield PAUSE

    slices = Slices(job(), owner)
    assert seen == []
    slices._on_turn()
    assert seen == [0]
    qtbot.waitUntil(lambda: seen == [0, 1, 2], timeout=1000)
    slices.finish()
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(("seconds", "steps"), [(0, 1), (1000, 4)])
def test_a_turn_takes_as_many_steps_as_there_is_time_for(monkeypatch, seconds, steps):
    monkeypatch.setattr("roomscribe.ui.forms.slices.SLICE", seconds)
    owner, seen = QObject(), []

    def job():
        for step in range(4):
            seen.append(step)
            yield not PAUSE

    slices = Slices(job(), owner)
    slices._on_turn()
    assert len(seen) == steps
    slices.finish()


def test_a_form_without_rows_has_its_values_and_problems_already(qtbot):
    form = make_form(qtbot)
    assert not form.ready
    assert form.sheet.rows == {}
    assert form.values() == {field.key: field.initial() for field in FIELDS}
    assert [problem.key for problem in form.problems] == ["room"]
    assert str(form.reason()) == "Fill in Room number."


def test_what_is_set_before_a_row_is_there_is_shown_by_it(qtbot):
    form = make_form(qtbot)
    form.set_values({"room": "500x", "speed": 1.5, "idle": 90})
    form.set_minutes(60)
    form.sheet.touch(["room"])
    with qtbot.waitSignal(form.built):
        pass
    assert form.ready
    assert form.sheet.rows["room"].editor.line.text() == "500x"
    assert not form.sheet.rows["room"].message.isHidden()
    form.finish()
    assert (form.values()["speed"], form.values()["idle"], form.minutes()) == (1.5, 90, 60)


def test_the_rows_appear_together(qtbot):
    form = make_form(qtbot)
    assert not form.sheet.isVisible()
    with qtbot.waitSignal(form.built):
        pass
    assert form.sheet.isVisible()
    assert all(row.isVisible() for key, row in form.sheet.rows.items() if form.sheet.shown(key) and key != "minutes")


def test_the_folded_part_follows_by_itself(form, qtbot):
    qtbot.waitUntil(lambda: set(form.sheet.rows) == set(form.sheet.fields), timeout=2000)


def test_whoever_asks_for_a_field_gets_it_at_once(qtbot):
    form = make_form(qtbot)
    form.sheet.focus("idle")
    assert form.focusWidget() is form.sheet.rows["idle"].editor.line
    assert not form.sheet.folding().folded


def test_what_the_vendor_said_early_stands_under_the_row_when_it_comes(qtbot):
    form = make_form(qtbot)
    form.sheet.tell("idle", T("Too short."))
    form.finish()
    assert form.sheet.rows["idle"].message.text() == "Too short."


def test_a_form_makes_room_for_rows_to_come(qtbot):
    generation = make_generation()
    form = ChangeForm(
        generation,
        make_profile(),
        {"targets": ("en",)},
        theme=Theme("light"),
        problems=partial(find_problems, generation, "intl"),
    )
    qtbot.addWidget(form)
    guessed = form.sheet.sizeHint().height()
    form.finish()
    assert guessed == pytest.approx(form.sheet.sizeHint().height(), rel=0.6)


def test_a_window_that_opens_with_a_form_begins_at_its_first_field(qtbot):
    window = QWidget()
    generation = make_generation()
    find = partial(find_problems, generation, "intl")
    form = TaskForm(generation, make_profile(), theme=Theme("light"), problems=find, parent=window)
    after = QPushButton("Close", window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    with qtbot.waitSignal(form.built):
        pass
    assert window.focusWidget() is form.sheet.rows["room"].editor.stops()[0]
    advanced = form.sheet.folding()
    assert advanced is not None
    advanced.head.setFocus()
    QTest.keyClick(advanced.head, Qt.Key.Key_Tab)
    assert window.focusWidget() is after
