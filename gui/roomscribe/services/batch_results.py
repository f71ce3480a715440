"""What became of each row of a batch so far, which tasks it has had, and which rows wait for their turn."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import KeysView, Sequence

from roomscribe.domain.batch import Batch, Progress, RowResult, Step, row_task_id
from roomscribe.services.batch_recall import Recalled


class ResultBook:
    """Of one batch that is carried out. Rows go by their places. Whatever is noted, those that wait are in the queue,
    each once, and only those of which nothing is known but that they were sent are unsettled."""

    def __init__(self, batch: Batch, recalled: Recalled) -> None:
        self._batch = batch
        self._results = list(recalled.results)
        self._attempts = list(recalled.attempts)
        """How many tasks each row has had."""
        self._counts = Counter(each.step for each in self._results)
        waiting = (place for place, each in enumerate(self._results) if each.step is Step.WAITING)
        self._queue: OrderedDict[int, None] = OrderedDict.fromkeys(waiting, None)
        """The rows that wait for their turn, in order; it has no values, but each row can be in it only once."""
        self._places = {each.task_id: place for place, each in enumerate(self._results) if each.task_id}
        """By local id of the rows' tasks."""
        self._unsettled = dict.fromkeys(recalled.unsettled, None)
        """It has no values, but a view of its keys can't be changed."""

    def __getitem__(self, place: int) -> RowResult:
        return self._results[place]

    @property
    def results(self) -> Sequence[RowResult]:
        """Of all rows; not a copy, as it is asked for with each row's news."""
        return self._results

    @property
    def progress(self) -> Progress:
        """How many rows have come how far."""
        return Progress(total=len(self._results), counts=dict(self._counts))

    @property
    def waiting(self) -> bool:
        """Whether any row waits for its turn."""
        return bool(self._queue)

    @property
    def sending(self) -> bool:
        """Whether any start is under way."""
        return bool(self._counts[Step.SENDING])

    @property
    def unsettled(self) -> KeysView[int]:
        """The rows of whose start nobody knows whether it arrived; not a copy."""
        return self._unsettled.keys()

    # Tasks

    @property
    def task_ids(self) -> tuple[str, ...]:
        """Local ids of the tasks that the rows have had, those included that are being written down."""
        return tuple(self._places)

    def place(self, task_id: str) -> int | None:
        """The row that has, or had, this task."""
        return self._places.get(task_id)

    def under_way(self, task_id: str) -> bool:
        """Whether this is a row's task whose start is under way."""
        place = self.place(task_id)
        return place is not None and self._results[place].step is Step.SENDING and self.next_id(place) == task_id

    def next_id(self, place: int) -> str:
        """The local id of a row's next attempt."""
        return row_task_id(self._batch.id, self._batch.rows[place].number, self._attempts[place])

    def begin(self, place: int) -> str:
        """The row's next attempt begins; returns its local id."""
        task_id = self.next_id(place)
        self._places[task_id] = place
        return task_id

    def written(self, place: int) -> None:
        """The attempt has a task, so the next one will be another."""
        self._attempts[place] += 1

    # Results

    def take_next(self) -> int:
        """The row whose turn it is, which is being sent now. `IndexError`: none waits."""
        place = next(iter(self._queue), None)
        if place is None:
            raise IndexError("no row waits")
        self.note(place, RowResult(step=Step.SENDING))
        return place

    def note(self, place: int, result: RowResult, *, unsettled: bool = False) -> bool:
        """What became of a row; False where that is as it was. One that waits keeps its turn, or comes last.

        `unsettled`: nobody knows whether its start arrived. `ValueError`: something is known of it, by its step.
        """
        if unsettled and result.step is not Step.OPEN:
            raise ValueError(f"a row that is {result.step} is settled")
        if unsettled:
            self._unsettled[place] = None
        else:
            self._unsettled.pop(place, None)
        before = self._results[place]
        if result == before:
            return False
        self._results[place] = result
        self._counts[before.step] -= 1
        self._counts[result.step] += 1
        if result.step is Step.WAITING:
            self._queue[place] = None
        else:
            self._queue.pop(place, None)
        return True

    def leave_out(self) -> list[int]:
        """Leave out what waits for its turn, and return those rows."""
        places, left = list(self._queue), RowResult(step=Step.LEFT)
        self._queue.clear()
        for place in places:  # there may be thousands
            self._results[place] = left
        self._counts[Step.WAITING] -= len(places)
        self._counts[Step.LEFT] += len(places)
        return places
