"""What a task's state means for the row of a batch that it was started for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.batch import Step
from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.batch_steps import may_pass, not_let_in, step_of, to_be_sent_again, too_hasty


def task(state: TaskState, vendor_task_id: str = "v", kind: FailureKind | None = None, *, passes: bool = False) -> Task:
    about: dict[str, Any] = {"vendor": "trtc", "generation": "trtc-1", "site": "intl", "room": "r", "bot": "b"}
    error = None
    if kind is not None:
        error = ErrorNote(kind=kind, code="c", vendor_message="", meaning=T("No."), remedy=T("Wait."), retryable=passes)
    return Task(
        id="t", profile_id="p", profile_name="P", vendor_task_id=vendor_task_id, state=state, error=error, **about
    )


@pytest.mark.parametrize("state", TaskState)
def test_only_what_the_vendor_has_accepted_counts_as_started(state: TaskState) -> None:
    expected = {
        TaskState.REQUESTING: Step.OPEN,
        TaskState.UNCONFIRMED: Step.OPEN,
        TaskState.REJECTED: Step.REJECTED,
        TaskState.UNSENT: Step.UNSENT,
        TaskState.CLOSED: Step.UNSENT,
    }
    assert step_of(task(state)) is expected.get(state, Step.STARTED)


def test_a_start_that_nobody_has_ever_confirmed_stays_open() -> None:
    assert step_of(task(TaskState.GONE, vendor_task_id="")) is Step.OPEN
    assert step_of(task(TaskState.GONE)) is Step.STARTED


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("kind", [None, *FailureKind])
def test_only_what_has_done_nothing_is_sent_again(state: TaskState, kind: FailureKind | None) -> None:
    made = task(state, kind=kind)
    refused = state is TaskState.REJECTED
    assert too_hasty(made) == (refused and kind is FailureKind.RATE_LIMITED)
    assert not_let_in(made) == (refused and kind is FailureKind.AUTH)
    assert to_be_sent_again(made) == (state is TaskState.UNSENT or too_hasty(made) or not_let_in(made))


@pytest.mark.parametrize("state", TaskState)
def test_what_was_refused_for_a_limit_that_passes_is_sent_again(state: TaskState) -> None:
    made = task(state, kind=FailureKind.REJECTED, passes=True)
    assert may_pass(made) == (state is TaskState.REJECTED)
    assert to_be_sent_again(made) == (state in (TaskState.REJECTED, TaskState.UNSENT))


@pytest.mark.parametrize("state", TaskState)
def test_what_somebody_has_stopped_is_not_sent_again(state: TaskState) -> None:
    made = task(state, kind=FailureKind.RATE_LIMITED)
    assert not to_be_sent_again(replace(made, stop_wished_at=1.0))
