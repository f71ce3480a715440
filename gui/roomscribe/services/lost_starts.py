"""Starts whose answer was lost where nobody can ask the vendor: a person who looked may close their rows."""

from __future__ import annotations

import math

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.moments import moment
from roomscribe.domain.own_errors import CLOSED_UNSEEN
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T, Text
from roomscribe.services.recorder import Changes
from roomscribe.services.task_service import TaskService
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

SURE_AFTER = 120.0
"""Seconds after a start was given up before "nobody knows it" means that it never arrived: until then it may be on its
way through a proxy, or the vendor may still be writing it down."""


def is_unanswered(task: Task) -> bool:
    """Whether nobody knows what became of its start, and by which name to ask."""
    return task.state.unsettled and not task.vendor_task_id


def is_lost(task: Task, registry: Registry) -> bool:
    """Whether the answer to the start was lost where the vendor can't be asked what became of it.

    KeyError for a generation that is not installed.
    """
    return is_unanswered(task) and not registry.generation(task.generation).abilities.locate_lost_start


def runs_unseen(task: Task, generation: Generation) -> bool:
    """Whether it may run where nobody can find it: no end time holds for it then, as nobody can stop it at that."""
    lost = task.state is TaskState.UNCONFIRMED and is_unanswered(task)
    return lost and not generation.abilities.locate_lost_start


def tried_at(task: Task) -> float:
    """When the last attempt to start it ended, in UTC seconds; its row may be hours older, where a computer slept."""
    return max(task.created_at, task.updated_at or 0.0)


def sure_from(tried: float) -> float:
    """From when on a look into the room tells something, in UTC seconds: a whole minute, as people are told."""
    return math.ceil((tried + SURE_AFTER) / 60) * 60


class LostStarts(TaskService):
    """Ends such rows by a person's word. Nothing is sent: it works without a network, and proves nothing."""

    def why_not(self, task: Task) -> Text | None:
        """Why a person can't close this row; None where it is theirs to judge."""
        if not self._registry.knows(task.generation):
            return T("The add-on of the task's vendor is not installed, so nobody knows whether it can be asked.")
        if task.state is not TaskState.UNCONFIRMED or not is_lost(task, self._registry):
            return T("Only a start that was not answered, and that the vendor can't be asked about, is closed by hand.")
        if self.wait(task) > 0:
            sure = moment(sure_from(tried_at(task)), self._clock.now())
            return T("The start may still be on its way: look into the room from {time} on.", time=sure)
        return None

    def wait(self, task: Task) -> float:
        """Seconds until a look into the room tells something; 0 means now."""
        passed = self._clock.now() - tried_at(task)
        # A clock that was set back must not lock the row for hours.
        return 0.0 if passed < 0 else max(0.0, SURE_AFTER - passed)

    async def close(self, task_id: str, *, by: str) -> Task:
        """End the row on the word of `by`, who looked into the room and saw no bot; returns the row.

        It ends as closed, never as stopped: there is no receipt. On disk when it returns. Raises `BadRequest` where the
        row has been settled meanwhile, `LedgerUnusable` where it can't be written: then its room stays taken.
        """

        def closed(before: Task) -> Changes:
            if (refusal := self.why_not(before)) is not None:
                raise BadRequest(refusal)
            return {"state": TaskState.CLOSED, "ended_at": self._clock.now(), "error": note}

        note = CLOSED_UNSEEN.note(meaning=T("Closed by {name}: no bot was seen.", name=by))
        entry = self._recorder.entry(task_id, EntryKind.CLOSED, detail={"looked": True, "by": by})
        row = await self._recorder.record(task_id, entry, act=True, change=closed, or_not_at_all=True)
        await self._secrets.drop(row)
        return row
