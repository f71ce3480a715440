"""What speaks against a language that was chosen. It keeps nobody from choosing it: it may work all the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from roomscribe.domain.languages import LanguageCatalogue, LanguageStatus, LanguageUse
from roomscribe.domain.text import T, Text

STATUS_NOTES: Mapping[LanguageStatus, Text] = MappingProxyType(
    {
        LanguageStatus.WITHDRAWN: T("no longer listed; the vendor may refuse it"),
        LanguageStatus.UNSURE: T("the vendor's pages disagree about it"),
    }
)


def language_doubt(catalogue: LanguageCatalogue, code: str, use: LanguageUse | None, site: str) -> Text | None:
    """Why the vendor may refuse this choice; None where nothing is known against it."""
    language = catalogue.get(code, use)
    if language is None:
        return T("{code} is not in the vendor's list.", code=code)
    if not language.at(site):
        return T("{name}: in the list of another site only.", name=language.name)
    note = STATUS_NOTES.get(language.status) if language.sites is None else None
    return T("{name}: {note}.", name=language.name, note=note) if note is not None else None
