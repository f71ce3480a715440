"""Adds up what tasks cost by local day and profile, a few tasks at a time, so that nobody waits for ten thousand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from roomscribe.domain.clock import Clock
from roomscribe.domain.days import by_day, day_of
from roomscribe.domain.money import Meter, PriceList
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.costs import CostBook, Unknown
from roomscribe.services.metering import NEVER_RAN, began, milliseconds, stretches
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry

AT_ONCE = 20
"""How many tasks are worked out before others get a turn: about a millisecond."""
AGAIN = 5.0
"""Seconds after which a journal that could not be read is read once more."""
NO_END = float("inf")
NOT_KNOWN = -1.0

ReadJournal = Callable[[str], Awaitable[list[JournalEntry]]]
Key = tuple[date, str, str, str]
"""Day, profile id, generation, site: what is summed up with one price list."""


@dataclass
class _Sum:
    usage: dict[str, int] = field(default_factory=dict)
    tasks: int = 0
    unknown: int = 0

    def add(self, other: _Sum, sign: int = 1) -> None:
        for key, ms in other.usage.items():
            self.usage[key] = self.usage.get(key, 0) + sign * ms
        self.tasks += sign * other.tasks
        self.unknown += sign * other.unknown

    def copy(self) -> _Sum:
        return _Sum(dict(self.usage), self.tasks, self.unknown)


@dataclass(frozen=True, kw_only=True)
class DayCost:
    """What one profile's tasks cost on one local day, at most."""

    day: date
    profile_id: str
    profile_name: str
    generation: str
    currency: str
    """"" where nothing is known."""
    amount: Fraction
    """As the vendor bills a day: each item rounded up where it says so."""
    speech_ms: int
    """Milliseconds of speech that are counted."""
    tasks: int
    """How many tasks are in it."""
    unknown: int
    """How many are not, as nobody knows what they cost."""
    budget: Decimal | None
    """The profile's budget as it is now."""
    simulated: bool


class DayBook:
    """Sums that follow the store. Ended tasks are worked out once, live ones whenever somebody asks."""

    def __init__(
        self,
        *,
        costs: CostBook,
        registry: Registry,
        profiles: ProfileStore,
        store: TaskStore,
        journal: ReadJournal,
        spawner: Spawner,
        clock: Clock,
    ) -> None:
        self._costs = costs
        self._registry = registry
        self._profiles = profiles
        self._store = store
        self._journal = journal
        self._spawner = spawner
        self._clock = clock
        self._due: dict[str, None] = {}
        """Tasks to work out, in the order in which they had news."""
        self._wake = asyncio.Event()
        self._settled: dict[Key, _Sum] = {}
        self._of_task: dict[str, dict[Key, _Sum]] = {}
        """What each ended task has brought to `_settled`."""
        self._wholes: dict[str, float] = {}
        self._names: dict[str, str] = {}
        self._read: dict[str, tuple[int, int]] = {}
        """Of changed tasks: the number of the last change whose journal was read, and when the row began by then."""
        self._unread: set[str] = set()
        """Tasks whose journal could not be read."""
        self.ready = False
        """What was there at the start is added up."""
        self._terms = self._price_terms()
        self._forget = [store.subscribe(self), profiles.subscribe(self._on_profiles)]

    def start(self) -> None:
        """Work out everything that the store holds, and follow it from then on."""
        self._take(self._store.tasks())
        self._spawner.spawn(self._run(), name="add up costs")

    def close(self) -> None:
        """Hear nothing more."""
        for forget in self._forget:
            forget()

    def task_added(self, task: Task) -> None:
        """A new row."""
        self._take((task,))

    def task_changed(self, task: Task) -> None:
        """A row has news."""
        self._take((task,))

    @property
    def behind(self) -> int:
        """How many tasks are still to be worked out."""
        return len(self._due)

    def today(self) -> date:
        """The local day of this moment."""
        return day_of(self._clock.now(), self._costs.zone)

    def whole_life(self, task_id: str) -> float:
        """For sorting: about what it costs until its end; infinite without an end, negative where not known."""
        return self._wholes.get(task_id, NOT_KNOWN)

    def totals(self, since: date) -> list[DayCost]:
        """What each profile's tasks cost on each day since then, the latest day first."""
        sums = {key: each.copy() for key, each in self._settled.items() if key[0] >= since}
        for task in self._store.live():
            for key, each in self._sums(task, self._now()).items():
                if key[0] >= since:
                    sums.setdefault(key, _Sum()).add(each)
        lists: dict[tuple[str, str, str], PriceList | None] = {}
        found = []
        for key, each in sums.items():
            if key[1:] not in lists:
                lists[key[1:]] = self._costs.prices(*key[1:])
            if each.tasks or each.unknown:
                found.append(self._day_cost(key, each, lists[key[1:]]))
        return sorted(found, key=lambda row: (-row.day.toordinal(), row.profile_name.casefold(), row.generation))

    def spent(self, profile_id: str) -> tuple[Fraction, int]:
        """What a profile's tasks cost today, in the currency of its prices, and how many are not in it."""
        today = self.today()
        sums = {key: each.copy() for key, each in self._settled.items() if key[0] == today and key[1] == profile_id}
        for task in self._store.live():
            if task.profile_id == profile_id:
                for key, each in self._sums(task, self._now()).items():
                    if key[0] == today:
                        sums.setdefault(key, _Sum()).add(each)
        rows = [self._day_cost(key, each, self._costs.prices(*key[1:])) for key, each in sums.items()]
        return sum((row.amount for row in rows), Fraction(0)), sum(row.unknown for row in rows)

    async def catch_up(self) -> None:
        """Work out what had news, and give others a turn in between."""
        count = 0
        while self._due:
            task_id = next(iter(self._due))
            del self._due[task_id]
            task = self._store.get(task_id)
            if task.sequence and self._read.get(task_id) != (task.sequence, began(task)):
                await self._read_changes(task)
                task = self._store.get(task_id)
            self._work_out(task)
            count += 1
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
        self.ready = True

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN if self._unread else None):
                    await self._wake.wait()
            self._wake.clear()
            self._due.update(dict.fromkeys(self._unread))
            self._unread.clear()
            await self.catch_up()

    def _take(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self._due[task.id] = None
        self._wake.set()

    async def _read_changes(self, task: Task) -> None:
        """What was changed when stands in the journal alone. A ledger that fails is told of by whoever writes to it."""
        if not self._registry.knows(task.generation):
            return
        try:
            entries = await self._journal(task.id)
        except LedgerUnusable:
            self._unread.add(task.id)
            return
        # The row as it is by now; what it was given since then is in its own next news.
        task = self._store.get(task.id)
        self._costs.remember(task, stretches(task, self._registry.generation(task.generation), entries))
        self._read[task.id] = task.sequence, began(task)

    def _work_out(self, task: Task) -> None:
        self._names[task.profile_id] = task.profile_name
        self._wholes[task.id] = self._whole(task)
        for key, each in self._of_task.pop(task.id, {}).items():
            self._settled[key].add(each, -1)
        if task.live:
            return
        sums = self._of_task[task.id] = self._sums(task, self._now())
        for key, each in sums.items():
            self._settled.setdefault(key, _Sum()).add(each)

    def _whole(self, task: Task) -> float:
        estimate = self._costs.estimate(task)
        if isinstance(estimate, Unknown):
            return NOT_KNOWN
        return NO_END if estimate.until_end is None else float(estimate.until_end)

    def _sums(self, task: Task, now: int) -> dict[Key, _Sum]:
        """What a task brings to each day."""
        if task.state in NEVER_RAN:
            return {}
        life = self._costs.life(task)
        of = (task.profile_id, task.generation, task.site)
        begin, end = began(task), self._costs.until(task, now)
        found = {}
        # One that began this very moment is on its day, too.
        for day, start, over in by_day(begin, max(begin + 1, end), self._costs.zone):
            known = not isinstance(life, Unknown)
            usage = {} if isinstance(life, Unknown) else life.usage(start, min(over, end))
            found[(day, *of)] = _Sum(usage, tasks=int(known), unknown=int(not known))
        return found

    def _day_cost(self, key: Key, total: _Sum, prices: PriceList | None) -> DayCost:
        day, profile_id, generation, _site = key
        profile = self._costs.profile(profile_id)
        # An item whose price was taken away a moment ago is worked out anew as soon as it has its turn.
        known = {each: ms for each, ms in total.usage.items() if prices is not None and each in prices.prices}
        speech = {item.id for item in prices.tariff.of_meter(Meter.SPEECH)} if prices else set()
        return DayCost(
            day=day,
            profile_id=profile_id,
            profile_name=profile.name if profile else self._names.get(profile_id, profile_id),
            generation=generation,
            currency=prices.currency if prices else "",
            amount=prices.day_amount(known) if prices else Fraction(0),
            speech_ms=sum(ms for each, ms in total.usage.items() if each in speech),
            tasks=total.tasks,
            unknown=total.unknown,
            budget=profile.budget if profile else None,
            simulated=profile is not None and profile.simulator,
        )

    def _on_profiles(self) -> None:
        terms = self._price_terms()
        if terms != self._terms:
            self._terms = terms
            self._take(self._store.tasks())

    def _price_terms(self) -> dict[str, tuple[object, ...]]:
        """What of the profiles decides prices."""
        return {each.id: (dict(each.prices), each.currency, each.speakers) for each in self._profiles.all()}

    def _now(self) -> int:
        return milliseconds(self._clock.now())
