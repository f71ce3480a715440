"""The form for changing a running task."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint

from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.forms.value_words import value_words
from roomscribe.ui.theme import Theme

from .everything import LANGUAGES, field, find_problems, make_generation, make_profile

RUNNING = {"room": "500", "bot": "b", "targets": ("en",), "speed": None, "people": (), "idle": 60}


@pytest.fixture
def form(qtbot):
    generation = make_generation()
    find = partial(find_problems, generation, "intl")
    form = ChangeForm(generation, make_profile(), RUNNING, theme=Theme("light"), problems=find)
    qtbot.addWidget(form)
    form.finish()
    return form


def test_only_fields_that_can_change_are_there(form):
    assert set(form.sheet.rows) == {"people", "targets", "speed", "idle"}


def test_nothing_changed_is_said(form):
    assert form.differences() == []
    assert str(form.reason()) == "Nothing was changed."


def test_what_somebody_is_busy_with_stays_in_sight_when_the_form_becomes_lower(form, qtbot):
    form.resize(480, 400)
    with qtbot.waitExposed(form):
        form.show()
    editor, bar = form.sheet.rows["idle"].editor, form._scroll.verticalScrollBar()

    def in_sight():
        top = editor.mapTo(form._scroll, QPoint(0, 0)).y()
        return top >= 0 and top + editor.height() <= form._scroll.height()

    form.go_to("idle")
    assert in_sight()
    form.resize(480, 160)
    assert in_sight()
    bar.setValue(bar.minimum())
    assert not in_sight()
    form.resize(480, 150)  # somebody has scrolled away from it: it is not brought back
    assert bar.value() == bar.minimum()


def test_differences_are_told_in_words(form):
    form.sheet.set_values({"targets": ("ja", "en"), "idle": 90, "people": ("alice",)})
    form.check()
    assert [(each.label, each.old, each.new) for each in form.differences()] == [
        ("Listen to", "nothing", "alice"),
        ("Into", "English", "Japanese, English"),
        ("Leave a silent room after", "60 s", "90 s"),
    ]
    assert form.reason() is None
    assert form.values()["room"] == "500"


def test_problems_of_these_fields_are_shown_at_once(form):
    form.sheet.set_values({"idle": 1})
    form.check()
    assert not form.sheet.rows["idle"].message.isHidden()
    assert form.reason() is not None


def test_for_a_restart_every_field_can_change(qtbot):
    generation = make_generation()
    form = ChangeForm(
        generation,
        make_profile(),
        RUNNING,
        theme=Theme("light"),
        problems=partial(find_problems, generation, "intl"),
        updatable_only=False,
    )
    qtbot.addWidget(form)
    form.finish()
    assert set(form.sheet.rows) == {each.key for each in generation.fields}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("room", "", "nothing"),
        ("signature", "s3cret", "a secret"),
        ("json", False, "off"),
        ("suppress", 2, "2 – recommended"),
        ("spoken", "xx", "xx"),
        ("hot_words", ({"term": "a", "weight": 5, "mode": "near"},), "a → 5 → Near"),
        ("pairs", ({"source": "zh", "target": ("en", "ja")},), "Chinese → English, Japanese → nothing"),
    ],
)
def test_values_in_words(key, value, words):
    assert value_words(field(key), value, LANGUAGES) == words
