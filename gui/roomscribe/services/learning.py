"""What an answer means for a task's row: pure rules, the heart of "the table tells the truth"."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation, Receipt, Task

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
