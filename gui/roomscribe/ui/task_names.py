"""What a single task is called in sentences about it."""

from __future__ import annotations

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.words import say


def place(task: Task) -> str:
    """Where a task is, or its id where nobody knows."""
    return say(T("room {room}", room=task.room)) if task.room else room_or_id(task)


def room_or_id(task: Task) -> str:
    """The same, where it is clear that rooms are meant."""
    return task.room or task.vendor_task_id or task.id
