"""The tasks of one act of stopping as a table: where, whose account, how they are, what came of the wish."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.bulk_stop import Step, StopRun
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table.looks import STOP_NOT_CONFIRMED, look_of
from roomscribe.ui.task_table.plain_cells import LOOK, TONE
from roomscribe.ui.times import exact_time
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
ROOM, PROFILE, STATE, RESULT = range(4)
HEADERS = (T("Room"), T("Profile"), T("State"), T("Result"))
LEFT_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StopModel(QAbstractTableModel):
    """Reads the rows from the store and the wishes from the run; both say what has changed."""

    def __init__(self, run: StopRun, store: TaskStore, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._store = store
        self._clock = clock
        self._ids = list(run.lines)
        self._rows = {task_id: row for row, task_id in enumerate(self._ids)}

    def touch(self, task_id: str) -> None:
        """Something about this task has changed."""
        row = self._rows.get(task_id)
        if row is not None:
            self.dataChanged.emit(self.index(row, STATE), self.index(row, RESULT))

    def tick(self) -> None:
        """Time has passed: a stop without a receipt becomes a worry."""
        if self._ids:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self._ids) - 1, RESULT))

    def tasks(self, *steps: Step) -> list[Task]:
        """The rows whose wishes have come so far."""
        return [self._store.get(task_id) for task_id, line in self._run.lines.items() if line.step in steps]

    def ended(self) -> int:
        """How many have ended, asked or not."""
        return sum(not self._store.get(task_id).live for task_id in self._ids)

    def failing(self) -> int:
        """How many were asked, and are in a state that somebody should know of."""
        now = self._clock.now()
        return sum(look_of(task, now) is STOP_NOT_CONFIRMED for task in self.tasks(Step.ASKED))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(HEADERS[section])
        return LEFT_SIDE if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        task = self._store.get(self._ids[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(task, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say(HEADERS[index.column()])}: {self._words(task, index.column())}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEFT_SIDE
            case _ if role == LOOK and index.column() == STATE:
                return look_of(task, self._clock.now())
            case _ if role == TONE:
                return self._tone(task, index.column())
        return None

    def _words(self, task: Task, column: int) -> str:
        match column:
            case 0:
                return task.room or task.vendor_task_id or task.id
            case 1:
                return task.profile_name
            case 2:
                return say(look_of(task, self._clock.now()).word)
            case _:
                return self._result(task)

    def _result(self, task: Task) -> str:
        line = self._run.lines[task.id]
        if line.step is Step.WAITING:
            return say(T("waits for its turn"))
        if line.step is Step.LEFT:
            return say(T("not asked: it goes on"))
        if line.step is Step.REFUSED:
            return say(line.trouble) if line.trouble else ""
        if task.receipt is not None:
            return say(T("receipt at {time}: {word}", time=exact_time(task.receipt.at), word=task.receipt.word))
        if not task.live:
            return say(look_of(task, self._clock.now()).sentence)
        if task.error is not None:
            return say(task.error.meaning) or task.error.code
        return say(line.trouble) if line.trouble else say(T("asked; no receipt yet"))

    def _tone(self, task: Task, column: int) -> str:
        line = self._run.lines[task.id]
        if column != RESULT:
            return "text" if column == ROOM else "dim"
        if line.step is Step.LEFT:
            return "warn"
        trouble = line.step is Step.ASKED and task.live and (task.error is not None or line.trouble is not None)
        return "bad" if trouble else "dim"
