"""Costs by day and account as a table, and as text for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QDate, QLocale, QObject

from roomscribe.domain.money import MINUTE_MS, rounded_up
from roomscribe.domain.text import T
from roomscribe.services.budget import SPENT, WARNING
from roomscribe.services.day_book import DayCost
from roomscribe.ui.dialogs.plain_model import PlainModel
from roomscribe.ui.money_words import at_most, budget_words
from roomscribe.ui.task_table.plain_cells import TONE
from roomscribe.ui.times import NOTHING
from roomscribe.ui.words import say

DAY, ACCOUNT, SERVICE, TASKS, SPEECH, COST, BUDGET = range(7)
TSV_HEADERS = ("day", "account", "service", "simulated", "tasks", "unknown", "minutes", "cost_at_most", "currency")
"""For programs, so in English whatever the window speaks."""

ServiceName = Callable[[str], str]
"""Generation id -> its short title."""


class CostsModel(PlainModel):
    """One row for each day and account, the latest day first."""

    HEADERS = (T("Day"), T("Account"), T("Service"), T("Tasks"), T("Minutes"), T("Cost"), T("Budget"))
    NUMBERS = (TASKS, SPEECH, COST, BUDGET)

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
            self.rows_changed(0, len(fresh) - 1)

    def tsv(self) -> str:
        """The whole table as tab-separated values, with a line of headers."""
        lines = ["\t".join(TSV_HEADERS)]
        lines += ["\t".join(_flat(field) for field in self._fields(row)) for row in self.rows]
        return "\n".join(lines) + "\n"

    def lines(self) -> Sequence[DayCost]:
        return self.rows

    def other(self, line: DayCost, column: int, role: int) -> Any:
        return _tone(line, column) if role == TONE else None

    def words(self, line: DayCost, column: int) -> str:
        match column:
            case 0:
                return QLocale().toString(QDate(line.day.year, line.day.month, line.day.day), "ddd d MMM")
            case 1:
                return line.profile_name
            case 2:
                return self._service_name(line.generation)
            case 3:
                return str(line.tasks + line.unknown)
            case 4:
                return minutes_words(line.speech_ms) if line.tasks else NOTHING
            case 5:
                return cost_words(line)
            case _ if line.budget is not None and line.currency:
                return budget_words(line.budget, line.currency)
            case _:
                return NOTHING

    def tip(self, line: DayCost, column: int) -> str:
        words = [self.words(line, column)]
        if column == DAY:
            words = [line.day.isoformat()]
        if column == COST and line.unknown:
            words.append(say(T("Nobody knows what {count} of the tasks cost.", count=line.unknown)))
        if column in (ACCOUNT, COST) and line.simulated:
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
