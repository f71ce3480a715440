"""The blank vendor's error codes: what each means for the task, in words, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.errors import CallFailed, ErrorNote, FailureKind
from roomscribe.domain.text import T, Text
from roomscribe.net.call import Answer, unreadable
from roomscribe.vendors.blank.fields import FIELDS


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    kind: FailureKind
    meaning: Text
    remedy: Text


CATALOGUE = {
    "bad-credentials": Entry(
        FailureKind.AUTH,
        T("The vendor does not know this App ID and App secret."),
        T("Open the profile and enter both again."),
    ),
    "task-exists": Entry(
        FailureKind.DUPLICATE,
        T("This bot is in the room already."),
        T("Look at the running task or stop it, or use another bot user id."),
    ),
    "no-task": Entry(
        FailureKind.NOT_FOUND,
        T("The vendor no longer knows this task."),
        T("Nothing to do: it has ended. Start a new one if you need it."),
    ),
    "stale-change": Entry(
        FailureKind.REJECTED,
        T("The vendor has seen a newer change of this task."),
        T("Look at the task, then change it again."),
    ),
    "invalid": Entry(
        FailureKind.REJECTED,
        T("The vendor does not accept a value of the form."),
        T("Correct the field it names, then start again."),
    ),
    "too-many-calls": Entry(
        FailureKind.RATE_LIMITED,
        T("Too many calls in a short time."),
        T("Wait a moment, then try again."),
    ),
}
UNKNOWN = Entry(
    FailureKind.REJECTED,
    T("The vendor refused for a reason this program does not know."),
    T("Read the vendor's words, and give them the request id if you ask for help."),
)


def failure(answer: Answer) -> CallFailed:
    """The typed failure for an answer that is no success."""
    body = answer.exchange.response  # the redacted one: vendors repeat what they were sent
    if not isinstance(body, dict) or "code" not in body:
        return unreadable(answer)
    code = str(body["code"])
    entry = CATALOGUE.get(code, UNKNOWN)
    note = ErrorNote(
        kind=entry.kind,
        code=code,
        vendor_message=str(body.get("message", "")),
        meaning=entry.meaning,
        remedy=entry.remedy,
        request_id=answer.exchange.request_id,
        retryable=entry.kind is FailureKind.RATE_LIMITED,
        field=next((each.key for each in FIELDS if each.path == body.get("field")), ""),
    )
    return CallFailed(note, exchange=answer.exchange, vendor_task_id=str(body.get("task", "")))
