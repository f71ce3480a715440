"""What fields must keep to together."""

from __future__ import annotations

import pytest

from roomscribe.vendors.trtc.rules import check
from roomscribe.vendors.trtc.usersig import make_user_sig
from tests.unit.vendors.trtc.stage import DEMO, NEW_YEAR, profile, values


def problems(site: str = "intl", **changes: object) -> list[tuple[str, str]]:
    found = check(values(**changes), profile(site), now=NEW_YEAR)
    return [(problem.key, str(problem.message)) for problem in found]


def keys(site: str = "intl", **changes: object) -> list[str]:
    return [key for key, _ in problems(site, **changes)]


def token(app: str = DEMO["sdk_app_id"], bot: str = "caption_bot", lifetime: int = 86400) -> str:
    key = DEMO["sdk_secret_key"]
    return make_user_sig(sdk_app_id=int(app), key=key, identifier=bot, lifetime=lifetime, now=int(NEW_YEAR))


def test_a_fresh_form_is_fine() -> None:
    assert problems() == []


@pytest.mark.parametrize("room", ["1", "500123", "4294967295"])
def test_number_rooms(room: str) -> None:
    assert keys(room=room) == []


@pytest.mark.parametrize("room", ["0", "-1", "4294967296", "99999999999", "0123", "demo", "1.5", "５", "1 "])
def test_what_is_no_number_room(room: str) -> None:
    assert keys(room=room) == ["room"]


@pytest.mark.parametrize("room", ["4294967296", "99999999999"])
def test_a_number_that_is_too_large_is_told_the_largest(room: str) -> None:
    assert problems(room=room) == [("room", "The largest room number is 4294967295.")]


@pytest.mark.parametrize("room", ["0", "demo room", "０１", "4294967296"])
def test_text_rooms_are_any_text(room: str) -> None:
    assert keys(room=room, room_type=1) == []


def test_one_person_must_be_named_and_must_not_be_the_bot() -> None:
    assert keys(transcription_mode=1) == ["target_user_id"]
    assert keys(transcription_mode=1, target_user_id="alice") == []
    assert keys(transcription_mode=1, target_user_id="caption_bot") == ["target_user_id"]


def test_on_the_mainland_a_list_of_people_is_enough() -> None:
    assert keys("cn", transcription_mode=1, target_user_ids=("alice",)) == []
    assert keys("cn", transcription_mode=1, target_user_ids=("alice", "caption_bot")) == ["target_user_ids"]
    assert keys("intl", transcription_mode=1, target_user_ids=("alice",)) == ["target_user_id"]


@pytest.mark.parametrize(
    ("spoken", "alternatives", "fine"),
    [
        ("zh", ("ja", "en", "ko"), True),
        ("", ("ja",), True),
        ("zh", ("zh",), False),
        ("", ("zh",), False),
        ("zh", ("zh-dialect",), False),
        ("zh-dialect", ("ja",), False),
        ("zh-dialect", (), True),
        ("zh", ("16k_zh_en",), False),
        ("zh", ("jp",), False),
    ],
)
def test_alternatives(spoken: str, alternatives: tuple[str, ...], fine: bool) -> None:
    assert keys(language=spoken, alternative_languages=alternatives) == ([] if fine else ["alternative_languages"])


def test_languages_must_be_the_vendors() -> None:
    assert keys(language="klingon") == ["language"]
    assert keys(target_languages=("tr",)) == ["target_languages"]


def test_the_spoken_language_may_be_a_target() -> None:
    assert keys(language="zh", alternative_languages=("ja",), target_languages=("zh", "ja")) == []


def test_hot_words_have_at_most_ten_chinese_characters() -> None:
    rows = ({"term": "云" * 10, "weight": 1}, {"term": "云" * 11, "weight": 1})
    (problem,) = check(values(hot_words=rows), profile(), now=NEW_YEAR)
    assert (problem.key, problem.row, problem.column) == ("hot_words", 1, "term")


def test_a_good_pasted_signature_is_fine() -> None:
    assert problems(user_sig_source="pasted", user_sig=token()) == []


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (token(bot="other"), "“other”"),
        (token(app="1400000002"), "1400000002"),
        (token(lifetime=0), "2026-01-01 00:00 UTC"),
        (token()[:-6], "Copy it again"),
        ("x", "Copy it again"),
    ],
)
def test_a_bad_pasted_signature_is_told_offline(pasted: str, words: str) -> None:
    ((key, message),) = problems(user_sig_source="pasted", user_sig=pasted)
    assert key == "user_sig"
    assert words in message
    assert token()[:20] not in message


def test_a_pasted_signature_left_behind_does_not_matter_when_the_console_makes_it() -> None:
    assert problems(user_sig_source="made", user_sig="rubbish") == []


def test_rows_that_are_still_empty_do_no_harm() -> None:
    assert keys(hot_words=({}, {"term": "a"}), terminology=({},)) == []
