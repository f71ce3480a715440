"""Languages as people choose them: a code of the vendor, an English name and the language's own name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

_KIND = re.compile(r"\s*[(（,].*", re.DOTALL)
"""What of a name says which country or kind of the language is meant."""


class LanguageUse(StrEnum):
    """What a language can be chosen for."""

    RECOGNISE = "recognise"
    TRANSLATE_TO = "translate-to"


class LanguageStatus(StrEnum):
    """Whether the vendor's current list still has it."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    """Was listed once; may still work."""
    UNSURE = "unsure"
    """The vendor's pages contradict each other."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """One entry of a generation's catalogue."""

    code: str
    """The vendor's code, sent as it stands."""
    tag: str = ""
    """The language's BCP 47 tag, the same whatever a vendor calls it; "" when nobody said."""
    name: str
    """English name."""
    own_name: str
    """The name its speakers use; equal to `name` where there is none."""
    uses: frozenset[LanguageUse]
    tier: str = ""
    """The vendor's engine tier (price class), empty where there are none."""
    status: LanguageStatus = LanguageStatus.CURRENT
    status_uses: frozenset[LanguageUse] = frozenset(LanguageUse)
    """The uses of which the status speaks; for the others it is current."""
    sites: frozenset[str] | None = None
    """Ids of the sites whose documents have it; None for every site."""
    also: tuple[str, ...] = ()
    """Other codes and words a search should find it by."""

    def used_for(self, use: LanguageUse | None) -> Language:
        """The language as it stands for this use; None for any."""
        return self if use is None or use in self.status_uses else replace(self, status=LanguageStatus.CURRENT)

    def at(self, site: str) -> bool:
        """Whether it can be chosen at this site; "" stands for any."""
        return self.sites is None or not site or site in self.sites


@dataclass(frozen=True)
class LanguageCatalogue:
    """All languages of one generation, in the order in which they are offered."""

    languages: tuple[Language, ...]
    code_shape: str = ""
    """Pattern of a code that the vendor may take though it is not listed; "" where nothing tells."""
    closed: bool = False
    """Whether no code is sent that is not listed."""

    def for_use(self, use: LanguageUse, site: str = "") -> tuple[Language, ...]:
        """The languages that can be chosen for `use` at a site; "" stands for any."""
        return tuple(each.used_for(use) for each in self.languages if use in each.uses and each.at(site))

    def get(self, code: str, use: LanguageUse | None = None) -> Language | None:
        """The language with this code, as it stands for `use`; or None."""
        found = self.by_code().get(code)
        return found and found.used_for(use)

    def takes(self, code: str, use: LanguageUse) -> bool:
        """Whether there is such a language, and it can be used so."""
        language = self.get(code)
        return language is not None and use in language.uses

    def by_code(self) -> Mapping[str, Language]:
        """Every language by its code."""
        return self._by_code

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """What each language may be called, by its code."""
        return MappingProxyType({each.code: Names.of(each) for each in self.languages})

    @cached_property
    def _by_code(self) -> Mapping[str, Language]:
        # Each row of the table asks for the names of its languages.
        return MappingProxyType({each.code: each for each in self.languages})


@dataclass(frozen=True)
class Names:
    """What a language may be called when it is written down, folded; the earlier ones say it better."""

    own: frozenset[str]
    """Its code, and its whole names."""
    also: frozenset[str]
    """Its tag, older codes and other words."""
    short: frozenset[str]
    """Its names without the country or kind, which others have, too."""

    @classmethod
    def of(cls, language: Language) -> Names:
        """The names of one language."""
        names = (language.name, language.own_name)
        return cls(
            own=frozenset(map(folded, (language.code, *names))),
            also=frozenset(map(folded, filter(None, (language.tag, *language.also)))),
            short=frozenset(folded(_KIND.sub("", each)) for each in names),
        )


def search(languages: Iterable[Language], words: str) -> list[Language]:
    """Languages whose names or codes contain every word typed, whatever case and accents; best matches first."""
    wanted = folded(words).split()
    if not wanted:
        return list(languages)
    scored = [(score, position, each) for position, each in enumerate(languages) if (score := _score(each, wanted))]
    return [each for _, _, each in sorted(scored, key=lambda row: (-row[0], row[1]))]


def _score(language: Language, wanted: list[str]) -> int:
    texts = [folded(text) for text in (language.code, language.tag, language.name, language.own_name, *language.also)]
    if not all(any(word in text for text in texts) for word in wanted):
        return 0
    whole = " ".join(wanted)
    if whole in texts:
        return 3
    return 2 if any(text.startswith(whole) for text in texts) else 1


def folded(text: str) -> str:
    """A text for comparing, whatever its case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
