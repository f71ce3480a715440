"""The languages (agora.md §11): 32 to recognise and 46 to translate to in 5.x and 6.x, 147 for both in 7.x."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.vendors.language_data import load_catalogue

CODE_SHAPE = r"[A-Za-z]{2,3}(-[A-Za-z]{4})?-([A-Za-z]{2}|[0-9]{3})(-[A-Za-z0-9]{2,16})?"
"""`en-US`, `zh-CN-sichuan`: each of agora.md §11 names a country."""


def agora_5_languages() -> LanguageCatalogue:
    """Of 5.x and 6.x, whose lists are the same.

    Advice, not a fence: Agora's published lists changed without version numbers, so a code outside them is sent too.
    """
    return replace(load_catalogue("agora-5"), code_shape=CODE_SHAPE)


def agora_7_languages() -> LanguageCatalogue:
    """Of 7.x: since 7.2.2 whatever is recognised is also a target.

    Beside the 147 there are three codes that the mainland site's pages alone have, and one that was withdrawn.
    """
    return replace(load_catalogue("agora-7"), code_shape=CODE_SHAPE)
