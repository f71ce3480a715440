"""What every vendor's report on a profile has in common."""

from __future__ import annotations

from roomscribe.domain.errors import CallFailed, ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.text import T
from roomscribe.vendors.connection import accepted, refused

EXCHANGE = Exchange(
    call="c",
    method="GET",
    url="https://v.example",
    request=None,
    request_headers={},
    sent_at=1.0,
    request_id="r-1",
    clock_skew=2.5,
)


def note(words: str) -> ErrorNote:
    return ErrorNote(
        kind=FailureKind.AUTH,
        code="bad-key",
        vendor_message=words,
        meaning=T("Wrong."),
        remedy=T("Type."),
        request_id="r",
    )


def test_an_accepted_profile_has_no_error() -> None:
    report = accepted("HTTP 200", T("Fine."), EXCHANGE)
    assert (report.ok, report.clock_skew, report.request_id, report.error) == (True, 2.5, "r-1", None)


def test_a_refused_profile_has_the_vendors_code_and_words() -> None:
    report = refused(CallFailed(note("no such key"), exchange=EXCHANGE))
    assert (report.ok, report.answer, report.clock_skew) == (False, "bad-key: no such key", 2.5)
    unanswered = refused(CallFailed(note("")))
    assert (unanswered.answer, unanswered.clock_skew, unanswered.request_id) == ("bad-key", None, "r")
