"""What the console itself says went wrong, where no vendor has said anything: the same for every vendor."""

from __future__ import annotations

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text


def own_entry(
    code: str,
    meaning: Text,
    remedy: Text,
    *,
    kind: FailureKind = FailureKind.NOT_SENT,
    retryable: bool = False,
    field: str = "",
    vendor: str = "",
    calls: tuple[str, ...] = (),
) -> CatalogueEntry:
    """A code of the console's own; a vendor's folder names its `vendor` for what only its client says."""
    return CatalogueEntry(
        key=f"{vendor or 'console'}/{code}",
        vendor=vendor,
        code=code,
        spelling=Spelling.OWN,
        kind=kind,
        meaning=meaning,
        remedy=remedy,
        source="design.md §5",
        calls=calls,
        retryable=retryable,
        field=field,
    )


HOST_NOT_FOUND = own_entry(
    "dns",
    T("The vendor's host name was not found."),
    T("Check the network connection and the address in the profile. Nothing was sent."),
    retryable=True,
    field="base_url",
)
NO_CONNECTION = own_entry(
    "connect",
    T("No connection to the vendor came about."),
    T("Check the network, the proxy and the firewall. Nothing was sent."),
    retryable=True,
)
NO_ANSWER = own_entry(
    "timeout",
    T("The vendor did not answer in time."),
    T("The request may have arrived. The console asks the vendor what became of it."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
)
RENEWED = own_entry(
    "renewed",
    T("The profile was changed just before the request was to leave."),
    T("Nothing was sent. Try again."),
    retryable=True,
)
BAD_ADDRESS = own_entry(
    "address",
    T("The address in the profile can't be used."),
    T("Correct the address in the profile. Nothing was sent."),
    field="base_url",
)
BROKEN_OFF = own_entry(
    "reset",
    T("The connection broke before the answer was complete."),
    T("The request may have arrived. The console asks the vendor what became of it."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
)
WEB_PAGE = own_entry(
    "html",
    T("A web page came back instead of the vendor's answer."),
    T("A proxy or gateway is in the way, or the vendor has trouble. Check the network, then try again."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
)
UNREADABLE = own_entry(
    "malformed",
    T("The vendor's answer could not be read, or lacks what it must have."),
    T("Try again in a minute. If it repeats, give the vendor the time and the request id."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
)
MISSHAPEN = own_entry(
    "misshapen",
    T("A value has no shape in which it could be sent."),
    T("Correct the field that is named. Nothing was sent."),
)
REFUSED_HERE = own_entry(
    "not-sent",
    T("The console refused to send the request: something is missing, or can't be right."),
    T("Nothing was sent. Correct it and start again."),
)
CANNOT_ASK = own_entry(
    "cannot-ask",
    T("The vendor can't be asked about the task at the moment: the profile, or a secret of it, is missing."),
    T("The console asks again by itself once that is mended."),
    retryable=True,
)
NOT_INSTALLED = own_entry(
    "not-installed",
    T("The add-on of the task's vendor is not installed, so nobody can ask."),
    T("Install it again. Until then stop the task with the vendor's own tools."),
)
UNCONFIRMED = own_entry(
    "unconfirmed",
    T("The program ended before the vendor answered the start."),
    T("Look into the room."),
    kind=FailureKind.AMBIGUOUS,
)
STOP_IGNORED = own_entry(
    "stop-ignored",
    T("The vendor accepted the stop, and the task runs on."),
    T("The console asks again and again. If it goes on, end it with the vendor's own tools, and give them the id."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
)
PAUSED = own_entry(
    "paused",
    T("The vendor wants a pause before the next call."),
    T("Nothing was sent. Try again after the pause; the status bar shows how long it lasts."),
    kind=FailureKind.RATE_LIMITED,
    retryable=True,
)
CLOSED_UNSEEN = own_entry(
    "closed",
    T("The row of a start that was never answered was closed by hand: no bot was seen."),
    T("Nothing proves that none was there. If one turns up, remove it from the room: this console no longer watches."),
    kind=FailureKind.AMBIGUOUS,
)

OWN_ERRORS: tuple[CatalogueEntry, ...] = (
    NO_ANSWER,
    HOST_NOT_FOUND,
    NO_CONNECTION,
    RENEWED,
    BROKEN_OFF,
    BAD_ADDRESS,
    WEB_PAGE,
    UNREADABLE,
    MISSHAPEN,
    REFUSED_HERE,
    CANNOT_ASK,
    NOT_INSTALLED,
    UNCONFIRMED,
    STOP_IGNORED,
    PAUSED,
    CLOSED_UNSEEN,
)
