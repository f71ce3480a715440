"""Reads a generation's language catalogue from `resources/languages/`."""

from __future__ import annotations

import json
from importlib.resources import files

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse


def load_catalogue(name: str) -> LanguageCatalogue:
    """The catalogue of `resources/languages/<name>.json`."""
    return read_catalogue(
        files("roomscribe.resources").joinpath("languages", f"{name}.json").read_text(encoding="utf-8")
    )


def read_catalogue(text: str) -> LanguageCatalogue:
    """The catalogue in such a file's text; a distribution of a vendor keeps its file with its own code.

    It is a list of objects: `code`, `name`, `own_name`, `uses` (list of `LanguageUse` words), and optionally
    `tier`, `status` (a `LanguageStatus` word) and `also` (list of other codes and words for searching).
    """
    return LanguageCatalogue(tuple(_language(entry) for entry in json.loads(text)))


def _language(entry: dict[str, object]) -> Language:
    uses, also = entry["uses"], entry.get("also", [])
    if not isinstance(uses, list) or not isinstance(also, list):
        raise ValueError(f"language {entry.get('code')!r}: uses and also must be lists")
    return Language(
        code=str(entry["code"]),
        name=str(entry["name"]),
        own_name=str(entry["own_name"]),
        uses=frozenset(LanguageUse(use) for use in uses),
        tier=str(entry.get("tier", "")),
        status=LanguageStatus(str(entry.get("status", LanguageStatus.CURRENT))),
        also=tuple(str(word) for word in also),
    )
