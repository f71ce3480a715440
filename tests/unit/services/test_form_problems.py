"""What is wrong with a form comes in the form's order, and once for each field."""

from __future__ import annotations

from roomscribe.services.form_problems import form_problems
from roomscribe.vendors.registry import load_registry
from tests.support.drafts import profile_of

AGORA = load_registry().generation("agora-5")


def found(**changes: object) -> list[str]:
    values = {each.key: each.initial() for each in AGORA.fields} | dict(AGORA.example) | changes
    return [problem.key for problem in form_problems(AGORA, values, profile_of(AGORA, "global"))]


def test_a_good_form() -> None:
    assert found() == []


def test_the_fields_own_limits_and_the_rules_between_them_in_the_forms_order() -> None:
    assert found(max_idle_time=1, pub_bot_uid="47091", languages=()) == ["max_idle_time", "pub_bot_uid", "languages"]


def test_a_field_that_breaks_its_limits_is_not_told_off_twice() -> None:
    assert found(sub_bot_uid="0", pub_bot_uid="0") == ["sub_bot_uid", "pub_bot_uid"]


def test_what_is_hidden_is_not_looked_at() -> None:
    assert found(translate=False, translations=({"source": "en-US", "target": ("en-US",)},)) == []
