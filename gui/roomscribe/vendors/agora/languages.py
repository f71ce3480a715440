"""The languages (agora.md §11): 32 to recognise and 46 to translate to in 5.x and 6.x, 147 for both in 7.x."""

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


@cache
def agora_7_languages() -> LanguageCatalogue:
    """The catalogue of `resources/languages/agora-7.json`: since 7.2.2 whatever is recognised is also a target.

    Four codes beside the 147 are marked unsure, for they stand on mainland pages alone, or withdrawn.
    """
    return load_catalogue("agora-7")
