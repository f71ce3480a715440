"""The tasks of one act of stopping as a table: where, whose account, how they are, what came of the wish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.bulk_stop import StopRun, StopStep
from roomscribe.services.store import TaskStore
from roomscribe.services.unproven import queued
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_names import room_or_id
from roomscribe.ui.task_table.looks import STOP_NOT_CONFIRMED, look_of
from roomscribe.ui.task_table.plain_cells import LOOK, TONE
from roomscribe.ui.times import exact_time
from roomscribe.ui.words import say

ROOM, PROFILE, STATE, RESULT = range(4)


class StopModel(PlainModel):
    """Reads the rows from the store and the wishes from the run; both say what has changed. A line is a task's id."""

    HEADERS = (T("Room"), T("Profile"), T("State"), T("Result"))

    def __init__(self, run: StopRun, store: TaskStore, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._store = store
        self._clock = clock
        self._ids = list(run.lines)
        self._rows = {task_id: row for row, task_id in enumerate(self._ids)}

    def add(self, task_ids: Sequence[str]) -> None:
        """The run has these, too, behind the others."""
        first = len(self._ids)
        self.beginInsertRows(QModelIndex(), first, first + len(task_ids) - 1)
        self._ids += task_ids
        self._rows.update((task_id, first + at) for at, task_id in enumerate(task_ids))
        self.endInsertRows()

    def touch(self, task_id: str) -> None:
        """Something about this task has changed."""
        row = self._rows.get(task_id)
        if row is not None:
            self.row_changed(row)

    def tick(self) -> None:
        """Time has passed: a stop without a receipt becomes a worry."""
        self.rows_changed(0, len(self._ids) - 1)

    def tasks(self, *steps: StopStep) -> list[Task]:
        """The rows whose wishes have come so far."""
        return [self._store.get(task_id) for task_id, line in self._run.lines.items() if line.step in steps]

    def ended(self) -> int:
        """How many have ended, asked or not."""
        return sum(not self._store.get(task_id).live for task_id in self._ids)

    def waiting(self) -> int:
        """How many have not been asked yet: their wish is not written, or waits for its turn at the account."""
        return len(self.tasks(StopStep.WAITING)) + sum(self._in_line(task) for task in self.tasks(StopStep.ASKED))

    def failing(self) -> int:
        """How many were asked, and are in a state that somebody should know of."""
        now = self._clock.now()
        return sum(look_of(task, now) is STOP_NOT_CONFIRMED for task in self.tasks(StopStep.ASKED))

    @staticmethod
    def _in_line(task: Task) -> bool:
        return task.live and queued(task)

    def lines(self) -> Sequence[str]:
        return self._ids

    def other(self, line: str, column: int, role: int) -> Any:
        task = self._store.get(line)
        if role == LOOK:
            return look_of(task, self._clock.now()) if column == STATE else None
        return self._tone(task, column) if role == TONE else None

    def words(self, line: str, column: int) -> str:
        task = self._store.get(line)
        match column:
            case 0:
                return room_or_id(task)
            case 1:
                return task.profile_name
            case 2:
                return say(look_of(task, self._clock.now()).word)
            case _:
                return self._result(task)

    def _result(self, task: Task) -> str:
        line = self._run.lines[task.id]
        if line.step is StopStep.WAITING:
            return say(T("waits for its turn"))
        if line.step is StopStep.LEFT:
            return say(T("not asked: it goes on"))
        if line.step is StopStep.REFUSED:
            return say(line.trouble) if line.trouble else ""
        if task.receipt is not None:
            return say(T("receipt at {time}: {word}", time=exact_time(task.receipt.at), word=task.receipt.word))
        if not task.live:
            return say(look_of(task, self._clock.now()).sentence)
        if task.error is not None:
            return say(task.error.meaning) or task.error.code
        if line.trouble:
            return say(line.trouble)
        return say(T("written down; waits for its turn")) if queued(task) else say(T("asked; no receipt yet"))

    def _tone(self, task: Task, column: int) -> str:
        line = self._run.lines[task.id]
        if column != RESULT:
            return "text" if column == ROOM else "dim"
        if line.step is StopStep.LEFT:
            return "warn"
        trouble = line.step is StopStep.ASKED and task.live and (task.error is not None or line.trouble is not None)
        return "bad" if trouble else "dim"
