"""The window with costs by day and account."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from roomscribe.domain.text import T, Text
from roomscribe.services.billing import Billing
from roomscribe.services.day_book import DayCost
from roomscribe.ui.costs.model import ACCOUNT, BUDGET, COST, DAY, SERVICE, SPEECH, TASKS, CostsModel, sums
from roomscribe.ui.dialogs.frame import FramedDialog
from roomscribe.ui.dialogs.parts import button, label, set_enabled_because
from roomscribe.ui.dialogs.plain_table import RowTable
from roomscribe.ui.money_words import at_most
from roomscribe.ui.theme import Role, Theme
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry

WIDTH = 840
EVERY_SECOND = 1000
DAYS = 31
"""How far back it looks."""
ROWS_IN_SIGHT = 8


class CostsDialog(FramedDialog):
    """Shows the last month, and counts on while it is open."""

    def __init__(self, billing: Billing, registry: Registry, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(T("Costs by day"), width=WIDTH, scrolls=False, parent=parent)
        self._billing = billing

        def service_name(generation_id: str) -> str:
            return registry.generation(generation_id).short_title if registry.knows(generation_id) else generation_id

        self.model = CostsModel(service_name, self)
        self.view = CostsView(self.model, theme)
        self._today = label("", Role.STRONG)
        self._empty = label(say(T("Nothing has run in the last {count} days.", count=DAYS)), Role.DIM)
        self._copy, close = button(T("Copy as table")), button(T("Close"), Role.PRIMARY)
        self.body.addWidget(self._today)
        self.body.addWidget(label(say(_EXPLANATION), Role.NOTE))
        self.body.addWidget(self._empty)
        self.body.addWidget(self.view, 1)
        self.add_buttons(close, left=(self._copy,))
        self._copy.clicked.connect(self.copy_all)
        close.clicked.connect(self.accept)
        self._seconds = QTimer(self, interval=EVERY_SECOND)
        self._seconds.timeout.connect(self.refresh)
        self._seconds.start()
        self.refresh()

    def done(self, result: int) -> None:
        self._seconds.stop()
        super().done(result)

    def refresh(self) -> None:
        """Show what it is by now."""
        days = self._billing.days
        today = days.today()
        rows = days.totals(today - timedelta(days=DAYS - 1))
        self.model.show_rows(rows)
        self._empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        set_enabled_because(self._copy, "" if rows else say(T("There is nothing to copy.")))
        if days.behind:
            self._today.setText(say(T("Adding up: {count} tasks to go.", count=days.behind)))
            return
        self._today.setText(say(_today_words([row for row in rows if row.day == today])))

    def copy_all(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self.model.tsv())


class CostsView(RowTable):
    """Shows the model; nothing in it can be changed."""

    def __init__(self, model: CostsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, T("Costs by day and account"), parent)
        self._model = model
        self.setMinimumHeight(self.height_of(ROWS_IN_SIGHT))
        samples = {
            DAY: "Www 00 Www",
            SERVICE: "Wwwww 0.0",
            TASKS: "00000",
            SPEECH: "0000000",
            COST: "≤ 0000.00 USD + unknown",
            BUDGET: "0000.00 USD",
        }
        for column, sample in samples.items():
            self.size_column(column, sample)
        self.stretch_column(ACCOUNT)

    def copy(self) -> bool:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self._model.tsv())
        return True


def _today_words(rows: list[DayCost]) -> Text:
    """The simulator's sums are never added to real ones."""
    real, simulated = ([row for row in rows if row.simulated is each] for each in (False, True))
    if real:
        amounts = _amounts(real)
        return T("Today: {amounts}", amounts=amounts) if amounts else T("Today: not known")
    if simulated:
        return T("Today, on the simulator alone: {amounts}", amounts=_amounts(simulated))
    return T("Today: nothing yet")


def _amounts(rows: list[DayCost]) -> str:
    return ", ".join(at_most(amount, currency) for currency, amount in sorted(sums(rows).items()))


_EXPLANATION = T(
    "Upper bounds: as if people talked from each task's start to its end, by the prices in the accounts. The vendor's "
    "bill counts what was really said. Free minutes and discounts are not subtracted. Reading aloud, the bot's own "
    "listening and the vendor's packages are not in it."
)
