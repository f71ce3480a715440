"""The languages of the 5.x generation: 32 to recognise, 46 to translate to (agora.md §11)."""

from __future__ import annotations

from functools import cache

from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.vendors.language_data import load_catalogue


@cache
def agora_5_languages() -> LanguageCatalogue:
    """The catalogue of `resources/languages/agora-5.json`.

    Advice, not a fence: Agora's published lists changed without version numbers, so a code outside them is sent too.
    """
    return load_catalogue("agora-5")
