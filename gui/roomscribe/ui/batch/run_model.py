"""The rows of a batch while it is carried out: what became of each so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QTimer

from roomscribe.domain.batch import RowResult, Step
from roomscribe.domain.clock import Clock
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_report import BROKEN, FAILED, STEP_WORDS
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.store import TaskStore
from roomscribe.ui.batch.row_words import bot_words, language_words, room_words
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_table.looks import LOOKS, Look, look_of
from roomscribe.ui.task_table.plain_cells import LOOK, TONE
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

NUMBER, CASE, ROOM, BOT, LANGUAGES, RESULT, WORDS = range(7)
GATHER_MS = 200
"""Changes are gathered for so long and shown together."""
ONE_BY_ONE = 100
"""Lines that come and go together one by one; with more of them the table is shown anew."""
STEP_LOOKS = {
    Step.WAITING: Look(STEP_WORDS[Step.WAITING], T("Its turn has not come. Nothing was sent."), "clock", "idle", 10),
    Step.SENDING: Look(STEP_WORDS[Step.SENDING], T("The request is on its way."), "requesting", "info", 40),
    Step.REFUSED: Look(STEP_WORDS[Step.REFUSED], T("The console itself did not send it."), "rejected", "bad", 70),
    Step.LEFT: Look(STEP_WORDS[Step.LEFT], T("The rest was cancelled before its turn."), "remove", "idle", 10),
    Step.OPEN: LOOKS[TaskState.UNCONFIRMED],
    Step.UNSENT: LOOKS[TaskState.UNSENT],
    Step.REJECTED: LOOKS[TaskState.REJECTED],
}


class RunModel(PlainModel):
    """Rows never move: they stand in the order of the table they come from, and a line is its place there, whether all
    are shown or those with problems alone."""

    HEADERS = (T("Row"), T("Case"), T("Room"), T("Bot"), T("Languages"), T("Result"), T("What to do"))
    NUMBERS = (NUMBER,)

    def __init__(
        self, run: BatchRun, generation: Generation, store: TaskStore, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._run, self._generation, self._store, self._clock = run, generation, store, clock
        self._results = list(run.results)
        # Asked of what came to something alone: at first that is nothing, of thousands of rows.
        told = (place for place, result in enumerate(self._results) if result.step is not Step.WAITING)
        self._wrong = {place for place in told if self._is_wrong(place)}
        self._shown: list[int] | None = None
        """Places of the rows that are shown, in order; None for all."""
        self._dirty: set[int] = set()
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self.flush)

    def touch(self, place: int) -> None:
        """The result of a row has changed."""
        self._dirty.add(place)
        if not self._gather.isActive():
            self._gather.start()

    def flush(self) -> None:
        """Show what has changed."""
        self._gather.stop()
        dirty, self._dirty = self._dirty, set()
        if not dirty:
            return
        results = self._run.results
        for place in dirty:
            self._results[place] = results[place]
            if self._is_wrong(place):
                self._wrong.add(place)
            else:
                self._wrong.discard(place)
        self._sift(dirty)
        # One range: the view asks only for what is in sight.
        lines = self.lines()
        self.rows_changed(bisect_left(lines, min(dirty)), bisect_right(lines, max(dirty)) - 1)

    @property
    def wrong(self) -> int:
        """How many rows have problems: those that were not started, or not for certain, or whose task has failed."""
        return len(self._wrong)

    def show_only_wrong(self, only: bool) -> None:
        """Show the rows with problems alone, or all."""
        self.beginResetModel()
        self._shown = sorted(self._wrong) if only else None
        self.endResetModel()

    def _sift(self, dirty: Collection[int]) -> None:
        """Show of these rows those with problems, where they alone are shown."""
        shown = self._shown
        if shown is None:
            return
        moved = [place for place in dirty if _has(shown, place) != (place in self._wrong)]
        if len(moved) > ONE_BY_ONE:
            self.show_only_wrong(True)
            return
        for place in moved:
            at = bisect_left(shown, place)
            if place in self._wrong:
                self.beginInsertRows(QModelIndex(), at, at)
                shown.insert(at, place)
                self.endInsertRows()
            else:
                self.beginRemoveRows(QModelIndex(), at, at)
                del shown[at]
                self.endRemoveRows()

    def _is_wrong(self, place: int) -> bool:
        step = self._results[place].step
        if step is Step.STARTED:
            task = self._task(place)
            return task is not None and task.state in BROKEN
        return step in FAILED or step is Step.OPEN

    def stop(self) -> None:
        """The window is being closed."""
        self._gather.stop()

    def task(self, row: int) -> Task | None:
        """The task of a row, if there is one."""
        return self._task(self.lines()[row])

    def _task(self, place: int) -> Task | None:
        task_id = self._results[place].task_id
        return self._store.get(task_id) if task_id and self._store.knows(task_id) else None

    def lines(self) -> Sequence[int]:
        return range(len(self._results)) if self._shown is None else self._shown

    def tip(self, line: int, column: int) -> str:
        return say(self._look(line).sentence) if column == RESULT else self.words(line, column)

    def other(self, line: int, column: int, role: int) -> Any:
        if role == LOOK:
            return self._look(line) if column == RESULT else None
        if role == TONE:
            return "bad" if column == WORDS else "dim" if column == CASE else "text"
        return None

    def words(self, line: int, column: int) -> str:
        row, result = self._run.batch.rows[line], self._results[line]
        match column:
            case 0:
                return str(row.number)
            case 1:
                return row.case
            case 2:
                return room_words(row.values, self._generation)
            case 3:
                return bot_words(row.values, self._generation)
            case 4:
                return language_words(row.values, self._generation)
            case 5:
                return say(self._look(line).word)
            case _:
                return " ".join(map(say, self._remedy(line, result)))

    def _remedy(self, place: int, result: RowResult) -> list[Text]:
        task = self._task(place)
        error = task.error if task is not None and task.error is not None else result.error
        if result.reason is not None:
            return [result.reason]
        return [error.meaning, error.remedy] if error is not None else []

    def _look(self, place: int) -> Look:
        result, task = self._results[place], self._task(place)
        if result.step is Step.STARTED and task is not None:
            return look_of(task, self._clock.now())
        return STEP_LOOKS.get(result.step, LOOKS[TaskState.STARTING])


def _has(places: Sequence[int], place: int) -> bool:
    """Whether it is among these, which are sorted."""
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
