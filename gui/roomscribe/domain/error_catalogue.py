"""The catalogue of errors: what each code, status, word or text of a vendor means and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.text import Text

GAP = "…"
"""Stands in an entry's code for the part that differs from answer to answer."""


class Spelling(StrEnum):
    """Where in an answer an entry's code stands."""

    CODE = "code"
    """In the answer's field for codes, number or words."""
    REASON = "reason"
    """In its field for reasons."""
    TEXT = "text"
    """In its message: there is no code, so the text is all there is."""
    HTTP = "http"
    """It is the HTTP status, which decides where an answer says nothing more exact."""
    OWN = "own"
    """Nowhere: it is the console's own word, as the vendor said nothing."""
    ELSEWHERE = "elsewhere"
    """In no answer to the console: in the vendor's SDKs, consoles and logs."""


class Occasion(StrEnum):
    """What the console is doing when it makes a call."""

    PREPARE = "prepare"
    START = "start"
    ASK = "ask"
    CHANGE = "change"
    STOP = "stop"
    LIST = "list"


class Repeat(StrEnum):
    """Whether the same request may be sent once more (design: nothing is retried unless that is harmless)."""

    POINTLESS = "pointless"
    """It would be refused again: something has to be mended first."""
    LATER = "later"
    """Nothing has happened, and the same request may succeed later."""
    ASK_FIRST = "ask-first"
    """It may have taken effect: what became of it is asked first, as a second start could run, and be billed, twice."""


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """One error."""

    key: str
    """Unique over all vendors, and kept in the ledger: `trtc/FailedOperation.TaskExist`."""
    vendor: str
    """The vendor's id; "" for what the console itself says, whoever the vendor is."""
    code: str
    """As the vendor spells it; `GAP` stands for what differs."""
    spelling: Spelling
    kind: FailureKind | None
    """None for `Spelling.ELSEWHERE`: it never decides about a task."""
    meaning: Text
    remedy: Text
    source: str
    """Section of the vendor file, such as "agora.md §8.2"; of this program's own words the module."""
    calls: tuple[str, ...] = ()
    """The vendor's names of the calls that are answered so; empty for any call."""
    retryable: bool = False
    """The same request may succeed later, unchanged."""
    field: str = ""
    """Key of the form's or the profile's field where it can be mended, or ""."""
    said: tuple[str, ...] = ()
    """The vendor's messages that come with the code, as far as they are known; `GAP` stands for what differs."""
    where: Text | None = None
    """For `Spelling.ELSEWHERE`: where people meet it."""

    def says(self, message: str) -> bool:
        """Whether one of the vendor's messages for it stands in a text."""
        texts = (*self.said, self.code) if self.spelling is Spelling.TEXT else self.said
        return any(_pattern(each).search(message) for each in texts)

    @property
    def repeat(self) -> Repeat:
        """Whether the same request may be sent once more."""
        if self.kind is FailureKind.AMBIGUOUS:
            return Repeat.ASK_FIRST
        return Repeat.LATER if self.retryable else Repeat.POINTLESS

    def note(
        self,
        *,
        code: str = "",
        vendor_message: str = "",
        request_id: str = "",
        field: str = "",
        meaning: Text | None = None,
        remedy: Text | None = None,
    ) -> ErrorNote:
        """This error as it happened; `field`, `meaning` and `remedy` take the place of the entry's own."""
        if self.kind is None:
            raise ValueError(f"{self.key} is no answer to a call")
        return ErrorNote(
            kind=self.kind,
            code=code or self.code,
            vendor_message=vendor_message,
            meaning=meaning or self.meaning,
            remedy=remedy or self.remedy,
            request_id=request_id,
            retryable=self.retryable,
            field=field or self.field,
            entry=self.key,
        )


@dataclass(frozen=True, kw_only=True)
class ErrorCatalogue:
    """Every error that one generation's calls are documented to answer, or that people meet around them."""

    entries: tuple[CatalogueEntry, ...] = ()
    others: tuple[CatalogueEntry, ...] = ()
    """What is said about everything that is not in `entries`."""
    calls: Mapping[str, Occasion] = field(default_factory=dict)
    """The generation's calls by the vendor's names for them."""

    def calls_of(self, entry: CatalogueEntry) -> tuple[str, ...]:
        """Which of this generation's calls are answered so."""
        if entry.spelling is Spelling.ELSEWHERE:
            return ()
        return tuple(call for call in self.calls if not entry.calls or call in entry.calls)


def answered_by(entries: Iterable[CatalogueEntry], calls: Iterable[str]) -> tuple[CatalogueEntry, ...]:
    """Those of a vendor's entries that some calls can be answered with."""
    known = set(calls)
    return tuple(each for each in entries if not each.calls or known.intersection(each.calls))


def _pattern(text: str) -> re.Pattern[str]:
    parts = (re.escape(part.strip(" .")) for part in text.split(GAP))
    return re.compile(".*?".join(parts), re.IGNORECASE | re.DOTALL)
