"""Costs by day and account as a table, and as text for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from roomscribe.domain.money import MINUTE_MS, rounded_up
from roomscribe.domain.text import T
from roomscribe.services.budget import SPENT, WARNING
from roomscribe.services.day_book import DayCost
from roomscribe.ui.money_words import at_most, budget_words
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.times import NOTHING
from roomscribe.ui.words import say

Index = QModelIndex | QPersistentModelIndex
DAY, ACCOUNT, SERVICE, TASKS, SPEECH, COST, BUDGET = range(7)
HEADERS = (T("Day"), T("Account"), T("Service"), T("Tasks"), T("Minutes"), T("Cost"), T("Budget"))
TSV_HEADERS = ("day", "account", "service", "simulated", "tasks", "unknown", "minutes", "cost_at_most", "currency")
"""For programs, so in English whatever the window speaks."""
NUMBERS = (TASKS, SPEECH, COST, BUDGET)

ServiceName = Callable[[str], str]
"""Generation id -> its short title."""


class CostsModel(QAbstractTableModel):
    """One row for each day and account, the latest day first."""

    def __init__(self, service_name: ServiceName, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service_name = service_name
        self.rows: list[DayCost] = []

    def show_rows(self, rows: Sequence[DayCost]) -> None:
        """Show these instead; where they are of the same days and accounts, only their numbers change."""
        fresh = list(rows)
        if [_key(row) for row in fresh] != [_key(row) for row in self.rows]:
            self.beginResetModel()
            self.rows = fresh
            self.endResetModel()
        elif fresh != self.rows:
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, BUDGET))

    def tsv(self) -> str:
        """The whole table as tab-separated values, with a line of headers."""
        lines = ["\t".join(TSV_HEADERS)]
        lines += ["\t".join(_flat(field) for field in self._fields(row)) for row in self.rows]
        return "\n".join(lines) + "\n"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(HEADERS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(HEADERS[section])
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{say(HEADERS[column])}: {self._words(row, column)}"
        if role == TONE:
            return _tone(row, column)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _words(self, row: DayCost, column: int) -> str:
        match column:
            case 0:
                return QLocale().toString(QDate(row.day.year, row.day.month, row.day.day), "ddd d MMM")
            case 1:
                return row.profile_name
            case 2:
                return self._service_name(row.generation)
            case 3:
                return str(row.tasks + row.unknown)
            case 4:
                return minutes_words(row.speech_ms) if row.tasks else NOTHING
            case 5:
                return cost_words(row)
            case _:
                return budget_words(row.budget, row.currency) if row.budget is not None and row.currency else NOTHING

    def _tip(self, row: DayCost, column: int) -> str:
        words = [self._words(row, column)]
        if column == DAY:
            words = [row.day.isoformat()]
        if column == COST and row.unknown:
            words.append(say(T("Nobody knows what {count} of the tasks cost.", count=row.unknown)))
        if column in (ACCOUNT, COST) and row.simulated:
            words.append(say(T("The simulator bills nothing: this is what the vendor would charge.")))
        return "\n".join(words)

    def _fields(self, row: DayCost) -> list[object]:
        known = bool(row.tasks and row.currency)
        return [
            row.day.isoformat(),
            row.profile_name,
            self._service_name(row.generation),
            "yes" if row.simulated else "no",
            row.tasks + row.unknown,
            row.unknown,
            minutes_words(row.speech_ms),
            rounded_up(row.amount) if known else "",
            row.currency,
        ]


def cost_words(row: DayCost) -> str:
    """`≤ 1.20 USD`, and whether something is missing from it."""
    if not row.tasks:
        return say(T("unknown"))
    amount = at_most(row.amount, row.currency)
    return say(T("{amount} + unknown", amount=amount)) if row.unknown else amount


def minutes_words(milliseconds: int) -> str:
    """Whole minutes, rounded up as costs are."""
    return str(-(-milliseconds // MINUTE_MS))


def sums(rows: Sequence[DayCost]) -> dict[str, Fraction]:
    """What rows cost together, by currency."""
    found: dict[str, Fraction] = {}
    for row in rows:
        if row.tasks and row.currency:
            found[row.currency] = found.get(row.currency, Fraction(0)) + row.amount
    return found


def _tone(row: DayCost, column: int) -> str:
    if column == COST:
        if not row.tasks:
            return "dim"
        if row.budget:
            share = row.amount * 100 / Fraction(row.budget)
            return "bad" if share >= SPENT else "warn" if share >= WARNING else "text"
    return "dim" if column in (SERVICE, BUDGET) else "text"


def _key(row: DayCost) -> tuple[object, ...]:
    return row.day, row.profile_id, row.generation


def _flat(value: object) -> str:
    """One cell: a tab or a line break in a name would move what follows."""
    return " ".join(str(value).split())


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
