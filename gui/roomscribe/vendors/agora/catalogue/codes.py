"""Numeric codes of 5.x and 6.x (agora.md §8.3)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.entry import entry

_code = partial(entry, Spelling.CODE)
_trouble = partial(_code, kind=FailureKind.AMBIGUOUS)
_internal = T("Agora reports an internal error.")
_asked = T("The request may have taken effect: the console asks what became of it.")


def _alike(*codes: str, remedy: Text, retryable: bool) -> tuple[CatalogueEntry, ...]:
    return tuple(_trouble(each, _internal, remedy, calls=(Call.START,), retryable=retryable) for each in codes)


BAD_PARAMETER = _code(
    "2",
    T("A field of the request is misspelt, missing, of the wrong type or out of range."),
    T("Correct the field that the vendor's message names."),
)
ACQUIRE_SWITCHED_OFF = _code(
    "62",
    T("Real-Time STT is off for this App ID."),
    T("Check the App ID in the profile, and switch Real-Time STT on for it in Agora Console."),
    calls=(Call.ACQUIRE,),
    field="app_id",
    name="62-acquire",
)
INTERNAL_NETWORK = _trouble(
    "62",
    T("Agora reports a network problem of its own."),
    _asked,
    calls=(Call.START,),
    retryable=True,
)
STARTED_TWICE = _code(
    "49",
    T("A task with this builder token runs already."),
    T("Use the running task instead of starting another."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.START,),
)
STOPPED_TWICE = _code(
    "49",
    T("Agora was asked to stop this task before, and is doing it."),
    T("Nothing to do: the console asks for the task's state."),
    calls=(Call.STOP,),
    name="49-stop",
)
CODES = (
    *_alike("1", "6", "23", remedy=T("Give Agora's support the request id."), retryable=False),
    BAD_PARAMETER,
    _trouble(
        "20",
        T("Agora took too long to process the request."),
        _asked,
        retryable=True,
    ),
    STARTED_TWICE,
    STOPPED_TWICE,
    _code(
        "53",
        T("The task and its builder token do not belong together."),
        T("Check that the profile still has the App ID with which the task was started."),
        calls=(Call.QUERY, Call.UPDATE, Call.STOP),
        field="app_id",
    ),
    ACQUIRE_SWITCHED_OFF,
    INTERNAL_NETWORK,
    _code(
        "404",
        T("The task has ended."),
        T("Start a new task if it is still needed."),
        kind=FailureKind.NOT_FOUND,
        calls=(Call.QUERY, Call.STOP),
    ),
    *_alike(
        *("501", "502", "504"),
        remedy=T("Try again in a few seconds. If it repeats, give Agora's support the request id."),
        retryable=True,
    ),
    _code(
        "1001",
        T("Agora can't read the builder token."),
        T("Start again: the console then asks for a new one."),
    ),
    _code(
        "1003",
        T("The App ID or the task does not belong to the builder token."),
        T("Check that the profile still has the App ID with which the task was started."),
        field="app_id",
    ),
)
