"""Templates become drafts: answers in their places, for the template's own service and for others."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.template import Template
from roomscribe.services.template_filling import TemplateFiller
from tests.support.drafts import problems
from tests.unit.services.test_opening import REGISTRY, fresh, profile

FILLER = TemplateFiller(REGISTRY)
OWN = profile("trtc-1")


def template(**values: object) -> Template:
    made = {key: value for key, value in fresh("trtc-1").items() if key in ("room", "bot_user_id", "language")}
    return Template(name="n", generation="trtc-1", site=OWN.site, minutes=30, values={**made, **values})


def test_answers_come_into_fields_of_any_kind() -> None:
    generation = REGISTRY.generation("trtc-1")
    made = template(**{generation.room_key: "{case}-{row}", generation.idle_key: "{idle}"})
    questions = FILLER.questions(replace(made, suggestions={"idle": "60"}))
    assert [(each.name, each.field and each.field.key, each.suggestion) for each in questions] == [
        ("case", None, ""),
        ("row", None, ""),
        ("idle", generation.idle_key, "60"),
    ]
    opened = FILLER.fill(made, {"case": "7", "row": "1", "idle": "600"}, OWN)
    assert opened.draft.values[generation.room_key] == "7-1"
    assert opened.draft.values[generation.idle_key] == 600
    assert (opened.draft.minutes, opened.draft.profile_id, opened.remarks) == (30, OWN.id, ())


def test_a_placeholder_is_no_suggestion_for_itself() -> None:
    (question,) = FILLER.questions(replace(template(room="{room}"), suggestions={"room": "{room}"}))
    assert question.suggestion == ""


def test_an_answer_that_is_no_number_stands_in_the_form_to_be_corrected() -> None:
    generation = REGISTRY.generation("trtc-1")
    made = template(**{generation.idle_key: "{idle}"})
    opened = FILLER.fill(made, {"idle": "a while"}, OWN)
    assert opened.draft.values[generation.idle_key] == "a while"
    assert generation.idle_key in {each.key for each in problems(generation, opened.draft.values, OWN.site)}


def test_what_a_template_does_not_name_is_as_in_a_fresh_form() -> None:
    opened = FILLER.fill(template(), {}, OWN)
    generation = REGISTRY.generation("trtc-1")
    assert opened.draft.values[generation.idle_key] == next(
        field.initial() for field in generation.fields if field.key == generation.idle_key
    )


def test_a_run_time_that_the_service_does_not_allow_is_told() -> None:
    opened = FILLER.fill(replace(template(), minutes=12_345), {}, OWN)
    assert opened.draft.minutes == 600
    assert [(str(each.about), str(each.reason)) for each in opened.remarks] == [
        ("Run time", "10 hours is the longest here.")
    ]


def test_another_service_gets_what_it_can_take_and_remarks_for_the_rest() -> None:
    generation = REGISTRY.generation("trtc-1")
    there = profile("agora-7")
    opened = FILLER.fill(template(**{generation.room_key: "{room}"}), {"room": "9001"}, there)
    assert opened.draft.profile_id == there.id
    assert opened.draft.values["channel"] == "9001"
    # No room of it is lost; the bot that takes the old one's place and the codes that are others there are told of.
    changed = [("Bot's user ID", RemarkKind.CHANGED), ("Spoken language", RemarkKind.TO_KNOW)]
    assert [(str(remark.about), remark.kind) for remark in opened.remarks] == changed
