"""What a client's harmless call told about a profile, as the report that dialogs show."""

from __future__ import annotations

from roomscribe.domain.errors import CallFailed, ErrorNote
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.text import Text
from roomscribe.vendors.protocol import ConnectionReport


def accepted(answer: str, meaning: Text, exchange: Exchange | None) -> ConnectionReport:
    """The vendor accepts the credentials."""
    return ConnectionReport(
        ok=True,
        answer=answer,
        meaning=meaning,
        clock_skew=exchange.clock_skew if exchange else None,
        request_id=exchange.request_id if exchange else "",
    )


def refused(failure: CallFailed) -> ConnectionReport:
    """The vendor does not, or could not be asked."""
    note, exchange = failure.note, failure.exchange
    return ConnectionReport(
        ok=False,
        answer=said(note),
        meaning=note.meaning,
        clock_skew=exchange.clock_skew if exchange else None,
        request_id=note.request_id,
        error=note,
    )


def said(note: ErrorNote) -> str:
    """A vendor's code and words in one line."""
    return f"{note.code}: {note.vendor_message}" if note.vendor_message else note.code
