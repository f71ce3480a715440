"""The command "Costs by day", and the banners about budgets."""

from __future__ import annotations

from PySide6.QtCore import QObject

from roomscribe.domain.text import T, Text
from roomscribe.runtime.dialogs import ask
from roomscribe.services.billing import Billing
from roomscribe.services.budget import SPENT, BudgetNews
from roomscribe.services.spawning import Spawner
from roomscribe.ui.costs.dialog import CostsDialog
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.money_words import at_most, budget_words
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import Registry


class Costs(QObject):
    """Opens the window with costs, and tells what happens to budgets."""

    def __init__(
        self, window: MainWindow, billing: Billing, registry: Registry, spawner: Spawner, theme: Theme
    ) -> None:
        super().__init__(window)
        self._window = window
        self._billing = billing
        self._registry = registry
        self._spawner = spawner
        self._theme = theme
        window.commands.costs.triggered.connect(self._on_triggered)
        self._unsubscribe = billing.budgets.subscribe(self._on_news)

    def close(self) -> None:
        """Tell nothing more."""
        self._unsubscribe()

    def _on_triggered(self) -> None:
        dialog = CostsDialog(self._billing, self._registry, self._theme, parent=self._window)
        self._spawner.spawn(ask(dialog), name="costs by day")

    def _on_news(self, news: BudgetNews) -> None:
        self._window.show_notice(budget_notice(news))


def budget_notice(news: BudgetNews) -> Notice:
    """What is said about a budget: how much of it is spent, and what was done about it."""
    spent = T(
        "“{name}”: today's tasks have cost {spent}, of a budget of {budget}.",
        name=news.profile.name,
        spent=at_most(news.spent, news.currency),
        budget=budget_words(news.budget, news.currency),
    )
    over = news.percent >= SPENT
    return Notice(
        grade=Grade.BAD if over else Grade.WARN,
        text=spent,
        remedy=_done(news),
        # One banner for each account: the graver one takes the place of the other.
        key=f"budget {news.profile.id}",
    )


def _done(news: BudgetNews) -> Text:
    count = len(news.stopped)
    if count == 1:
        done = T("Its live task is being stopped, because the budget is spent. None is started today.")
    elif count:
        done = T(
            "Its {count} live tasks are being stopped, because the budget is spent. None is started today.",
            count=count,
        )
    elif news.profile.budget_stops and news.percent >= SPENT:
        done = T("None of its tasks runs, and none is started today.")
        if news.live:
            done = T("What still runs of its tasks is being stopped already. None is started today.")
    elif news.profile.budget_stops:
        done = T("When all of it is spent, its tasks are stopped.")
    elif news.percent >= SPENT:
        done = T("Nothing is stopped: the account says to warn only.")
    else:
        done = T("Nothing is stopped when it is spent: the account says to warn only.")
    if not news.unknown:
        return done
    return T("{done} Nobody knows what {count} more of its tasks cost.", done=done, count=news.unknown)
