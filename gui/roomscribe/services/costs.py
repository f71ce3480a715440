"""What tasks have cost and will cost, at most: for each row, and for each local day and profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from fractions import Fraction

from roomscribe.domain.clock import Clock
from roomscribe.domain.money import PriceItem, PriceList, Rate, Tariff, Usage, merged, rate_of
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.lost_starts import runs_unseen
from roomscribe.services.metering import NEVER_RAN, Stretch, began, milliseconds, moved_along, stretches
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.unproven import limit_of
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry

HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Unknown:
    """Why nothing can be said about a task's cost."""

    reason: Text


NO_PRICES = Unknown(T("The vendor of this task tells no prices."))


@dataclass(frozen=True, kw_only=True)
class Part:
    """One item of a sum."""

    item: PriceItem
    milliseconds: int
    amount: Fraction


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a task costs at most, by the price list of its profile."""

    currency: str
    so_far: Fraction
    """Until now, or until it ended."""
    until_end: Fraction | None
    """If it runs until its end time, and where that does not hold as long as it may; None for a task without an end."""
    per_hour: Fraction
    """Of the settings that hold now; 0 of an ended task."""
    usage: Usage
    """What has counted so far."""
    beyond: tuple[PriceItem, ...] = ()
    """What comes on top and can't be estimated."""
    prices: PriceList
    simulated: bool = False
    """It ran on the simulator: this is what the vendor would have charged."""
    unproven: bool = False
    """Its start was lost: nobody sees whether it runs, or, once its row was closed by hand, whether it ended."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What makes up `so_far`, in the order of the price list."""
        prices, usage = self.prices, self.usage
        return tuple(
            Part(item=item, milliseconds=usage[item.id], amount=prices.per_ms[item.id] * usage[item.id])
            for item in prices.tariff.items
            if usage.get(item.id)
        )


@dataclass(frozen=True, kw_only=True)
class Life:
    """A task's stretches with what each of them brings, and the price list that tells what that is worth."""

    prices: PriceList
    stretches: tuple[tuple[int, Rate], ...]
    """Beginning (UTC milliseconds) and rate, oldest first."""

    def usage(self, begin: int, end: int) -> dict[str, int]:
        """What counts between two moments."""
        ends = [start for start, _ in self.stretches[1:]] + [max(end, self.stretches[-1][0])]
        return merged(
            rate.over(min(end, over) - max(begin, start))
            for (start, rate), over in zip(self.stretches, ends, strict=True)
        )


@dataclass(frozen=True)
class _Kept:
    """A life that was worked out, and what it was worked out from."""

    life: Life | Unknown
    began: int
    """It moves when somebody sets the clock."""
    sequence: int
    values: object
    history: object
    prices: object

    def holds_for(self, task: Task, history: object, prices: object) -> bool:
        """Compared by identity: all of them are replaced when they change, and never changed."""
        return (
            self.began == began(task)
            and self.sequence == task.sequence
            and self.values is task.values
            and self.history is history
            and self.prices is prices
        )


class CostBook:
    """Answers what tasks cost at this moment, in some ten microseconds for each."""

    def __init__(self, *, registry: Registry, profiles: ProfileStore, clock: Clock, zone: tzinfo | None = None) -> None:
        """`zone` says where days begin; None is the computer's own."""
        self._registry = registry
        self._profiles = profiles
        self._clock = clock
        self.zone = zone
        self._histories: dict[str, tuple[Stretch, ...]] = {}
        """Of tasks that were changed: what their journals told."""
        self._lives: dict[str, _Kept] = {}
        self._lists: dict[tuple[str, str, str], tuple[Profile | None, PriceList | None]] = {}

    def remember(self, task: Task, history: tuple[Stretch, ...]) -> None:
        """Take over what the journal of a changed task tells (`metering.stretches`)."""
        self._histories[task.id] = history

    def tariff(self, generation_id: str, site_id: str) -> Tariff | None:
        """How this cloud bills, where its vendor says so."""
        try:
            return self._registry.generation(generation_id).site(site_id).tariff
        except KeyError:
            return None

    def prices(self, profile_id: str, generation_id: str, site_id: str) -> PriceList | None:
        """The price list that holds for a profile's tasks; the vendor's own where the profile is gone."""
        key, profile = (profile_id, generation_id, site_id), self.profile(profile_id)
        kept = self._lists.get(key)
        if kept is None or kept[0] is not profile:
            kept = self._lists[key] = profile, self._price_list(profile, self.tariff(generation_id, site_id))
        return kept[1]

    def profile(self, profile_id: str) -> Profile | None:
        """The profile, unless it was deleted."""
        try:
            return self._profiles.get(profile_id)
        except KeyError:
            return None

    def life(self, task: Task) -> Life | Unknown:
        """The task's stretches with their prices, or why there are none."""
        if not self._registry.knows(task.generation):
            return Unknown(T("Its vendor's add-on is not installed, so nobody knows its prices."))
        if not task.draft_known:
            return Unknown(T("It was adopted: nobody knows with which settings it was started."))
        prices = self.prices(task.profile_id, task.generation, task.site)
        told = self._histories.get(task.id)
        kept = self._lives.get(task.id)
        if kept is None or not kept.holds_for(task, told, prices):
            life = self._work_out(task, prices)
            kept = self._lives[task.id] = _Kept(life, began(task), task.sequence, task.values, told, prices)
        return kept.life

    def _work_out(self, task: Task, prices: PriceList | None) -> Life | Unknown:
        if prices is None:
            return NO_PRICES
        history = self._history(task, self._registry.generation(task.generation))
        if history is None:
            return Unknown(T("Its changes are being read."))
        rates = tuple((each.begin, rate_of(each.metered, prices)) for each in history)
        return unpriced(prices, [rate for _, rate in rates]) or Life(prices=prices, stretches=rates)

    def estimate(self, task: Task) -> Estimate | Unknown:
        """What a task costs at most, so far and until its end."""
        life = self.life(task)
        if isinstance(life, Unknown):
            return life
        now = milliseconds(self._clock.now())
        begin, end = began(task), self.until(task, now)
        usage = life.usage(begin, end)
        so_far = life.prices.amount(usage)
        last = life.stretches[-1][1]
        until_end: Fraction | None = so_far
        if task.live:
            later = self._latest_end(task)
            until_end = None if later is None else life.prices.amount(life.usage(begin, max(end, milliseconds(later))))
        profile = self.profile(task.profile_id)
        return Estimate(
            currency=life.prices.currency,
            so_far=so_far,
            until_end=until_end,
            per_hour=life.prices.amount(last.over(HOUR_MS)) if task.live else Fraction(0),
            usage=usage,
            beyond=last.beyond,
            prices=life.prices,
            simulated=profile is not None and profile.simulator,
            unproven=task.state is TaskState.CLOSED or self._unseen(task),
        )

    def _unseen(self, task: Task) -> bool:
        return runs_unseen(task, self._registry.generation(task.generation))

    def _latest_end(self, task: Task) -> float | None:
        """UTC seconds until which it may run; None where nobody knows."""
        if not self._unseen(task):
            return task.ends_at
        limit = limit_of(task, self._registry.generation(task.generation).abilities)
        return None if limit is None else limit.at

    def until(self, task: Task, now: int) -> int:
        """The moment until which it counts, UTC milliseconds: its end, or `now`; its beginning if it never ran."""
        if task.state in NEVER_RAN:
            return began(task)
        return max(began(task), now if task.ended_at is None else milliseconds(task.ended_at))

    @staticmethod
    def _price_list(profile: Profile | None, tariff: Tariff | None) -> PriceList | None:
        if tariff is None:
            return None
        if profile is None:
            return PriceList.of(tariff, {})
        return PriceList.of(tariff, profile.prices, profile.currency, profile.speakers)

    def _history(self, task: Task, generation: Generation) -> tuple[Stretch, ...] | None:
        if not task.sequence:
            return stretches(task, generation)
        known = self._histories.get(task.id)
        if known is None:
            return None
        # What the row says now holds at least since it was last changed; the journal may be read a moment later.
        known = moved_along(known, began(task))
        now = stretches(replace(task, sequence=0), generation)[-1].metered
        return (*known[:-1], replace(known[-1], metered=known[-1].metered.or_more(now)))


def unpriced(prices: PriceList, rates: Iterable[Rate]) -> Unknown | None:
    """Why nothing can be said about what counts at these rates, or None."""
    missing = {item.id for rate in rates for item in rate.missing}
    if missing:
        labels = [item.label for item in prices.tariff.items if item.id in missing]
        return Unknown(T("No price is known for: {items}. Fill it in in the profile.", items=_listed(labels)))
    if not prices.currency:
        return Unknown(T("The currency of the prices is not known. Fill it in in the profile."))
    return None


def _listed(labels: list[Text]) -> Text:
    listed = labels[0]
    for label in labels[1:]:
        listed = T("{some}, {more}", some=listed, more=label)
    return listed
