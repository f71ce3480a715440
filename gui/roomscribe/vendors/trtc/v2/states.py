"""The words of version 2.0 for a task's state and what we call them (tencent.md §4.2)."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.states import TaskState

STATES: Mapping[str, TaskState] = {
    "Idle": TaskState.STARTING,
    "InProgress": TaskState.RUNNING,
    # The bot is leaving and not gone yet: only "no such task" proves the end.
    "Exited": TaskState.STOPPING,
}
