"""Reads a language that was written down: by its code, its name in English or its own, or an older code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roomscribe.domain.language_match import is_plain, is_usual, meant_by
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse, folded
from roomscribe.domain.text import T, Text
from roomscribe.domain.typed_text import split_names
from roomscribe.domain.validation import shortened

MOST_CHOICES = 6
"""Languages that a message lists; of more it names some."""
_ANY_CODE = r"[!-~]+"


@dataclass(frozen=True)
class ReadLanguage:
    """The code that a text means; else "" and why there is none."""

    code: str
    problem: Text | None = None


def read_language(text: str, use: LanguageUse | None, catalogue: LanguageCatalogue) -> ReadLanguage:
    """The language that a text means, among those offered for `use`. Names and codes follow one rule.

    - A code of the vendor's for this use is itself, and so is any whole name, in English or the language's own.
    - Anything else means each language that has it as another name, as its name without country or kind, or as its
      BCP 47 tag (see `meant_by`): `German`, `de` and, where nothing else is offered for Germany, `de_DE` alike.
    - An engine that is more than its language, what is withdrawn, and what is known at one site alone are meant only
      where nothing else is; of several engines that have the same name the first is meant, which the vendor prefers.
    - What then means several languages means none of them: nobody chooses a country for somebody else.

    As in the form, a code that is not in the list may be sent where the vendor's list is not closed: somebody may know
    more than the list. It has to look like one of the vendor's, though.
    """
    known = catalogue.get(text)
    if known is not None and (use is None or use in known.uses or not catalogue.closed):
        return ReadLanguage(text)
    offered = catalogue.for_use(use) if use is not None else catalogue.languages
    found = _meant(text, offered, catalogue)
    if len(found) == 1:
        return ReadLanguage(found[0].code)
    if found:
        choices = ", ".join(map(_named, found[:MOST_CHOICES])) + (", …" if len(found) > MOST_CHOICES else "")
        message = T("“{value}” can be {choices}. Write the one that is meant.", value=shortened(text), choices=choices)
        return ReadLanguage("", message)
    if not catalogue.closed and re.fullmatch(catalogue.code_shape or _ANY_CODE, text):
        return ReadLanguage(text)
    return ReadLanguage("", _not_offered(text, offered, catalogue))


def is_code(text: str, catalogue: LanguageCatalogue) -> bool:
    """Whether a text is a code of the list, or is known to look like one."""
    return catalogue.get(text) is not None or bool(re.fullmatch(catalogue.code_shape, text))


def split_languages(text: str, catalogue: LanguageCatalogue) -> list[str]:
    """The languages of a written list; one alone may have a comma in its name."""
    alone = folded(text.strip())
    if any(alone in each.own for each in catalogue.names.values()):
        return [text.strip()]
    return split_names(text)


def _meant(text: str, offered: tuple[Language, ...], catalogue: LanguageCatalogue) -> list[Language]:
    """The languages that a text means, the usual one first; the best way in which it means any counts."""
    wanted, names = folded(text), catalogue.names
    if exact := next((each for each in offered if wanted in names[each.code].own), None):
        return [exact]
    found = (
        [each for each in offered if wanted in names[each.code].also]
        or [each for each in offered if wanted in names[each.code].short]
        or meant_by(offered, text)
    )
    found = [each for each in found if each.sites is None and each.status is LanguageStatus.CURRENT] or found
    found = [each for each in found if is_plain(each, catalogue)] or found
    if len({each.name for each in found}) == 1:
        return found[:1]
    return sorted(found, key=lambda each: not is_usual(each))


def _named(language: Language) -> str:
    """`de-AT (German, Austria)`."""
    return f"{language.code} ({language.name.replace(' (', ', ').replace(')', '')})"


def _not_offered(text: str, offered: tuple[Language, ...], catalogue: LanguageCatalogue) -> Text:
    """That nothing offered is meant; the example is one that is."""
    usual = sorted(meant_by(offered, "en") or offered, key=lambda each: not is_usual(each))
    example = next((each.code for each in usual if is_plain(each, catalogue)), "en")
    if elsewhere := _meant(text, catalogue.languages, catalogue):
        return T(
            "{language} is not offered here. Write the code of another, such as {example}.",
            language=elsewhere[0].name,
            example=example,
        )
    return T(
        "No language is called “{value}”. Write its code, such as {example}.", value=shortened(text), example=example
    )
