"""How a task ends when this console is closed: by the vendor's own rules alone."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from roomscribe.domain.fields import Value
from roomscribe.domain.lengths import in_minutes, short
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.demo import is_demo
from roomscribe.vendors.protocol import Abilities, Generation


def ends_by_itself(task: Task, generation: Generation | None) -> Text:
    """When the vendor ends the task if nobody stops it."""
    if is_demo(task.profile_id):
        return T("with this program")
    if generation is None:
        return T("unknown")
    quiet, latest = quiet_end(task, generation), _latest(task, generation)
    if quiet and latest is not None:
        return T("{quiet}, or {time}", quiet=quiet, time=_moment(latest))
    if latest is not None:
        return T("{time}", time=_moment(latest))
    return _with_advice(quiet, generation.abilities) or T("not by itself")


def rule_of(task: Task, generation: Generation) -> Text:
    """The same in hours after its start, which is equal for all of its generation."""
    quiet, abilities = quiet_end(task, generation), generation.abilities
    if abilities.longest_life:
        time = short(*in_minutes(abilities.longest_life))
        if quiet is None:
            return T("{time} after its start", time=time)
        return T("{quiet}, or {time} after its start", quiet=quiet, time=time)
    return _with_advice(quiet, abilities) or T("not by itself")


def _with_advice(quiet: Text | None, abilities: Abilities) -> Text | None:
    """With the longest time that the vendor names where it promises no end at that."""
    if not abilities.longest_run:
        return quiet
    time = short(*in_minutes(abilities.longest_run))
    if quiet is None:
        return T("named longest: {time}", time=time)
    return T("{quiet}; named longest: {time}", quiet=quiet, time=time)


def _latest(task: Task, generation: Generation) -> float | None:
    longest = generation.abilities.longest_life
    return (task.started_at or task.created_at) + longest if longest else None


def _moment(at: float) -> str:
    # With the day: vendors let tasks run past midnight.
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)), "ddd HH:mm")


def quiet_end(task: Task, generation: Generation) -> Text | None:
    """After how much quiet the vendor ends the task; None where that rule is off or unknown."""
    field = generation.field(generation.idle_key)
    if field is None:
        return None
    if not task.draft_known and field.key not in task.values:
        return None
    seconds: Value = task.values.get(field.key, field.default)
    if seconds is None:
        return T("when the room is quiet")
    # 0 switches the rule off where the vendor permits it.
    return T("after {time} of quiet", time=short(seconds)) if isinstance(seconds, (int, float)) and seconds else None
