"""Templates as files: readable, stable, and without a place in which a secret could stand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.template import Template
from roomscribe.services.template_files import FORMAT, Unreadable, file_name, from_text, to_text
from roomscribe.services.template_filling import TemplateFiller
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.drafts import drafts, profile_of

REGISTRY = Registry([*load_registry().vendors, BLANK])
PLACES = [(each, site.id) for each in REGISTRY.generations() for site in each.sites]
FILLER = TemplateFiller(REGISTRY)
TEMPLATE = Template(
    name="QA matrix",
    generation="trtc-1",
    site="intl",
    account="TRTC demo",
    minutes=30,
    values={"room": "{room}", "bot_user_id": "bot-{{x}}", "target_languages": ("zh", "en")},
    suggestions={"room": "5001"},
)
FILE = """{
  "account": "TRTC demo",
  "format": "roomscribe-template",
  "generation": "trtc-1",
  "minutes": 30,
  "name": "QA matrix",
  "site": "intl",
  "suggestions": {
    "room": "5001"
  },
  "values": {
    "room": "{room}"
  },
  "version": 1
}
"""


def document(**changes: Any) -> str:
    return json.dumps({**json.loads(FILE), **changes})


def test_the_file_is_what_a_repository_likes() -> None:
    assert to_text(replace(TEMPLATE, values={"room": "{room}"}), REGISTRY) == FILE
    assert from_text(FILE, REGISTRY).template == replace(TEMPLATE, values={"room": "{room}"})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(range(len(PLACES))))
def test_a_draft_comes_back_as_it_was_but_for_its_secrets(data: st.DataObject, place: int) -> None:
    generation, site = PLACES[place]
    values = data.draw(drafts(generation, site))
    profile = replace(profile_of(generation, site), vendor=REGISTRY.vendor_of(generation.id).id)
    made = FILLER.made_from(Draft(profile_id=profile.id, values=values, minutes=20), profile, "n")
    read = from_text(to_text(made, REGISTRY), REGISTRY)
    opened = FILLER.fill(read.template, {}, profile)
    secret = {field.key for field in generation.fields if field.secret}
    assert (read.remarks, opened.remarks) == ((), ())
    for field in generation.fields:
        wanted = field.initial() if field.key in secret else values.get(field.key)
        assert opened.draft.values[field.key] == wanted, field.key


@pytest.mark.parametrize("generation", [each.id for each in REGISTRY.generations()])
def test_no_secret_gets_in_or_out(generation: str) -> None:
    found = REGISTRY.generation(generation)
    secret = {field.key: "hunter2-hunter2" for field in found.fields if field.secret}
    made = Template(name="n", generation=generation, site=found.sites[0].id, minutes=5, values=secret)
    assert "hunter2" not in to_text(replace(made, suggestions=secret), REGISTRY)
    hostile = document(generation=generation, site=found.sites[0].id, values=secret, suggestions=secret)
    read = from_text(hostile, REGISTRY)
    assert read.template.values == {}
    assert read.template.suggestions == {}
    assert {remark.key for remark in read.remarks} == set(secret)
    assert all("hunter2" not in str(remark.reason) for remark in read.remarks)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "It is not valid JSON."),
        ("[" * 100_000, "It is not valid JSON."),
        (document(minutes=0).replace(": 0", ": NaN"), "It is not valid JSON."),
        ("[]", "It is not a RoomScribe template."),
        (document(format="other"), "It is not a RoomScribe template."),
        (document(version=2), "It was made by a newer RoomScribe. Update this one to use it."),
        (document(version=True), "“version” is missing or has no usable value."),
        (document(name=""), "Give the template a name."),
        (document(name=7), "“name” is missing or has no usable value."),
        (document(generation="acme-1"), "It was made for “acme-1”, which is not installed here."),
        (document(site="mars"), "The service has no site “mars”."),
        (document(minutes="30"), "“minutes” is missing or has no usable value."),
        (document(minutes=-1), "“minutes” is missing or has no usable value."),
        (document(values=[]), "“values” is missing or has no usable value."),
    ],
)
def test_what_is_no_template(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as failure:
        from_text(text, REGISTRY)
    assert str(failure.value.reason) == words


@pytest.mark.parametrize(("written", "minutes"), [({}, 30), ({"minutes": 0}, 0), ({"minutes": 7}, 7)])
def test_no_end_has_to_be_written(written: dict[str, int], minutes: int) -> None:
    silent = {key: value for key, value in json.loads(FILE).items() if key != "minutes"}
    assert from_text(json.dumps({**silent, **written}), REGISTRY).template.minutes == minutes


def test_strange_keys_are_left_out_and_named() -> None:
    read = from_text(document(extra=1, values={"room": "1", "{nonsense}": 2}), REGISTRY)
    assert [str(remark.about) for remark in read.remarks] == ["(nonsense)", "extra"]
    assert FORMAT in to_text(read.template, REGISTRY)


def test_a_service_that_is_gone_cannot_be_written() -> None:
    with pytest.raises(BadRequest, match="not installed"):
        to_text(replace(TEMPLATE, generation="acme-1"), REGISTRY)


@pytest.mark.parametrize(
    ("name", "taken", "file"),
    [
        ("QA Matrix!", [], "qa-matrix.json"),
        ("QA matrix", ["QA-MATRIX.json"], "qa-matrix-2.json"),
        ("../../etc/passwd", [], "etc-passwd.json"),
        ("会议", [], "会议.json"),
        ("…", [], "template.json"),
        ("con", [], "con-template.json"),
        ("x" * 80, [], "x" * 60 + ".json"),
    ],
)
def test_names_of_files(name: str, taken: list[str], file: str) -> None:
    assert file_name(name, taken) == file
