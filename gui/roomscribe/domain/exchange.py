"""A record of one request and its answer, redacted, as the timeline and the journal keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One call to a vendor as it went over the wire; every secret already replaced."""

    call: str
    """The vendor's name of the call: `StartAITranscription`, `acquire`."""
    method: str
    url: str
    request: object
    """The JSON body that was sent, or None."""
    request_headers: Mapping[str, str]
    sent_at: float
    """UTC seconds."""
    answered_at: float | None = None
    """UTC seconds; None when no answer came."""
    status: int | None = None
    """HTTP status."""
    response: object = None
    """The JSON answer, or text where it was none."""
    request_id: str = ""
    clock_skew: float | None = None
    """Vendor's clock minus ours in seconds, from the answer's `Date` header; None without one."""
    retry_after: float | None = None
    """Seconds for which the vendor wants no more calls, from the answer's `Retry-After` header; None without one."""
