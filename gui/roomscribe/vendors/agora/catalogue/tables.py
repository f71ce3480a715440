"""Agora's whole catalogue, for reading answers, and what of it each generation offers (agora.md §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from roomscribe.domain.error_catalogue import CatalogueEntry, ErrorCatalogue, answered_by
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.own_errors import own_entry
from roomscribe.domain.text import T
from roomscribe.vendors.agora.calls import AGENT_CALLS, STARTS, TASK_CALLS, Call
from roomscribe.vendors.agora.catalogue.codes import (
    ACQUIRE_SWITCHED_OFF,
    BAD_PARAMETER,
    CODES,
    STARTED_TWICE,
    STOPPED_TWICE,
)
from roomscribe.vendors.agora.catalogue.elsewhere import ENDINGS
from roomscribe.vendors.agora.catalogue.reasons import BAD_VALUES, REASONS
from roomscribe.vendors.agora.catalogue.statuses import (
    BAD_REQUEST,
    NAME_IN_USE,
    OTHER_REFUSAL,
    OTHER_TROUBLE,
    STATUSES,
    UNPROCESSABLE,
)
from roomscribe.vendors.agora.catalogue.texts import BAD_BODY, FRAGMENTS, TEXTS_OF_ALL, TEXTS_OF_TASKS

NO_CERTIFICATE = own_entry(
    "no-certificate",
    T("The profile has no App Certificate, so the bots' tokens can't be made."),
    T("Add the App Certificate to the profile, paste tokens, or choose “None” if the project has no certificate."),
    vendor="agora",
    calls=STARTS,
    field="bot_tokens",
)
NO_BUILDER_TOKEN = own_entry(
    "no-builder-token",
    T("The builder token of this task is lost, and Agora answers nothing without it."),
    T("The task ends by itself when its room has been quiet, and after 24 hours at the latest."),
    vendor="agora",
    calls=(Call.START, Call.QUERY, Call.UPDATE, Call.STOP),
)
NOT_LISTED_YET = own_entry(
    "not-listed",
    T("Agora does not list the task, and the start is too fresh to be sure that it never arrived."),
    T("The console looks again by itself."),
    kind=FailureKind.AMBIGUOUS,
    vendor="agora",
    calls=(Call.JOIN,),
    retryable=True,
)

TASK_ERRORS = ErrorCatalogue(
    entries=(
        *answered_by((*STATUSES, *TEXTS_OF_ALL, *TEXTS_OF_TASKS, *CODES), TASK_CALLS),
        NO_CERTIFICATE,
        NO_BUILDER_TOKEN,
    ),
    others=(OTHER_REFUSAL, OTHER_TROUBLE),
    calls=TASK_CALLS,
)
"""Of 5.x and 6.x."""
AGENT_ERRORS = ErrorCatalogue(
    entries=(
        *answered_by((*REASONS, *STATUSES, *TEXTS_OF_ALL), AGENT_CALLS),
        NO_CERTIFICATE,
        NOT_LISTED_YET,
        *ENDINGS,
    ),
    others=(OTHER_REFUSAL, OTHER_TROUBLE),
    calls=AGENT_CALLS,
)
"""Of 7.x."""

NAMES_A_FIELD = frozenset(each.key for each in (BAD_BODY, BAD_PARAMETER, BAD_REQUEST, UNPROCESSABLE, *BAD_VALUES))
"""Keys of the entries whose message may say which field is wrong."""
_REASONS: Mapping[str, CatalogueEntry] = {each.code: each for each in REASONS}
_OF_CALL: Mapping[tuple[Call, str], CatalogueEntry] = {
    (Call.ACQUIRE, ACQUIRE_SWITCHED_OFF.code): ACQUIRE_SWITCHED_OFF,
    (Call.START, STARTED_TWICE.code): STARTED_TWICE,
    (Call.STOP, STOPPED_TWICE.code): STOPPED_TWICE,
}
"""Codes that mean something else, or nothing, in other calls."""
_CODES: Mapping[str, CatalogueEntry] = {
    each.code: each for each in CODES if each not in (ACQUIRE_SWITCHED_OFF, STARTED_TWICE, STOPPED_TWICE)
}
_STATUSES: Mapping[str, CatalogueEntry] = {each.code: each for each in STATUSES if each is not NAME_IN_USE}


def entry_for(call: Call, status: int, code: int | None, message: str, reason: str = "") -> CatalogueEntry:
    """What an error means: the word of 7.x decides before the text, that before the code, and the HTTP status last."""
    said = message.lower()
    if reason in _REASONS and "invalid_appid" not in said:
        return _REASONS[reason]
    for words, entry in FRAGMENTS:
        if words in said:
            return entry
    if code is not None and (found := _OF_CALL.get((call, str(code))) or _CODES.get(str(code))):
        return found
    if call is Call.JOIN and str(status) == NAME_IN_USE.code:
        return NAME_IN_USE
    if found := _STATUSES.get(str(status)):
        return found
    return OTHER_TROUBLE if status < 400 or status >= 500 else OTHER_REFUSAL


def fitted(entry: CatalogueEntry, call: Call, task_id: str) -> CatalogueEntry:
    """The entry as it is meant for this call: what proves a task in one call proves nothing in another."""
    if entry.kind is FailureKind.DUPLICATE:
        if call not in STARTS:
            return replace(entry, kind=FailureKind.REJECTED)
        # Without its id the task can't be taken over, and "rejected" would hide that it runs.
        return entry if task_id else _unnamed(entry, call)
    if entry.kind is FailureKind.NOT_FOUND and call in (Call.ACQUIRE, *STARTS):
        return replace(entry, kind=FailureKind.REJECTED)  # there is no task yet that could have ended
    return entry


def _unnamed(entry: CatalogueEntry, call: Call) -> CatalogueEntry:
    if call is Call.JOIN:
        meaning = T("A task with this name runs already, and Agora did not say which.")
        remedy = T("The console looks for it in the vendor's list.")
    else:
        meaning = T("A task with this builder token runs already, and Agora did not name it.")
        remedy = T("The console asks the vendor again. The task ends by itself when the room is quiet.")
    return replace(entry, kind=FailureKind.AMBIGUOUS, meaning=meaning, remedy=remedy, retryable=True)
