"""The model over the store: gathers changes for a tenth of a second and tells the view about ranges of rows."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.services.billing import Billing
from roomscribe.services.store import TaskStore
from roomscribe.ui.task_table.columns import COLUMNS, Column, Glance, filter_text
from roomscribe.ui.task_table.looks import Look, look_of
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

GATHER_MS = 100
TICK_MS = 1000

Index = QModelIndex | QPersistentModelIndex
Answer = Callable[[Task, Column], Any]


class TaskRole(IntEnum):
    """What can be asked of a cell besides its text."""

    SORT = Qt.ItemDataRole.UserRole
    FILTER = Qt.ItemDataRole.UserRole + 1
    """Of any cell: the row's whole text in small letters."""
    TASK = Qt.ItemDataRole.UserRole + 2
    TONE = Qt.ItemDataRole.UserRole + 3
    """Name of the colour token."""
    LOOK = Qt.ItemDataRole.UserRole + 4
    """Of the state column: the `Look`."""


TIMED_ROLES = [
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    TaskRole.TONE,
]
"""What a tick changes. Without the sorting role, so that the proxy does not sort again each second."""
TIMED = [position for position, column in enumerate(COLUMNS) if column.timed]


class TaskModel(QAbstractTableModel):
    """One row per task, in the order of the store: oldest first. Rows never go away."""

    rows_changed = Signal(object)
    """Local ids (a set) of tasks in which something other than the time of the knowledge changed, or that are new."""

    def __init__(
        self,
        store: TaskStore,
        registry: Registry,
        clock: Clock,
        parent: QObject | None = None,
        *,
        billing: Billing | None = None,
        asks: Callable[[Task], bool] = lambda task: True,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._glance = Glance(clock=clock, registry=registry, me=getpass.getuser(), billing=billing, asks=asks)
        self._answers = self._make_answers(self._glance)
        self._store = store
        self._tasks = store.tasks()
        """As the view knows them; `_pending` holds what it has not been told yet."""
        self._row = {task.id: row for row, task in enumerate(self._tasks)}
        self._pending: dict[int, Task] = {}
        self._texts: dict[str, str] = {}
        """Filter texts that were asked for, until the row changes."""
        self._looks = {task.id: self._look(task) for task in self._tasks}
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self.flush)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._tick.start()
        self._unsubscribe = store.subscribe(self)

    def close(self) -> None:
        """Hear nothing more of the store."""
        self._unsubscribe()
        self._gather.stop()
        self._tick.stop()

    def reload(self) -> None:
        """Forget what was shown and show what the store holds: it was filled behind the listeners' back."""
        self._gather.stop()
        self.beginResetModel()
        self._pending.clear()
        self._texts.clear()
        self._tasks = self._store.tasks()
        self._row = {task.id: row for row, task in enumerate(self._tasks)}
        self._looks = {task.id: self._look(task) for task in self._tasks}
        self.endResetModel()
        self.rows_changed.emit(set())

    def task(self, index: Index) -> Task:
        """The task of a row."""
        return self._tasks[index.row()]

    def index_of(self, task_id: str) -> QModelIndex:
        """The first cell of a task's row; invalid for an unknown id."""
        row = self._row.get(task_id)
        return QModelIndex() if row is None else self.index(row, 0)

    # What the store tells

    def task_added(self, task: Task) -> None:
        """A new row, at the end."""
        self.flush()
        row = len(self._tasks)
        self.beginInsertRows(QModelIndex(), row, row)
        self._tasks.append(task)
        self._row[task.id] = row
        self._looks[task.id] = self._look(task)
        self.endInsertRows()
        self.rows_changed.emit({task.id})

    def task_changed(self, task: Task) -> None:
        """New content, shown with the next flush."""
        if task.id not in self._row:
            self.reload()
            return
        self._pending[self._row[task.id]] = task
        if not self._gather.isActive():
            self._gather.start()

    def flush(self) -> None:
        """Show what was gathered."""
        self._gather.stop()
        pending, self._pending = self._pending, {}
        news = {task.id for row, task in pending.items() if not same_but_fresher(self._tasks[row], task)}
        for row, task in pending.items():
            self._tasks[row] = task
            self._looks[task.id] = self._look(task)
            self._texts.pop(task.id, None)
        for first, last in contiguous_runs(pending):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        if news:
            self.rows_changed.emit(news)

    def tick(self) -> None:
        """Show that a second has passed: the timed columns of live rows, and states that turned into worries."""
        if len(self._tasks) != len(self._store.tasks()):
            self.reload()  # filled from the ledger after the window was there, without a word to listeners
        live = []
        for row, task in enumerate(self._tasks):
            if not task.live:
                continue
            live.append(row)
            if self._look(task) is not self._looks[task.id]:
                self.task_changed(self._pending.get(row, task))
        for first, last in contiguous_runs(live):
            self.dataChanged.emit(self.index(first, TIMED[0]), self.index(last, TIMED[-1]), TIMED_ROLES)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._tasks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = self._answers.get(role)
        return None if answer is None else answer(self._tasks[index.row()], COLUMNS[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(COLUMNS[section])
        return None

    def _make_answers(self, glance: Glance) -> dict[int, Answer]:
        """What each role asks for. A table, because sorting a thousand rows asks twenty thousand times."""
        return {
            Qt.ItemDataRole.DisplayRole: lambda task, column: column.text(task, glance),
            Qt.ItemDataRole.AccessibleTextRole: lambda task, column: (
                f"{say(column.title)}: {column.text(task, glance)}"
            ),
            Qt.ItemDataRole.ToolTipRole: lambda task, column: plain_tip((column.tip or column.text)(task, glance)),
            Qt.ItemDataRole.TextAlignmentRole: lambda task, column: alignment(column),
            TaskRole.SORT: lambda task, column: column.sort(task, glance),
            TaskRole.FILTER: self._filter_text,
            TaskRole.TASK: lambda task, column: task,
            TaskRole.TONE: lambda task, column: column.tone(task, glance),
            TaskRole.LOOK: lambda task, column: self._looks[task.id] if column.id == "state" else None,
        }

    def _filter_text(self, task: Task, column: Column) -> str:
        text = self._texts.get(task.id)
        if text is None:
            text = self._texts[task.id] = filter_text(task, self._glance)
        return text

    def _look(self, task: Task) -> Look:
        return look_of(task, self._clock.now())


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand on the right, and so do their headers."""
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def same_but_fresher(old: Task, new: Task) -> bool:
    """Whether only the time of the knowledge differs."""
    return replace(new, asked_at=old.asked_at, answered_at=old.answered_at) == old


def contiguous_runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run: 1, 2, 3, 7 gives (1, 3), (7, 7)."""
    first = last = -1
    for row in sorted(rows):
        if first >= 0 and row == last + 1:
            last = row
            continue
        if first >= 0:
            yield first, last
        first = last = row
    if first >= 0:
        yield first, last
