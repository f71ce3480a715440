"""Stops without a receipt: how long until they are a worry, and until when such a task could be billed at most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.lost_starts import tried_at
from roomscribe.vendors.protocol import Abilities

MARKED_AFTER = 10.0
"""Seconds after a wish from which its row says that the stop is not confirmed."""
ALARMING_AFTER = 120.0
"""Seconds from which a banner says so, too: usual stops are proven within seconds."""
QUEUED_FOR = 120.0
"""Seconds for which a stop may wait for its turn before that is a worry, too: many stops of one account leave as fast
as its vendor permits."""
AGAIN_AFTER = 15 * 60.0
"""Seconds after which a banner that somebody has dismissed comes back."""


class Urgency(IntEnum):
    """How loudly a stop without a receipt is told."""

    NONE = 0
    MARKED = 1
    """On its row."""
    ALARMING = 2
    """In a banner."""


def queued(task: Task) -> bool:
    """Whether nothing that was asked since the wish to stop has come back, answer or failure: it waits for its turn."""
    wished = task.stop_wished_at
    return wished is not None and task.error is None and (task.asked_at is None or task.asked_at < wished)


def worry_from(task: Task) -> float:
    """When (UTC seconds) a stop that was wished begins to be a worry, as things are."""
    return (task.stop_wished_at or 0.0) + (QUEUED_FOR if queued(task) else MARKED_AFTER)


def urgency(task: Task, now: float, since: float | None = None) -> Urgency:
    """How loudly the task's stop is told at this moment (UTC seconds).

    `since` is when the vendor was first asked to stop it, where that is known; else the wish counts. What waits for
    its turn is quiet until that has taken too long; what was tried in vain, for want of a network too, never is.
    """
    if not task.live or task.stop_wished_at is None:
        return Urgency.NONE
    waited = now - max(task.stop_wished_at, since or 0.0)
    if queued(task):
        waited -= QUEUED_FOR - MARKED_AFTER
    if waited > ALARMING_AFTER:
        return Urgency.ALARMING
    # A start that nobody has settled says so by itself: whether there is something to stop is not known yet.
    known = task.state is not TaskState.UNCONFIRMED
    return Urgency.MARKED if known and (task.error is not None or waited > MARKED_AFTER) else Urgency.NONE


@dataclass(frozen=True)
class Limit:
    """The latest time at which a task can still run by its vendor's own words."""

    at: float
    """UTC seconds."""
    promised: bool
    """The vendor ends it then; else it only names that time as the longest."""


def limit_of(task: Task, abilities: Abilities) -> Limit | None:
    """The vendor's own limit for this task; None where it names none."""
    began = task.started_at or tried_at(task)
    if abilities.longest_life:
        return Limit(began + abilities.longest_life, promised=True)
    return Limit(began + abilities.longest_run, promised=False) if abilities.longest_run else None
