"""The tasks of a vendor's list as a table: state, the vendor's word, id, age, and what the console knows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from roomscribe.domain.clock import Clock
from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.finder import Known, Standing
from roomscribe.services.listing import Found
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_table.looks import LOOKS, Look, look_of
from roomscribe.ui.task_table.plain_cells import ELIDE, LOOK, TONE
from roomscribe.ui.times import NOTHING, clock_time, duration, full_time
from roomscribe.ui.words import say

STATE, WORD, ID, STARTED, RUNNING, CONSOLE = range(6)
LISTED_STOPPING = Look(STATE_WORDS[TaskState.STOPPING], T("The vendor says that it is ending."), "stopping", "warn", 50)


@dataclass(frozen=True)
class FoundRow:
    """One listed task, and what the console knows of it at the moment."""

    found: Found
    standing: Standing = Standing.FOREIGN
    task: Task | None = None
    """The row that it is or may be."""
    doing: Text | None = None
    """What is being done with it."""
    trouble: Text | None = None
    """Why the last act failed."""

    @property
    def known(self) -> bool:
        """Whether it has a row."""
        return self.standing is Standing.KNOWN and self.task is not None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be stopped: by the row where there is one, as that is what is asked about."""
        return self.task.state.ended if self.known and self.task is not None else self.found.listed.state.ended


class FoundModel(PlainModel):
    """Grows page by page; rows settle when the ledger learns something."""

    HEADERS = (
        T("State"),
        T("Vendor's word"),
        T("Task id at the vendor"),
        T("Started"),
        T("Running for"),
        T("In the console"),
    )
    NUMBERS = (STARTED, RUNNING)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.rows: list[FoundRow] = []
        self._known = Known({}, ())

    def clear(self) -> None:
        """Show nothing: another list is being asked for."""
        self.beginResetModel()
        self.rows = []
        self.endResetModel()

    def set_found(self, found: Sequence[Found]) -> None:
        """Show these; those that are there already keep their place, the others follow behind."""
        news = {each.id: each for each in found}
        for place, row in enumerate(self.rows):
            newer = news.pop(row.found.id, None)
            if newer is not None and newer.answered_at >= row.found.answered_at:
                self.rows[place] = self._standing(replace(row, found=newer))
        self._all_changed()
        if news:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(news) - 1)
            self.rows += [self._standing(FoundRow(each)) for each in news.values()]
            self.endInsertRows()

    def refresh(self, newer: Found) -> None:
        """A listed task is otherwise by now; one of another list, asked for meanwhile, does not come into this one."""
        if any(row.found.id == newer.id for row in self.rows):
            self.set_found([newer])

    def set_known(self, known: Known) -> None:
        """The ledger has learnt something."""
        self._known = known
        self.rows = [self._standing(row) for row in self.rows]
        self._all_changed()

    def note(self, task_id: str, *, doing: Text | None = None, trouble: Text | None = None) -> None:
        """Show what is being done with a task, and what went wrong; without either, that it is over."""
        for place, row in enumerate(self.rows):
            if row.found.id == task_id:
                self.rows[place] = replace(row, doing=doing, trouble=trouble)
                self.row_changed(place)

    def rest(self) -> None:
        """Nothing is being done any more, whatever it was."""
        self.rows = [replace(row, doing=None) for row in self.rows]
        self._all_changed()

    def tick(self) -> None:
        """Time has passed."""
        self._all_changed()

    def lines(self) -> Sequence[FoundRow]:
        return self.rows

    def other(self, line: FoundRow, column: int, role: int) -> Any:
        if role == LOOK:
            return self._look(line) if column == STATE else None
        if role == TONE:
            return _tone(line, column)
        return Qt.TextElideMode.ElideMiddle if role == ELIDE and column == ID else None

    def words(self, line: FoundRow, column: int) -> str:
        began = line.found.listed.started_at
        match column:
            case 0:
                return say(self._look(line).word)
            case 1:
                return (line.task.vendor_state if line.known and line.task else "") or line.found.listed.vendor_state
            case 2:
                return line.found.id
            case 3:
                return NOTHING if began is None else clock_time(began, self._clock.now())
            case 4:
                return NOTHING if began is None or line.ended else duration(self._clock.now() - began)
            case _:
                return say(_in_console(line))

    def tip(self, line: FoundRow, column: int) -> str:
        if column == STATE:
            return say(self._look(line).sentence)
        if column == STARTED and line.found.listed.started_at is not None:
            return full_time(line.found.listed.started_at)
        return self.words(line, column)

    def _look(self, row: FoundRow) -> Look:
        if row.known and row.task is not None:
            return look_of(row.task, self._clock.now())
        state = row.found.listed.state
        return LISTED_STOPPING if state is TaskState.STOPPING else LOOKS[state]

    def _standing(self, row: FoundRow) -> FoundRow:
        standing, task = self._known.standing(row.found)
        return replace(row, standing=standing, task=task)

    def _all_changed(self) -> None:
        self.rows_changed(0, len(self.rows) - 1)


def _in_console(row: FoundRow) -> Text:
    if row.doing is not None:
        return row.doing
    if row.trouble is not None:
        return row.trouble
    match row.standing:
        case Standing.KNOWN:
            room = row.task.room if row.task else ""
            return T("yes, in room {room}", room=room) if room else T("yes, in an unknown room")
        case Standing.OPEN:
            return T("maybe: a start in room {room} got no answer", room=row.task.room if row.task else "")
        case Standing.FOREIGN:
            return T("not in the console")


def _tone(row: FoundRow, column: int) -> str:
    if column != CONSOLE:
        return "text" if column == ID else "dim"
    if row.trouble is not None and row.doing is None:
        return "bad"
    return "dim" if row.known else "warn"
