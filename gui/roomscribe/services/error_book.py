"""Every error that the vendors of this installation, or the console itself, may tell of: what the help shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.error_catalogue import GAP, CatalogueEntry, Spelling
from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.own_errors import OWN_ERRORS
from roomscribe.vendors.protocol import Generation, Vendor
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class BookEntry:
    """A catalogue's entry, and who says it."""

    entry: CatalogueEntry
    vendor: Vendor | None
    """None for what the console says of every vendor."""
    generations: tuple[Generation, ...] = ()
    """Those whose calls may be answered so; empty for what the console says of every vendor."""

    @property
    def unknown(self) -> bool:
        """Whether this stands for all codes that are not in the catalogue."""
        return self.entry.code == GAP


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What the book has about one error."""

    found: BookEntry | None
    vendor: Vendor | None
    """Whose error it is, as far as that is known."""
    known: bool
    """Whether exactly this code is in the catalogue, and not just its family, or nothing."""


class ErrorBook:
    """All catalogues as one list: what generations share stands in it once."""

    def __init__(self, registry: Registry) -> None:
        self.vendors: tuple[Vendor, ...] = registry.vendors
        pages: dict[str, tuple[CatalogueEntry, Vendor, list[Generation]]] = {}
        for vendor in registry.vendors:
            for generation in vendor.generations:
                for entry in (*generation.errors.entries, *generation.errors.others):
                    pages.setdefault(entry.key, (entry, vendor, []))[2].append(generation)
        of_vendors = [
            BookEntry(entry=entry, vendor=vendor, generations=tuple(generations))
            for entry, vendor, generations in pages.values()
        ]
        of_all = [BookEntry(entry=entry, vendor=None) for entry in OWN_ERRORS]
        self._by_key = {each.entry.key: each for each in (*of_vendors, *of_all)}
        self.entries: Sequence[BookEntry] = tuple(each for each in self._by_key.values() if not each.unknown)
        """Vendor by vendor, the newest generation first, and the console's own at the end."""

    def explained(self, note: ErrorNote, vendor_id: str = "") -> Explained:
        """What the book has about an error. `vendor_id` is whose it is, for a note that does not say it itself."""
        found = self._by_key.get(note.entry) or self._by_code(note.code, vendor_id)
        found = self._by_message(note, found) or found
        vendor = found.vendor if found else None
        vendor = vendor or next((each for each in self.vendors if each.id == vendor_id), None)
        known = found is not None and not found.unknown and _is(found.entry, note.code)
        return Explained(found=found, vendor=vendor, known=known)

    def _by_message(self, note: ErrorNote, found: BookEntry | None) -> BookEntry | None:
        """The meaning of the same code that the vendor's message names, also where an older version did not know it."""
        if found is None or not note.vendor_message:
            return None
        same = (each for each in self.entries if each.entry.code == found.entry.code and each.vendor is found.vendor)
        return next((each for each in same if each.entry.says(note.vendor_message)), None)

    def _by_code(self, code: str, vendor_id: str) -> BookEntry | None:
        """For what versions before this catalogue wrote down, and for vendors that have none."""
        same = (each for each in self.entries if each.entry.code == code)
        return next((each for each in same if each.entry.vendor in (vendor_id, "")), None)


def _is(entry: CatalogueEntry, code: str) -> bool:
    # A text is recognised by its words, whatever code or status comes with it.
    return entry.spelling is Spelling.TEXT or entry.code == code
