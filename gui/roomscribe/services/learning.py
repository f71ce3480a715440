"""What an answer means for a task's row: pure rules, the heart of "the table tells the truth"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from roomscribe.domain.errors import CallFailed, ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation, Receipt, Task
from roomscribe.domain.text import T, Text

Changes = dict[str, Any]
"""Fields of the row that get new values."""


def from_observation(task: Task, seen: Observation) -> Changes:
    """The row after an answer about its state.

    A task somebody wants stopped stays "stopping" until the vendor says that it ended, whatever else it says.
    """
    changes: Changes = {
        "vendor_state": seen.vendor_state,
        "asked_at": seen.asked_at,
        "answered_at": seen.answered_at,
        "error": None,
    }
    if seen.vendor_task_id and not task.vendor_task_id:
        changes["vendor_task_id"] = seen.vendor_task_id
    if seen.state.ended:
        receipt = Receipt(word=seen.vendor_state, at=seen.answered_at, request_id=seen.request_id)
        return changes | {"state": seen.state, "receipt": receipt, "ended_at": seen.answered_at}
    wished = task.stop_wished_at is not None
    changes["state"] = TaskState.STOPPING if wished else seen.state
    if task.started_at is None:
        changes["started_at"] = seen.answered_at
    return changes


def from_failure(task: Task, failure: CallFailed, now: float) -> Changes:
    """The row after a question that failed.

    Not-found after a stop is a receipt; without one the task is gone. Anything else says nothing about the task:
    its state stays, and the failure stands beside it.
    """
    if failure.kind is not FailureKind.NOT_FOUND:
        return {"error": failure.note}
    exchange = failure.exchange
    asked = exchange.sent_at if exchange else now
    at = exchange.answered_at if exchange and exchange.answered_at else now
    receipt = Receipt(word=failure.note.code, at=at, request_id=failure.note.request_id)
    changes: Changes = {"ended_at": at, "asked_at": asked, "answered_at": at, "receipt": receipt}
    if task.stop_wished_at is not None:
        return changes | {"state": TaskState.STOPPED, "error": None}
    return changes | {"state": TaskState.GONE, "error": failure.note}


def from_silence(task: Task, longest_run: float) -> Changes:
    """The row of a start whose answer was lost, where the vendor can't be asked about it; {} when it says so already.

    `longest_run` is in seconds, 0 where nobody knows.
    """
    note = replace(task.error or _ANSWER_LOST, remedy=_until(task.created_at + longest_run if longest_run else None))
    if task.state is TaskState.UNCONFIRMED and task.error == note:
        return {}
    return {"state": TaskState.UNCONFIRMED, "error": note}


_ANSWER_LOST = ErrorNote(
    kind=FailureKind.AMBIGUOUS,
    code="unconfirmed",
    vendor_message="",
    meaning=T("The program ended before the vendor answered the start."),
    remedy=T("Look into the room."),
)


def _until(end: float | None) -> Text:
    if end is None:
        return T(
            "The vendor can't be asked about it. If the start arrived, a bot is in the room: "
            "look there, and remove it. It leaves a silent room by itself."
        )
    return T(
        "The vendor can't be asked about it. If the start arrived, a bot is in the room until {when} at the latest: "
        "look there, and remove it. It leaves a silent room by itself.",
        when=f"{datetime.fromtimestamp(end).astimezone():%Y-%m-%d %H:%M}",
    )
