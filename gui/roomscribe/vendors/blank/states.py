"""The blank vendor's status words, and what we call them."""

from __future__ import annotations

from roomscribe.domain.states import TaskState

STATES = {
    "joining": TaskState.STARTING,
    "listening": TaskState.RUNNING,
    "rejoining": TaskState.RECOVERING,
    "leaving": TaskState.STOPPING,
    "ended": TaskState.STOPPED,
    "broken": TaskState.FAILED,
}
