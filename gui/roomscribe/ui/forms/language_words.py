"""Languages in words: what a chip, a list and a summary say of a code."""

from __future__ import annotations

import re

from roomscribe.domain.language_doubts import STATUS_NOTES
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageUse
from roomscribe.domain.text import T
from roomscribe.ui.words import say

_REST = r" \(|, "
"""Where a name begins to say which kind of the language it is."""


def language_name(catalogue: LanguageCatalogue, code: str) -> str:
    """The English name; the code itself for a language that the catalogue does not have."""
    language = catalogue.get(code)
    return language.name if language is not None else code


def short_name(catalogue: LanguageCatalogue, code: str) -> str:
    """The first word of the name and the code, where there is no room for the whole name."""
    return f"{re.split(_REST, language_name(catalogue, code))[0]} · {code}" if catalogue.get(code) else code


def language_details(catalogue: LanguageCatalogue, code: str, use: LanguageUse | None = None) -> str:
    """Everything known about a code that is chosen for a use, in one line."""
    language = catalogue.get(code, use)
    if language is None:
        return say(T("{code} – not in the vendor's list", code=code))
    return " · ".join(part for part in (language.name, own_name(language), code, language_note(language)) if part)


def own_name(language: Language) -> str:
    """What its speakers call it, where that differs from the English name."""
    return language.own_name if language.own_name != language.name else ""


def language_note(language: Language) -> str:
    """What to know before choosing it: whether the vendor still has it, and the price class."""
    notes = []
    if language.sites is not None:
        notes.append(say(T("at this site only")))
    elif note := STATUS_NOTES.get(language.status):
        notes.append(say(note))
    if language.tier:
        notes.append(say(T("{tier} engine", tier=language.tier)))
    return " · ".join(notes)
