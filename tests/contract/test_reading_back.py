"""What a start sends is what reading it back gives: every generation, every field, at every site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.fields import Values
from roomscribe.domain.fields import given as is_given
from roomscribe.domain.remarks import Reading
from roomscribe.services.orders import shown_values
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_6, AGORA_7
from roomscribe.vendors.agora.model import BotTokens
from roomscribe.vendors.agora.model import build_start as build_agora
from roomscribe.vendors.agora.record import AGORA_5_GENERATION, AGORA_6_GENERATION, AGORA_7_GENERATION
from roomscribe.vendors.blank.models import draft_body
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.body_reader import blank_values
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.trtc.model import build_start as build_trtc_1
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.v2.model import build_create
from roomscribe.vendors.trtc.v2.record import TRTC_2
from tests.support.drafts import drafts

Body = dict[str, Any]
(BLANK_1,) = BLANK.generations
AGORA = {"agora-5": AGORA_5, "agora-6": AGORA_6, "agora-7": AGORA_7}
GENERATIONS = (TRTC_1, TRTC_2, AGORA_5_GENERATION, AGORA_6_GENERATION, AGORA_7_GENERATION, BLANK_1)
PLACES = [(each, site.id) for each in GENERATIONS for site in each.sites]
EVERYWHERE = pytest.mark.parametrize("place", range(len(PLACES)), ids=[f"{each.id}-{site}" for each, site in PLACES])
"""By number: hypothesis describes a test's arguments, and a whole generation is long."""
NOT_SENT = {"bot_tokens", "user_sig_source"}
"""Where the bots' signatures come from: the request has them or not."""
CALLS = {
    "trtc-1": "StartAITranscription",
    "trtc-2": "CreateCloudTranscription",
    "agora-5": "start",
    "agora-6": "start",
    "agora-7": "join",
    "blank-1": "StartTask",
}


def serialise(generation: Generation, values: Values, site: str) -> list[tuple[str, Body]]:
    """The calls of a start and their bodies, as they go over the wire."""
    shown = shown_values(generation, values, site)
    call = CALLS[generation.id]
    body: Mapping[str, object]
    if generation is TRTC_1:
        session = str(values.get("session_id") or "")
        body = build_trtc_1(shown, site=site, sdk_app_id=1400000001, user_sig="your-usersig", session_id=session)
    elif generation is TRTC_2:
        body = build_create(shown, site=site, sdk_app_id=1400000001, user_sig="your-usersig")
    elif generation is BLANK_1:
        body = draft_body(shown)
        if shown.get("passcode"):
            body = {**body, "passcode": shown["passcode"]}
    else:
        limits = AGORA[generation.id]
        own_id = shown.get("instance_id")
        named = limits.id_path == "name"
        body = build_agora(shown, BotTokens(), limits, str(own_id) if named and own_id else None)
        if not named and own_id:
            return [("acquire", {"instanceId": own_id}), (call, _wire(body))]
    return [(call, _wire(body))]


def _wire(body: Mapping[str, object]) -> Body:
    sent: Body = json.loads(json.dumps(body))
    return sent


def read(generation: Generation, calls: list[tuple[str, Body]], site: str) -> Reading:
    found = [generation.moving.read_body(call, body, site) for call, body in calls]
    values = {key: value for each in found for key, value in each.values.items()}
    return Reading(values=values, remarks=tuple(remark for each in found for remark in each.remarks))


def said(generation: Generation, values: Values, site: str) -> dict[str, object]:
    """What a form says to the vendor: without what is hidden, off, or the vendor's default word for it."""
    shown = shown_values(generation, values, site)
    plain = {key: value for key, value in shown.items() if is_given(value) and value is not False}
    for key in NOT_SENT:
        plain.pop(key, None)
    if plain.get("encryption") == 0:
        del plain["encryption"]
    if plain.get("subscribe_uids") == ("all",):
        del plain["subscribe_uids"]
    if not plain.keys() & EXTENSION:
        plain.pop("storage_extension_inside", None)
    if generation.id in AGORA and plain.get("storage_vendor") not in AGORA[generation.id].storage_vendors_doubtful:
        plain.pop("storage_vendor_beyond", None)
    if generation is TRTC_2 and "terminology" in plain:
        rows: Any = plain["terminology"]
        order = list(dict.fromkeys(row["language"] for row in rows))  # it is written down language by language
        plain["terminology"] = tuple(sorted(rows, key=lambda row: order.index(row["language"])))
    return plain


EXTENSION = {
    *("storage_endpoint", "storage_type", "storage_provider", "storage_region_name", "storage_tag", "storage_sse"),
    *("storage_names", "storage_tag_by_rule"),
}


@EVERYWHERE
@given(data=st.data())
def test_what_is_sent_is_read_back(place: int, data: st.DataObject) -> None:
    generation, site = PLACES[place]
    values = data.draw(drafts(generation, site))
    calls = serialise(generation, values, site)
    reading = read(generation, calls, site)
    assert [remark for remark in reading.remarks if remark.key not in ("user_sig",)] == []
    found = blank_values(generation.fields) | dict(reading.values)
    assert said(generation, found, site) == said(generation, values, site)
    assert serialise(generation, found, site) == calls


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@st.composite
def broken(draw: st.DrawFn, number: int) -> Body:
    """A good body in which something, anywhere, is anything."""
    generation, site = PLACES[number]
    (*_, (_, body)) = serialise(generation, draw(drafts(generation, site)), site)
    part: Any = body
    while isinstance(part, (dict, list)) and part:
        key: Any = draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[key], (dict, list)) or not part[key] or draw(st.booleans()):
            part[key] = draw(ANYTHING)
            break
        part = part[key]
    return body


@EVERYWHERE
@given(data=st.data())
def test_anything_can_be_read(place: int, data: st.DataObject) -> None:
    generation, site = PLACES[place]
    body = data.draw(ANYTHING | broken(place))
    for call in (CALLS[generation.id], "acquire", "update", "no such call"):
        reading = generation.moving.read_body(call, body, site)
        assert set(reading.values) <= {field.key for field in generation.fields}
        assert all(str(remark.about) and str(remark.reason) for remark in reading.remarks)


def leaves(part: object) -> int:
    """How many values a body holds."""
    if isinstance(part, dict):
        return sum(leaves(each) for each in part.values())
    return 0 if part is None else 1


@EVERYWHERE
@given(name=st.text(min_size=1, max_size=10), value=st.text(min_size=1) | st.integers() | st.booleans())
def test_an_unknown_name_is_told(place: int, name: str, value: object) -> None:
    generation, site = PLACES[place]
    body = {f"~{name}": value}
    reading = generation.moving.read_body(CALLS[generation.id], body, site)
    assert [str(remark.about) for remark in reading.remarks] == [f"~{name}"]
    assert str(value) not in str(reading.remarks[0].reason) or len(str(value)) < 6
