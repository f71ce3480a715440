"""The rules behind "the table tells the truth"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.errors import CallFailed, ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation, Task
from roomscribe.domain.text import T
from roomscribe.services.learning import from_failure, from_observation

STATES = st.sampled_from(list(TaskState))


def task(**what: object) -> Task:
    basics = {
        "id": "1", "profile_id": "p", "profile_name": "P", "vendor": "v", "generation": "g", "site": "s",
        "room": "r", "bot": "b", "state": TaskState.RUNNING, "vendor_task_id": "t",
    }  # fmt: skip
    return Task(**{**basics, **what})  # type: ignore[arg-type]


def seen(state: TaskState, word: str = "Word") -> Observation:
    return Observation(vendor_state=word, state=state, asked_at=10.0, answered_at=11.0, request_id="req")


def failure(kind: FailureKind, code: str = "Code") -> CallFailed:
    note = ErrorNote(kind=kind, code=code, vendor_message="", meaning=T("M."), remedy=T("R."), request_id="req")
    return CallFailed(note)


@given(STATES, st.booleans())
def test_stopped_is_never_written_without_the_vendors_word(state: TaskState, wished: bool) -> None:
    changes = from_observation(task(stop_wished_at=5.0 if wished else None), seen(state))
    if changes["state"] is TaskState.STOPPED:
        assert state is TaskState.STOPPED
        assert changes["receipt"].word == "Word"
        assert changes["receipt"].request_id == "req"


@given(STATES)
def test_a_wish_to_stop_is_not_forgotten_because_the_vendor_says_running(state: TaskState) -> None:
    changes = from_observation(task(stop_wished_at=5.0), seen(state))
    assert changes["state"] is (state if state.ended else TaskState.STOPPING)


def test_the_vendors_own_word_and_the_age_of_the_knowledge_are_kept() -> None:
    changes = from_observation(task(), seen(TaskState.RUNNING, "InProgress"))
    assert (changes["vendor_state"], changes["asked_at"], changes["answered_at"]) == ("InProgress", 10.0, 11.0)


def test_not_found_after_a_wish_is_a_receipt_where_it_is_proven() -> None:
    missing, wished = failure(FailureKind.NOT_FOUND, "TaskNotExist"), task(stop_wished_at=5.0)
    assert set(from_failure(wished, missing, 20.0, proven=False)) == {"error"}
    changes = from_failure(wished, missing, 20.0, proven=True)
    assert changes["state"] is TaskState.STOPPED
    assert changes["receipt"].word == "TaskNotExist"
    assert changes["error"] is None


def test_not_found_without_a_wish_means_gone_where_it_is_proven_and_is_no_receipt() -> None:
    assert set(from_failure(task(), failure(FailureKind.NOT_FOUND), 20.0, proven=False)) == {"error"}
    changes = from_failure(task(), failure(FailureKind.NOT_FOUND), 20.0, proven=True)
    assert changes["state"] is TaskState.GONE
    assert changes["error"] is not None
    assert "receipt" not in changes


def test_an_answer_without_a_status_word_renews_no_knowledge() -> None:
    changes = from_observation(task(stop_wished_at=5.0), seen(TaskState.STOPPING, ""))
    assert changes == {"error": None, "state": TaskState.STOPPING, "started_at": 11.0}


@pytest.mark.parametrize("kind", [kind for kind in FailureKind if kind is not FailureKind.NOT_FOUND])
@pytest.mark.parametrize("wished", [None, 5.0])
def test_any_other_failure_says_nothing_about_the_task(kind: FailureKind, wished: float | None) -> None:
    assert set(from_failure(task(stop_wished_at=wished), failure(kind), 20.0, proven=True)) == {"error"}
