"""When tasks end, as the table says it; and until when one may run of which nobody sees whether it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.lengths import HOUR, MINUTE
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.services.unproven import limit_of
from roomscribe.ui.endings.warning import warned_before
from roomscribe.ui.times import NOTHING, duration, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

if TYPE_CHECKING:
    from roomscribe.ui.task_table.glance import Glance

LONGER_THAN_ANYTHING = 1e12


def ends_in(task: Task, generation: Generation | None, now: float) -> str:
    """`12:30` until the end time; `≤ 9:58 h` where nobody can stop it at that, and only the vendor's limit holds."""
    if not task.live:
        return NOTHING
    if generation is not None and runs_unseen(task, generation):
        return _at_most(limit_of_unseen(task, generation), now)
    if task.ends_at is None:
        return say(T("no end"))
    left = task.ends_at - now
    return duration(left) if left > 0 else say(T("overdue"))


def ends_words(task: Task, generation: Generation | None, now: float) -> str:
    """The same as a sentence with the time of day."""
    if task.live and generation is not None and runs_unseen(task, generation):
        return _unseen_words(limit_of_unseen(task, generation))
    if task.ends_at is None:
        return say(T("Without an end")) if task.live else ""
    at = full_time(task.ends_at)
    if not task.live:
        return at
    left = task.ends_at - now
    return say(T("{at}, in {time}", at=at, time=duration(left)) if left > 0 else T("{at}, overdue", at=at))


def limit_of_unseen(task: Task, generation: Generation) -> float | None:
    """UTC seconds until which it may run; None where the vendor names no time."""
    limit = limit_of(task, generation.abilities)
    return None if limit is None else limit.at


def _at_most(at: float | None, now: float) -> str:
    if at is None:
        return say(T("not known"))
    minutes = max(0, int(at - now)) // MINUTE
    hours = HOUR // MINUTE
    return say(T("≤ {time} h", time=f"{minutes // hours}:{minutes % hours:02}"))


def _unseen_words(at: float | None) -> str:
    if at is None:
        return say(T("Not known: it can't be stopped from here, and the vendor names no longest time"))
    return say(T("{at} at the latest, if it runs: it can't be stopped from here before", at=full_time(at)))


def column_text(task: Task, glance: Glance) -> str:
    """The cell."""
    return ends_in(task, glance.generation(task), glance.now)


def column_tone(task: Task, glance: Glance) -> str:
    """Red where nothing will end it in time."""
    if not task.live:
        return "dim"
    generation = glance.generation(task)
    unseen = generation is not None and runs_unseen(task, generation)
    if unseen or task.ends_at is None or task.ends_at <= glance.now:
        return "bad"
    return "warn" if task.ends_at - glance.now <= warned_before(task) else "text"


def column_sort(task: Task, glance: Glance) -> float:
    """By the end, what has none last."""
    if not task.live:
        return LONGER_THAN_ANYTHING + 1
    generation = glance.generation(task)
    at = task.ends_at
    if generation is not None and runs_unseen(task, generation):
        at = limit_of_unseen(task, generation)
    return LONGER_THAN_ANYTHING if at is None else at


def column_tip(task: Task, glance: Glance) -> str:
    """When that is."""
    generation = glance.generation(task)
    if task.live and generation is not None and runs_unseen(task, generation):
        return _unseen_words(limit_of_unseen(task, generation))
    if task.ends_at is None:
        return column_text(task, glance)
    when = full_time(task.ends_at)
    if task.live and 0 < task.ends_at - glance.now <= warned_before(task):
        return say(T("{when}. It ends in a moment: extend it, or let it end.", when=when))
    return when
