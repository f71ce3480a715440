"""HTTP statuses: what decides where an answer says nothing more exact (agora.md §8.1)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import GAP, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.entry import entry

_status = partial(entry, Spelling.HTTP)

RUNS_ALREADY = _status(
    "201",
    T("The task runs already."),
    T("Don't press Start again: the console takes over the running task."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.START, Call.JOIN),
)
DUPLICATE = _status(
    "409",
    T("A task with this builder token runs already."),
    T("Use the running task instead of starting another."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.START,),
)
NAME_IN_USE = _status(
    "409",
    T("A task with this name runs already."),
    T("Use the running task, or choose another name."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.JOIN,),
    field="instance_id",
    name="409-join",
)
UNPROCESSABLE = _status(
    "422",
    T("Agora can't process the request as it is."),
    T("Correct what the vendor's message names. If it speaks of a quota, stop tasks that are not needed."),
)
BAD_REQUEST = _status(
    "400",
    T("Agora refuses the request, or Real-Time STT is off for this App ID."),
    T("Correct what the vendor's message names. If it names the App ID, switch Real-Time STT on in Agora Console."),
)
STATUSES = (
    RUNS_ALREADY,
    _status(
        "206",
        T("No host has sent sound into the channel."),
        T("Check that somebody publishes sound in the room, and that the user ids to listen to are right."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
        field="subscribe_uids",
    ),
    BAD_REQUEST,
    _status(
        "401",
        T("Agora does not accept the Customer ID and the Customer Secret."),
        T("Enter both again: they are not the App ID and the App Certificate."),
        kind=FailureKind.AUTH,
        field="customer_secret",
    ),
    _status(
        "403",
        T("The account may not do this."),
        T("The credentials belong to another account, or the project is suspended. Check them in Agora Console."),
        kind=FailureKind.AUTH,
        field="customer_id",
    ),
    _status(
        "404",
        T("Agora has nothing at the address of the request. Alone, this does not prove that the task has ended."),
        T("Check the site and the address in the profile. The console goes on asking for the task."),
        field="base_url",
    ),
    DUPLICATE,
    NAME_IN_USE,
    UNPROCESSABLE,
    _status(
        "429",
        T("Too many requests or tasks at once."),
        T("Wait and try again, stop tasks that are not needed, or ask Agora to raise the limit."),
        kind=FailureKind.RATE_LIMITED,
        retryable=True,
    ),
    _status(
        "500",
        T("Agora reports an internal error."),
        T("Try again in a few seconds. If it repeats, give Agora's support the request id."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
    ),
    _status(
        "502",
        T("Agora's gateway did not reach the service."),
        T("Try again in a few seconds, then with the address of another region. Give Agora's support the request id."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
        field="base_url",
    ),
    _status(
        "503",
        T("Agora's service is not available at the moment."),
        T("Try again in a few seconds, then with the address of another region. Give Agora's support the request id."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
        field="base_url",
    ),
    _status(
        "504",
        T("Agora's servers did not reach each other in time."),
        T("Try again. If it fails every time, switch Real-Time STT on for the App ID in Agora Console."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
    ),
)

OTHER_REFUSAL = _status(
    GAP,
    T("Agora refuses the request for a reason the console does not know."),
    T("Read the vendor's message. If it does not help, give Agora's support the request id."),
    name="other-refusal",
)
OTHER_TROUBLE = _status(
    GAP,
    T("Agora has trouble that the console does not know."),
    T("Try again in a minute. If it repeats, give Agora's support the request id."),
    kind=FailureKind.AMBIGUOUS,
    retryable=True,
    name="other-trouble",
)
"""What is said of a status that nobody knows."""
