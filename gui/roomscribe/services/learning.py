"""What an answer means for a task's row: pure rules, the heart of "the table tells the truth"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.own_errors import UNCONFIRMED
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation, Origin, Receipt, Task
from roomscribe.domain.text import T, Text
from roomscribe.services.lost_starts import sure_from, tried_at
from roomscribe.services.recorder import Changes


def from_observation(task: Task, seen: Observation) -> Changes:
    """The row after an answer about its state.

    A task somebody wants stopped stays "stopping" until the vendor says that it ended, whatever else it says.
    """
    changes: Changes = {"error": None}
    if seen.vendor_state:
        # An answer without a status word (to a stop) says nothing about the state, and renews no knowledge of it.
        changes |= {"vendor_state": seen.vendor_state, "asked_at": seen.asked_at, "answered_at": seen.answered_at}
    if seen.vendor_task_id and not task.vendor_task_id:
        changes["vendor_task_id"] = seen.vendor_task_id
    if seen.state.ended:
        receipt = Receipt(word=seen.vendor_state, at=seen.answered_at, request_id=seen.request_id)
        return changes | {"state": seen.state, "receipt": receipt, "ended_at": seen.answered_at}
    wished = task.stop_wished_at is not None
    changes["state"] = TaskState.STOPPING if wished else seen.state
    if task.started_at is None and task.origin is Origin.STARTED:  # when an adopted one began is the vendor's to tell
        changes["started_at"] = seen.answered_at
    return changes


def from_failure(task: Task, failure: CallFailed, now: float, *, proven: bool) -> Changes:
    """The row after a question that failed.

    Not-found is the end of it where that is `proven`: after a stop that the vendor took, or when it is said for the
    second time, as a single slip must not end the watch over a task that is billed. It is a receipt where an end was
    wished, whatever became of the stops: the vendor has said that it ended. Else the task is gone. Anything else says
    nothing about the task: its state stays, and the failure stands beside it.
    """
    if failure.kind is not FailureKind.NOT_FOUND or not proven:
        return {"error": failure.note}
    exchange = failure.exchange
    asked = exchange.sent_at if exchange else now
    at = exchange.answered_at if exchange and exchange.answered_at else now
    changes: Changes = {"ended_at": at, "asked_at": asked, "answered_at": at}
    if task.stop_wished_at is not None:
        receipt = Receipt(word=failure.note.code, at=at, request_id=failure.note.request_id)
        return changes | {"state": TaskState.STOPPED, "receipt": receipt, "error": None}
    return changes | {"state": TaskState.GONE, "error": failure.note}


def unproven_stop(failure: CallFailed, exchange: Exchange) -> Observation:
    """What a stop tells that the vendor answered with "I know no such task"."""
    return Observation(
        vendor_state="",
        state=TaskState.STOPPING,
        asked_at=exchange.sent_at,
        answered_at=exchange.sent_at if exchange.answered_at is None else exchange.answered_at,
        request_id=failure.note.request_id,
        exchanges=failure.exchanges,
    )


def from_silence(task: Task, longest: float) -> Changes:
    """The row of a start whose answer was lost, where the vendor can't be asked about it; {} when it says so already.

    `longest` is how many seconds its task may live, 0 where nobody knows.
    """
    note = replace(task.error or UNCONFIRMED.note(), remedy=_until(tried_at(task), longest))
    if task.state is TaskState.UNCONFIRMED and task.error == note:
        return {}
    return {"state": TaskState.UNCONFIRMED, "error": note}


def _until(tried: float, longest: float) -> Text:
    sure = datetime.fromtimestamp(sure_from(tried)).astimezone()
    if not longest:
        return T(
            "The vendor can't be asked about it. If the start arrived, a bot is in the room: "
            "look there, and remove it. If none is there, close this row by hand from {sure} on.",
            sure=f"{sure:%H:%M}",
        )
    return T(
        "The vendor can't be asked about it. If the start arrived, a bot may be in the room: "
        "look there, and remove it. If none is there, close this row by hand from {sure} on; else it stays open until "
        "{when}.",
        sure=f"{sure:%H:%M}",
        when=f"{datetime.fromtimestamp(tried + longest).astimezone():%Y-%m-%d %H:%M}",
    )
