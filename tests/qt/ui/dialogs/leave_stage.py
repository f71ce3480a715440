"""A live row, as tests of leaving show it."""

from __future__ import annotations

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task


def task(profile_id: str = "acc", **what: object) -> Task:
    basics = {
        "id": "t", "profile_id": profile_id, "profile_name": "", "vendor": "blank", "generation": "blank-1",
        "site": "main", "room": "town-hall", "bot": "b", "state": TaskState.RUNNING, "started_at": 1_800_000_000.0,
        "values": {"max_idle_time": 60},
    }  # fmt: skip
    return Task(**{**basics, **what})  # type: ignore[arg-type]
