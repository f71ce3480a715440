"""The languages of TRTC transcription 1.0 and the rules about choosing them (tencent.md §9.1, §9.2)."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.languages import LanguageUse
from roomscribe.vendors.language_data import load_catalogue

LANGUAGES = replace(load_catalogue("trtc-1"), closed=True)
DEFAULT_SPOKEN = "zh"
"""What the vendor recognises when no language is given."""
DIALECTS = "zh-dialect"
"""Takes no alternatives, and is none."""

_ALTERNATIVE_TIERS = frozenset({"basic", "advanced"})


def can_be_spoken(code: str) -> bool:
    """Whether a task can recognise this language."""
    return LANGUAGES.takes(code, LanguageUse.RECOGNISE)


def can_be_target(code: str) -> bool:
    """Whether speech can be translated to this language."""
    return LANGUAGES.takes(code, LanguageUse.TRANSLATE_TO)


def can_be_alternative(code: str) -> bool:
    """Whether this language can stand beside the spoken one (tencent.md §3.3, AlternativeLanguage)."""
    language = LANGUAGES.get(code)
    return can_be_spoken(code) and code != DIALECTS and language is not None and language.tier in _ALTERNATIVE_TIERS
