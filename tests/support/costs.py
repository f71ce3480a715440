"""Costs without a ledger and without a vendor: a clock, profiles and tasks of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from zoneinfo import ZoneInfo

from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import JournalEntry, Task
from roomscribe.services.billing import Billing
from roomscribe.services.budget import BudgetGuard
from roomscribe.services.budget_marks import BudgetMarks, Mark
from roomscribe.services.costs import CostBook, Estimate, Unknown
from roomscribe.services.day_book import DayBook
from roomscribe.services.listeners import Listeners
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.stopper import Stopper
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import PlainSpawner

BERLIN = ZoneInfo("Europe/Berlin")
NOON = 1_795_258_800.0
"""2026-11-21 12:00 in Berlin."""
REGISTRY = load_registry()


@dataclass
class FixedClock:
    """A clock that tests move."""

    at: float = NOON

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


class Profiles:
    """Profiles without a file."""

    def __init__(self, *profiles: Profile) -> None:
        self._all = {each.id: each for each in profiles}
        self._listeners: Listeners[Callable[[], None]] = Listeners()

    def get(self, profile_id: str) -> Profile:
        return self._all[profile_id]

    def all(self) -> list[Profile]:
        return list(self._all.values())

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self._listeners.add(callback)

    def put(self, profile: Profile) -> None:
        self._all[profile.id] = profile
        self._listeners.tell(lambda listener: listener())


class Marks(BudgetMarks):
    """Marks without a file."""

    def __init__(self) -> None:
        self._told = {}

    def tell(self, mark: Mark, percent: int) -> None:
        self._told[mark] = percent


def make_profile(generation: str = "agora-7", site: str = "global", **what: Any) -> Profile:
    """A profile at a real vendor."""
    return Profile(
        **{
            "id": "p1",
            "name": "Agora",
            "vendor": generation.partition("-")[0],
            "generation": generation,
            "site": site,
            **what,
        }
    )


def make_task(
    number: int = 1, targets: tuple[str, ...] = ("es-ES",), profile: Profile | None = None, **what: Any
) -> Task:
    """A task that was written down eight minutes ago, and ends in twelve."""
    profile = profile or make_profile()
    values: dict[str, object] = {
        "languages": ("en-US",),
        "translate": bool(targets),
        "translations": ({"source": "en-US", "target": targets},),
    }
    if profile.vendor == "trtc":
        values = {"language": "zh", "target_languages": targets}
    return Task(
        **{
            "id": f"t{number}",
            "profile_id": profile.id,
            "profile_name": profile.name,
            "vendor": profile.vendor,
            "generation": profile.generation,
            "site": profile.site,
            "room": "r",
            "bot": "b",
            "values": values,
            "targets": tuple(targets),
            "state": TaskState.RUNNING,
            "created_at": NOON - 480,
            "started_at": NOON - 479,
            "ends_at": NOON + 720,
            **what,
        }
    )


@dataclass
class CostScene:
    """Everything about money over a store."""

    profiles: Profiles
    clock: FixedClock = field(default_factory=FixedClock)
    store: TaskStore = field(default_factory=TaskStore)
    spawner: PlainSpawner = field(default_factory=PlainSpawner)
    journals: dict[str, list[JournalEntry] | Exception] = field(default_factory=dict)
    registry: Registry = REGISTRY

    def __post_init__(self) -> None:
        self.marks = Marks()
        profiles = cast(ProfileStore, self.profiles)
        self.costs = CostBook(registry=self.registry, profiles=profiles, clock=self.clock, zone=BERLIN)
        self.days = DayBook(
            costs=self.costs,
            registry=self.registry,
            profiles=profiles,
            store=self.store,
            journal=self._journal,
            spawner=self.spawner,
            clock=self.clock,
        )
        self.budgets = BudgetGuard(
            costs=self.costs,
            days=self.days,
            profiles=profiles,
            store=self.store,
            stopper=cast(Stopper, None),
            marks=self.marks,
            nudge=lambda _: None,
            spawner=self.spawner,
        )
        self.billing = Billing(costs=self.costs, days=self.days, budgets=self.budgets, marks=self.marks)

    @classmethod
    def of(cls, *profiles: Profile) -> CostScene:
        """With these profiles, or the usual one."""
        return cls(Profiles(*(profiles or (make_profile(),))))

    async def fill(self, *tasks: Task) -> CostScene:
        """Put tasks into the store and work them out."""
        for each in tasks:
            self.store.put(each)
        await self.days.catch_up()
        return self

    def estimate(self, task: Task) -> Estimate:
        """What it costs; fails where that is not known."""
        found = self.costs.estimate(task)
        assert isinstance(found, Estimate), found
        return found

    def why_not(self, task: Task) -> str:
        """Why nobody knows what it costs; fails where it is known."""
        found = self.costs.estimate(task)
        assert isinstance(found, Unknown), found
        return str(found.reason)

    async def _journal(self, task_id: str) -> list[JournalEntry]:
        found = self.journals.get(task_id, [])
        if isinstance(found, Exception):
            raise found
        return found
