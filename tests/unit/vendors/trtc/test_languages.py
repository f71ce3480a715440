"""The catalogue against the lists of tencent.md §9."""

from __future__ import annotations

import pytest

from roomscribe.domain.languages import LanguageStatus, LanguageUse, search
from roomscribe.vendors.trtc.languages import LANGUAGES, can_be_alternative, can_be_spoken, can_be_target

# fmt: off
TARGETS = {
    "zh", "en", "es", "pt", "fr", "de", "ru", "ar", "ja", "ko", "vi", "ms", "id", "it", "th",
}
NOW = {
    "zh", "8k_zh_large", "16k_zh_large", "16k_zh_en", "zh-dialect", "zh-yue", "vi", "ja", "ko", "id", "th",
    "pt", "tr", "ar", "es", "hi", "fr", "ms", "fil", "de", "it", "ru", "sv", "da", "no",
}
# fmt: on
GONE = {"zh-TW", "16k_zh_edu", "16k_zh_medical", "16k_zh_court", "16k_multi_lang"}


def codes(status: LanguageStatus) -> set[str]:
    return {each.code for each in LANGUAGES.languages if each.status is status}


def test_every_language_stands_once_with_all_its_names() -> None:
    assert len(LANGUAGES.by_code()) == len(LANGUAGES.languages)
    assert all(each.name and each.own_name and each.tier for each in LANGUAGES.languages)


def test_spoken_languages_are_the_vendors_and_say_how_sure_they_are() -> None:
    assert codes(LanguageStatus.CURRENT) == NOW
    assert codes(LanguageStatus.WITHDRAWN) == GONE
    assert codes(LanguageStatus.UNSURE) == {"en"}
    assert all(can_be_spoken(code) for code in NOW | GONE | {"en"})


def test_targets_are_the_vendors_fifteen() -> None:
    assert {each.code for each in LANGUAGES.for_use(LanguageUse.TRANSLATE_TO)} == TARGETS
    assert can_be_target("ja")
    assert not can_be_target("tr")
    assert not can_be_target("klingon")


@pytest.mark.parametrize(("code", "can"), [("ja", True), ("en", True), ("zh", True), ("16k_zh_en", False)])
def test_only_basic_and_advanced_languages_stand_beside_the_spoken_one(code: str, can: bool) -> None:
    assert can_be_alternative(code) is can


def test_dialects_are_no_alternative() -> None:
    assert can_be_spoken("zh-dialect")
    assert not can_be_alternative("zh-dialect")
    assert not can_be_alternative("klingon")


@pytest.mark.parametrize(("words", "code"), [("japanese", "ja"), ("日本", "ja"), ("jp", "ja"), ("mandarin", "zh")])
def test_people_find_languages_by_what_they_call_them(words: str, code: str) -> None:
    assert code in [each.code for each in search(LANGUAGES.languages, words)]
