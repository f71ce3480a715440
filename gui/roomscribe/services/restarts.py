"""What a restart leaves when it breaks off: whether the task that follows was written down already."""

from __future__ import annotations

from roomscribe.domain.tasks import EntryKind, JournalEntry, Task
from roomscribe.services.recorder import Recorder
from roomscribe.services.store import TaskStore


async def follower_of(task: Task, store: TaskStore, recorder: Recorder) -> Task | None:
    """The task that was started in the place of this one. Raises `LedgerUnusable`."""
    for other in store.tasks():
        if other.created_at >= task.created_at and other.id != task.id:
            journal = await recorder.journal(other.id)
            if any(each.kind is EntryKind.RESTART_OF and each.detail.get("task") == task.id for each in journal):
                return other
    return None


def left_behind(task: Task, follower: Task | None, recorder: Recorder) -> JournalEntry:
    """The line that tells of it: started again after all, or to be gone on with or forgotten."""
    if follower is None:
        return recorder.entry(task.id, EntryKind.RESTART_OPEN)
    return recorder.entry(task.id, EntryKind.RESTARTED_AS, detail={"task": follower.id})
