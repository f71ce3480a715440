"""The rows of a table before they are started: what each would start, and everything that was found about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.text import T
from roomscribe.ui.batch.finding_cells import PARTS, PROBLEM, REMARK, Part
from roomscribe.ui.batch.plan_words import finding_words
from roomscribe.ui.batch.row_words import bot_words, language_words, minutes_words, room_words
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation

NUMBER, LINE, CASE, ROOM, BOT, LANGUAGES, MINUTES, FOUND = range(8)
_BETWEEN = "  ·  "


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
        T("Problems and remarks"),
    )
    NUMBERS = (NUMBER, LINE)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PlannedRow] = []
        self.wrong = 0
        """How many rows have problems."""
        self.remarked = 0
        """How many have remarks."""
        self.named = False
        """Whether the table calls any of them something."""
        self._generation: Generation | None = None
        self._only: tuple[bool, bool] = (False, False)
        """Whether rows with problems, and those with remarks, are shown alone."""
        self._shown: list[PlannedRow] = []

    def clear(self, generation: Generation | None = None) -> None:
        """Show nothing: another table is being looked through, for this service."""
        self.beginResetModel()
        self.rows, self._shown, self._generation = [], [], generation
        self.wrong, self.remarked, self.named = 0, 0, False
        self.endResetModel()

    def append(self, rows: Sequence[PlannedRow]) -> None:
        """Show these behind the others."""
        self.rows += rows
        self.wrong += sum(bool(row.problems) for row in rows)
        self.remarked += sum(bool(row.remarks) for row in rows)
        self.named = self.named or any(row.case for row in rows)
        shown = [row for row in rows if self._is_shown(row)]
        if shown:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(shown) - 1)
            self._shown += shown
            self.endInsertRows()

    def row(self, at: int) -> PlannedRow | None:
        """The row that is shown there; None for a place that has none."""
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def show_only(self, *, wrong: bool, remarked: bool) -> None:
        """Show the rows with problems, those with remarks, or both kinds alone; with neither, all."""
        self.beginResetModel()
        self._only = wrong, remarked
        self._shown = [row for row in self.rows if self._is_shown(row)]
        self.endResetModel()

    def lines(self) -> Sequence[PlannedRow]:
        return self._shown

    def tip(self, line: PlannedRow, column: int) -> str:
        if column != FOUND:
            return self.words(line, column)
        return "\n".join(part.words for part in _parts(line, "\n"))

    def spoken(self, line: PlannedRow, column: int) -> str:
        if column != FOUND:
            return super().spoken(line, column)
        problems = [say(T("Problem: {words}", words=finding_words(each))) for each in line.problems]
        remarks = [say(T("Remark: {words}", words=finding_words(each))) for each in line.remarks]
        return _BETWEEN.join(problems + remarks)

    def other(self, line: PlannedRow, column: int, role: int) -> Any:
        if role == TONE:
            # As in the form, a task that nothing will end is no usual one.
            endless = column == MINUTES and not line.minutes
            return "bad" if endless else "dim" if column in (LINE, CASE) else "text"
        return _parts(line, _BETWEEN) if role == PARTS and column == FOUND else None

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
                return language_words(line.values, self._generation, line.unread_languages)
            case 6:
                return line.unread or minutes_words(line.minutes)
            case _:
                return _BETWEEN.join(part.words for part in _parts(line, _BETWEEN))

    def _is_shown(self, row: PlannedRow) -> bool:
        wrong, remarked = self._only
        return not (wrong or remarked) or (wrong and bool(row.problems)) or (remarked and bool(row.remarks))


def _parts(row: PlannedRow, between: str) -> tuple[Part, ...]:
    """What is wrong with a row, and what is to be known about it."""
    kinds = ((PROBLEM, row.problems), (REMARK, row.remarks))
    return tuple(kind._replace(words=between.join(map(finding_words, found))) for kind, found in kinds if found)
