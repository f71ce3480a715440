"""Languages as the tables of a batch have them: lists of codes, whatever fields a service makes of them."""

from __future__ import annotations

from collections.abc import Iterable

from roomscribe.domain.fields import Field, FieldKind, Section
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Generation


def language_holder(generation: Generation, use: LanguageUse) -> Field | None:
    """The field that holds the languages for this use; None where the service has none."""
    languages: Iterable[FieldKind] = (FieldKind.LANGUAGE, FieldKind.LANGUAGES, FieldKind.TABLE)
    way = generation.moving.with_languages
    none = way(("",), ())
    changed = way((" ",), ()) if use is LanguageUse.RECOGNISE else way(("",), (" ",))
    keys = [key for key, value in changed.items() if value != none.get(key)]
    found = [each for each in generation.fields if each.key in keys and each.kind in languages]
    return found[0] if found else None


def language_field(use: LanguageUse) -> Field:
    """A list of languages for this use, as tables and the matrix have it."""
    return Field(
        key="languages",
        kind=FieldKind.LANGUAGES,
        section=Section.LANGUAGE,
        label=T("Languages"),
        help=T("Codes or names."),
        language_use=use,
    )
