"""What can go wrong with a call to a vendor, typed so that nobody has to read a message to decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.text import Text


class FailureKind(StrEnum):
    """What a failure means for the task it concerns."""

    REJECTED = "rejected"
    """The vendor understood and said no."""
    AUTH = "auth"
    """The vendor does not accept who we are."""
    DUPLICATE = "duplicate"
    """The vendor already has such a task."""
    NOT_FOUND = "not-found"
    """The vendor does not know the task (any more)."""
    RATE_LIMITED = "rate-limited"
    """Too many calls; nothing happened."""
    NOT_SENT = "not-sent"
    """The request certainly never arrived: no name, no route, no connection."""
    AMBIGUOUS = "ambiguous"
    """The request may have arrived: time-out, reset, 5xx, unreadable answer."""


@dataclass(frozen=True, kw_only=True)
class ErrorNote:
    """A failure as it is written down and shown: the vendor's words, what they mean, what to do."""

    kind: FailureKind
    code: str
    """The vendor's code, or one of ours (`timeout`, `html` …) where the vendor said nothing."""
    vendor_message: str
    """The vendor's own words, redacted."""
    meaning: Text
    remedy: Text
    request_id: str = ""
    retryable: bool = False
    field: str = ""
    """Key of the form field it concerns, or ""."""
    entry: str = ""
    """Key of the catalogue's entry that explains it; "" in what older versions wrote down."""


class CallFailed(Exception):
    """A call to a vendor did not do what was asked."""

    def __init__(
        self,
        note: ErrorNote,
        *,
        exchange: Exchange | None = None,
        vendor_task_id: str = "",
        earlier: tuple[Exchange, ...] = (),
    ) -> None:
        super().__init__(f"{note.code}: {note.vendor_message or note.meaning}")
        self.note = note
        self.exchange = exchange
        """None where nothing was put on the wire."""
        self.earlier = earlier
        """What was sent before for the same act, and did nothing."""
        self.vendor_task_id = vendor_task_id
        """For DUPLICATE: the task that this very request started before; "" where it may be somebody else's."""

    @property
    def kind(self) -> FailureKind:
        """What it means for the task."""
        return self.note.kind

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Everything that went over the wire, in order."""
        return (*self.earlier, self.exchange) if self.exchange else self.earlier


class BadRequest(Exception):
    """Our own refusal before anything is sent; carries the sentence to show."""

    def __init__(self, message: Text, *, field: str = "", other_task: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.other_task = other_task
        """Local id of the row this clashes with, or ""."""


class AccountUnusable(BadRequest):
    """The account itself can't be used for now, so that whatever is asked of it is refused for the same reason."""


class ShuttingDown(RuntimeError):
    """The program is ending and starts nothing new."""
