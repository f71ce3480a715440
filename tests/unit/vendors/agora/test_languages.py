"""The catalogue holds the lists of agora.md §11."""

from __future__ import annotations

from roomscribe.domain.languages import LanguageStatus, LanguageUse, search
from roomscribe.vendors.agora.languages import agora_5_languages

CATALOGUE = agora_5_languages()
RECOGNISED = (
    "ar-AE ar-EG ar-JO ar-SA bn-IN de-DE en-IN en-US es-ES fa-IR fil-PH fr-FR gu-IN he-IL hi-IN id-ID it-IT ja-JP "
    "kn-IN ko-KR ms-MY nl-NL pt-PT ru-RU ta-IN te-IN th-TH tr-TR vi-VN zh-CN zh-HK zh-TW"
)
TARGETS = (
    "ar-AE ar-EG ar-JO ar-SA cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-US es-ES es-MX fa-IR fi-FI fr-CA fr-FR he-IL "
    "hi-IN hu-HU id-ID it-IT ja-JP km-KH ko-KR lo-LA ms-MY my-MM nl-NL no-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sv-SE "
    "th-TH tl-PH tr-TR uk-UA vi-VN zh-CN zh-HK zh-TW"
)


def test_32_languages_are_recognised_and_46_translated_to() -> None:
    def codes(use: LanguageUse) -> set[str]:
        return {each.code for each in CATALOGUE.for_use(use)}

    assert codes(LanguageUse.RECOGNISE) == set(RECOGNISED.split())
    assert codes(LanguageUse.TRANSLATE_TO) == set(TARGETS.split())
    assert (len(RECOGNISED.split()), len(TARGETS.split())) == (32, 46)
    assert len(CATALOGUE.languages) == len(CATALOGUE.by_code()) == 53


def test_languages_are_found_by_their_own_names_and_by_other_words() -> None:
    def first(words: str) -> str:
        return search(CATALOGUE.languages, words)[0].code

    assert [first(words) for words in ("日本", "deutsch", "farsi", "putonghua", "bokmal")] == [
        "ja-JP",
        "de-DE",
        "fa-IR",
        "zh-CN",
        "no-NO",
    ]


def test_a_code_that_newer_lists_replaced_is_marked() -> None:
    marked = [each.code for each in CATALOGUE.languages if each.status is not LanguageStatus.CURRENT]
    assert marked == ["no-NO"]


def test_every_language_has_both_names() -> None:
    assert all(each.name and each.own_name and each.uses for each in CATALOGUE.languages)
