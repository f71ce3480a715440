"""Finds a language of one generation in another's catalogue, by the BCP 47 tags of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus

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
    alike = [each for each in at_home.languages if _tag(each) == _tag(language) and each.uses & language.uses]
    plain = not alike or alike[0].name == language.name
    if found := next((each for each in near if _whole(_tag(each)) == wanted), None):
        return Match(found, exact=plain)
    usual = _whole(_base(_tag(language)))
    best = next((each for each in near if _whole(_tag(each)) == usual), near[0] if near else None)
    return Match(best, exact=False) if best is not None else None


def same_language(offered: Iterable[Language], code: str) -> list[Language]:
    """The languages offered that a code of some other service means, whatever the country: `pt-BR` finds `pt`."""
    wanted = _base(code.strip().replace("_", "-"))
    return [each for each in offered if wanted and _base(_tag(each)) == wanted]


def same_tag(offered: Iterable[Language], code: str) -> list[Language]:
    """The languages offered that a code means, with the usual country where it names none: `en` finds `en-US`."""
    wanted = _whole(code.strip().replace("_", "-"))
    return [each for each in offered if wanted and _whole(_tag(each)) == wanted]


def _tag(language: Language) -> str:
    return language.tag or language.code


def _base(tag: str) -> str:
    first = _standard(tag).split("-")[0]
    return _SAME.get(first, first)


def _standard(tag: str) -> str:
    # The vendors' Chinese of Hong Kong is Cantonese.
    return "yue-hk" if tag.lower() == "zh-hk" else tag.lower()


@lru_cache(KEPT)  # for each language that is written down, all that are offered are asked
def _whole(tag: str) -> str:
    """The tag with the country that is meant when none is named."""
    base = _base(tag)
    rest = _standard(tag).split("-")[1:]
    if not rest and base in _USUAL:
        rest = [_USUAL[base].lower()]
    return "-".join([base, *rest])
