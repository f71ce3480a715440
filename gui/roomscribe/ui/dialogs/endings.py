"""How a task ends when this console is closed: by the vendor's own rules alone."""

from __future__ import annotations

from roomscribe.domain.fields import Value
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.demo import is_demo
from roomscribe.ui.times import clock_time
from roomscribe.vendors.protocol import Generation

IDLE_KEY = "max_idle_time"
"""Key of the field, in every generation that has it, with the seconds of quiet after which the vendor ends a task."""


def ends_by_itself(task: Task, generation: Generation | None, now: float) -> Text:
    """When the vendor ends the task if nobody stops it."""
    if is_demo(task.profile_id):
        return T("with this program")
    if generation is None:
        return T("unknown")
    quiet, latest = _quiet(task, generation), _latest(task, generation)
    if quiet and latest is not None:
        return T("{quiet}, or at {time}", quiet=quiet, time=clock_time(latest, now))
    if latest is not None:
        return T("at {time}", time=clock_time(latest, now))
    return quiet or T("not by itself")


def _latest(task: Task, generation: Generation) -> float | None:
    longest = generation.abilities.longest_run
    return (task.started_at or task.created_at) + longest if longest else None


def _quiet(task: Task, generation: Generation) -> Text | None:
    field = generation.field(IDLE_KEY)
    if field is None:
        return None
    seconds: Value = task.values.get(IDLE_KEY, field.default)
    if seconds is None:
        return T("when the room is quiet")
    # 0 switches the rule off where the vendor permits it.
    return T("after {seconds} s of quiet", seconds=seconds) if seconds else None
