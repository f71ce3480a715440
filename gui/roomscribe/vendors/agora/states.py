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
    # Words of older pages, of error answers and of 7.x (§5.1, §6.6, §8.4).
    "RUNNING": TaskState.RUNNING,
    "RECONNECTING": TaskState.RECOVERING,
    "RECOVERING": TaskState.RECOVERING,
    "FAILED": TaskState.FAILED,
}

AGENT_NUMBERS = {
    "IDLE": 0,
    "STARTING": 1,
    "RUNNING": 2,
    "STOPPING": 3,
    "STOPPED": 4,
    "RECOVERING": 5,
    "FAILED": 6,
}
"""The words of 7.x, and the numbers by which its list asks for them (agora.md §6.5, §6.6)."""

AGENT_STATES = {word: STATES[word] for word in AGENT_NUMBERS}
"""What the console calls the words of 7.x."""


def state_of(word: str) -> TaskState:
    """Our word for Agora's; an unknown word counts as running, so that nobody forgets the task."""
    return STATES.get(word, TaskState.RUNNING)
