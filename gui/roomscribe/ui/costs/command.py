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
        self._stopping: dict[str, BudgetNews] = {}
        """News whose banner says that tasks are being stopped, by the banner's key."""
        window.table.model.rows_changed.connect(self._on_rows)

    def close(self) -> None:
        """Tell nothing more."""
        self._unsubscribe()

    def _on_triggered(self) -> None:
        dialog = CostsDialog(self._billing, self._registry, self._theme, parent=self._window)
        self._spawner.spawn(ask(dialog), name="costs by day")

    def _on_news(self, news: BudgetNews) -> None:
        notice = budget_notice(news)
        self._stopping.pop(notice.key, None)
        if news.stopped:
            self._stopping[notice.key] = news
        self._window.show_notice(notice)

    def _on_rows(self) -> None:
        """Say that the tasks have ended once they have, where the banner still stands there."""
        for key, news in list(self._stopping.items()):
            if self._billing.budgets.running(news.stopped):
                continue
            del self._stopping[key]
            if any(each.key == key for each in self._window.notices.notices()):
                self._window.show_notice(budget_notice(news, ended=True))


def budget_notice(news: BudgetNews, *, ended: bool = False) -> Notice:
    """What is said about a budget: how much of it is spent, and what was done about it.

    `ended`: none of the tasks that were stopped for it runs any more.
    """
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
        remedy=_remedy(news, ended=ended),
        # One banner for each account: the graver one takes the place of the other.
        key=f"budget {news.profile.id}",
    )


def _remedy(news: BudgetNews, *, ended: bool) -> Text:
    done = _done(news, ended=ended)
    if news.rounded:
        done = T("{done} Its vendor bills whole minutes of a day: that may be more than the rows say.", done=done)
    if not news.unknown:
        return done
    return T("{done} Nobody knows what {count} more of its tasks cost.", done=done, count=news.unknown)


def _done(news: BudgetNews, *, ended: bool) -> Text:
    count = len(news.stopped)
    if count == 1 and ended:
        done = T("Its live task has ended: it was stopped, because the budget is spent. No more is started today.")
    elif count and ended:
        done = T(
            "Its {count} live tasks have ended: they were stopped, because the budget is spent. No more is started "
            "today.",
            count=count,
        )
    elif count == 1:
        done = T("Its live task is being stopped, because the budget is spent. No more is started today.")
    elif count:
        done = T(
            "Its {count} live tasks are being stopped, because the budget is spent. No more is started today.",
            count=count,
        )
    elif news.profile.budget_stops and news.percent >= SPENT:
        done = T("None of its tasks runs, and no more is started today.")
        if news.live:
            done = T("What still runs of its tasks is being stopped already. No more is started today.")
    elif news.profile.budget_stops:
        done = T("When all of it is spent, its tasks are stopped.")
    elif news.percent >= SPENT:
        done = T("Nothing is stopped: the account says to warn only.")
    else:
        done = T("Nothing is stopped when it is spent: the account says to warn only.")
    return done
