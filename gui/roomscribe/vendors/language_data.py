"""Reads languages: a generation's from the one catalogue in `resources/languages/`, a plug-in's from its own file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse

Entry = dict[str, Any]


@cache
def load_catalogue(generation: str) -> LanguageCatalogue:
    """The languages of one generation, from `resources/languages/languages.json`.

    The file is a list of languages: `tag` (BCP 47), `name`, `own_name`, optionally `also`, and `codes`: what
    generations call it. A code says which those are (`in`), and has what `read_catalogue` reads; its own names, for an
    engine that is more than the language, go before the language's.
    """
    return _catalogue(_flat(entry, code) for entry in _file() for code in entry["codes"] if generation in code["in"])


def read_catalogue(text: str) -> LanguageCatalogue:
    """The catalogue in a file's text; a distribution of a vendor keeps its file with its own code.

    It is a list of objects: `code`, `name`, `own_name`, `uses` (list of `LanguageUse` words), and optionally `tag`
    (BCP 47), `tier`, `status` (a `LanguageStatus` word), `status_uses` (list of uses, where the status speaks of some
    alone), `sites` (list of ids) and `also` (list of other codes and words for searching). Raises `ValueError` where a
    list is something else.
    """
    return _catalogue(json.loads(text))


@cache
def _file() -> list[Entry]:
    text = files("roomscribe.resources").joinpath("languages", "languages.json").read_text(encoding="utf-8")
    entries: list[Entry] = json.loads(text)
    return entries


def _flat(entry: Entry, code: Entry) -> Entry:
    return {**entry, **code, "also": [*entry.get("also", []), *code.get("also", [])]}


def _catalogue(entries: Iterable[Entry]) -> LanguageCatalogue:
    """In the order of the entries, but what the vendor no longer lists stands last."""
    found = [_language(entry) for entry in entries]
    return LanguageCatalogue(tuple(sorted(found, key=lambda each: each.status is LanguageStatus.WITHDRAWN)))


def _language(entry: Entry) -> Language:
    lists = {key: entry.get(key, []) for key in ("uses", "status_uses", "also", "sites")}
    if not all(isinstance(each, list) for each in lists.values()):
        raise ValueError(f"language {entry.get('code')!r}: uses, status_uses, also and sites must be lists")
    return Language(
        code=str(entry["code"]),
        tag=str(entry.get("tag", "")),
        name=str(entry["name"]),
        own_name=str(entry["own_name"]),
        uses=frozenset(LanguageUse(use) for use in lists["uses"]),
        tier=str(entry.get("tier", "")),
        status=LanguageStatus(str(entry.get("status", LanguageStatus.CURRENT))),
        status_uses=frozenset(map(LanguageUse, lists["status_uses"])) or frozenset(LanguageUse),
        sites=frozenset(map(str, lists["sites"])) or None,
        also=tuple(map(str, lists["also"])),
    )
