"""What is chosen in the table, as facts whose price does not grow with the rows: thousands are counted in slices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from PySide6.QtCore import QObject, QTimer, Signal

from roomscribe.domain.tasks import Task
from roomscribe.services.rows.row import Item, Row
from roomscribe.ui.task_table.model import TaskModel
from roomscribe.ui.task_table.slices import Slices
from roomscribe.ui.task_table.view import TaskView

FEW = 100
"""Chosen rows that are counted and whose news are told at once; those of more are told a few times a second."""
NEWS_OF_MANY_MS = 300
SHARE, PAUSE_MS = 0.003, 2
"""Seconds of a slice, and the pause after it: all marked rows in sight are painted meanwhile, half a frame's work."""
AT_ONCE = 50
"""Rows between two looks at the clock: a fraction of a millisecond."""

Question = Callable[[Task], bool]


@dataclass(frozen=True)
class Facts:
    """What is known of the chosen rows, for whoever offers something for them."""

    count: int = 0
    only: str = ""
    """Local id of the one chosen task; "" where none is, or several are."""
    able: Mapping[str, int] = field(default_factory=dict)
    """For each question that was asked (`Selection.ask`), how many of them it is true of."""


class Tally:
    """How many rows each question is true of. Each is looked at once, and again where it has news."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = list(questions.items())
        self.verdicts: dict[str, tuple[bool, ...]] = {}
        """By task id, from the top; in the order of the questions."""
        self._yes = [0] * len(self._questions)

    def take(self, items: Iterable[Item]) -> Iterator[None]:
        """Count these, with pauses; headers of groups are nothing that can be chosen."""
        for number, item in enumerate(items, 1):
            if isinstance(item, Row):
                self.count(item.task)
            if number % AT_ONCE == 0:
                yield

    def count(self, task: Task) -> None:
        """Count a task, or count it otherwise."""
        before = self.verdicts.get(task.id, ())
        now = self.verdicts[task.id] = tuple(question(task) for _, question in self._questions)
        if now != before:
            for at, verdict in enumerate(now):
                self._yes[at] += verdict - (before[at] if before else False)

    def facts(self) -> Facts:
        """The numbers of this moment."""
        count = len(self.verdicts)
        able = {name: yes for (name, _), yes in zip(self._questions, self._yes, strict=True)}
        return Facts(count, next(iter(self.verdicts)) if count == 1 else "", able)


class Selection(QObject):
    """Counts what is chosen, and tells of it once for each act."""

    changed = Signal()
    """Other rows are chosen, or one of those that are has news; `facts` say so by now."""
    current_changed = Signal(object)
    """Another `Task` is the current one, or None is."""

    def __init__(self, view: TaskView, model: TaskModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._model = view, model
        self.facts = Facts()
        self._questions: dict[str, Question] = {}
        self._tally = Tally({})
        self._ids: Mapping[str, object] | None = self._tally.verdicts
        """From the top, until the selection or the order changes."""
        self._current: str | None = None
        self._stale = False
        """Lines come and go, and chosen ones among them."""
        self._hurry = False
        """The current row is among those that have news."""
        self._counting = Slices(self, budget=SHARE, pause_ms=PAUSE_MS)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._on_painted)
        self._chosen: list[Item] = []
        """What is to be counted."""
        self._news_of_many = QTimer(self, singleShot=True, interval=NEWS_OF_MANY_MS)
        self._news_of_many.timeout.connect(self._on_news_of_many)
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.arranged.connect(self._on_arranged)
        model.rows_changed.connect(self._on_rows_changed)

    def close(self) -> None:
        """Count nothing more."""
        self._news_of_many.stop()
        self._soon.stop()
        self._counting.drop()

    def ask(self, name: str, question: Question) -> None:
        """Count from now on of how many chosen tasks this is true."""
        self._questions[name] = question
        self._begin()

    def ids(self) -> Mapping[str, object]:
        """Ids of the chosen tasks, from the top."""
        if self._ids is None:
            self._ids = {item.task.id: None for item in self._items() if isinstance(item, Row)}
        return self._ids

    def tasks(self) -> list[Task]:
        """The chosen tasks, from the top: for acts on them. What can be done with them, `facts` say."""
        rows = self._model.book.rows
        return [rows[task_id].task for task_id in self.ids()]

    def only(self) -> Task | None:
        """The chosen task where it is one."""
        row = self._model.book.rows.get(self.facts.only)
        return None if row is None else row.task

    def first(self) -> Task | None:
        """The uppermost chosen task."""
        return next((item.task for item in self._items() if isinstance(item, Row)), None)

    def current(self) -> Task | None:
        """The task that the details show: of several chosen ones the last that was chosen."""
        index = self._view.currentIndex()
        task = self._model.task(index) if index.isValid() else None
        if task is not None and self._view.selectionModel().isRowSelected(index.row()):
            return task
        return self.first()

    # Inside

    def _items(self) -> Iterator[Item]:
        lines = self._model.book.shown
        return chain.from_iterable(lines[first : last + 1] for first, last in sorted(self._view.selected_lines()))

    def _begin(self) -> None:
        """Tell and count anew: of a few at once, and of many after the painting that their marks need."""
        self._ids, self._stale, self._hurry = None, False, False
        self._news_of_many.stop()
        self._chosen = list(self._items())
        self._tally = Tally(self._questions)
        self._counting.drop()
        if len(self._chosen) > FEW:
            self._soon.start()
        else:
            self._tell_current()
            self._count()
            self._counting.finish()

    def _on_painted(self) -> None:
        if self._tell_current():  # the details are another painting
            self._soon.start()
        else:
            self._count()

    def _count(self) -> None:
        self._soon.stop()
        chosen, self._chosen = self._chosen, []
        self._counting.begin(self._tally.take(chosen), self._on_counted)

    @property
    def _busy(self) -> bool:
        return self._counting.busy or self._soon.isActive()

    def _on_counted(self) -> None:
        self.facts = self._tally.facts()
        if self._ids is None:
            self._ids = self._tally.verdicts
        self.changed.emit()

    def _on_selection_changed(self) -> None:
        self._ids = None
        if self._model.editing:  # one time for all the lines that go
            self._stale = True
        else:
            self._begin()

    def _on_current_changed(self) -> None:
        if self._model.editing:
            self._stale = True
        elif self._tell_current() and not self._busy:
            self.changed.emit()

    def _on_arranged(self) -> None:
        self._ids = None
        if self._stale:
            self._begin()

    def _tell_current(self) -> bool:
        task = self.current()
        now = None if task is None else task.id
        if now == self._current:
            return False
        self._current = now
        self.current_changed.emit(task)
        return True

    def _on_rows_changed(self, task_ids: set[str]) -> None:
        if not task_ids:  # everything may be another
            self._begin()
            return
        known = self._tally.verdicts
        news = [task_id for task_id in task_ids if task_id in known]
        if not news:
            return
        for task_id in news:
            self._tally.count(self._model.book.rows[task_id].task)
        if self._busy:
            return  # it tells when it is done
        self._hurry = self._hurry or self._current in news
        if len(known) <= FEW:
            self._on_counted()
        elif not self._news_of_many.isActive():
            self._news_of_many.start()

    def _on_news_of_many(self) -> None:
        if self._hurry or self._tally.facts() != self.facts:
            self._hurry = False
            self._on_counted()
