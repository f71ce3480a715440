"""The model over the store: gathers changes for a frame, and tells the view of what it can see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.billing import Billing
from roomscribe.services.rows.filters import Filter
from roomscribe.services.rows.preparing import preparing
from roomscribe.services.rows.row import Group, Row, Surroundings
from roomscribe.services.rows.sorting import Sight
from roomscribe.services.store import TaskStore
from roomscribe.services.unproven import worry_from
from roomscribe.services.user import user_name
from roomscribe.ui.task_table.columns import COLUMNS, Column, filter_text
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.task_table.grouping import Grouping
from roomscribe.ui.task_table.lines_model import Index, LinesModel
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.task_table.roles import TIMED, TIMED_ROLES, TaskRole, alignment
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.task_table.sort_keys import ageing_keys, kept_under, key_of, lasting_keys
from roomscribe.ui.typed_words import plain_tip
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

FRAME_MS, STEADY_MS = 16, 40
"""How long changes are gathered to be shown in one go, and how long apart these goes are at least."""
TICK_MS = 1000
SHARE = 0.004
"""Seconds of a frame that changes may take; the rest of them is shown with the next one."""
IDLE_SHARE, IDLE_PAUSE_MS = 0.004, 3
"""What is only got ready takes this many seconds, with this pause: ten thousand rows are ready within half a second."""
NEWEST_FIRST = next(position for position, column in enumerate(COLUMNS) if column.id == "started")

Answer = Callable[[Task, Column], Any]


class TaskModel(LinesModel):
    """One line per task that the filter shows, sorted, with the headers of groups. Rows never go away by themselves.

    Long work (sorting or filtering ten thousand rows) is done in slices: what was there before is shown until then.
    """

    rows_changed = Signal(object)
    """Local ids (a set) of tasks in which something other than the time of the knowledge changed, or that are new."""
    folded = Signal()
    """Somebody has folded or opened groups."""
    held_back = Signal()
    """How much waits until nobody reads any more (`waiting`, `disorder`) is another number."""

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
        self._clock = clock
        self.glance = Glance(clock=clock, registry=registry, me=user_name(), billing=billing, asks=asks)
        around = Surroundings(clock, self.glance.me, lambda task: filter_text(task, self.glance))
        self._sorted_by = COLUMNS[NEWEST_FIRST]
        self._sorting_by: tuple[int, Qt.SortOrder] | None = None
        """What it is being sorted by, while it is."""
        key, ageing = key_of(self._sorted_by, self.glance), ageing_keys(self.glance)
        super().__init__(around, key, descending=True, ageing=ageing, parent=parent)
        self.in_sight: Callable[[], tuple[int, int]] = lambda: (0, -1)
        """First and last line that the view shows."""
        self.sight: Callable[[], Sight | None] = lambda: None
        """What the view will show once a wish is carried out."""
        self._store = store
        self._pending: dict[str, Task] = {}
        """What the view has not been told yet."""
        self._aged: dict[str, None] = {}
        """Rows to look at again because time has passed."""
        self._worries: list[tuple[float, str]] = []
        """When which stop becomes a worry: a heap."""
        self._shown_held = (0, 0)
        self._unprepared = True
        """Some rows have not been got ready since they were loaded."""
        self._flushed = 0.0
        self._answers = self._make_answers()
        self._arranging = Slices(self)
        self._ageing = Slices(self, budget=IDLE_SHARE, pause_ms=IDLE_PAUSE_MS)
        self._gather = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._gather.timeout.connect(self._on_frame)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._tick.start()
        self._unsubscribe = store.subscribe(self)
        self.reload()

    def close(self) -> None:
        """Hear nothing more of the store."""
        self._unsubscribe()
        self._gather.stop()
        self._tick.stop()
        self._arranging.drop()
        self._ageing.drop()

    # Wishes

    def reload(self) -> None:
        """Forget what was shown and show what the store holds: it was filled behind the listeners' back."""
        self._gather.stop()
        self._pending.clear()
        self._aged.clear()
        tasks = self._store.tasks()
        self._worries.clear()
        for task in tasks:
            self._note_worry(task)
        self.book.load(tasks)
        self._unprepared = True
        self._arrange(done=lambda: self.rows_changed.emit(set()), by_person=False)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        # Qt's view asks twice where it was told to sort, and not its header.
        if 0 <= column < len(COLUMNS) and (column, order) != self._sorting_by:
            self._sorting_by = column, order
            self._sorted_by = COLUMNS[column]
            descending = order is Qt.SortOrder.DescendingOrder
            key, kept = key_of(self._sorted_by, self.glance), kept_under(self._sorted_by)
            self.book.sort_by(key, descending=descending, column=kept)
            self._arrange()

    def set_filter(self, wanted: Filter) -> None:
        """Show only the rows that it accepts."""
        self.book.set_filter(wanted)
        self._arrange()

    def group_by(self, wanted: Grouping) -> None:
        """Put rows into groups, or into none."""
        of, glance = wanted.of, self.glance
        self.book.group_by(None if of is None else lambda task: of(task, glance))
        self._arrange()

    def fold(self, group_ids: Iterable[str] | None, *, folded: bool) -> None:
        """Collapse or open groups; None for all, also for those that will come."""
        self.book.fold(group_ids, folded=folded)
        self._arrange()
        self.folded.emit()

    def hold(self, held: bool) -> None:
        """Somebody reads: keep every line where it is, and new ones back, until nobody does any more."""
        if held != self.book.held:
            self.book.held = held
            if not held and not self.busy:  # its end shows all of it
                if self.book.catch_up():
                    self._arrange(by_person=False)
                self._on_frame()

    def release(self) -> None:
        """Show now what is kept back."""
        self.flush()
        self.book.release()
        self._after_changes()

    @property
    def total(self) -> int:
        """How many tasks there are, shown or not."""
        return len(self.book.rows)

    @property
    def busy(self) -> bool:
        """Whether what was wished is not shown yet."""
        return self._arranging.busy

    @property
    def unsettled_in_sight(self) -> bool:
        """Whether the lines in sight are not those yet that were wished; what is out of sight may follow."""
        return self.busy and self.book.unsettled_in_sight

    def index_of(self, task_id: str) -> QModelIndex:
        """The first cell of a task's row; invalid for an unknown id and where the row is not shown."""
        row = self.book.rows.get(task_id)
        at = None if row is None or not row.in_sight else self.book.position(row)
        return QModelIndex() if at is None else self.index(at, 0)

    # What the store tells

    def task_added(self, task: Task) -> None:
        """A new row; shown at once unless many come."""
        self._pending[task.id] = task
        self._start_gathering(at_once=True)

    def task_changed(self, task: Task) -> None:
        """New content, shown with the next frame."""
        self._pending[task.id] = task
        self._start_gathering()

    def flush(self) -> None:
        """Show everything that was gathered or is being worked on."""
        self._arranging.finish()
        self._take_over(None)

    def tick(self) -> None:
        """Show that a second has passed: the times that can be seen, and what has turned into a worry meanwhile."""
        if len(self._store) != self.total + sum(each not in self.book.rows for each in self._pending):
            self.reload()  # filled from the ledger after the window was there, without a word to listeners
            return
        now = self._clock.now()
        while self._worries and self._worries[0][0] < now:
            self._aged[heappop(self._worries)[1]] = None
        if self._aged:
            self._start_gathering()
        self._show_times()
        if not self._ageing.busy and not self._arranging.busy:
            drifts = self.book.filter.depends_on_time or self._sorted_by.drifts
            self._ageing.begin(self._found_stale() if drifts else self._preparing())

    # What Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.item(index)
        if isinstance(item, Group):
            return self._header_data(item, index.column(), role)
        answer = self._answers.get(role)
        return None if answer is None else answer(item.task, COLUMNS[index.column()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.item(index), Group):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(COLUMNS[section])
        return None

    # Inside

    def _arrange(self, done: Callable[[], None] | None = None, *, by_person: bool = True) -> None:
        """Carry out what was wished, in slices."""
        self._ageing.drop()
        self._wished_by_person = by_person

        def finished() -> None:
            self._sorting_by = None
            self._finish_wish()
            self._wished_by_person = False
            self._after_changes()
            if self._pending:
                self._start_gathering()
            if done is not None:
                done()
            self._ageing.begin(self._tidying())

        self._arranging.begin(self._steps(), finished)

    def _steps(self) -> Iterator[bool]:
        """The work on what was wished; what a person sees first is theirs as soon as it is there."""
        for long in self.book.arranging(self.sight() if self._wished_by_person else None):
            self.finish_edits()
            if self._wished_by_person and not self.book.unsettled_in_sight:
                self._wished_by_person = False  # whoever has scrolled by now is not brought back
                self._arranging.give_way()
            yield long

    def _start_gathering(self, *, at_once: bool = False) -> None:
        rest = STEADY_MS - round((time.monotonic() - self._flushed) * 1000)
        if at_once and rest <= 0:
            self._on_frame()
        elif not self._gather.isActive():
            self._gather.start(max(FRAME_MS, rest))

    def _on_frame(self) -> None:
        if not self._arranging.busy:  # its end comes back here
            self._take_over(time.perf_counter() + SHARE)

    def _take_over(self, until: float | None) -> None:
        """Show what was gathered, as much of it as fits."""
        self._gather.stop()
        if not self._pending and not self._aged:
            return
        news = set()
        while self._pending:
            task_id = next(iter(self._pending))
            task = self._pending.pop(task_id)
            self._note_worry(task)
            if self.book.put(task):
                news.add(task_id)
            if until is not None and time.perf_counter() > until:
                break
        while self._aged and not self._pending:
            task_id = next(iter(self._aged))
            del self._aged[task_id]
            if task_id in self.book.rows:
                self.book.look_again(task_id)
            if until is not None and time.perf_counter() > until:
                break
        self.book.settle()
        self._flushed = time.monotonic()
        if self._pending or self._aged:
            self._gather.start(FRAME_MS)
        self._after_changes()
        if news:
            self.rows_changed.emit(news)

    def _after_changes(self) -> None:
        """Tell of lines with new content, and of what else is another now."""
        touched, self.book.touched = self.book.touched, []
        rows = {at for at in map(self.book.position, touched) if at is not None}
        for first, last in contiguous_runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        self.finish_edits()
        held = len(self.book.waiting), len(self.book.disorder)
        if held != self._shown_held:
            self._shown_held = held
            self.held_back.emit()

    def _show_times(self) -> None:
        first, last = self.in_sight()
        lines = self.book.shown[first : last + 1]
        live = [at for at, item in enumerate(lines, first) if isinstance(item, Row) and item.task.live]
        for start, end in contiguous_runs(live):
            self.dataChanged.emit(self.index(start, TIMED[0]), self.index(end, TIMED[-1]), TIMED_ROLES)

    def _found_stale(self) -> Iterator[None]:
        for task_id in self.book.stale():
            if task_id is None:
                yield
            else:
                self._aged[task_id] = None
                self._start_gathering()

    def _tidying(self) -> Iterator[bool]:
        """What can wait until a wish is carried out."""
        yield from self.book.tidying()
        if self._unprepared:
            yield from self._preparing()

    def _preparing(self) -> Iterator[bool]:
        """Go on with what letters and clicks would wait for."""
        yield from preparing(self.book, lasting_keys(self.glance))
        self._unprepared = False

    def _note_worry(self, task: Task) -> None:
        if task.stop_wished_at is not None and task.live:
            due = worry_from(task)
            if due >= self._clock.now():
                heappush(self._worries, (due, task.id))

    def _header_data(self, group: Group, column: int, role: int) -> Any:
        if column != 0:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return group.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if group.collapsed:
                return say(T("Group {name}, folded, {count} tasks", name=group.label, count=group.size))
            return say(T("Group {name}, {count} tasks", name=group.label, count=group.size))
        return None

    def _make_answers(self) -> dict[int, Answer]:
        """What each role asks for."""
        return {
            Qt.ItemDataRole.DisplayRole: lambda task, column: column.text(task, self.glance),
            Qt.ItemDataRole.AccessibleTextRole: lambda task, column: (
                f"{say(column.title)}: {column.text(task, self.glance)}"
            ),
            Qt.ItemDataRole.ToolTipRole: lambda task, column: plain_tip((column.tip or column.text)(task, self.glance)),
            Qt.ItemDataRole.TextAlignmentRole: lambda task, column: alignment(column),
            TaskRole.SORT: lambda task, column: column.sort(task, self.glance),
            TaskRole.TASK: lambda task, column: task,
            TaskRole.TONE: lambda task, column: column.tone(task, self.glance),
            TaskRole.LOOK: lambda task, column: look_of(task, self.glance.now) if column.id == "state" else None,
        }


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
