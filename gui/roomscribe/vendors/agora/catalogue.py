"""What Agora's error texts, codes and HTTP statuses mean, and what to do: the tables of agora.md §8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text


class Call(StrEnum):
    """The vendor's names of its calls (agora.md §1.1, §1.2)."""

    ACQUIRE = "acquire"
    START = "start"
    QUERY = "query"
    UPDATE = "update"
    STOP = "stop"
    JOIN = "join"
    LEAVE = "leave"
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that can be wrong."""

    kind: FailureKind
    meaning: Text
    remedy: Text
    retryable: bool = False
    field: str = ""
    """Key of the form's or the profile's field where it can be mended."""


WRONG_CREDENTIALS = Entry(
    kind=FailureKind.AUTH,
    meaning=T("Agora does not accept the customer id and secret."),
    remedy=T("Enter Customer ID and Customer Secret again: they are not the App ID and the App Certificate."),
    field="customer_secret",
)
TOKEN_REFUSED = Entry(
    kind=FailureKind.AUTH,
    meaning=T("Agora does not accept the token."),
    remedy=T("Make a new 007 token. Check the App Certificate and this computer's clock."),
    field="bot_tokens",
)
SPEECH_TO_TEXT_OFF = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Real-Time STT is off for this App ID, or the App ID is wrong."),
    remedy=T("Check the App ID in the profile, and switch Real-Time STT on for it in Agora Console."),
    field="app_id",
)
BUILDER_TOKEN_EXPIRED = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("The builder token is older than 5 minutes."),
    remedy=T("Start again: the console then asks for a new one."),
)
BUILDER_TOKEN_UNREADABLE = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Agora can't read the builder token."),
    remedy=T("Start again: the console then asks for a new one."),
)
WRONG_PRODUCT = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("The builder token belongs to another Agora product."),
    remedy=T("Start again: the console then asks for a new one."),
)
WRONG_PAIR = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("The task and its builder token do not belong together."),
    remedy=T("Check that the profile still has the App ID with which the task was started."),
)
BAD_BODY = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("A field of the request is misspelt, of the wrong type or out of range."),
    remedy=T("Correct the field that the vendor's message names."),
)
NOT_FOUND = Entry(
    kind=FailureKind.NOT_FOUND,
    meaning=T("The task has ended."),
    remedy=T("Start a new task if it is still needed."),
)
NO_ROUTE = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("This host does not know the address of the request."),
    remedy=T("Check the site and the address in the profile. This says nothing about the task."),
    field="base_url",
)
DUPLICATE = Entry(
    kind=FailureKind.DUPLICATE,
    meaning=T("A task with this builder token runs already."),
    remedy=T("Use the running task instead of starting another."),
)
DUPLICATE_UNNAMED = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("A task with this builder token runs already, and Agora did not name it."),
    remedy=T("The console asks the vendor again. The task ends by itself when the room is quiet."),
    retryable=True,
)
REPEATED = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Agora has already done this."),
    remedy=T("Nothing to do: the console asks for the task's state."),
)
TIMED_OUT = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora took too long to process the request."),
    remedy=T("The request may have taken effect. The console asks the vendor what became of it."),
    retryable=True,
)
INTERNAL = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora reports an internal error."),
    remedy=T("Try again in a few seconds. If it repeats, give Agora's support the request id."),
    retryable=True,
)
INTERNAL_NETWORK = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora reports a network problem of its own."),
    remedy=T("The request may have taken effect. The console asks the vendor what became of it."),
    retryable=True,
)
GATEWAY_TIMEOUT = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora's servers did not reach each other in time."),
    remedy=T("Try again. If it fails every time, switch Real-Time STT on for the App ID in Agora Console."),
    retryable=True,
)
NOT_PERMITTED = Entry(
    kind=FailureKind.AUTH,
    meaning=T("The account may not do this."),
    remedy=T("The credentials belong to another account, or the project is suspended. Check them in Agora Console."),
    field="customer_id",
)
TOO_MANY = Entry(
    kind=FailureKind.RATE_LIMITED,
    meaning=T("Too many requests or tasks at once."),
    remedy=T("Wait and try again, and stop tasks that are not needed."),
    retryable=True,
)
BAD_REQUEST = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Agora refuses the request, or Real-Time STT is off for this App ID."),
    remedy=T(
        "Correct what the vendor's message names. If it names the App ID, switch Real-Time STT on in Agora Console."
    ),
)
NOBODY_SPEAKS = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("No host has sent sound into the channel."),
    remedy=T("Check that somebody publishes sound in the room, and that the user ids to listen to are right."),
    retryable=True,
)
NAME_IN_USE = Entry(
    kind=FailureKind.DUPLICATE,
    meaning=T("A task with this name runs already."),
    remedy=T("Use the running task, or choose another name."),
    field="instance_id",
)
NAME_IN_USE_UNNAMED = replace(
    NAME_IN_USE,
    kind=FailureKind.AMBIGUOUS,
    meaning=T("A task with this name runs already, and Agora did not say which."),
    remedy=T("The console looks for it in the vendor's list."),
    retryable=True,
)
NOT_LISTED_YET = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora does not list the task, and the start is too fresh to be sure that it never arrived."),
    remedy=T("The console looks again by itself."),
    retryable=True,
)
NOT_ENABLED = replace(SPEECH_TO_TEXT_OFF, kind=FailureKind.AUTH)
SUSPENDED = Entry(
    kind=FailureKind.AUTH,
    meaning=T("Agora has suspended the account."),
    remedy=T("Look into Agora Console, or ask Agora's support. Running tasks may have been ended."),
    field="customer_id",
)
QUOTA = Entry(
    kind=FailureKind.RATE_LIMITED,
    meaning=T("The project has as many tasks as it may have at once."),
    remedy=T("Stop tasks that are not needed, or ask Agora to raise the limit."),
    retryable=True,
)
NO_RESOURCES = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora has no machine free for the task at the moment."),
    remedy=T("Try again in a minute. If it repeats, give Agora's support the request id."),
    retryable=True,
)
NOT_THERE_YET = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Agora does not offer this call."),
    remedy=T("Check the site and the address in the profile."),
    field="base_url",
)
UNKNOWN_REFUSAL = Entry(
    kind=FailureKind.REJECTED,
    meaning=T("Agora refuses the request for a reason the console does not know."),
    remedy=T("Read the vendor's message. If it does not help, give Agora's support the request id."),
)
UNKNOWN_TROUBLE = Entry(
    kind=FailureKind.AMBIGUOUS,
    meaning=T("Agora has trouble that the console does not know."),
    remedy=T("Try again in a minute. If it repeats, give Agora's support the request id."),
    retryable=True,
)

TEXTS: tuple[tuple[str, Entry], ...] = (
    ("body schema check fail", BAD_BODY),  # first: what follows it may quote any of the others
    ("invalid authentication credentials", WRONG_CREDENTIALS),
    ("token is expired", TOKEN_REFUSED),
    ("invalid token", TOKEN_REFUSED),
    ("the product name does not match with buildertoken", WRONG_PRODUCT),
    ("reaches out the limited time interval", BUILDER_TOKEN_EXPIRED),
    ("invalid_appid", SPEECH_TO_TEXT_OFF),
    ("no route matched", NO_ROUTE),
    ("the taskid does not match with buildertoken", WRONG_PAIR),
    ("task is not found", NOT_FOUND),
    ("the task has been started", DUPLICATE),
)
"""agora.md §8.2, lower case: 5.x sends most errors as a text without a code, so the text is all there is."""

CODES: Mapping[int, Entry] = {
    1: INTERNAL,
    2: BAD_BODY,
    6: INTERNAL,
    20: TIMED_OUT,
    23: INTERNAL,
    53: WRONG_PAIR,
    62: INTERNAL_NETWORK,
    404: NOT_FOUND,
    501: INTERNAL,
    502: INTERNAL,
    504: INTERNAL,
    1001: BUILDER_TOKEN_UNREADABLE,
    1003: WRONG_PAIR,
}
"""agora.md §8.3, where a code means the same in every call."""

CODES_OF_CALL: Mapping[tuple[Call, int], Entry] = {
    (Call.ACQUIRE, 62): SPEECH_TO_TEXT_OFF,
    (Call.START, 49): DUPLICATE,
    (Call.STOP, 49): REPEATED,
}

STATUSES: Mapping[int, Entry] = {
    206: NOBODY_SPEAKS,
    400: BAD_REQUEST,
    401: WRONG_CREDENTIALS,
    403: NOT_PERMITTED,
    404: NO_ROUTE,
    409: DUPLICATE,
    422: BAD_BODY,
    429: TOO_MANY,
    500: INTERNAL,
    502: INTERNAL,
    503: INTERNAL,
    504: GATEWAY_TIMEOUT,
}
"""agora.md §8.1. A 404 proves an end only with the words or the code for it: gateways answer 404, too."""


REASONS: Mapping[str, Entry] = {
    "ServiceNotEnabled": NOT_ENABLED,
    "AccountSuspended": SUSPENDED,
    "InternalError": INTERNAL,
    "InvalidPermission": NOT_PERMITTED,
    "InvalidRequestBody": BAD_BODY,
    "MissingRequiredField": BAD_BODY,
    "InvalidFieldValue": BAD_BODY,
    "ResourceQuotaLimitExceeded": QUOTA,
    "ConcurrencyLimitExceeded": QUOTA,
    "ServiceUnavailable": INTERNAL,
    "ResourceAllocationFailed": NO_RESOURCES,
    "TaskConflict": NAME_IN_USE,
    "TaskNotFound": NOT_FOUND,
    "TaskOperationTimeout": TIMED_OUT,
    "NotImplemented": NOT_THERE_YET,
}
"""agora.md §8.5: the words of 7.x, of which two were seen for speech-to-text and the rest are its sister product's."""


def entry_for(call: Call, status: int, code: int | None, message: str, reason: str = "") -> Entry:
    """What an error means: the word of 7.x decides before the text, that before the code, and the HTTP status last."""
    said = message.lower()
    if reason in REASONS and "invalid_appid" not in said:
        return REASONS[reason]
    for words, entry in TEXTS:
        if words in said:
            return entry
    if code is not None and (found := CODES_OF_CALL.get((call, code)) or CODES.get(code)):
        return found
    if found := STATUSES.get(status):
        return found
    return UNKNOWN_TROUBLE if status < 400 or status >= 500 else UNKNOWN_REFUSAL
