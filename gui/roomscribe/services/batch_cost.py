"""What the rows of a batch will cost at most, before any of them is started."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.money import MINUTE_MS, Metered, PriceItem, merged, rate_of
from roomscribe.domain.profiles import Profile
from roomscribe.services.costs import NO_PRICES, CostBook, Estimate, Unknown, unpriced
from roomscribe.services.metering import metered_of
from roomscribe.vendors.protocol import Generation


@dataclass(frozen=True, kw_only=True)
class Total:
    """What so many rows cost together."""

    rows: int
    estimate: Estimate | None
    """Of those with an end and known prices, until their end times; None where there are none."""
    endless: int
    """Rows without an end, for which there is no bound."""
    unknown: int
    """Rows whose prices are not known."""
    why: Unknown | None
    """Why that is so for one of them."""


class PlannedCost:
    """Adds rows up as they are looked through, in some microseconds each."""

    def __init__(self, profile: Profile, generation: Generation, costs: CostBook) -> None:
        self._generation = generation
        self._prices = costs.prices(profile.id, generation.id, profile.site)
        self._simulated = profile.simulator
        self._minutes: Counter[Metered] = Counter()
        """By what decides the price: the minutes of all rows."""
        self._rows: Counter[Metered] = Counter()
        self._endless: Counter[Metered] = Counter()

    def add(self, row: PlannedRow) -> None:
        """One more row is to be started."""
        metered = metered_of(self._generation, row.values)
        self._rows[metered] += 1
        self._minutes[metered] += row.minutes
        if not row.minutes:
            self._endless[metered] += 1

    def total(self) -> Total:
        """What all that were added cost."""
        count, prices = self._rows.total(), self._prices
        if prices is None:
            return Total(rows=count, estimate=None, endless=0, unknown=count, why=NO_PRICES)
        usages: list[dict[str, int]] = []
        beyond: dict[str, PriceItem] = {}
        unknown = endless = 0
        why = None
        for metered, rows in self._rows.items():
            rate = rate_of(metered, prices)
            if (reason := unpriced(prices, [rate])) is not None:
                unknown, why = unknown + rows, reason
                continue
            usages.append(rate.over(self._minutes[metered] * MINUTE_MS))
            beyond |= {item.id: item for item in rate.beyond}
            endless += self._endless[metered]
        usage = merged(usages)
        estimate = Estimate(
            currency=prices.currency,
            so_far=prices.amount(usage),
            until_end=None,
            per_hour=Fraction(0),
            usage=usage,
            beyond=tuple(beyond.values()),
            prices=prices,
            simulated=self._simulated,
        )
        bounded = count - unknown - endless
        return Total(rows=count, estimate=estimate if bounded else None, endless=endless, unknown=unknown, why=why)
