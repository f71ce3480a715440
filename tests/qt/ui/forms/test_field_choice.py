"""Choosing which fields to set, where nobody knows what they are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from roomscribe.domain.fields import When
from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.forms.field_choice import FieldChoice
from roomscribe.ui.theme import Theme

from .everything import field, find_problems, make_generation, make_profile

LEADS = field("idle")
FOLLOWS = replace(field("speed"), shown_when=(When(key="idle"),))
LAST = replace(field("targets"), shown_when=(When(key="speed"),))
ALONE = field("people")
UNKNOWN = frozenset({"idle", "targets", "speed", "people"})


def test_a_field_that_another_brings_along_has_no_box(qtbot: Any) -> None:
    choice = FieldChoice([LEADS, FOLLOWS, LAST, ALONE])
    qtbot.addWidget(choice)
    assert set(choice.boxes) == {"idle", "people"}
    assert choice.left_out() == {"idle", "speed", "targets", "people"}
    with qtbot.waitSignal(choice.changed):
        choice.boxes["idle"].click()
    assert choice.left_out() == {"people"}


@pytest.fixture
def form(qtbot: Any) -> ChangeForm:
    generation = make_generation()
    form = ChangeForm(
        generation,
        make_profile(),
        {"room": "500"},
        theme=Theme("light"),
        problems=partial(find_problems, generation, "intl"),
        unknown=UNKNOWN,
    )
    qtbot.addWidget(form)
    form.finish()
    return form


def tick(form: ChangeForm, *keys: str) -> None:
    assert form.choice is not None
    for key in keys:
        form.choice.boxes[key].click()


def test_nothing_is_set_before_somebody_chooses(form: ChangeForm) -> None:
    assert form.values() == {"room": "500"}
    assert form.differences() == []
    assert not any(form.sheet.shown(key) for key in UNKNOWN)
    assert str(form.reason()) == "Nothing was changed."


def test_what_is_chosen_is_a_change_even_where_it_empties_a_field(form: ChangeForm) -> None:
    tick(form, "people")
    assert [(each.key, each.old, each.new) for each in form.differences()] == [("people", "not known", "nothing")]
    assert form.values() == {"room": "500", "people": ()}
    assert form.reason() is None
    tick(form, "people")
    assert form.values() == {"room": "500"}


def test_problems_count_for_chosen_fields_alone(form: ChangeForm) -> None:
    form.sheet.set_values({"idle": 1})
    form.check()
    assert form.problems == []
    tick(form, "idle")
    assert [problem.key for problem in form.problems] == ["idle"]
    assert not form.sheet.rows["idle"].message.isHidden()
