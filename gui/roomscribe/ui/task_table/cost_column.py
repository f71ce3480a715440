"""What the table's cost column shows: a bound for what the task has cost so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.costs import Estimate, Unknown
from roomscribe.services.day_book import NOT_KNOWN
from roomscribe.services.metering import NEVER_RAN
from roomscribe.ui.money_words import cost_words, estimate_lines
from roomscribe.ui.times import NOTHING
from roomscribe.ui.words import say

if TYPE_CHECKING:
    from roomscribe.ui.task_table.glance import Glance


def cost(task: Task, glance: Glance) -> str:
    """`≤ 0.208 USD`; a dash where nothing can be said or nothing ran."""
    estimate = _estimate(task, glance)
    return NOTHING if estimate is None or isinstance(estimate, Unknown) else cost_words(estimate)


def cost_tip(task: Task, glance: Glance) -> str:
    """The sum, or why there is none."""
    estimate = _estimate(task, glance)
    if estimate is None:
        return say(T("It never ran, so it costs nothing.")) if task.state in NEVER_RAN else ""
    return say(estimate.reason) if isinstance(estimate, Unknown) else "\n".join(estimate_lines(estimate))


def cost_tone(task: Task, glance: Glance) -> str:
    """Dim for what is over or not known; a task without an end costs without one."""
    if glance.billing is None or not task.live or isinstance(glance.billing.costs.life(task), Unknown):
        return "dim"
    return "bad" if task.ends_at is None else "text"


def cost_sort(task: Task, glance: Glance) -> float:
    """By what the whole of it costs, which does not depend on the present moment."""
    return glance.billing.days.whole_life(task.id) if glance.billing is not None else NOT_KNOWN


def _estimate(task: Task, glance: Glance) -> Estimate | Unknown | None:
    if glance.billing is None or task.state in NEVER_RAN:
        return None
    return glance.billing.costs.estimate(task)
