"""Reads a language that was written down: by its code, its name in English or its own, or an older code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roomscribe.domain.language_match import same_tag
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse, folded
from roomscribe.domain.text import T, Text
from roomscribe.domain.typed_text import split_names
from roomscribe.domain.validation import shortened

MOST_CHOICES = 8
"""Codes that a message lists; of more it names some."""
_ANY_CODE = r"[!-~]+"


@dataclass(frozen=True)
class ReadLanguage:
    """The code that a text means; else "" and why there is none."""

    code: str
    problem: Text | None = None


def read_language(text: str, use: LanguageUse | None, catalogue: LanguageCatalogue) -> ReadLanguage:
    """The language that a text means, among those offered for `use`.

    As in the form, a code that is not in the list may be sent: somebody may know more than the list. It has to look
    like one of the vendor's, though. A name that several languages share means none of them.
    """
    if catalogue.get(text) is not None:
        return ReadLanguage(text)
    offered = catalogue.for_use(use) if use is not None else catalogue.languages
    found = _meant(text, offered, catalogue)
    if len(found) == 1:
        return ReadLanguage(found[0])
    if found:
        choices = ", ".join(found[:MOST_CHOICES]) + (", …" if len(found) > MOST_CHOICES else "")
        message = T("“{value}” can be {choices}. Write the one that is meant.", value=shortened(text), choices=choices)
        return ReadLanguage("", message)
    if re.fullmatch(catalogue.code_shape or _ANY_CODE, text):
        return ReadLanguage(text)
    example = next((each.code for each in same_tag(catalogue.languages, "en")), "en")
    message = T(
        "No language is called “{value}”. Write its code, such as {example}.", value=shortened(text), example=example
    )
    return ReadLanguage("", message)


def is_code(text: str, catalogue: LanguageCatalogue) -> bool:
    """Whether a text is a code of the list, or is known to look like one."""
    return catalogue.get(text) is not None or bool(re.fullmatch(catalogue.code_shape, text))


def split_languages(text: str, catalogue: LanguageCatalogue) -> list[str]:
    """The languages of a written list; one alone may have a comma in its name."""
    alone = folded(text.strip())
    if any(alone in each.own for each in catalogue.names.values()):
        return [text.strip()]
    return split_names(text)


def _meant(text: str, offered: tuple[Language, ...], catalogue: LanguageCatalogue) -> list[str]:
    """The codes of the languages that a text means, the usual one first; the best way in which it means any counts."""
    wanted, names = folded(text), catalogue.names
    if exact := next((each.code for each in offered if wanted in names[each.code].own), ""):
        return [exact]
    ways = (
        [each for each in offered if wanted in names[each.code].also],
        [each for each in offered if wanted in names[each.code].short],
        same_tag(offered, text),
    )
    found = next(filter(None, ways), [])
    # What is withdrawn, or known at one site alone, has to be named itself.
    found = [each for each in found if each.sites is None and each.status is LanguageStatus.CURRENT] or found
    return [each.code for each in sorted(found, key=lambda each: not _is_usual(each))]


def _is_usual(language: Language) -> bool:
    """Whether it is the one that is meant where its code goes without a country."""
    return bool(same_tag((language,), language.code.partition("-")[0]))
