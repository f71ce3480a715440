"""The blank vendor's error codes: what each means for the task, in words, and what to do."""

from __future__ import annotations

from roomscribe.domain.error_catalogue import GAP, CatalogueEntry, ErrorCatalogue, Occasion, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text


def _entry(
    code: str,
    kind: FailureKind,
    meaning: Text,
    remedy: Text,
    *,
    calls: tuple[str, ...] = (),
    retryable: bool = False,
    field: str = "",
) -> CatalogueEntry:
    return CatalogueEntry(
        key=f"blank/{code}",
        vendor="blank",
        code=code,
        spelling=Spelling.CODE,
        kind=kind,
        meaning=meaning,
        remedy=remedy,
        source="vendors/blank",
        calls=calls,
        retryable=retryable,
        field=field,
    )


UNKNOWN = _entry(
    GAP,
    FailureKind.REJECTED,
    T("The vendor refused for a reason this program does not know."),
    T("Read the vendor's words, and give them the request id if you ask for help."),
)
ERRORS = ErrorCatalogue(
    entries=(
        _entry(
            "bad-credentials",
            FailureKind.AUTH,
            T("The vendor does not know this App ID and App secret."),
            T("Open the profile and enter both again."),
            field="app_secret",
        ),
        _entry(
            "task-exists",
            FailureKind.DUPLICATE,
            T("This bot is in the room already."),
            T("Look at the running task or stop it, or use another bot user id."),
            calls=("StartTask",),
            field="bot",
        ),
        _entry(
            "no-task",
            FailureKind.NOT_FOUND,
            T("The vendor no longer knows this task."),
            T("Nothing to do: it has ended. Start a new one if you need it."),
            calls=("GetTask", "ChangeTask", "StopTask"),
        ),
        _entry(
            "stale-change",
            FailureKind.REJECTED,
            T("The vendor has seen a newer change of this task."),
            T("Look at the task, then change it again."),
            calls=("ChangeTask",),
        ),
        _entry(
            "invalid",
            FailureKind.REJECTED,
            T("The vendor does not accept a value of the form."),
            T("Correct the field it names, then start again."),
            calls=("StartTask", "ChangeTask"),
        ),
        _entry(
            "too-many-calls",
            FailureKind.RATE_LIMITED,
            T("Too many calls in a short time."),
            T("Wait a moment, then try again."),
            retryable=True,
        ),
    ),
    others=(UNKNOWN,),
    calls={
        "StartTask": Occasion.START,
        "GetTask": Occasion.ASK,
        "ChangeTask": Occasion.CHANGE,
        "StopTask": Occasion.STOP,
        "FindTasks": Occasion.LIST,
    },
)
