"""A draft of one generation becomes another's: nothing stays wrong, and nothing is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.fields import FieldKind, Value, Values
from roomscribe.domain.fields import given as is_given
from roomscribe.domain.language_match import match
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.remarks import Reading, RemarkKind
from roomscribe.services.conversion import Origin, convert
from roomscribe.services.orders import shown_values
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.drafts import drafts, is_empty, problems, profile_of

REGISTRY = Registry([*load_registry().vendors, BLANK])
PLACES = [(each, site.id) for each in REGISTRY.generations() for site in each.sites]
FIRST = [PLACES.index((each, each.sites[0].id)) for each in REGISTRY.generations()]
SITES_DIFFER = [number for number, (each, _) in enumerate(PLACES) if any(field.sites for field in each.fields)]
WAYS = sorted({*((one, other) for one in FIRST for other in FIRST), *product(SITES_DIFFER, SITES_DIFFER)})
"""Every generation as every other; where sites have fields of their own, every site as every other."""


def vendor(generation: Generation) -> str:
    return REGISTRY.vendor_of(generation.id).id


def moved(values: Values, source: Generation, site: str, target: Generation, there: str) -> Reading:
    profile = replace(profile_of(target, there), vendor=vendor(target))
    return convert(values, Origin(generation=source, vendor=vendor(source), site=site), target, profile)


def told(reading: Reading) -> set[str]:
    return {remark.key for remark in reading.remarks}


def lossy(reading: Reading) -> set[str]:
    """What is told of that did not come through; of the rest no word is an excuse."""
    return {remark.key for remark in reading.remarks if remark.kind is not RemarkKind.TO_KNOW}


def survived(key: str, value: Value, shown: Values, way: tuple[int, int], reading: Reading) -> bool:
    """Whether what a field said is said by the other form too, in whatever field and code."""
    (source, _), (target, there) = PLACES[way[0]], PLACES[way[1]]
    new = reading.values
    if new.get(key) == value or (key in new and _by_language(source, value) == _by_language(target, new[key])):
        return True
    pairs = {source.room_key: target.room_key, source.bot_key: target.bot_key, source.idle_key: target.idle_key}
    if key in pairs and new.get(pairs[key]) == value:
        return True
    for name, meaning in source.moving.meanings.items():
        if key in meaning.keys and name in target.moving.meanings:
            return target.moving.meanings[name].get(new, there) is not None
    if key not in source.moving.with_languages(("a",), ("b",)):
        return False
    field = source.field(key)
    assert field is not None
    if field.kind is FieldKind.FLAG:
        return bool(target.targets(new)) == bool(source.targets(shown)) or "translations" in lossy(reading)
    heard = field.language_use is LanguageUse.RECOGNISE
    codes = source.spoken({**shown}) if heard else source.targets(shown)
    mine = [code for code in codes if code in _codes(value)]
    return all(_offered(source, target, code, there, heard) in _said(target, new, heard) for code in mine)


def _by_language(generation: Generation, value: Value) -> object:
    """The value with every code as its language: Tagalog and Filipino are one, and so are `no` and `nb`."""
    if isinstance(value, dict):
        return {key: _by_language(generation, each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_by_language(generation, each) for each in value]
    language = generation.languages.get(value) if isinstance(value, str) else None
    return language.tag.replace("tl-", "fil-").replace("cmn-", "zh-") if language is not None else value


def _codes(value: Value) -> set[str]:
    """Every language code in a field's value."""
    if isinstance(value, dict):
        return {code for each in value.values() for code in _codes(each)}
    if isinstance(value, (tuple, list)):
        return {code for each in value for code in _codes(each)}
    return {str(value)}


def _offered(source: Generation, target: Generation, code: str, there: str, heard: bool) -> str:
    use = LanguageUse.RECOGNISE if heard else LanguageUse.TRANSLATE_TO
    language = source.languages.get(code)
    assert language is not None
    found = match(language, source.languages, target.languages.for_use(use, there))
    return found.language.tag if found is not None else ""


def _said(target: Generation, values: Values, heard: bool) -> tuple[str, ...]:
    codes = target.spoken(values) if heard else target.targets(values)
    return tuple(language.tag for code in codes if (language := target.languages.get(code)) is not None)


@pytest.mark.parametrize(
    "way",
    WAYS,
    ids=lambda way: f"{PLACES[way[0]][0].id}-{PLACES[way[0]][1]}-as-{PLACES[way[1]][0].id}-{PLACES[way[1]][1]}",
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_draft_as_any_other(way: tuple[int, int], data: st.DataObject) -> None:
    (source, site), (target, there) = PLACES[way[0]], PLACES[way[1]]
    values = data.draw(drafts(source, site))
    reading = moved(values, source, site, target, there)
    assert set(reading.values) == {field.key for field in target.fields}
    wrong = problems(target, reading.values, there)
    assert [each for each in wrong if not is_empty(reading.values, each)] == []
    shown = shown_values(source, values, site)
    for key, value in shown.items():
        field = source.field(key)
        assert field is not None
        if is_given(value) and value != field.initial() and key not in lossy(reading):
            assert survived(key, value, shown, way, reading), (key, value)


def generation(name: str) -> Generation:
    return REGISTRY.generation(name)


def form(name: str, **changes: Any) -> dict[str, Value]:
    found = generation(name)
    return {each.key: each.initial() for each in found.fields} | dict(found.example) | changes


def as_other(name: str, other: str, **changes: Any) -> Reading:
    one, two = generation(name), generation(other)
    return moved(form(name, **changes), one, one.sites[0].id, two, two.sites[0].id)


def reasons(reading: Reading, key: str) -> list[tuple[RemarkKind, str]]:
    return [(remark.kind, str(remark.reason)) for remark in reading.remarks if remark.key == key]


AGORA_TABLE = {
    "instance_id": "mine",
    "languages": ("en-US", "fr-FR"),
    "max_idle_time": 2_592_000,
    "sub_bot_uid": "47092",
    "transfer_mode": "RTC",
    "force_translate_interval": 3,
    "json_captions": True,
    "subscribe_uids": ("1", "2", "3"),
    "encryption": 7,
    "encryption_secret": "a secret",
    "encryption_salt": "c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHQ=",
    "save_captions": True,
    "storage_vendor": 1,
    "storage_region": 3,
    "storage_bucket": "captions",
    "storage_access_key": "AKIDexample",
    "storage_secret_key": "exampleSecret",
    "slice_duration": 120,
}


def test_5_as_7_follows_the_table() -> None:
    """agora.md §6.8"""
    reading = as_other("agora-5", "agora-7", **AGORA_TABLE)
    same = set(AGORA_TABLE) - {"max_idle_time", "sub_bot_uid", "transfer_mode", "force_translate_interval"}
    for key in same | {"channel", "pub_bot_uid", "translate", "translations"}:
        assert reading.values[key] == form("agora-5", **AGORA_TABLE)[key], key
    assert reading.values["max_idle_time"] == 259_200
    assert reading.values["sub_bot_uid"] == ""
    assert told(reading) == {"max_idle_time", "sub_bot_uid", "transfer_mode", "force_translate_interval"}
    assert reasons(reading, "max_idle_time") == [(RemarkKind.CHANGED, "2592000 is more than 259200, the most.")]
    ((kind, why),) = reasons(reading, "sub_bot_uid")
    assert kind is RemarkKind.LEFT_OUT
    assert "caption bot listens" in why


@given(data=st.data())
def test_there_and_back_keeps_what_the_table_keeps(data: st.DataObject) -> None:
    five, seven = generation("agora-5"), generation("agora-7")
    values = data.draw(drafts(five, "global"))
    there = moved(values, five, "global", seven, "global")
    back = moved(there.values, seven, "global", five, "global")
    lost = {"sub_bot_uid", "sub_bot_token", "transfer_mode", "force_translate_interval"} | lossy(there)
    if "storage_vendor_beyond" in lost:
        # 7.x has this storage without a further word, and 5.x wants one again.
        lost |= {field.key for field in five.fields if field.key.startswith("storage_")}
    before, after = (shown_values(five, each, "global") for each in (values, back.values))
    assert {key: value for key, value in after.items() if key not in lost} == {
        key: value for key, value in before.items() if key not in lost
    }
    assert told(back) <= lost


def test_what_is_wrong_in_many_places_is_told_once() -> None:
    words = tuple({"term": f"two words {number}", "weight": 1} for number in range(120))
    reading = as_other("trtc-1", "trtc-2", hot_words=(*words, {"term": "one", "weight": 1}))
    assert reading.values["hot_words"] == ({"term": "one", "weight": 1},)
    ((_, why),) = reasons(reading, "hot_words")
    assert "two words 0, two words 1, two words 2, two words 3, two words 4, +115" in why
    people = tuple(f"person {number}" for number in range(60))
    reading = as_other("agora-7", "agora-6", subscribe_uids=(*people[:31], "7"))
    assert reading.values["subscribe_uids"] == ("7",)
    assert len(reasons(reading, "subscribe_uids")) == 1


def test_never_leaving_becomes_the_longest_and_back() -> None:
    reading = as_other("agora-7", "agora-5", max_idle_time=0)
    assert reading.values["max_idle_time"] == 2_592_000
    assert "Never" in reasons(reading, "max_idle_time")[0][1]


def test_the_vendors_own_idle_time_is_written_down_where_it_differs() -> None:
    reading = as_other("trtc-1", "trtc-2", max_idle_time=None)
    assert reading.values["max_idle_time"] == 60
    assert "60 seconds" in reasons(reading, "max_idle_time")[0][1]
    assert as_other("agora-5", "agora-7", max_idle_time=None).values["max_idle_time"] is None


def test_a_target_that_is_spoken_too_goes_alone() -> None:
    pairs = ({"source": "en-US", "target": ("en-US", "de-DE")},)
    reading = as_other("agora-7", "agora-5", languages=("en-US", "fr-FR"), translations=pairs)
    assert reading.values["translations"] == ({"source": "en-US", "target": ("de-DE",)},)
    assert "Left out: en-US" in reasons(reading, "translations")[0][1]


def test_a_storage_that_is_not_there_is_not_replaced_by_another() -> None:
    stored = {**AGORA_TABLE, "storage_vendor": 11, "storage_endpoint": "https://minio.example/", "storage_region": None}
    wanted = {key: value for key, value in stored.items() if generation("agora-7").field(key)}
    reading = as_other("agora-7", "agora-6", **wanted)
    assert reading.values["storage_vendor"] is None
    assert {"storage_vendor", "storage_endpoint"} <= told(reading)


def test_one_person_is_a_list_of_one() -> None:
    reading = as_other("trtc-1", "trtc-2", transcription_mode=1, target_user_id="alice")
    assert reading.values["heard_user_ids"] == ("alice",)
    assert told(reading) & {"target_user_id", "transcription_mode"} == set()


def test_a_list_of_people_is_one_person_where_only_one_is_heard() -> None:
    reading = as_other("trtc-2", "trtc-1", heard_user_ids=("alice", "bob"), unheard_user_ids=("carol",))
    assert (reading.values["transcription_mode"], reading.values["target_user_id"]) == (1, "alice")
    assert "left out: bob" in reasons(reading, "heard_user_ids")[0][1]
    assert reasons(reading, "unheard_user_ids")[0][0] is RemarkKind.LEFT_OUT


def test_a_list_of_people_stays_one_in_the_mainland() -> None:
    one, two = generation("trtc-2"), generation("trtc-1")
    reading = moved(form("trtc-2", heard_user_ids=("alice", "bob")), one, "cn", two, "cn")
    assert (reading.values["target_user_id"], reading.values["target_user_ids"]) == ("alice", ("bob",))
    assert "heard_user_ids" not in told(reading)


def test_hot_words_end_at_128_and_have_no_blanks() -> None:
    words = tuple({"term": f"term{number}", "weight": 1} for number in range(130))
    reading = as_other("trtc-1", "trtc-2", hot_words=({"term": "two words", "weight": 2}, *words))
    found = reading.values["hot_words"]
    assert isinstance(found, tuple)
    assert len(found) == 127
    assert [kind for kind, _ in reasons(reading, "hot_words")] == [RemarkKind.CHANGED] * 2
    assert "term127, term128, term129" in reasons(reading, "hot_words")[0][1]
    assert "two words" in reasons(reading, "hot_words")[1][1]


def test_terms_are_written_down_for_each_language_and_back() -> None:
    terms = ({"source": "房间", "target": "Room"},)
    reading = as_other("trtc-1", "trtc-2", target_languages=("en", "ja"), terminology=terms)
    assert reading.values["terminology"] == (
        {"language": "en", "source": "房间", "target": "Room"},
        {"language": "ja", "source": "房间", "target": "Room"},
    )
    assert reasons(reading, "terminology")[0][0] is RemarkKind.CHANGED
    clash = ({"language": "en", **terms[0]}, {"language": "ja", "source": "房间", "target": "部屋"})
    back = as_other("trtc-2", "trtc-1", target_languages=("en", "ja"), terminology=clash)
    assert back.values["terminology"] == terms
    assert any("部屋" in why for _, why in reasons(back, "terminology"))


@pytest.mark.parametrize(
    ("site", "key", "level", "changed"), [("intl", "vad_level", 3, False), ("cn", "vad_level_cn", 1, True)]
)
def test_distant_voices_by_site(site: str, key: str, level: int, changed: bool) -> None:
    one, two = generation("trtc-1"), generation("trtc-2")
    reading = moved(form("trtc-1", vad_level=3), one, site, two, site)
    assert reading.values[key] == level
    assert ("vad_level" in told(reading)) is changed


def test_a_profile_of_the_other_site() -> None:
    two = generation("trtc-2")
    reading = moved(form("trtc-2", vad_level=3), two, "intl", two, "cn")
    assert (reading.values["vad_level_cn"], reading.values["vad_level"]) == (1, None)
    one = generation("trtc-1")
    back = moved(form("trtc-1", im_admin_user_id="admin", im_admin_user_sig="sig"), one, "cn", one, "intl")
    assert {"im_admin_user_id", "im_admin_user_sig"} <= told(back)


def test_spoken_codes_of_2() -> None:
    reading = as_other("trtc-1", "trtc-2", language="", alternative_languages=("ja", "en"))
    assert reading.values["language"] == "bigmodel-zh"
    assert reading.values["alternative_languages"] == ("ja",)
    assert "bigmodel-en" in reasons(reading, "alternative_languages")[0][1]


def test_captions_that_were_off_in_the_room() -> None:
    reading = as_other("trtc-2", "trtc-1", captions_in_room=False)
    assert reasons(reading, "captions_in_room")[0][0] is RemarkKind.LEFT_OUT
    assert "captions_in_room" not in told(as_other("trtc-2", "trtc-1"))


def test_between_vendors() -> None:
    reading = as_other(
        "trtc-1",
        "agora-7",
        room="room-1",
        room_type=1,
        bot_user_id="12345",
        max_idle_time=90,
        language="zh",
        alternative_languages=("en",),
        target_languages=("ja", "en"),
        hot_words=({"term": "a", "weight": 1},),
    )
    assert reading.values["channel"] == "room-1"
    assert reading.values["pub_bot_uid"] == "12345"
    assert reading.values["max_idle_time"] == 90
    assert reading.values["languages"] == ("zh-CN", "en-US")
    assert reading.values["translate"] is True
    assert reading.values["translations"] == (
        {"source": "zh-CN", "target": ("ja-JP", "en-US")},
        {"source": "en-US", "target": ("ja-JP",)},
    )
    assert lossy(reading) == {"hot_words", "room_type"}
    assert told(reading) - lossy(reading) == {"language", "alternative_languages", "target_languages"}


def test_other_codes_and_another_bot_are_named() -> None:
    reading = as_other("trtc-2", "agora-7", room="500124", language="bigmodel-zh", target_languages=("en", "ja"))
    assert reading.values["channel"] == "500124"
    assert reading.values["languages"] == ("zh-CN",)
    assert reading.values["translations"] == ({"source": "zh-CN", "target": ("en-US", "ja-JP")},)
    bot = reading.values["pub_bot_uid"]
    assert reasons(reading, "bot_user_id") == [
        (RemarkKind.CHANGED, f"“caption_bot” becomes “{bot}”, the usual one here.")
    ]
    assert reasons(reading, "language") == [
        (RemarkKind.TO_KNOW, "Written with other codes here: bigmodel-zh → zh-CN."),
    ]
    assert reasons(reading, "target_languages") == [
        (RemarkKind.TO_KNOW, "Written with other codes here: en → en-US, ja → ja-JP."),
    ]


def test_and_back() -> None:
    reading = as_other("agora-7", "trtc-2", channel="demo-room", languages=("en-US", "ja-JP"), keywords=("x",))
    assert (reading.values["room"], reading.values["room_type"]) == ("demo-room", 1)
    assert reading.values["bot_user_id"] == "caption_bot"
    assert (reading.values["language"], reading.values["alternative_languages"]) == ("bigmodel-en", ("ja",))
    assert reading.values["target_languages"] == ("es", "ja")
    assert lossy(reading) == {"keywords", "pub_bot_uid"}
    assert told(reading) - lossy(reading) == {"languages", "translations", ""}
    assert reasons(reading, "") == [(RemarkKind.TO_KNOW, "“Text” is set. Check that the room is of this type.")]


def test_secrets_that_did_not_come_along_are_asked_for() -> None:
    kept = {
        key: value
        for key, value in AGORA_TABLE.items()
        if "secret" not in key and "access" not in key and "salt" not in key
    }
    reading = as_other("agora-5", "agora-7", **kept)
    asked = {remark.key for remark in reading.remarks if remark.kind is RemarkKind.TO_ENTER}
    assert asked == {"encryption_secret", "encryption_salt", "storage_access_key", "storage_secret_key"}


@pytest.mark.parametrize("way", WAYS[::7])
def test_no_secret_stands_in_a_remark(way: tuple[int, int]) -> None:
    (source, site), (target, there) = PLACES[way[0]], PLACES[way[1]]
    canary = {field.key: "CANARY-secret" for field in source.fields if field.secret}
    values = form(source.id, **canary)
    for key, value in (
        ("encryption", 7),
        ("save_captions", True),
        ("bot_tokens", "pasted"),
        ("user_sig_source", "pasted"),
    ):
        if key in values:
            values[key] = value
    reading = moved(values, source, site, target, there)
    assert "CANARY" not in "".join(f"{remark.about}{remark.reason}" for remark in reading.remarks)
