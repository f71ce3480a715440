"""TRTC's words for a task's state and what we call them (tencent.md §3.6, §8.1)."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.states import TaskState

STATES: Mapping[str, TaskState] = {
    "Idle": TaskState.STARTING,
    "Preparing": TaskState.STARTING,
    "InProgress": TaskState.RUNNING,
    # The bot has left; the vendor only cleans up behind it.
    "Stopped": TaskState.STOPPED,
}


def state_of(word: str, states: Mapping[str, TaskState] = STATES) -> TaskState:
    """Our word; one that nobody knows counts as running, because something may be billed."""
    return states.get(word, TaskState.RUNNING)
