"""The form and the simulated vendor judge the same values alike, although neither knows the other's rules.

The ranges of the tables are held together in `tests/contract/test_edges.py`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roomscribe.domain.validation import check_fields
from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_shapes import read_body
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.languages import LANGUAGES
from roomscribe.vendors.trtc.v2.model import build_create
from roomscribe.vendors.trtc.v2.rules import check
from roomscribe.vendors.trtc.v2.simulator_checks import check_create
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from roomscribe.vendors.trtc.v2.simulator_shapes import CALLS
from roomscribe.vendors.trtc.v2.voices import VOICES
from tests.unit.vendors.trtc.stage import NEW_YEAR, profile, values_2

SITES = ("intl", "cn")
CODES = [*LANGUAGES.by_code(), "jp", "zh-dialect"]
SPOKEN = {"speaker": "alice", "language": "en", "voice": "v-female-P6q9LmR2", "robot": "voice_1"}
PEOPLE = st.lists(st.sampled_from(["alice", "bob", "carol", "caption_bot"]), max_size=3, unique=True).map(tuple)
OUT_OF_RANGE = "InvalidParameter.OutOfRange"


def problems(site: str = "intl", **changes: Any) -> list[str]:
    form = values_2(**changes)
    found = [*check_fields(FIELDS, form, site), *check(form, profile(site), now=NEW_YEAR)]
    return [problem.key for problem in found]


def verdict(settings: CloudTranscriptionSettings | None = None, site: str = "intl", **changes: Any) -> str:
    """The simulated vendor's error code, or ""."""
    body = build_create(values_2(**changes), site=site, sdk_app_id=1400000001, user_sig="SIG")
    try:
        read = read_body(CALLS["CreateCloudTranscription"], json.dumps(body).encode(), site)
        check_create(read, site, settings or CloudTranscriptionSettings())
    except ApiError as error:
        return error.code
    return ""


def agree(key: str, site: str = "intl", **changes: Any) -> None:
    found = problems(site, **changes)
    assert (found == []) == (verdict(site=site, **changes) == ""), (changes, found)
    assert set(found) <= {key}


@pytest.mark.parametrize("key", ["filter_dirty", "filter_modal", "filter_punc"])
@pytest.mark.parametrize("level", [-1, 0, 1, 2, 3])
@pytest.mark.parametrize("language", ["16k_zh_large", "16k_zh_en", "bigmodel-zh", "ja"])
def test_filters_of_the_standard_engines(key: str, level: int, language: str) -> None:
    change: dict[str, Any] = {key: level}
    agree(key, language=language, **change)


@given(st.sampled_from(CODES))
def test_spoken_languages(code: str) -> None:
    agree("language", language=code)


@given(st.lists(st.sampled_from(CODES), max_size=6, unique=True))
@example(["ja", "ko", "vi", "th"])
@example(["ja", "ko", "vi", "th", "id"])
@example(["zh-yue"])
def test_alternatives(codes: list[str]) -> None:
    agree("alternative_languages", alternative_languages=tuple(codes))


@pytest.mark.parametrize("site", SITES)
@given(codes=st.lists(st.sampled_from(CODES), max_size=5, unique=True))
@example(codes=["yue"])
def test_targets(site: str, codes: list[str]) -> None:
    agree("target_languages", site, target_languages=tuple(codes))


@given(st.lists(st.text("ab云 |,\t", min_size=1, max_size=34), max_size=4, unique=True))
@example(["x" * 30])
@example(["x" * 31])
@example(["云" * 10 + "x" * 20])
@example(["云" * 11])
@example(["two words"])
def test_hot_words(terms: list[str]) -> None:
    # Our form refuses blanks at the ends of any text, and a term's own separators would make two terms of one.
    plain = [term for term in terms if term == term.strip() and not set(term) & set("|,")]
    agree("hot_words", hot_words=tuple({"term": term, "weight": 1} for term in plain))


@given(heard=PEOPLE, unheard=PEOPLE)
def test_who_is_heard(heard: tuple[str, ...], unheard: tuple[str, ...]) -> None:
    # The vendor lets the block list win; our form has people say which of the two they mean.
    found = set(problems(heard_user_ids=heard, unheard_user_ids=unheard))
    assert ("unheard_user_ids" in found) == bool(set(heard) & set(unheard))
    assert ("heard_user_ids" in found) == ("caption_bot" in heard)
    assert verdict(heard_user_ids=heard, unheard_user_ids=unheard) == ""


@given(st.text("ab-_ é", min_size=1, max_size=34))
@example("b" * 32)
@example("b" * 33)
def test_user_ids(user_id: str) -> None:
    agree("bot_user_id", bot_user_id=user_id)
    agree("heard_user_ids", heard_user_ids=(user_id,))
    agree("unheard_user_ids", unheard_user_ids=(user_id,))


@pytest.mark.parametrize("room", ["0", "1", "4294967295", "4294967296", "007", "demo"])
def test_number_rooms(room: str) -> None:
    agree("room", room=room)


def spoken(*rows: dict[str, Any], **changes: Any) -> None:
    agree("voices", **{"target_languages": ("en", "ja"), "voices": rows, **changes})


@pytest.mark.parametrize("voice", [each.id for each in VOICES])
@pytest.mark.parametrize("language", ["zh", "en", "ja", "id", "th", "vi", "ms", "fr"])
def test_voices_speak_their_own_languages(voice: str, language: str) -> None:
    agree("voices", target_languages=(language,), voices=({**SPOKEN, "voice": voice, "language": language},))


@given(heard=PEOPLE, unheard=PEOPLE, speaker=st.sampled_from(["alice", "bob"]))
def test_only_people_who_are_heard_are_spoken_for(
    heard: tuple[str, ...], unheard: tuple[str, ...], speaker: str
) -> None:
    clean = tuple(person for person in heard if person not in (*unheard, "caption_bot"))
    spoken({**SPOKEN, "speaker": speaker}, heard_user_ids=clean, unheard_user_ids=unheard)


@pytest.mark.parametrize("robot", ["voice_1", "caption_bot", "alice", "voice_2"])
def test_every_voice_is_a_user_of_its_own(robot: str) -> None:
    spoken({**SPOKEN, "robot": "voice_2"}, {**SPOKEN, "robot": robot})


@pytest.mark.parametrize("language", ["en", "ja", "fr"])
def test_what_is_spoken_or_fixed_is_translated_to(language: str) -> None:
    voice = {"en": "v-male-X6h4TvP9", "ja": "v-male-J3n8DxK2", "fr": "v-male-X6h4TvP9"}[language]
    spoken({**SPOKEN, "language": language, "voice": voice})
    agree(
        "terminology",
        target_languages=("en", "ja"),
        terminology=({"language": language, "source": "云", "target": "cloud"},),
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"room": ""}, "MissingParameter.RoomId"),
        ({"bot_user_id": ""}, "MissingParameter.UserId"),
        ({"language": ""}, "MissingParameter.AsrParam"),
        ({"room_type": None}, "MissingParameter"),
        ({"language": "klingon"}, OUT_OF_RANGE),
    ],
)
def test_codes_of_refusals(change: dict[str, Any], code: str) -> None:
    assert verdict(**change) == code


Switches = CloudTranscriptionSettings


@pytest.mark.parametrize(
    ("settings", "change", "code"),
    [
        (Switches(most_targets=1), {"target_languages": ("en", "ja")}, OUT_OF_RANGE),
        (
            Switches(most_terms=0),
            {"target_languages": ("en",), "terminology": ({"language": "en", "source": "a", "target": "b"},)},
            OUT_OF_RANGE,
        ),
        (Switches(most_voices=0), {"target_languages": ("en",), "voices": (SPOKEN,)}, OUT_OF_RANGE),
        (Switches(voices_need_list=True), {"target_languages": ("en",), "voices": (SPOKEN,)}, OUT_OF_RANGE),
        (
            Switches(foreign_voices=True),
            {"target_languages": ("en",), "voices": ({**SPOKEN, "voice": "v-male-s5NqE0rZ"},)},
            "",
        ),
        (Switches(longest_room=4), {"room": "rooms", "room_type": 1}, OUT_OF_RANGE),
        (Switches(bad_room_code="InvalidParameter"), {"room": "x"}, "InvalidParameter"),
        (Switches(bad_language_code="InvalidParameter"), {"language": "x"}, "InvalidParameter"),
    ],
)
def test_what_the_pages_leave_open_can_be_set(settings: Switches, change: dict[str, Any], code: str) -> None:
    assert verdict(settings, **change) == code


@pytest.mark.parametrize(("settings", "code"), [(Switches(), ""), (Switches(custom_mode_2=False), OUT_OF_RANGE)])
def test_the_international_sample_sends_a_mode_nobody_documents(settings: Switches, code: str) -> None:
    body = build_create(values_2(), site="intl", sdk_app_id=1400000001, user_sig="SIG")
    assert isinstance(body["TranscriptionParam"], dict)
    body["TranscriptionParam"]["SendCustomMode"] = 2
    read = read_body(CALLS["CreateCloudTranscription"], json.dumps(body).encode(), "intl")
    if not code:
        check_create(read, "intl", settings)
        return
    with pytest.raises(ApiError) as error:
        check_create(read, "intl", settings)
    assert error.value.code == code
