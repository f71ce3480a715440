"""How one of Agora's errors is written down in the catalogue."""

from __future__ import annotations

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import Text

SECTIONS = {Spelling.HTTP: "§8.1", Spelling.TEXT: "§8.2", Spelling.CODE: "§8.3", Spelling.REASON: "§8.5"}


def entry(
    spelling: Spelling,
    code: str,
    meaning: Text,
    remedy: Text,
    *,
    kind: FailureKind = FailureKind.REJECTED,
    calls: tuple[str, ...] = (),
    retryable: bool = False,
    field: str = "",
    name: str = "",
) -> CatalogueEntry:
    """A row of the tables; `name` tells rows apart that have the same code, and is short for a long text."""
    return CatalogueEntry(
        key=f"agora/{spelling.value}/{name or code}",
        vendor="agora",
        code=code,
        spelling=spelling,
        kind=kind,
        meaning=meaning,
        remedy=remedy,
        source=f"agora.md {SECTIONS[spelling]}",
        calls=calls,
        retryable=retryable,
        field=field,
    )
