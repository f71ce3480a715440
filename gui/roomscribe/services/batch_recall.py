"""What an earlier session has made of a batch's rows, as the ledger knows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from roomscribe.domain.batch import Batch, RowResult, Step, row_task_id
from roomscribe.domain.tasks import Task
from roomscribe.services.batch_steps import result_of, step_of, to_be_sent_again
from roomscribe.services.store import TaskStore

AT_ONCE = 200
"""Rows that are worked on before others have their turn: some milliseconds."""
ReadTasks = Callable[[Sequence[str]], Awaitable[list[Task]]]
"""Reads those of some tasks that there are from the ledger."""


@dataclass(frozen=True)
class Recalled:
    """What is known of each row, by its place."""

    results: list[RowResult]
    attempts: list[int]
    """How many tasks each row has had."""
    unsettled: frozenset[int]
    """Rows of whose start nobody knows yet whether it arrived."""
    stopped: int = 0
    """How many of those that are open somebody has stopped: they are not sent again, whatever becomes known."""

    @classmethod
    def nothing(cls, count: int) -> Recalled:
        """A batch of so many rows that begins."""
        return cls([RowResult()] * count, [0] * count, frozenset())

    @property
    def left(self) -> int:
        """How many rows have not been started, as far as is known, and may be: of those that are open some may never
        have arrived."""
        return sum(each.step in (Step.WAITING, Step.OPEN) for each in self.results) - self.stopped


async def recall(batch: Batch, store: TaskStore, read: ReadTasks) -> Recalled:
    """Find the last task of each row: in the store, or else, as that may not have all of them yet, by `read`.

    What is proven to have started nothing waits once more. Raises what `read` raises.
    """
    attempts = [0] * len(batch.rows)
    latest: dict[int, Task] = {}
    places: list[int] = list(range(len(batch.rows)))
    while places:
        again: list[int] = []
        for some in pieces(places):
            for place, task in (await _written(batch, some, attempts, store, read)).items():
                latest[place] = task
                attempts[place] += 1
                again.append(place)
            await asyncio.sleep(0)
        places = again
    results = [RowResult()] * len(batch.rows)
    for some in pieces(list(latest)):
        for place in some:
            if not to_be_sent_again(latest[place]):
                results[place] = result_of(latest[place])
        await asyncio.sleep(0)
    stopped = sum(task.stop_wished_at is not None and step_of(task) is Step.OPEN for task in latest.values())
    unsettled = frozenset(place for place, task in latest.items() if task.state.unsettled)
    return Recalled(results, attempts, unsettled, stopped)


def pieces(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """All of them, so many at once that nobody waits."""
    for at in range(0, len(places), AT_ONCE):
        yield places[at : at + AT_ONCE]


async def _written(
    batch: Batch, places: Sequence[int], attempts: list[int], store: TaskStore, read: ReadTasks
) -> dict[int, Task]:
    """The tasks of the rows' next attempts, as far as there are any."""
    ids = {row_task_id(batch.id, batch.rows[place].number, attempts[place]): place for place in places}
    found = {place: store.get(task_id) for task_id, place in ids.items() if store.knows(task_id)}
    if missing := [task_id for task_id, place in ids.items() if place not in found]:
        found |= {ids[task.id]: task for task in await read(missing)}
    return found
