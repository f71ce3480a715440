"""Carries a batch out: every row is started exactly once, as fast as its account permits, whatever happens between."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from roomscribe.domain.batch import Batch, BatchRow, Progress, RowResult, Step, row_task_id
from roomscribe.domain.clock import Clock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, FailureKind
from roomscribe.domain.fields import empty_value
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import IdTaken, LedgerUnusable
from roomscribe.net.pace import Pace, Permit
from roomscribe.services.launcher import Launcher, Turn
from roomscribe.services.pacing import START
from roomscribe.services.rates import RateBook
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import Generation

ANSWER = 1.0
"""Seconds in which a start is written down and answered: so many of them are under way together as the account may
begin in this time. More would only be open questions after a crash."""
LEAST_HANDS = 4
"""Starts under way together where the rate is low."""
LONGEST_LEAD = 0.25
"""Of the time that it takes to write a row down, what is counted at most."""
TRIES = 5
"""How often a row is tried that the vendor refused for its haste alone, by which it started nothing."""
STEP_OF = {
    TaskState.REQUESTING: Step.OPEN,
    TaskState.UNCONFIRMED: Step.OPEN,
    TaskState.REJECTED: Step.REJECTED,
    TaskState.UNSENT: Step.UNSENT,
}
"""Every other state means that the vendor has accepted the start, whatever came of the task since."""


@dataclass
class _Waiting:
    """A row on its way to its turn."""

    since: float
    over: bool = False


class BatchRun:
    """One batch while it is carried out. It belongs to one console at a time (`BatchFiles.take`)."""

    def __init__(
        self,
        batch: Batch,
        generation: Generation,
        *,
        secrets: Mapping[str, str],
        launcher: Launcher,
        rates: RateBook,
        store: TaskStore,
        clock: Clock,
        over_budget: Callable[[str], Text | None],
    ) -> None:
        """`secrets` are those that the rows share; `over_budget` says why an account may start nothing more, or None.

        Rows that an earlier session has started are known by their tasks and are not started again.
        """
        self.batch = batch
        self._generation = generation
        self._secrets = dict(secrets)
        self._launcher, self._rates, self._store, self._clock = launcher, rates, store, clock
        self._over_budget = over_budget
        self._results = [RowResult() for _ in batch.rows]
        self._counts = Counter({Step.WAITING: len(batch.rows)})
        self._queue: deque[int] = deque()
        """Places of the rows that wait for their turn, in order."""
        self._ahead = 0
        """Rows that are being written down, or are, and wait for their turn."""
        self._moved = asyncio.Event()
        """One of them has its turn, or needs none any more."""
        self._lead = 0.02
        """Seconds that it takes to write a row down, lately."""
        self._failure: Exception | None = None
        """Something nobody expected, to be told at the end: no row may break another one off."""
        self._going = asyncio.Event()
        self._going.set()
        self._news = asyncio.Event()
        self._cancelled = False
        self.paused_because: Text | None = None
        """Why it rests by itself; None while it goes on, or rests because somebody said so."""
        self.on_row: Callable[[int], None] = lambda place: None
        """Told of each row (by its place) whose result has changed."""
        self.on_state: Callable[[], None] = lambda: None
        """Told when it rests, goes on or is over."""
        self.over = False
        """Every row has its result."""
        self._known: dict[str, int] = {}
        """Places by local id of the rows' tasks."""
        for place in range(len(batch.rows)):
            self._note(place, self._recalled(place))

    @property
    def results(self) -> tuple[RowResult, ...]:
        """What became of each row so far."""
        return tuple(self._results)

    @property
    def progress(self) -> Progress:
        """How many rows have come how far."""
        return Progress(total=len(self._results), counts=dict(self._counts))

    @property
    def task_ids(self) -> tuple[str, ...]:
        """Local ids of the tasks that its rows have had, those included that are being written down."""
        return tuple(self._known)

    @property
    def resting(self) -> bool:
        """Whether nothing more is sent for now."""
        return not self._going.is_set() and not self.over

    @property
    def cancelled(self) -> bool:
        """Whether nothing more is sent for good."""
        return self._cancelled

    def pause(self, because: Text | None = None) -> None:
        """Send nothing more until `go_on`. What was sent goes its way."""
        if not self.over and not self._cancelled:
            self.paused_because = because
            self._going.clear()
            self.on_state()

    def go_on(self) -> None:
        """Send what is left."""
        self.paused_because = None
        self._going.set()
        self.on_state()

    def cancel(self) -> None:
        """Send nothing more for good. What was started stays started."""
        self._cancelled = True
        while self._queue:
            place = self._queue.popleft()
            if self._results[place].step is Step.WAITING:
                self._note(place, RowResult(step=Step.LEFT))
        self._going.set()
        self._news.set()
        self.on_state()

    async def quiet(self) -> None:
        """Wait until every start that is under way has come to something; for whoever has it rest or has cancelled
        it."""
        while self._counts[Step.SENDING]:
            self._news.clear()
            await self._news.wait()

    async def carry_out(self) -> None:
        """Start every row that has not been started, and wait until each has its result."""
        unsubscribe = self._store.subscribe(self)
        try:
            while True:
                await self._send()
                if self._cancelled or not self._open():
                    break
                await self._settlement()
        finally:
            unsubscribe()
        self.over = True
        self.on_state()
        if self._failure is not None:
            raise self._failure

    # News of the store

    def task_added(self, task: Task) -> None:
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        place = self._known.get(task.id)
        if place is not None and self._results[place].over and self._results[place].task_id == task.id:
            self._note(place, replace(self._result_of(task), seconds=self._results[place].seconds))

    # Sending

    async def _send(self) -> None:
        """Send what waits, and wait for the answers; what the network fails waits again."""
        hands = asyncio.Semaphore(max(LEAST_HANDS, round(self._pace().rate * ANSWER)))
        async with asyncio.TaskGroup() as group:
            while await self._more():
                await hands.acquire()
                await self._near()
                if not self._queue or not self._going.is_set():
                    hands.release()
                    continue
                place = self._queue.popleft()
                self._note(place, RowResult(step=Step.SENDING))
                group.create_task(self._one(place, hands))

    async def _more(self) -> bool:
        """Wait until a row may be sent; False when none is left."""
        while True:
            await self._going.wait()
            if self._queue:
                return True
            if not self._counts[Step.SENDING]:
                return False
            # One of these may come back to the queue.
            self._news.clear()
            await self._news.wait()

    async def _near(self) -> None:
        """Wait until the next row's turn comes about when it is written down: what is written before it is sent would
        be an open question after a crash."""
        while self._ahead >= max(1, round(self._pace().allowed * self._lead)):
            self._moved.clear()
            await self._moved.wait()

    def _pace(self) -> Pace:
        return self._rates.pace(self.batch.profile_id, START)

    async def _one(self, place: int, hands: asyncio.Semaphore) -> None:
        self._ahead += 1
        waits = _Waiting(self._clock.monotonic())

        async def turn() -> Permit:
            self._lead += (min(self._clock.monotonic() - waits.since, LONGEST_LEAD) - self._lead) / 8
            permit = await self._pace().turn(act=False, of=START)
            self._has_turn(waits)
            return permit

        try:
            await self._start(place, turn)
        except Exception as error:  # noqa: BLE001 - told at the end; the others are on their way
            self._failure = error
            self._note(place, self._recalled(place, again=False))
            self.pause(T("Something unexpected went wrong."))
        finally:
            self._has_turn(waits)
            hands.release()

    def _has_turn(self, waits: _Waiting) -> None:
        if not waits.over:
            waits.over = True
            self._ahead -= 1
            self._moved.set()

    async def _start(self, place: int, turn: Turn) -> None:
        row, began = self.batch.rows[place], self._clock.monotonic()
        task_id = row_task_id(self.batch.id, row.number, self._attempts(row))
        self._known[task_id] = place
        if message := self._over_budget(self.batch.profile_id):
            self._wait_again(place, message)
            return
        try:
            task = await self._launcher.start(self._draft(row), task_id=task_id, turn=turn)
        except BadRequest as refusal:
            self._note(place, RowResult(step=Step.REFUSED, reason=refusal.message))
        except IdTaken:
            # Written by another console; its row is on its way into the store.
            self._note(place, RowResult(step=Step.OPEN, task_id=task_id))
        except LedgerUnusable as failure:
            if self._store.knows(task_id):
                self._note(place, self._result_of(self._store.get(task_id)))
                self.pause(failure.message)
            else:
                self._wait_again(place, failure.message)
        else:
            self._learn(place, task, self._clock.monotonic() - began)

    def _learn(self, place: int, task: Task, seconds: float) -> None:
        result = replace(self._result_of(task), seconds=seconds)
        if _too_hasty(task) and self._attempts(self.batch.rows[place]) < TRIES and not self._cancelled:
            self._wait_again(place)  # nothing happened there, and the pace is slower now
        elif result.step is Step.UNSENT and not self._cancelled:
            reason = T("The vendor can't be reached. What was not sent is sent when the batch goes on.")
            self._wait_again(place, reason)
        else:
            self._note(place, result)
            if task.error is not None and task.error.kind is FailureKind.AUTH:
                self.pause(T("The vendor doesn't accept the account. Check its keys before the batch goes on."))

    def _wait_again(self, place: int, because: Text | None = None) -> None:
        """Nothing was started: the row's turn comes again, where there is a reason after somebody has seen to it."""
        if self._cancelled:
            self._note(place, RowResult(step=Step.LEFT))
            return
        self._note(place, RowResult())
        if because is not None:
            self.pause(because)

    # Results

    def _recalled(self, place: int, *, again: bool = True) -> RowResult:
        """What the ledger knows of a row: the last of its attempts. `again`: what started nothing waits once more."""
        row = self.batch.rows[place]
        attempts = self._attempts(row)
        if not attempts:
            return RowResult() if again else RowResult(step=Step.REFUSED)
        task = self._store.get(row_task_id(self.batch.id, row.number, attempts - 1))
        self._known[task.id] = place
        result = self._result_of(task)
        return RowResult() if again and (result.step is Step.UNSENT or _too_hasty(task)) else result

    def _attempts(self, row: BatchRow) -> int:
        """How many tasks the row has had."""
        count = 0
        while self._store.knows(row_task_id(self.batch.id, row.number, count)):
            count += 1
        return count

    def _result_of(self, task: Task) -> RowResult:
        return RowResult(step=STEP_OF.get(task.state, Step.STARTED), task_id=task.id, error=task.error)

    def _open(self) -> bool:
        """Whether something's fate comes out by itself, and may mean that it has to be sent again."""
        askable = self._generation.abilities.locate_lost_start
        return bool(self._queue or self._counts[Step.UNSENT] or (askable and self._counts[Step.OPEN]))

    async def _settlement(self) -> None:
        """Wait until something that was open is known, and have what never arrived sent again."""
        while not self._counts[Step.UNSENT] and self._open() and not self._cancelled:
            self._news.clear()
            await self._news.wait()
        for place, result in enumerate(self._results):
            if result.step is Step.UNSENT and not self._cancelled:
                self._note(place, RowResult())

    def _draft(self, row: BatchRow) -> Draft:
        blank = {each.key: empty_value(each.kind) for each in self._generation.fields}
        values = {**blank, **row.values, **self._secrets}
        return Draft(profile_id=self.batch.profile_id, values=values, minutes=row.minutes)

    def _note(self, place: int, result: RowResult) -> None:
        before = self._results[place]
        self._results[place] = result
        self._counts[before.step] -= 1
        self._counts[result.step] += 1
        if result.step is Step.WAITING:
            self._queue.append(place)
        self._news.set()
        self.on_row(place)


def _too_hasty(task: Task) -> bool:
    """Whether the vendor has refused a start only because too many came."""
    return task.state is TaskState.REJECTED and task.error is not None and task.error.kind is FailureKind.RATE_LIMITED
