"""How many refusals that are alike it takes until a batch rests."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.batch_refusals import MOST, TRIES, Refusals


def refusal(message: str = "Full.", kind: FailureKind = FailureKind.REJECTED, *, passes: bool = False) -> Task:
    note = ErrorNote(
        kind=kind, code="Limit", vendor_message=message, meaning=T("It is full."), remedy=T("Wait."), retryable=passes
    )
    return task(TaskState.REJECTED, note)


def task(state: TaskState, error: ErrorNote | None = None) -> Task:
    about: dict[str, Any] = {"vendor": "trtc", "generation": "trtc-1", "site": "intl", "room": "r", "bot": "b"}
    return Task(id="t", profile_id="p", profile_name="P", vendor_task_id="v", state=state, error=error, **about)


def needed(refusals: Refusals, task: Task) -> int:
    """How many of them it takes."""
    for count in range(1, 1000):
        if refusals.because(task) is not None:
            return count
    return 0


def test_so_many_that_are_alike_and_each_after_them() -> None:
    refusals = Refusals()
    assert needed(refusals, refusal()) == MOST
    assert refusals.because(refusal()) is not None
    assert refusals.because(refusal("Another.")) is None


def test_a_success_or_another_refusal_between_begins_anew() -> None:
    refusals = Refusals()
    for between in (task(TaskState.STARTING), refusal("Another.")):
        assert [refusals.because(refusal()) for _ in range(MOST - 1)] == [None] * (MOST - 1)
        assert refusals.because(between) is None
    assert needed(refusals, refusal()) == MOST


def test_what_came_to_nothing_else_is_no_success() -> None:
    refusals = Refusals()
    for _ in range(MOST - 1):
        refusals.because(refusal())
        assert refusals.because(task(TaskState.UNCONFIRMED)) is None
    assert refusals.because(refusal()) is not None


def test_haste_counts_little() -> None:
    hasty = refusal(kind=FailureKind.RATE_LIMITED, passes=True)
    assert needed(Refusals(), hasty) == MOST * TRIES


def test_who_goes_on_has_seen_a_reason_that_does_not_pass() -> None:
    refusals = Refusals()
    for times in (1, 2, 4):
        assert needed(refusals, refusal()) == MOST * times
        refusals.seen_to()
    refusals.because(task(TaskState.RUNNING))
    assert needed(refusals, refusal()) == MOST


def test_a_reason_that_passes_is_told_as_soon_each_time() -> None:
    refusals = Refusals()
    for _ in range(3):
        assert needed(refusals, refusal(passes=True)) == MOST
        refusals.seen_to()


def test_the_words_tell_whether_the_rows_wait() -> None:
    for passes in (True, False):
        refusals = Refusals()
        needed(refusals, refusal(passes=passes))
        said = str(refusals.because(refusal(passes=passes)))
        assert said.startswith("The account refuses every start: It is full. Wait.")
        assert ("The refused rows wait" in said) == passes
