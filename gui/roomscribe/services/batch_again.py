"""Rows of a batch that were refused, once more: each gets a new task, and none whose old task may live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roomscribe.domain.batch import Batch, PlannedRow, RowResult, Step
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.batch_steps import refused
from roomscribe.services.store import TaskStore


def refused_places(run: BatchRun, store: TaskStore) -> list[int]:
    """Places of the rows that console or vendor have refused, so that it is certain that nothing was started."""
    return [
        place
        for place, each in enumerate(run.results)
        if each.step in (Step.REFUSED, Step.REJECTED) and place not in run.handed_on and _nothing_lives(each, store)
    ]


def planned(batch: Batch, places: Sequence[int], secrets: Mapping[str, str]) -> list[PlannedRow]:
    """Rows of a batch as they were before it began, with the secrets that they share."""
    given = frozenset(batch.settings)
    return [
        PlannedRow(
            number=row.number,
            line=row.line,
            case=row.case,
            values={**row.values, **secrets},
            minutes=row.minutes,
            given=given,
        )
        for row in (batch.rows[place] for place in places)
    ]


def _nothing_lives(result: RowResult, store: TaskStore) -> bool:
    """The task may have had news since the batch heard of it."""
    return not result.task_id or (store.knows(result.task_id) and refused(store.get(result.task_id)))
