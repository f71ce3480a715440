"""The forms of the vendors we have: whatever is typed, neither checks nor preview may stumble."""

from __future__ import annotations

import pytest

from roomscribe.domain.fields import Field, FieldKind
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import check_fields
from roomscribe.services.orders import shown_values
from roomscribe.ui.forms.preview import preview_text
from roomscribe.ui.forms.preview_values import previewable
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry

GENERATIONS = load_registry().generations()
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)


@pytest.fixture(
    params=[(each, site) for each in GENERATIONS for site in each.sites], ids=lambda p: f"{p[0].id}-{p[1].id}"
)
def form(request, qtbot):
    generation, site = request.param
    profile = Profile(id="p", name="P", vendor="v", generation=generation.id, site=site.id, simulator=True)

    def problems(draft):
        found = check_fields(generation.fields, draft.values, profile.site)
        return [*found, *generation.check(shown_values(generation, draft.values, profile.site), profile)]

    form = TaskForm(generation, profile, theme=Theme("light"), problems=problems)
    qtbot.addWidget(form)
    form.finish()
    return form


def preview(form):
    values = shown_values(form.generation, form.values(), form.profile.site)
    values = previewable(form.generation.fields, values)
    return preview_text(form.generation.preview(values, form.profile))


def bad(field: Field):
    match field.kind:
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return "6x"
        case FieldKind.CHOICE:
            return "no such choice"
        case FieldKind.LANGUAGE:
            return "xx"
        case FieldKind.LANGUAGES | FieldKind.TEXTS:
            return ("xx", "xx", " ")
        case FieldKind.TABLE:
            return ({column.key: "6x" if column.kind in NUMBERS else None for column in field.columns},)
        case _:
            return " 词 "


def test_the_example_is_ready_to_start(form):
    form.set_values(form.generation.example)
    assert form.problems == []
    assert preview(form)


def test_a_fresh_form_can_be_previewed(form):
    assert preview(form)


def test_no_single_mistake_stops_checks_or_preview(form):
    for field in form.generation.fields:
        form.set_values(form.generation.example)
        form.set_values({field.key: bad(field)})
        preview(form)
        if field.kind in NUMBERS:
            form.set_values({field.key: -1})
            preview(form)


def test_a_form_full_of_mistakes_is_told_off_and_previewed(form):
    form.set_values({field.key: bad(field) for field in form.generation.fields})
    assert form.problems
    preview(form)


def test_every_field_has_an_editor_that_keeps_the_example(form):
    form.set_values(form.generation.example)
    assert {key: form.values()[key] for key in form.generation.example} == dict(form.generation.example)


@pytest.mark.parametrize("key", ["sub_bot_token", "pub_bot_token"])
def test_what_the_vendor_says_about_a_token_made_by_the_console_stands_at_its_source(qtbot, key):
    generation = load_registry().generation("agora-5")
    profile = Profile(id="p", name="P", vendor="v", generation=generation.id, site=generation.sites[0].id)
    form = TaskForm(generation, profile, theme=Theme("light"), problems=lambda draft: [])
    qtbot.addWidget(form)
    assert form.set_server_problem(key, T("The token is not valid."))
    assert form.sheet.rows["bot_tokens"].message.text() == "The token is not valid."
    form.set_values({"bot_tokens": "pasted"})
    assert form.sheet.place(key) == key
