"""The limits of 6.x and 7.x at their edges: the form's verdict is the simulated vendor's (agora.md §4, §6.1, §16)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.errors import BadRequest
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_6, AGORA_7, AgoraLimits
from roomscribe.vendors.agora.model import BotTokens, build_start, build_update
from roomscribe.vendors.agora.simulator_bodies import Leniency, check_start, check_update
from tests.unit.vendors.agora.stage import values
from tests.unit.vendors.agora.verdicts import CODES, UIDS, agree, form_verdict, near, refused_field, vendor_verdict

NEWER = pytest.mark.parametrize("limits", [AGORA_6, AGORA_7], ids=["6", "7"])
STORED: dict[str, Any] = {
    "save_captions": True,
    "storage_bucket": "bucket",
    "storage_access_key": "access",
    "storage_secret_key": "secret",
}
MANY_CODES = tuple(f"l{number}-XX" for number in range(12))


@NEWER
@given(data=st.data())
def test_idle_time(limits: AgoraLimits, data: st.DataObject) -> None:
    agree(limits, max_idle_time=data.draw(near(*limits.idle_seconds)))


@NEWER
@given(count=st.integers(0, 6))
def test_spoken_languages(limits: AgoraLimits, count: int) -> None:
    agree(limits, languages=MANY_CODES[:count])


@NEWER
@given(count=st.integers(0, 5), targets=st.integers(0, 12), spoken=st.integers(1, 3), same=st.booleans())
def test_translations(limits: AgoraLimits, count: int, targets: int, spoken: int, same: bool) -> None:
    rows = tuple({"source": code, "target": MANY_CODES[:targets]} for code in CODES[:count])
    if same and rows and targets:
        rows = ({"source": MANY_CODES[0], "target": MANY_CODES[:targets]}, *rows[1:])
    agree(limits, languages=CODES[:spoken], translate=True, translations=rows)


ROWS = st.lists(
    st.fixed_dictionaries(
        {"uid": UIDS, "languages": st.lists(st.sampled_from(CODES), max_size=5, unique=True).map(tuple)}
    ),
    max_size=6,
    unique_by=lambda row: row["uid"],
).map(tuple)


@NEWER
@given(rows=ROWS)
def test_languages_by_speaker(limits: AgoraLimits, rows: tuple[dict[str, Any], ...]) -> None:
    agree(limits, uid_languages=rows)


@NEWER
def test_a_speaker_stands_there_once(limits: AgoraLimits) -> None:
    agree(limits, uid_languages=({"uid": "1", "languages": ("en-US",)}, {"uid": "1", "languages": ("fr-FR",)}))


@NEWER
@pytest.mark.parametrize("count", [5, 6])
def test_speakers_end_at_five(limits: AgoraLimits, count: int) -> None:
    agree(limits, uid_languages=tuple({"uid": str(n + 1), "languages": ("en-US",)} for n in range(count)))


@NEWER
@pytest.mark.parametrize("count", [0, 31, 32, 33])
@pytest.mark.parametrize("left_out", [0, 1, 5, 6])
def test_who_is_listened_to_and_who_is_not(limits: AgoraLimits, count: int, left_out: int) -> None:
    agree(
        limits,
        subscribe_uids=tuple(str(number + 1) for number in range(count)),
        unsubscribe_uids=tuple(str(number + 100) for number in range(left_out)),
    )


@NEWER
@given(uids=st.lists(UIDS.filter(bool), max_size=6, unique=True))
def test_who_is_left_out(limits: AgoraLimits, uids: list[str]) -> None:
    agree(limits, unsubscribe_uids=tuple(uids))


@given(sending=UIDS, listening=UIDS)
def test_the_bots_of_7(sending: str, listening: str) -> None:
    agree(AGORA_7, pub_bot_uid=sending, sub_bot_uid=listening)


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501])
def test_keywords(count: int) -> None:
    agree(AGORA_7, keywords=tuple(f"word {number}" for number in range(count)))


@given(
    st.text("ab1-_ é频", max_size=70).filter(lambda text: text == text.strip()) | st.sampled_from(["a" * 64, "a" * 65])
)
def test_names(name: str) -> None:
    agree(AGORA_7, instance_id=name)


REGIONS = ("", "_alibaba", "_tencent", "_huawei", "_baidu")


@given(vendor=st.integers(0, 12), region=st.integers(-1, 40).filter(lambda number: number not in (18, 19)))
def test_storage_vendors_and_regions(vendor: int, region: int) -> None:
    regions = {f"storage_region{each}": region for each in REGIONS}
    agree(AGORA_7, **STORED, **regions, storage_vendor=vendor, storage_endpoint="https://minio.example")


@pytest.mark.parametrize(
    "endpoint", ["", "https://minio.example:9000/x", "http://a", "minio.example", "ftp://a", "https://"]
)
@pytest.mark.parametrize("vendor", [1, 11])
def test_endpoints(endpoint: str, vendor: int) -> None:
    agree(AGORA_7, **STORED, storage_vendor=vendor, storage_region=0, storage_endpoint=endpoint)


@pytest.mark.parametrize("limits", [AGORA_5, AGORA_6], ids=["5", "6"])
@pytest.mark.parametrize("vendor", [2, 3, 7, 8, 11])
def test_a_storage_outside_the_table_is_taken_where_form_and_vendor_say_so(limits: AgoraLimits, vendor: int) -> None:
    """The table has three vendors, the page's example another one (agora.md §14, C8)."""
    regions = {f"storage_region{each}": 1 for each in REGIONS}
    chosen = {**STORED, **regions, "storage_vendor": vendor, "storage_vendor_beyond": True}
    form = values(limits, **chosen)
    named = vendor == 11  # which came later, and needs members that these generations lack
    assert form_verdict(form, limits) == ({"storage_vendor"} if named else set())
    assert vendor_verdict(form, limits) == {"storage_vendor"}
    assert vendor_verdict(form, limits, Leniency(doubtful_storage=True)) == ({"storage_vendor"} if named else set())


@pytest.mark.parametrize("rules", ["", '[{"key": "lesson", "value": "1"}]', "[{}]", "[]", "{}", "[1]", "tag"])
@pytest.mark.parametrize("inside", [True, False])
def test_tags_by_rule(rules: str, inside: bool) -> None:
    form = values(
        AGORA_7,
        **STORED,
        storage_vendor=1,
        storage_region=0,
        storage_tag_by_rule=rules,
        storage_extension_inside=inside,
    )
    typed = json.loads(rules) if rules.startswith(("[", "{")) else rules or None
    sent = build_start(form, BotTokens(), AGORA_7, "made")
    place = sent["captionConfig"] if inside else sent
    assert isinstance(place, dict)
    if form_verdict(form, AGORA_7):
        assert form_verdict(form, AGORA_7) == {"storage_tag_by_rule"}
        # What the form blocks can't be built, so the vendor is asked as curl would ask it.
        place["extensionParams"] = {"tagByRule": typed}
        assert refused_field(lambda: check_start(sent, AGORA_7), form, AGORA_7) == {"storage_tag_by_rule"}
    else:
        assert place.get("extensionParams", {}).get("tagByRule") == typed
        assert vendor_verdict(form, AGORA_7) == set()


@pytest.mark.parametrize("inside", [True, False])
def test_extensions(inside: bool) -> None:
    names = ({"extension": "m3u8", "name": "list"},)
    agree(
        AGORA_7,
        **STORED,
        storage_vendor=1,
        storage_region=0,
        storage_tag="lesson",
        storage_sse="kms",
        storage_names=names,
        storage_extension_inside=inside,
    )


@NEWER
@given(
    codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True),
    uids=st.lists(UIDS.filter(bool), max_size=5, unique=True),
    speakers=ROWS,
    sources=st.integers(1, 5),
)
def test_updates(
    limits: AgoraLimits, codes: list[str], uids: list[str], speakers: tuple[dict[str, Any], ...], sources: int
) -> None:
    rows = tuple({"source": code, "target": MANY_CODES[:2]} for code in CODES[:sources])
    form = values(
        limits,
        languages=tuple(codes),
        subscribe_uids=tuple(uids),
        uid_languages=speakers,
        translate=True,
        translations=rows,
    )
    blocked = form_verdict(form, limits)
    keys = {"languages", "subscribe_uids", "uid_languages", "translate", "translations"}
    if limits.sources_at_update < sources <= limits.sources_at_start:
        # 6.x takes fewer sources from a running task than from a start, and the form is the start's.
        with pytest.raises(BadRequest, match="translate from"):
            build_update(form, keys, limits)
        return
    mask, body = build_update(form, keys, limits)
    found: dict[str, object] = {}
    refused = refused_field(
        lambda: found.update(check_update(json.loads(json.dumps(body)), limits, tuple(codes))), form, limits
    )
    assert bool(blocked) == bool(refused), (blocked, refused)
    assert refused <= blocked
    assert refused or set(mask.split(",")) == set(found)


def test_6_brings_both_halves_of_the_translation_and_masks_what_changed() -> None:
    pairs = ({"source": "en-US", "target": ("de-DE",)},)
    form = values(AGORA_6, translate=True, translations=pairs)
    mask, body = build_update(form, {"translations"}, AGORA_6)
    assert mask == "translateConfig.languages"
    assert body == {"translateConfig": {"enable": True, "languages": [{"source": "en-US", "target": ["de-DE"]}]}}
    mask, body = build_update(values(AGORA_6), {"translate"}, AGORA_6)
    assert (mask, body) == ("translateConfig.enable", {"translateConfig": {"enable": False, "languages": []}})
    assert set(check_update(body, AGORA_6)) == {"translateConfig.enable", "translateConfig.languages"}
