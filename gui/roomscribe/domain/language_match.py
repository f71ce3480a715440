"""Finds a language of one generation in another's catalogue, by the BCP 47 tags of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus

_COUNTRY = r"[a-z]{2}|[0-9]{3}"
_SAME = {"cmn": "zh", "no": "nb", "tl": "fil", "iw": "he", "in": "id", "mo": "ro"}
"""Older or narrower names of a language, and the one it goes by here."""
_USUAL = dict(
    pair.split("-")
    for pair in (
        "af-ZA ar-EG bg-BG bn-IN ca-ES cs-CZ da-DK de-DE el-GR en-US es-ES et-EE fa-IR fi-FI fil-PH fr-FR gu-IN he-IL "
        "hi-IN hr-HR hu-HU id-ID it-IT ja-JP kn-IN ko-KR lt-LT lv-LV mk-MK ms-MY my-MM nb-NO nl-NL pl-PL pt-BR ro-RO "
        "ru-RU sk-SK sl-SI sr-RS sv-SE sw-KE ta-IN te-IN th-TH tr-TR uk-UA ur-IN vi-VN yue-HK zh-CN"
    ).split()
)
"""Which country is meant when none is named, as CLDR's likely subtags have it; Spanish and English as vendors do."""
_SCRIPTS = frozenset({"zh"})
"""Languages that another country writes in another script: what is offered for all countries is not that one's."""


KEPT = 4096
"""Tags of which the whole is known: those of all catalogues, and some that people write."""


@dataclass(frozen=True)
class Match:
    """A language of the other catalogue."""

    language: Language
    exact: bool
    """It is the same one; else only a near one, of another country or dialect."""


def match(language: Language, at_home: LanguageCatalogue, offered: Iterable[Language]) -> Match | None:
    """The one of the languages offered that stands for a language of another catalogue; None where none does.

    An engine that is more than its language, such as one for noisy rooms, has no exact match but itself.
    """
    known = list(offered)
    if same := next((each for each in known if each.code == language.code), None):
        return Match(same, exact=True)
    wanted = _whole(_tag(language))
    # A current entry before a withdrawn one; Python's sort keeps the catalogue's order otherwise.
    known.sort(key=lambda each: each.status is LanguageStatus.WITHDRAWN)
    near = [each for each in known if _base(_tag(each)) == _base(_tag(language))]
    plain = is_plain(language, at_home)
    if found := next((each for each in near if _whole(_tag(each)) == wanted), None):
        return Match(found, exact=plain)
    usual = _whole(_base(_tag(language)))
    best = next((each for each in near if _whole(_tag(each)) == usual), near[0] if near else None)
    return Match(best, exact=False) if best is not None else None


def same_language(offered: Iterable[Language], code: str) -> list[Language]:
    """The languages offered that a code of some other service means, whatever the country: `pt-BR` finds `pt`."""
    wanted = _base(code.strip().replace("_", "-"))
    return [each for each in offered if wanted and _base(_tag(each)) == wanted]


def meant_by(offered: Iterable[Language], code: str) -> list[Language]:
    """The languages offered that a code may mean, whatever its case and whether its parts are joined by `-` or `_`.

    Without a country it is a name of the language, and means it in every country: `en` finds `en-US` and `en-IN`. With
    one it means the language there; else, where none is offered for that country, the one that is for all: `de-AT`
    finds `de`.
    """
    tag = code.strip().replace("_", "-")
    parts, base, whole = _standard(tag).split("-"), _base(tag), _whole(tag)
    alike = [each for each in offered if _base(_tag(each)) == base]
    if len(parts) == 1:
        return [each for each in alike if _standard(_tag(each)).split("-")[0] == parts[0]] or alike
    if there := [each for each in alike if _whole(_tag(each)) == whole]:
        return there
    if len(parts) > 2 or not re.fullmatch(_COUNTRY, parts[1]) or base in _SCRIPTS:
        return []
    return [each for each in alike if "-" not in _standard(_tag(each))]


def is_plain(language: Language, catalogue: LanguageCatalogue) -> bool:
    """Whether an entry is its language and no more; an engine that is more, as for noisy rooms, has its own name."""
    alike = (each for each in catalogue.languages if _tag(each) == _tag(language) and each.uses & language.uses)
    first = next(alike, language)
    return first.name == language.name


def is_usual(language: Language) -> bool:
    """Whether it is of the country that is meant first where its language goes without one."""
    tag = _tag(language)
    return _whole(tag) == _whole(tag.partition("-")[0])


def _tag(language: Language) -> str:
    return language.tag or language.code


@lru_cache(KEPT)  # for each language that is written down, all that are offered are asked
def _base(tag: str) -> str:
    first = _standard(tag).split("-")[0]
    return _SAME.get(first, first)


def _standard(tag: str) -> str:
    # The vendors' Chinese of Hong Kong is Cantonese.
    return "yue-hk" if tag.lower() == "zh-hk" else tag.lower()


@lru_cache(KEPT)
def _whole(tag: str) -> str:
    """The tag with the country that is meant when none is named."""
    base = _base(tag)
    rest = _standard(tag).split("-")[1:]
    if not rest and base in _USUAL:
        rest = [_USUAL[base].lower()]
    return "-".join([base, *rest])
