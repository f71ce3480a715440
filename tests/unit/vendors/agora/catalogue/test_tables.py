"""No row of agora.md §8 is missing: the rows are copied here by hand, table by table."""

from __future__ import annotations

import pytest

from roomscribe.domain.error_catalogue import CatalogueEntry, ErrorCatalogue, Occasion, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.tables import AGENT_ERRORS, TASK_ERRORS, entry_for

STATUSES = {201, 206, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504}
"""§8.1; 200 is no error."""
TEXTS_OF_ALL = {
    "Invalid authentication credentials",
    "Token is expired",
    "Invalid token",
    "invalid_appid!",
    "no Route matched with those values",
}
TEXTS = TEXTS_OF_ALL | {
    "the product name does not match with builderToken",
    "resourceId reaches out the limited time interval!",
    "body schema check fail, …",
    "The taskId does not match with builderToken.",
    "The task is not found",
    "The task has been started, current status is STARTED, taskId is …",
    "Acquire: invalid resourceExpiredHour value!",
}
"""§8.2"""
CODES = {1, 6, 23, 2, 20, 49, 53, 62, 404, 501, 502, 504, 1001, 1003}
"""§8.3"""
REASONS = {
    *("ServiceNotEnabled", "AccountSuspended", "InternalError", "InvalidPermission", "InvalidRequestBody"),
    *("MissingRequiredField", "InvalidFieldValue", "ResourceQuotaLimitExceeded", "ConcurrencyLimitExceeded"),
    *("ServiceUnavailable", "ResourceAllocationFailed", "TaskConflict", "TaskNotFound", "TaskOperationTimeout"),
    "NotImplemented",
}
"""§8.5"""
OF_CALLS = {
    (Call.START, "1"),
    (Call.START, "6"),
    (Call.START, "23"),
    (Call.START, "49"),
    (Call.STOP, "49"),
    *((call, "53") for call in (Call.QUERY, Call.UPDATE, Call.STOP)),
    (Call.ACQUIRE, "62"),
    (Call.START, "62"),
    (Call.QUERY, "404"),
    (Call.STOP, "404"),
    *((Call.START, code) for code in ("501", "502", "504", "1001")),
    *((call, code) for call in (Call.ACQUIRE, Call.START, Call.QUERY) for code in ("2", "20", "1003")),
}
"""§8.3, the column "when"."""


def codes(catalogue: ErrorCatalogue, spelling: Spelling) -> set[str]:
    return {each.code for each in catalogue.entries if each.spelling is spelling}


def test_every_row_is_in_the_catalogue_of_5_and_6() -> None:
    assert codes(TASK_ERRORS, Spelling.HTTP) == {str(each) for each in STATUSES}
    assert codes(TASK_ERRORS, Spelling.TEXT) == TEXTS
    assert codes(TASK_ERRORS, Spelling.CODE) == {str(each) for each in CODES}
    assert codes(TASK_ERRORS, Spelling.REASON) == set()


def test_every_row_is_in_the_catalogue_of_7() -> None:
    assert codes(AGENT_ERRORS, Spelling.HTTP) == {str(each) for each in STATUSES}
    assert codes(AGENT_ERRORS, Spelling.TEXT) == TEXTS_OF_ALL
    assert codes(AGENT_ERRORS, Spelling.REASON) == REASONS
    assert codes(AGENT_ERRORS, Spelling.CODE) == set()


@pytest.mark.parametrize(("call", "code"), sorted(OF_CALLS))
def test_a_code_is_answered_by_the_calls_of_its_row(call: Call, code: str) -> None:
    entry = entry_for(call, 400, int(code), "words")
    assert (entry.spelling, entry.code) == (Spelling.CODE, code)
    assert call in TASK_ERRORS.calls_of(entry)


@pytest.mark.parametrize("entry", [*TASK_ERRORS.entries, *AGENT_ERRORS.entries], ids=lambda each: each.key)
def test_reading_an_answer_leads_to_the_very_entry(entry: CatalogueEntry) -> None:
    if entry.spelling in (Spelling.OWN, Spelling.ELSEWHERE):
        return  # no answer says it
    catalogue = AGENT_ERRORS if entry in AGENT_ERRORS.entries and entry not in TASK_ERRORS.entries else TASK_ERRORS
    for call in catalogue.calls_of(entry):
        said = {
            Spelling.HTTP: (int(entry.code), None, "words", "") if entry.spelling is Spelling.HTTP else None,
            Spelling.TEXT: (400, None, entry.code, ""),
            Spelling.CODE: (400, int(entry.code), "words", "") if entry.spelling is Spelling.CODE else None,
            Spelling.REASON: (400, None, "words", entry.code),
        }[entry.spelling]
        assert said is not None
        status, code, message, reason = said
        assert entry_for(Call(call), status, code, message, reason) is entry


def test_what_a_409_means_depends_on_what_was_asked_for() -> None:
    assert "builder token" in str(entry_for(Call.START, 409, None, "no").meaning)
    assert "name" in str(entry_for(Call.JOIN, 409, None, "no").meaning)


@pytest.mark.parametrize("status", [418, 451])
def test_a_refusal_nobody_knows(status: int) -> None:
    entry = entry_for(Call.QUERY, status, None, "teapot")
    assert entry in TASK_ERRORS.others
    assert entry in AGENT_ERRORS.others
    assert entry.kind is FailureKind.REJECTED


@pytest.mark.parametrize("status", [200, 302, 507, 599])
def test_trouble_nobody_knows_may_hide_a_task(status: int) -> None:
    entry = entry_for(Call.START, status, None, "odd")
    assert entry in TASK_ERRORS.others
    assert entry.kind is FailureKind.AMBIGUOUS


def test_the_calls_are_those_of_the_generations() -> None:
    assert list(TASK_ERRORS.calls) == ["acquire", "start", "query", "update", "stop"]
    assert list(AGENT_ERRORS.calls) == ["join", "query", "update", "leave", "list"]
    assert set(TASK_ERRORS.calls.values()) | set(AGENT_ERRORS.calls.values()) == set(Occasion)
