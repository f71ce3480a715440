"""Agora's words and ours (agora.md §5.1)."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.vendors.agora.states import state_of


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("IDLE PREPARING PREPARED STARTING CREATED", TaskState.STARTING),
        ("STARTED IN_PROGRESS RUNNING", TaskState.RUNNING),
        ("RECONNECTING", TaskState.RECOVERING),
        ("STOPPING", TaskState.STOPPING),
        ("STOPPED", TaskState.STOPPED),
        ("FAILED", TaskState.FAILED),
        ("SOMETHING_NEW in_progress", TaskState.RUNNING),
    ],
)
def test_words(words: str, state: TaskState) -> None:
    assert {state_of(word) for word in words.split()} == {state}


def test_a_failed_end_is_still_watched_and_can_be_stopped_again() -> None:
    assert state_of("FAILURE_STOP").live
