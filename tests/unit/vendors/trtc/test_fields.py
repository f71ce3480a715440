"""The declared fields: complete, within the vendor's names, well worded, and a good first form."""

from __future__ import annotations

import pytest
from tencentcloud.trtc.v20190722 import models

from roomscribe.domain.fields import Section, Values, given
from roomscribe.domain.validation import check_fields
from roomscribe.vendors.trtc.advanced_fields import ADVANCED
from roomscribe.vendors.trtc.fields import FIELDS
from tests.unit.vendors.trtc.stage import values

CONSOLE_SETS = {"SdkAppId"}
WITHDRAWN = {"RecognizeConfig.Model", "RecognizeConfig.TranslationLanguage"}
"""The SDK still has them; the vendor no longer supports them (tencent.md §3.3)."""
PARTS = {
    "": models.StartAITranscriptionRequest,
    "TranscriptionParams.": models.TranscriptionParams,
    "TranscriptionParams.VoicePrint.": models.VoicePrint,
    "TranscriptionParams.TurnDetection.": models.TurnDetection,
    "RecognizeConfig.": models.RecognizeConfig,
    "TranslationConfig.": models.TranslationConfig,
    "TranslationConfig.TTSConfig.": models.TTSConfig,
}


def names_in_the_vendors_sdk() -> set[str]:
    names = {prefix + name[1:] for prefix, part in PARTS.items() for name in vars(part()) if name.startswith("_")}
    return names - {prefix.rstrip(".") for prefix in PARTS}


def wrong(form: Values, site: str = "intl") -> set[str]:
    return {problem.key for problem in check_fields(FIELDS, form, site)}


def test_every_parameter_of_the_vendors_sdk_has_a_field_and_no_other_is_made_up() -> None:
    assert {each.path for each in FIELDS if each.path} == names_in_the_vendors_sdk() - CONSOLE_SETS - WITHDRAWN


def test_keys_are_unique_and_texts_are_sentences() -> None:
    assert len({each.key for each in FIELDS}) == len(FIELDS)
    for each in FIELDS:
        assert str(each.help).endswith("."), each.key
        assert str(each.label)[0].isupper(), each.key


def test_sections_come_in_the_order_every_form_has() -> None:
    order = list(Section)
    sections = [order.index(each.section) for each in FIELDS]
    assert sections == sorted(sections)
    assert {each.section for each in ADVANCED} == {Section.ADVANCED}


@pytest.mark.parametrize("site", ["intl", "cn"])
def test_a_fresh_form_lacks_only_the_room(site: str) -> None:
    fresh = {each.key: each.initial() for each in FIELDS}
    assert wrong(fresh, site) == {"room"}
    assert wrong({**fresh, "room": "500123"}, site) == set()


def test_secrets_are_marked() -> None:
    assert {each.key for each in FIELDS if each.secret} == {"user_sig", "im_admin_user_sig"}


def test_mainland_fields_are_hidden_on_the_international_site() -> None:
    form = values(transcription_mode=1, im_admin_user_id="admin")
    hidden = {each.key for each in FIELDS if each.shown(form, "cn") and not each.shown(form, "intl")}
    assert hidden == {"target_user_ids", "im_admin_user_id", "im_admin_user_sig"}


@pytest.mark.parametrize(
    ("change", "appear"),
    [
        ({"transcription_mode": 1}, {"target_user_id", "target_user_ids"}),
        ({"user_sig_source": "pasted"}, {"user_sig"}),
        ({"voice_print": True}, {"voice_print_id"}),
        ({"im_admin_user_id": "admin"}, {"im_admin_user_sig"}),
        ({"target_languages": ("en",)}, {"translation_mode", "terminology"}),
        (
            {"target_languages": ("en",), "translation_mode": 2},
            {"translation_mode", "terminology", "tts_voice_id", "tts_model", "tts_speed", "tts_volume"},
        ),
        ({"translation_mode": 2}, set()),
    ],
)
def test_fields_appear_when_they_have_a_meaning(change: dict[str, object], appear: set[str]) -> None:
    before, after = values(), values(**change)
    new = {each.key for each in FIELDS if each.shown(after, "cn") and not each.shown(before, "cn")}
    assert new == appear


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"bot_user_id": ""}, "bot_user_id"),
        ({"bot_user_id": "b" * 33}, "bot_user_id"),
        ({"bot_user_id": "bot 1"}, "bot_user_id"),
        ({"bot_user_id": "böt"}, "bot_user_id"),
        ({"room": "é" * 33, "room_type": 1}, "room"),
        ({"room_type": 2}, "room_type"),
        ({"room_type": None}, "room_type"),
        ({"user_sig_source": "pasted"}, "user_sig"),
        ({"voice_print": True}, "voice_print_id"),
        ({"target_languages": ("en",), "translation_mode": 2}, "tts_voice_id"),
        ({"target_languages": ("en",), "terminology": ({"source": "a", "target": ""},)}, "terminology"),
        ({"alternative_languages": ("ja", "ko", "de", "fr")}, "alternative_languages"),
        ({"alternative_languages": ("ja", "ja")}, "alternative_languages"),
        ({"hot_words": ({"term": "a|b", "weight": 1},)}, "hot_words"),
        ({"hot_words": ({"term": "a", "weight": 12},)}, "hot_words"),
        ({"hot_words": tuple({"term": f"t{n}", "weight": 1} for n in range(301))}, "hot_words"),
        ({"im_admin_user_id": "admin"}, "im_admin_user_sig"),
    ],
)
def test_the_form_refuses_what_the_vendor_would(change: dict[str, object], key: str) -> None:
    assert wrong(values(**change), "cn") == {key}


def test_a_bot_may_have_an_id_of_32_bytes() -> None:
    assert wrong(values(bot_user_id="b" * 32)) == set()


def test_what_is_not_given_is_not_refused() -> None:
    assert not given(values()["vad_silence_time"])
    assert wrong(values()) == set()
