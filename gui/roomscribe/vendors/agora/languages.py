"""The languages (agora.md §11): 32 to recognise and 46 to translate to in 5.x and 6.x, 147 for both in 7.x."""

from __future__ import annotations

from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.vendors.language_data import load_catalogue


def agora_5_languages() -> LanguageCatalogue:
    """Of 5.x and 6.x, whose lists are the same.

    Advice, not a fence: Agora's published lists changed without version numbers, so a code outside them is sent too.
    """
    return load_catalogue("agora-5")


def agora_7_languages() -> LanguageCatalogue:
    """Of 7.x: since 7.2.2 whatever is recognised is also a target.

    Beside the 147 there are three codes that the mainland site's pages alone have, and one that was withdrawn.
    """
    return load_catalogue("agora-7")
