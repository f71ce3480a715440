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
from roomscribe.vendors.trtc.fields import FIELDS
from roomscribe.vendors.trtc.languages import LANGUAGES
from roomscribe.vendors.trtc.model import build_start
from roomscribe.vendors.trtc.rules import check
from roomscribe.vendors.trtc.simulator_checks import check_start
from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import CALLS, read_body
from tests.unit.vendors.trtc.stage import NEW_YEAR, profile, values

SPEAKING: dict[str, Any] = {"target_languages": ("en",), "translation_mode": 2, "tts_voice_id": "v-female-R2s4N9qJ"}
WEIGHTS = [*range(1, 12), 100]
TERM = st.text(
    st.one_of(st.characters(exclude_categories=["C", "Z"], exclude_characters="|,"), st.sampled_from("云腾讯")),
    min_size=1,
    max_size=34,
)


def form_accepts(site: str = "intl", **changes: Any) -> bool:
    form = values(**changes)
    return not check_fields(FIELDS, form, site) and not check(form, profile(site), now=NEW_YEAR)


def verdict(settings: TrtcSettings | None = None, site: str = "intl", **changes: Any) -> str:
    """The simulated vendor's error code, or ""."""
    body = build_start(values(**changes), site=site, sdk_app_id=1400000001, user_sig="SIG", session_id="s")
    try:
        check_start(
            read_body(CALLS["StartAITranscription"], json.dumps(body).encode(), site), settings or TrtcSettings()
        )
    except ApiError as error:
        return error.code
    return ""


def agree(site: str = "intl", **changes: Any) -> None:
    assert form_accepts(site, **changes) == (verdict(site=site, **changes) == ""), changes


@given(st.lists(st.tuples(TERM, st.sampled_from(WEIGHTS)), max_size=6))
@example([("x" * 30, 1)])
@example([("x" * 31, 1)])
@example([("云" * 10 + "x" * 20, 100)])
@example([("云" * 11, 1)])
def test_hot_words(words: list[tuple[str, int]]) -> None:
    agree(hot_words=tuple({"term": term, "weight": weight} for term, weight in words))


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=34))
@example("b" * 32)
@example("b" * 33)
def test_user_ids(user_id: str) -> None:
    agree(bot_user_id=user_id)


@given(st.integers(-5, 2**33).map(str) | st.from_regex(r"[0-9a-z]{1,12}", fullmatch=True))
@example("0")
@example("1")
@example("4294967295")
@example("4294967296")
@example("007")
@example("99999999999999999999")
def test_number_rooms(room: str) -> None:
    agree(room=room, room_type=0)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=70))
def test_text_rooms(room: str) -> None:
    agree(room=room, room_type=1)


@given(st.sampled_from([*LANGUAGES.by_code(), "jp", "klingon"]))
def test_spoken_languages(code: str) -> None:
    agree(language=code)


@given(st.lists(st.sampled_from([*LANGUAGES.by_code(), "jp"]), max_size=5, unique=True))
def test_alternatives(codes: list[str]) -> None:
    # The form asks for less than the vendor forbids: an alternative equal to the spoken language is merely useless.
    agree(alternative_languages=tuple(code for code in codes if code != "zh"))


@given(st.lists(st.sampled_from([*LANGUAGES.by_code(), "jp"]), max_size=5, unique=True))
def test_targets(codes: list[str]) -> None:
    agree(target_languages=tuple(codes))


@pytest.mark.parametrize("site", ["intl", "cn"])
@pytest.mark.parametrize("mode", [0, 1, 2])
@pytest.mark.parametrize("person", ["", "alice"])
@pytest.mark.parametrize("people", [(), ("bob",)])
def test_who_is_heard(site: str, mode: int, person: str, people: tuple[str, ...]) -> None:
    agree(site, transcription_mode=mode, target_user_id=person, target_user_ids=people)


@pytest.mark.parametrize("changes", [{"voice_print": True}, {"voice_print": True, "voice_print_id": "vp-1"}])
def test_voice_prints(changes: dict[str, Any]) -> None:
    form_says = form_accepts(**changes)
    assert form_says == (verdict(**changes) == "")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"room": "demo"}, "InvalidParameterValue"),
        ({"room_type": 7, "room": "demo"}, "InvalidParameterValue"),
        ({"transcription_mode": 1}, "MissingParameter"),
        ({"target_languages": ("en",), "translation_mode": 2}, "MissingParameter"),
        ({"language": "klingon"}, "InvalidParameterValue"),
        ({"semantic_eagerness": "wild"}, "InvalidParameterValue"),
        ({**SPEAKING, "tts_model": "other"}, "InvalidParameterValue"),
    ],
)
def test_codes_of_refusals(change: dict[str, Any], expected: str) -> None:
    assert verdict(**change) == expected


def test_the_published_sample_with_the_bot_as_its_own_target_is_accepted() -> None:
    form: dict[str, Any] = {
        "room_type": 1,
        "transcription_mode": 1,
        "bot_user_id": "test_user",
        "target_user_id": "test_user",
    }
    assert verdict(**form) == ""
    assert not form_accepts(**form)


@pytest.mark.parametrize(
    ("settings", "change", "code"),
    [
        (TrtcSettings(takes_english=False), {"language": "en"}, "InvalidParameterValue"),
        (TrtcSettings(takes_withdrawn_languages=False), {"language": "zh-TW"}, "InvalidParameterValue"),
        (TrtcSettings(bad_language_code="InvalidParameter.Language"), {"language": "x"}, "InvalidParameter.Language"),
        (TrtcSettings(bad_room_code="InvalidParameter"), {"room": "x"}, "InvalidParameter"),
        (TrtcSettings(missing_person_code="InvalidParameter"), {"transcription_mode": 1}, "InvalidParameter"),
        (TrtcSettings(most_targets=1), {"target_languages": ("en", "ja")}, "InvalidParameterValue"),
        (TrtcSettings(most_alternatives=0), {"alternative_languages": ("ja",)}, "InvalidParameterValue"),
        (
            TrtcSettings(most_terms=0),
            {"target_languages": ("en",), "terminology": ({"source": "a", "target": "b"},)},
            "InvalidParameterValue",
        ),
        (TrtcSettings(longest_idle=600), {"max_idle_time": 601}, "InvalidParameterValue"),
        (TrtcSettings(longest_room=8), {"room": "long-room", "room_type": 1}, "InvalidParameterValue"),
        (TrtcSettings(longest_session_id=0), {}, "InvalidParameterValue"),
    ],
)
def test_what_the_pages_leave_open_can_be_set(settings: TrtcSettings, change: dict[str, Any], code: str) -> None:
    assert verdict(settings, **change) == code


def test_people_lists_can_have_a_limit() -> None:
    heard: dict[str, Any] = {"transcription_mode": 1, "target_user_ids": ("a", "b")}
    assert verdict(site="cn", **heard) == ""
    assert verdict(TrtcSettings(most_people=1), "cn", **heard) == "InvalidParameterValue"


def test_targets_are_taken_whatever_is_doubted_about_recognition() -> None:
    doubtful = TrtcSettings(takes_english=False, takes_withdrawn_languages=False)
    assert verdict(doubtful, target_languages=("en",)) == ""
