"""The vendor's status words in our terms (tencent.md §3.6)."""

from __future__ import annotations

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.vendors.trtc.states import STATES, state_of


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Idle", TaskState.STARTING),
        ("Preparing", TaskState.STARTING),
        ("InProgress", TaskState.RUNNING),
        ("Stopped", TaskState.STOPPED),
        ("SomethingNew", TaskState.RUNNING),
    ],
)
def test_every_word_has_a_state_and_a_new_one_counts_as_running(word: str, state: TaskState) -> None:
    assert state_of(word) is state


def test_the_table_has_exactly_the_vendors_words() -> None:
    assert set(STATES) == {"Idle", "Preparing", "InProgress", "Stopped"}
