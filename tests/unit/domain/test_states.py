import pytest

from roomscribe.domain.states import STATE_WORDS, TaskState

ENDED = {
    TaskState.STOPPED,
    TaskState.REJECTED,
    TaskState.UNSENT,
    TaskState.FAILED,
    TaskState.GONE,
    TaskState.CLOSED,
}


@pytest.mark.parametrize("state", TaskState)
def test_a_task_is_either_live_or_ended(state: TaskState) -> None:
    assert state.live is not state.ended
    assert state.ended is (state in ENDED)


@pytest.mark.parametrize("state", TaskState)
def test_nothing_ended_is_still_changing(state: TaskState) -> None:
    assert not (state.changing and state.ended)


def test_a_task_whose_fate_is_unknown_counts_as_live() -> None:
    assert TaskState.UNCONFIRMED.live


def test_every_state_has_a_word_of_its_own() -> None:
    assert set(STATE_WORDS) == set(TaskState)
    assert len({str(word) for word in STATE_WORDS.values()}) == len(TaskState)
