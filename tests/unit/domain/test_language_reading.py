"""Languages that are written down: by code, by name, and those that mean none or several."""

from __future__ import annotations

import pytest

from roomscribe.domain.language_reading import is_code, read_language, split_languages
from roomscribe.domain.languages import LanguageUse
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry

REGISTRY = load_registry()
HEARD, TO = LanguageUse.RECOGNISE, LanguageUse.TRANSLATE_TO


def read(generation: str, text: str, use: LanguageUse = HEARD) -> str:
    found = read_language(text, use, REGISTRY.generation(generation).languages)
    assert (found.code == "") == (found.problem is not None)
    return found.code or str(found.problem)


@pytest.mark.parametrize(
    ("generation", "text", "code"),
    [
        ("agora-7", "de-DE", "de-DE"),
        ("agora-7", "EN_us", "en-US"),
        ("agora-7", "de_AT", "de-AT"),
        ("agora-7", "fil", "fil-PH"),
        ("agora-5", "de", "de-DE"),
        ("agora-5", "pt", "pt-PT"),
        ("agora-7", "iw-IL", "he-IL"),
        ("agora-7", "日本語", "ja-JP"),
        ("agora-7", "简体中文", "zh-CN"),
        ("agora-7", "Mandarin", "zh-CN"),
        ("agora-7", "Chinese (Mandarin, Simplified)", "zh-CN"),
        ("agora-7", "xx-YY", "xx-YY"),
        ("agora-5", "German", "de-DE"),
        ("agora-6", "espanol", "es-ES"),
        ("trtc-1", "中文", "zh"),
        ("trtc-1", "en-US", "en"),
        ("trtc-1", "Mandarin", "zh"),
        ("trtc-1", "de-AT", "de"),
        ("trtc-2", "Japanese", "bigmodel-ja"),
        ("trtc-2", "ja_JP", "bigmodel-ja"),
        ("trtc-2", "ja", "ja"),
        ("trtc-2", "Tagalog", "bigmodel-fil"),
        ("trtc-2", "Mandarin", "bigmodel-zh"),
        *(("trtc-2", text, "bigmodel-zh") for text in ("zh", "ZH", "zh-CN", "zh_cn", "Chinese", "chinese")),
        *(("trtc-2", text, "bigmodel-en") for text in ("en", "EN", "en-US", "en_GB", "English", "ENGLISH")),
    ],
)
def test_a_language_is_known_by_any_of_its_names(generation: str, text: str, code: str) -> None:
    assert read(generation, text) == code


@pytest.mark.parametrize(
    ("generation", "text", "words"),
    [
        (
            "agora-7",
            "German",
            "“German” can be de-DE (German, Germany), de-AT (German, Austria), de-CH (German, Switzerland). "
            "Write the one that is meant.",
        ),
        (
            "agora-7",
            "pt",
            "“pt” can be pt-BR (Portuguese, Brazil), pt-PT (Portuguese, Portugal). Write the one that is meant.",
        ),
        (
            "agora-6",
            "中文",
            "“中文” can be zh-CN (Chinese, Mandarin, Simplified), zh-HK (Chinese, Cantonese, Traditional), "
            "zh-TW (Chinese, Taiwanese Mandarin, Traditional). Write the one that is meant.",
        ),
        ("agora-7", "Klingon", "No language is called “Klingon”. Write its code, such as en-US."),
        ("agora-7", "xx", "No language is called “xx”. Write its code, such as en-US."),
        ("trtc-1", "Old Norse", "No language is called “Old Norse”. Write its code, such as en."),
        ("trtc-1", "klingon", "No language is called “klingon”. Write its code, such as en."),
        ("trtc-2", "xx", "No language is called “xx”. Write its code, such as bigmodel-en."),
        ("trtc-2", "zh-TW", "No language is called “zh-TW”. Write its code, such as bigmodel-en."),
    ],
)
def test_what_means_none_or_several_is_no_language(generation: str, text: str, words: str) -> None:
    assert read(generation, text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Old Norse", "No language is called “Old Norse”. Write its code, such as en."),
        ("fil", "Filipino is not offered here. Write the code of another, such as en."),
        ("Dutch", "Dutch is not offered here. Write the code of another, such as en."),
    ],
)
def test_the_example_is_one_that_can_be_translated_to(text: str, words: str) -> None:
    assert read("trtc-2", text, TO) == words


@pytest.mark.parametrize("generation", [each.id for each in REGISTRY.generations()])
@pytest.mark.parametrize("use", LanguageUse)
def test_a_code_is_read_alike_whatever_its_case(generation: str, use: LanguageUse) -> None:
    languages = REGISTRY.generation(generation).languages
    for each in languages.for_use(use):
        assert read(generation, each.code.upper(), use) == each.code


def test_of_many_the_usual_one_comes_first_and_some_are_named() -> None:
    words = read("agora-7", "English")
    assert words.startswith("“English” can be en-US (English, United States), en-AU (")
    assert ", …. Write" in words
    assert read("agora-7", "Chinese").startswith("“Chinese” can be zh-CN (")


@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_every_language_that_is_offered_is_known_by_its_code_and_name(generation: Generation) -> None:
    languages = generation.languages
    for use in LanguageUse:
        first: dict[str, str] = {}
        for each in languages.for_use(use):
            first.setdefault(each.name, each.code)
            assert read_language(each.code, use, languages).code == each.code
            assert read_language(each.name, use, languages).code == first[each.name]
            assert split_languages(each.name, languages) == [each.name]


@pytest.mark.parametrize("generation", [each.id for each in REGISTRY.generations()])
def test_the_matrix_gives_an_example_that_any_service_takes(generation: str) -> None:
    languages = REGISTRY.generation(generation).languages
    items = split_languages("Japanese, Korean", languages)
    assert [read_language(each, TO, languages).problem for each in items] == [None, None]


def test_a_list_is_parted_outside_of_brackets() -> None:
    languages = REGISTRY.generation("agora-7").languages
    text = "Chinese (Mandarin, Simplified), 中文（粵語，繁體）；de-DE\nfr-FR (x"
    assert split_languages(text, languages) == [
        "Chinese (Mandarin, Simplified)",
        "中文（粵語，繁體）",
        "de-DE",
        "fr-FR (x",
    ]


def test_a_code_is_told_from_a_word_where_the_service_says_how_it_looks() -> None:
    agora, trtc = (REGISTRY.generation(each).languages for each in ("agora-7", "trtc-1"))
    assert [is_code(each, agora) for each in ("en-US", "xx-YY", "Klingon", "en")] == [True, True, False, False]
    assert [is_code(each, trtc) for each in ("en", "xx-YY")] == [True, False]
