"""The languages of TRTC transcription 2.0 and the rules about choosing them (tencent.md §4.1, §9.4)."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.languages import LanguageUse
from roomscribe.vendors.language_data import load_catalogue

LANGUAGES = replace(load_catalogue("trtc-2"), closed=True)
DEFAULT_SPOKEN = "bigmodel-zh"
STANDARD = tuple(each.code for each in LANGUAGES.languages if each.tier == "standard")
"""The engines that can leave out swear words, fillers and full stops; of the basic tier there is none left."""

_NO_ALTERNATIVE = frozenset({"zh-dialect", "zh-yue"})


def can_be_spoken(code: str) -> bool:
    """Whether a task can recognise this language."""
    return LANGUAGES.takes(code, LanguageUse.RECOGNISE)


def can_be_target(code: str, site: str) -> bool:
    """Whether speech can be translated to this language at this site."""
    language = LANGUAGES.get(code)
    return language is not None and LanguageUse.TRANSLATE_TO in language.uses and language.at(site)


def can_be_alternative(code: str) -> bool:
    """Whether this language can stand beside the spoken one: advanced engines but two (§4.1, AlternativeLanguage)."""
    language = LANGUAGES.get(code)
    advanced = language is not None and language.tier == "advanced"
    return advanced and can_be_spoken(code) and code not in _NO_ALTERNATIVE
