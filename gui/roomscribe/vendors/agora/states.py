"""Agora's status words and what the console calls them (agora.md §5.1)."""

from __future__ import annotations

from roomscribe.domain.states import TaskState

STATES = {
    "IDLE": TaskState.STARTING,
    "PREPARING": TaskState.STARTING,
    "PREPARED": TaskState.STARTING,
    "STARTING": TaskState.STARTING,
    "CREATED": TaskState.STARTING,
    "STARTED": TaskState.RUNNING,
    "IN_PROGRESS": TaskState.RUNNING,
    "STOPPING": TaskState.STOPPING,
    "STOPPED": TaskState.STOPPED,
    # The word says that *ending* failed, so the bot may still be in the room and billed. "Failed" would end all
    # watching and drop the token that stop needs; as "stopping" it is watched until Agora no longer knows the task,
    # and whoever wants can ask for its end once more.
    "FAILURE_STOP": TaskState.STOPPING,
    # Words of older pages and of error answers (§5.1, §8.4).
    "RUNNING": TaskState.RUNNING,
    "RECONNECTING": TaskState.RECOVERING,
    "FAILED": TaskState.FAILED,
}


def state_of(word: str) -> TaskState:
    """Our word for Agora's; an unknown word counts as running, so that nobody forgets the task."""
    return STATES.get(word, TaskState.RUNNING)
