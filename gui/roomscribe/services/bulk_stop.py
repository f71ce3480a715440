"""Stops many tasks: every account for itself, each task with its own result, and what has no turn yet can be left."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.rates import RateBook
from roomscribe.services.stopper import Stopper, pursue

HANDS = 4
"""Wishes of one account that are on their way to the disk together: it must not wait for the window in between."""


class StopStep(Enum):
    """How far one of the stops has come; what follows after ASKED stands in the task's row."""

    WAITING = auto()
    """Its wish is not written yet, so nothing was sent."""
    ASKED = auto()
    """The wish is written, and pursued from now on."""
    REFUSED = auto()
    """There is nothing to stop any more; `StopLine.trouble` says why."""
    LEFT = auto()
    """Cancelled before its turn: nothing was sent, and it goes on."""


@dataclass(frozen=True)
class StopLine:
    """What became of one of the wishes."""

    step: StopStep = StopStep.WAITING
    trouble: Text | None = None
    """Why it was refused, or that it could not be written down, though it is pursued."""


class StopRun:
    """One act of stopping many. The vendors are asked by the watcher; this writes the wishes."""

    def __init__(
        self,
        tasks: Sequence[Task],
        *,
        stopper: Stopper,
        nudge: Callable[[str], None],
        rates: RateBook,
        at_once: bool,
    ) -> None:
        """`at_once`: all wishes are written as fast as the disk takes them, so that they outlive a crash. Else each
        waits for its turn at the permitted rate, so that there is something left to cancel."""
        self._stopper = stopper
        self._nudge = nudge
        self._rates = rates
        self._at_once = at_once
        self._lines = {task.id: StopLine() for task in tasks}
        self._new = list(tasks)
        """Those that `carry_out` has not taken up yet."""
        self._cancelled = asyncio.Event()
        self.on_line: Callable[[str], None] = lambda task_id: None
        """Told of each task whose line has changed."""
        self.on_added: Callable[[Sequence[str]], None] = lambda task_ids: None
        """Told of the tasks that were added, by local id."""

    def add(self, tasks: Sequence[Task]) -> None:
        """Have the next `carry_out` stop these, too, also where what was there before was cancelled; those that it has
        already stay as they are."""
        more = [task for task in tasks if task.id not in self._lines]
        self._lines.update((task.id, StopLine()) for task in more)
        self._new += more
        if more:
            self.on_added([task.id for task in more])

    def unwritten(self) -> Text | None:
        """Why wishes could not be written down, though they are pursued; None where all were."""
        asked = (line.trouble for line in self._lines.values() if line.step is StopStep.ASKED)
        return next((trouble for trouble in asked if trouble is not None), None)

    @property
    def lines(self) -> Mapping[str, StopLine]:
        """By local id, in the order of the tasks."""
        return self._lines

    def count(self, *steps: StopStep) -> int:
        """How many have come so far."""
        return sum(line.step in steps for line in self._lines.values())

    def cancel(self) -> None:
        """Write no further wish. What was asked to stop keeps stopping: a wish is never taken back."""
        self._cancelled.set()
        for task_id, line in self._lines.items():
            if line.step is StopStep.WAITING:
                self._note(task_id, StopLine(StopStep.LEFT))

    async def carry_out(self) -> None:
        """Write every wish that no earlier call has taken up. An account that can't be reached, or permits little,
        keeps no other waiting."""
        hands = HANDS if self._at_once else 1
        accounts: defaultdict[object, list[Task]] = defaultdict(list)
        for task in self._new:
            accounts[self._rates.account(task.profile_id)].append(task)
        self._new = []
        queues = [iter(tasks) for tasks in accounts.values()]
        await asyncio.gather(*(self._account(queue) for queue in queues for _ in range(hands)))

    async def _account(self, tasks: Iterator[Task]) -> None:
        """Take the next of an account's tasks until none is left; several do so side by side."""
        for task in tasks:
            if self._lines[task.id].step is not StopStep.WAITING:
                continue
            await self._wish(task.id)
            if not self._at_once:
                await self._pause(self._rates.stop_gap(task.profile_id))

    async def _wish(self, task_id: str) -> None:
        # Noted before it is written: what is on its way can't be left any more.
        self._note(task_id, StopLine(StopStep.ASKED))
        try:
            await pursue(task_id, stopper=self._stopper, nudge=self._nudge)
        except BadRequest as refusal:
            self._note(task_id, StopLine(StopStep.REFUSED, refusal.message))
        except LedgerUnusable as failure:
            self._note(task_id, replace(self._lines[task_id], trouble=failure.message))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._cancelled.wait()
        except TimeoutError:
            return

    def _note(self, task_id: str, line: StopLine) -> None:
        self._lines[task_id] = line
        self.on_line(task_id)
