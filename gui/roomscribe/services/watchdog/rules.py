"""What the watchdog decides, as pure rules: which tasks are its business now, and when nobody needs it any more."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.own_errors import CANNOT_ASK
from roomscribe.domain.tasks import Task
from roomscribe.services.clients import profile_owner
from roomscribe.services.demo import is_demo
from roomscribe.services.orders import task_owner

HOLD = 15.0
"""Seconds for which the watchdog finishes what it has begun although a console is there again."""
QUIET = 5.0
"""Seconds without anything to guard after which it ends: a console may be writing the next task down."""
HOPE = 600.0
"""Seconds after the end of the last task to which it has no keys: until then a keyring may be unlocked again."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What the watchdog sees when it looks up."""

    now: float
    """UTC seconds."""
    consoles: bool
    """Another process works on the ledger."""
    entrusted: frozenset[str] = frozenset()
    """Owners (the vault's names) whose secrets a console has told the watchdog before it ended: no other has them."""


def guarded(task: Task) -> bool:
    """Whether a task is of those for which a watchdog is there: it will have to be stopped, and outlives its console.

    Demo tasks end with the simulator in their console. One without an end that nobody wants stopped needs a person.
    """
    return task.live and not is_demo(task.profile_id) and (task.ends_at is not None or task.stop_wished_at is not None)


def within_reach(task: Task, *, lost_starts_are_found: bool) -> bool:
    """Whether its vendor can be asked to stop it at all: a start without an answer has no name to stop it by."""
    nameless = task.state.unsettled and not task.vendor_task_id
    return lost_starts_are_found or not nameless


def due(task: Task, now: float) -> bool:
    """Whether it should have ended by `now`, UTC seconds, or a stop is wished and not proven."""
    return guarded(task) and (task.stop_wished_at is not None or (task.ends_at is not None and task.ends_at <= now))


def left_until_due(task: Task, now: float) -> float:
    """Seconds from `now` until a guarded task is due; negative where it has been for so long."""
    moments = (task.stop_wished_at, task.ends_at)
    return min(moment for moment in moments if moment is not None) - now


def takes(task: Task, scene: Scene) -> bool:
    """Whether the watchdog is to stop a task that no living console watches."""
    return due(task, scene.now) and not scene.consoles


def relieves(task: Task, scene: Scene) -> bool:
    """Whether it is to stop a task although a console watches it: that one has no keys to it, and says so."""
    blind = task.error is not None and task.error.code == CANNOT_ASK.code
    return due(task, scene.now) and scene.consoles and blind and is_entrusted(task, scene.entrusted)


def gives_back(task: Task, scene: Scene, held: float) -> bool:
    """Whether a task that it has pursued for `held` seconds goes back to the consoles, which have come again.

    What is begun is finished first, so that the vendor hears no request twice; trouble is for people to see.
    """
    if not scene.consoles or is_entrusted(task, scene.entrusted):
        return False
    return task.error is not None or held >= HOLD


def is_entrusted(task: Task, entrusted: frozenset[str]) -> bool:
    """Whether secrets that the task needs are among those that were entrusted."""
    return profile_owner(task.profile_id) in entrusted or task_owner(task.id) in entrusted


class Patience:
    """Says when there has been nothing to guard for long enough."""

    def __init__(self) -> None:
        self._idle_since: float | None = None

    def over(self, guarding: bool, *, left: float | None, now: float) -> bool:
        """Whether to end, at monotonic second `now`.

        `left`: seconds until the last task to which the keys are missing is due, see `left_until_due`; None: there is
        no such task. With keys that come in time it can still be stopped at its end, by nobody else perhaps.
        """
        if guarding:
            self._idle_since = None
            return False
        if self._idle_since is None:
            self._idle_since = now
        idle = now - self._idle_since
        return idle >= QUIET if left is None else idle >= HOPE and left <= -HOPE
