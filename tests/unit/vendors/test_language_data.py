"""The one catalogue, held against the vendors' lists: every code with its uses, tier and status (tencent.md §9,
agora.md §11), and found by whatever people type."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import chain

import pytest

from roomscribe.domain.languages import LanguageStatus, LanguageUse, search
from roomscribe.vendors.language_data import load_catalogue

S, T = LanguageUse.RECOGNISE, LanguageUse.TRANSLATE_TO
NOW, GONE, UNSURE = LanguageStatus.CURRENT, LanguageStatus.WITHDRAWN, LanguageStatus.UNSURE

# tencent.md §9.1: engine tier and status of each code.
SPOKEN_1 = {
    "basic": {"zh": NOW, "en": UNSURE} | dict.fromkeys("zh-TW 16k_zh_edu 16k_zh_medical 16k_zh_court".split(), GONE),
    "standard": dict.fromkeys("8k_zh_large 16k_zh_large 16k_zh_en".split(), NOW) | {"16k_multi_lang": GONE},
    "advanced": dict.fromkeys(
        "zh-dialect zh-yue vi ja ko id th pt tr ar es hi fr ms fil de it ru sv da no".split(), NOW
    ),
}
# §9.2
TARGETS_1 = set("zh en es pt fr de ru ar ja ko vi ms id it th".split())
# §9.4
LARGE = "zh en yue ar de fr es pt id it ko ru th vi ja tr hi ms nl sv da fi pl cs fil fa el hu mk ro".split()
OLDER = "16k_zh_large 16k_zh_en zh-yue vi ja ko id th pt tr ar es hi fr ms fil de it ru sv da no".split()

# agora.md §11
SEVEN = (
    "af-ZA am-ET ar-AE ar-BH ar-DZ ar-EG ar-IL ar-IQ ar-JO ar-KW ar-LB ar-LY ar-MA ar-OM ar-PS ar-QA ar-SA ar-SY "
    "ar-TN ar-YE as-IN az-AZ be-BY bg-BG bn-IN bs-BA ca-ES cs-CZ cy-GB da-DK de-AT de-CH de-DE el-GR en-AU en-CA "
    "en-GB en-GH en-HK en-IE en-IN en-KE en-NG en-NZ en-PH en-SG en-TZ en-US en-ZA es-AR es-BO es-CL es-CO es-CR "
    "es-CU es-DO es-EC es-ES es-GQ es-GT es-HN es-MX es-NI es-PA es-PE es-PR es-PY es-SV es-US es-UY es-VE et-EE "
    "eu-ES fa-IR fi-FI fil-PH fr-BE fr-CA fr-CH fr-FR ga-IE gl-ES gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS "
    "it-CH it-IT ja-JP jv-ID ka-GE kk-KZ km-KH kn-IN ko-KR lo-LA lt-LT lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY mt-MT "
    "my-MM nb-NO ne-NP nl-BE nl-NL or-IN pa-IN pl-PL ps-AF pt-BR pt-PT ro-RO ru-RU si-LK sk-SK sl-SI so-SO sq-AL "
    "sr-RS sv-SE sw-KE sw-TZ ta-IN te-IN th-TH tl-PH tr-TR uk-UA ur-IN uz-UZ vi-VN wuu-CN yue-CN zh-CN "
    "zh-CN-shandong zh-CN-sichuan zh-HK zh-TW zu-ZA"
).split()
MAINLAND = "cmn-CN hsn-CN nan-CN".split()
FIVE_SPOKEN = (
    "ar-AE ar-EG ar-JO ar-SA bn-IN de-DE en-IN en-US es-ES fa-IR fil-PH fr-FR gu-IN he-IL hi-IN id-ID it-IT ja-JP "
    "kn-IN ko-KR ms-MY nl-NL pt-PT ru-RU ta-IN te-IN th-TH tr-TR vi-VN zh-CN zh-HK zh-TW"
).split()
FIVE_TARGETS = (
    "ar-AE ar-EG ar-JO ar-SA cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-US es-ES es-MX fa-IR fi-FI fr-CA fr-FR "
    "he-IL hi-IN hu-HU id-ID it-IT ja-JP km-KH ko-KR lo-LA ms-MY my-MM nl-NL no-NO pl-PL pt-BR pt-PT ro-RO ru-RU "
    "sk-SK sv-SE th-TH tl-PH tr-TR uk-UA vi-VN zh-CN zh-HK zh-TW"
).split()
COUNTS = {"trtc-1": (31, 15), "trtc-2": (52, 16), "agora-5": (32, 46), "agora-6": (32, 46), "agora-7": (150, 151)}
"""Codes to recognise and to translate to, whatever their status and site."""
EVERY = pytest.mark.parametrize("generation", COUNTS)


def codes(generation: str, use: LanguageUse, site: str = "") -> set[str]:
    return {each.code for each in load_catalogue(generation).for_use(use, site)}


@EVERY
def test_so_many_codes_each_once(generation: str) -> None:
    catalogue = load_catalogue(generation)
    assert (len(codes(generation, S)), len(codes(generation, T))) == COUNTS[generation]
    assert len(catalogue.by_code()) == len(catalogue.languages)
    assert all(each.tag and each.name and each.own_name and each.uses for each in catalogue.languages)


def test_trtc_1_has_the_rows_of_its_table() -> None:
    catalogue = load_catalogue("trtc-1")
    found = {(each.code, each.tier, each.status) for each in catalogue.for_use(S)}
    assert found == {(code, tier, status) for tier, rows in SPOKEN_1.items() for code, status in rows.items()}
    assert codes("trtc-1", T) == TARGETS_1
    assert len(TARGETS_1) == 15


def test_trtc_2_has_the_codes_of_its_list_and_cantonese_at_the_mainland_alone() -> None:
    assert codes("trtc-2", S) == {f"bigmodel-{code}" for code in LARGE} | set(OLDER)
    assert len(LARGE) == 30
    assert codes("trtc-2", T, "intl") == TARGETS_1
    assert codes("trtc-2", T, "cn") == TARGETS_1 | {"yue"}
    tiers = {each.code: each.tier for each in load_catalogue("trtc-2").for_use(S)}
    assert {tiers[f"bigmodel-{code}"] for code in LARGE} == {"large model"}
    older = {code: tier for tier, rows in SPOKEN_1.items() for code in rows}
    assert all(tiers[code] == older[code] for code in OLDER)


@pytest.mark.parametrize("generation", ["agora-5", "agora-6"])
def test_agora_5_and_6_have_both_lists(generation: str) -> None:
    assert codes(generation, S) == set(FIVE_SPOKEN)
    assert codes(generation, T) == set(FIVE_TARGETS)


def test_agora_7_has_147_codes_and_three_of_the_mainland_and_one_that_is_gone() -> None:
    assert len(SEVEN) == len(set(SEVEN)) == 147
    assert codes("agora-7", S, "global") == set(SEVEN)
    assert codes("agora-7", T, "global") == {*SEVEN, "no-NO"}
    assert codes("agora-7", S, "cn") == {*SEVEN, *MAINLAND}
    marked = {each.code: each.status for each in load_catalogue("agora-7").languages if each.status is not NOW}
    assert marked == {"no-NO": GONE} | dict.fromkeys(MAINLAND, UNSURE)


@EVERY
def test_what_the_vendor_no_longer_lists_stands_last(generation: str) -> None:
    gone = [each.status is GONE for each in load_catalogue(generation).languages]
    assert gone == sorted(gone)


@pytest.mark.parametrize(
    ("generation", "typed", "found"),
    [
        ("agora-7", "no-NO", "nb-NO"),
        ("agora-7", "bokmal", "nb-NO"),
        ("trtc-1", "nb-NO", "no"),
        ("trtc-1", "jp", "ja"),
        ("agora-5", "jp", "ja-JP"),
        ("trtc-2", "jp", "bigmodel-ja"),
        ("trtc-2", "zh", "bigmodel-zh"),
        ("trtc-2", "mandarin", "bigmodel-zh"),
        ("trtc-2", "yue", "bigmodel-yue"),
        *((generation, "Deutsch", code) for generation, code in (("trtc-1", "de"), ("agora-7", "de-DE"))),
        ("agora-7", "german", "de-AT"),
        ("agora-7", "日本語", "ja-JP"),
        ("agora-7", "Français", "fr-FR"),
        ("agora-7", "iw", "he-IL"),
        ("agora-7", "farsi", "fa-IR"),
        ("agora-7", "ZH-cn-SICHUAN", "zh-CN-sichuan"),
        ("agora-7", "zh-Hant", "zh-TW"),
        ("trtc-1", "16k_zh_court", "16k_zh_court"),
    ],
)
def test_people_find_a_language_by_any_name_and_by_old_codes(generation: str, typed: str, found: str) -> None:
    assert found in [each.code for each in search(load_catalogue(generation).languages, typed)][:6]


def test_one_tag_whatever_a_vendor_calls_it() -> None:
    def tags(tag: str) -> dict[str, set[str]]:
        found = {name: {each.code for each in load_catalogue(name).languages if each.tag == tag} for name in COUNTS}
        return {name: tagged for name, tagged in found.items() if tagged}

    assert tags("ja") == {"trtc-1": {"ja"}, "trtc-2": {"ja", "bigmodel-ja"}}
    assert tags("ja-JP") == {name: {"ja-JP"} for name in ("agora-5", "agora-6", "agora-7")}
    assert tags("yue") == {"trtc-1": {"zh-yue"}, "trtc-2": {"zh-yue", "bigmodel-yue", "yue"}}


def test_the_file_has_no_entry_without_a_use_and_no_word_that_nobody_reads() -> None:
    entries = json.loads(files("roomscribe.resources").joinpath("languages", "languages.json").read_text("utf-8"))
    assert len({entry["tag"] for entry in entries}) == len(entries)
    assert set(chain.from_iterable(entries)) == {"tag", "name", "own_name", "also", "codes"}
    known = {"in", "code", "uses", "name", "own_name", "tier", "status", "status_uses", "sites", "also"}
    rows = [code for entry in entries for code in entry["codes"]]
    assert set(chain.from_iterable(rows)) == known
    assert all(row["uses"] and set(row["in"]) <= set(COUNTS) for row in rows)


def test_a_doubt_about_recognising_is_none_about_translating() -> None:
    catalogue = load_catalogue("trtc-1")
    status = {use: english.status for use in (S, T, None) if (english := catalogue.get("en", use))}
    assert status == {S: UNSURE, T: NOW, None: UNSURE}
    assert {each.status for each in catalogue.for_use(T)} == {NOW}
