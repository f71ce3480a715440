"""Budgets: warns when a profile's day has cost most of what it may, and stops its tasks where that was chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.budget_marks import BudgetMarks
from roomscribe.services.costs import CostBook
from roomscribe.services.day_book import DayBook
from roomscribe.services.listeners import Listeners
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.stopper import Stopper, pursue
from roomscribe.services.store import TaskStore

TICK = 1.0
"""Seconds between two looks at what was spent."""
WARNING, SPENT = 80, 100
"""Shares of a budget, in percent, at which something is said."""


@dataclass(frozen=True, kw_only=True)
class BudgetNews:
    """A profile's spending has passed a mark, or tasks of it were stopped for that."""

    profile: Profile
    day: date
    percent: int
    """`WARNING` or `SPENT`."""
    spent: Fraction
    """At most, in `currency`."""
    budget: Decimal
    currency: str
    unknown: int
    """How many tasks of the day are not in it, as nobody knows what they cost."""
    stopped: tuple[str, ...] = ()
    """Local ids of the tasks that are stopped because of it."""
    live: int = 0
    """How many of the profile's tasks run or may run, those that are being stopped included."""
    rounded: bool = False
    """`spent` counts whole minutes of the day, as the vendor bills them, so it may be more than the rows together."""


class BudgetGuard:
    """Looks at the spending of every profile that has a budget."""

    def __init__(
        self,
        *,
        costs: CostBook,
        days: DayBook,
        profiles: ProfileStore,
        store: TaskStore,
        stopper: Stopper,
        marks: BudgetMarks,
        nudge: Callable[[str], None],
        spawner: Spawner,
    ) -> None:
        """`nudge` has the watcher ask about a task at once."""
        self._costs = costs
        self._days = days
        self._profiles = profiles
        self._store = store
        self._stopper = stopper
        self._nudge = nudge
        self._spawner = spawner
        self._marks = marks
        self._stopping: set[str] = set()
        """Tasks whose wish to end is being written."""
        self._listeners: Listeners[Callable[[BudgetNews], None]] = Listeners()

    def start(self) -> None:
        """Look every second until the supervisor ends."""
        self._spawner.spawn(self._run(), name="budgets")

    def subscribe(self, callback: Callable[[BudgetNews], None]) -> Callable[[], None]:
        """Tell `callback` of news until the returned function is called."""
        return self._listeners.add(callback)

    def running(self, task_ids: Iterable[str]) -> int:
        """How many of these tasks run or may run."""
        return sum(self._store.get(task_id).live for task_id in task_ids)

    def why_not(self, profile_id: str) -> Text | None:
        """Why a task of this profile would be stopped as soon as it is started, or None."""
        profile = self._profiles.get(profile_id)
        if not profile.budget or not profile.budget_stops or not self._days.ready:
            return None
        spent, _ = self._days.spent(profile_id)
        if spent < Fraction(profile.budget):
            return None
        return T(
            "Today's budget of “{name}” is spent. Raise it in the account, or wait until tomorrow.", name=profile.name
        )

    async def _run(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(TICK)

    def look(self) -> None:
        """Compare what was spent today with every budget; tell each mark once, and stop what is to be stopped.

        Waits until everything of an earlier session is added up: a mark must not be told for half of the sum.
        """
        if not self._days.ready:
            return
        for profile in self._profiles.all():
            if profile.budget is not None and profile.budget > 0:
                self._look_at(profile, profile.budget)

    def _look_at(self, profile: Profile, budget: Decimal) -> None:
        spent, unknown = self._days.spent(profile.id)
        limit = Fraction(budget)
        mark = SPENT if spent >= limit else WARNING if spent * 100 >= limit * WARNING else 0
        key = (profile.id, self._days.today(), budget)
        stopped = self._stop_all(profile) if mark == SPENT and profile.budget_stops else ()
        if mark <= self._marks.told(key) and not stopped:
            return
        self._marks.tell(key, mark)
        prices = self._costs.prices(profile.id, profile.generation, profile.site)
        news = BudgetNews(
            profile=profile,
            day=key[1],
            percent=mark,
            spent=spent,
            budget=budget,
            currency=prices.currency if prices else profile.currency,
            unknown=unknown,
            stopped=stopped,
            rounded=prices is not None and prices.tariff.day_step > 0,
            live=sum(task.profile_id == profile.id for task in self._store.live()),
        )
        self._listeners.tell(lambda listener: listener(news))

    def _stop_all(self, profile: Profile) -> tuple[str, ...]:
        to_stop = tuple(
            task.id
            for task in self._store.live()
            if task.profile_id == profile.id
            and task.can_stop
            and task.stop_wished_at is None
            and task.id not in self._stopping
        )
        for task_id in to_stop:
            self._stopping.add(task_id)
            self._spawner.spawn(self._stop(task_id), name=f"stop {task_id} for its budget")
        return to_stop

    async def _stop(self, task_id: str) -> None:
        try:
            with suppress(BadRequest):  # it has ended meanwhile
                await pursue(task_id, stopper=self._stopper, nudge=self._nudge, reason="budget")
        finally:
            self._stopping.discard(task_id)
