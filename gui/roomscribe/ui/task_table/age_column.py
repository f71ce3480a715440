"""What the table's age column shows: how old our knowledge of a live task is, as far as this window can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.times import NOTHING, age
from roomscribe.ui.words import say

if TYPE_CHECKING:
    from roomscribe.ui.task_table.glance import Glance

AGE_WARN, AGE_BAD = 2.5, 5.0
"""How many promised intervals knowledge may be old before it is amber, and red."""
OLDEST = 1e12


def data_age(task: Task, glance: Glance) -> str:
    """How old our knowledge is; a proof of the end does not age. `≤ 4 min` where another window knows better."""
    if task.receipt is not None:
        return say(T("receipt"))
    if not task.live or task.answered_at is None:
        return NOTHING
    known = age(glance.now - task.answered_at)
    return known if glance.asks(task) else say(T("≤ {age}", age=known))


def age_tone(task: Task, glance: Glance) -> str:
    """Amber and red when an answer is overdue by what was promised for the row."""
    if not task.live or task.answered_at is None or glance.generation(task) is None:
        return "dim"
    if glance.promised is None or not glance.asks(task):
        return "dim"
    late = (glance.now - task.answered_at) / glance.promised(task)
    if late > AGE_BAD:
        return "bad"
    return "warn" if late > AGE_WARN else "dim"


def age_tip(task: Task, glance: Glance) -> str:
    """Why another window's task looks older than it is: answers without news are not written down."""
    if not task.live or glance.asks(task):
        return ""
    return say(
        T(
            "Another window, or the watchdog, asks the vendor about this task and writes down only what is new. Here "
            "stands the time since that was written last: what is known is at most so old."
        )
    )


def age_sort(task: Task, glance: Glance) -> float:
    """The freshest first, what is not known to the end of the live ones."""
    if not task.live:
        return OLDEST
    return 0.0 if task.answered_at is None else -task.answered_at
