"""The rows of a table before they are started: what each would start, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from roomscribe.domain.batch import PlannedRow, RowProblem
from roomscribe.domain.text import T
from roomscribe.ui.batch.row_words import bot_words, language_words, minutes_words, room_words
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

NUMBER, LINE, CASE, ROOM, BOT, LANGUAGES, MINUTES, WRONG = range(8)


class PlanModel(PlainModel):
    """Grows while a table is being looked through."""

    HEADERS = (
        T("Row"),
        T("Line"),
        T("Case"),
        T("Room"),
        T("Bot"),
        T("Languages"),
        T("Run time"),
        T("What is wrong"),
    )
    NUMBERS = (NUMBER, LINE)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PlannedRow] = []
        self.wrong = 0
        """How many rows have problems."""
        self._generation: Generation | None = None
        self._only_wrong = False
        self._shown: list[PlannedRow] = []

    def clear(self, generation: Generation | None = None) -> None:
        """Show nothing: another table is being looked through, for this service."""
        self.beginResetModel()
        self.rows, self._shown, self.wrong, self._generation = [], [], 0, generation
        self.endResetModel()

    def append(self, rows: Sequence[PlannedRow]) -> None:
        """Show these behind the others."""
        self.rows += rows
        self.wrong += sum(bool(row.problems) for row in rows)
        shown = [row for row in rows if row.problems or not self._only_wrong]
        if shown:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(shown) - 1)
            self._shown += shown
            self.endInsertRows()

    def row(self, at: int) -> PlannedRow | None:
        """The row that is shown there; None for a place that has none."""
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def show_only_wrong(self, only: bool) -> None:
        """Show the rows with problems alone, or all."""
        self.beginResetModel()
        self._only_wrong = only
        self._shown = [row for row in self.rows if row.problems] if only else list(self.rows)
        self.endResetModel()

    def lines(self) -> Sequence[PlannedRow]:
        return self._shown

    def tip(self, line: PlannedRow, column: int) -> str:
        return "\n".join(map(problem_words, line.problems)) if column == WRONG else self.words(line, column)

    def other(self, line: PlannedRow, column: int, role: int) -> Any:
        if role == TONE:
            # As in the form, a task that nothing will end is no usual one.
            grave = column == WRONG or (column == MINUTES and not line.minutes)
            return "bad" if grave else "dim" if column in (LINE, CASE) else "text"
        return None

    def words(self, line: PlannedRow, column: int) -> str:
        if self._generation is None:
            return ""
        match column:
            case 0:
                return str(line.number)
            case 1:
                return str(line.line)
            case 2:
                return line.case
            case 3:
                return room_words(line.values, self._generation)
            case 4:
                return bot_words(line.values, self._generation)
            case 5:
                return language_words(line.values, self._generation)
            case 6:
                return line.unread or minutes_words(line.minutes)
            case _:
                return "  ·  ".join(map(problem_words, line.problems))


def problem_words(problem: RowProblem) -> str:
    """The column, and what is wrong there."""
    place = problem.column or (say(problem.setting) if problem.setting is not None else "")
    words = say(problem.message)
    return f"{place}: {words}" if place else words
