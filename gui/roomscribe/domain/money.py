"""What tasks cost: price lists as data, and sums that are an upper bound by the letter of those lists.

Quantities are whole milliseconds and prices decimals; their products are fractions, because a second is no finite
decimal part of a minute. So every sum is exact, and is rounded once, upwards, where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm

from roomscribe.domain.text import T, Text

MINUTE_MS = 60_000
SMALL = Decimal(1)
"""Amounts below it are shown with three decimals, others with two."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"[0-9]{1,9}([.,][0-9]{1,9})?")
_THOUSANDS = re.compile(r"[1-9][0-9]*,[0-9]{3}")

Usage = Mapping[str, int]
"""Id of a price item -> milliseconds that count for it; times of several speakers or languages add up."""


class Meter(StrEnum):
    """What a price counts."""

    SPEECH = "speech"
    """Minutes of speech of each speaker."""
    IDENTIFICATION = "identification"
    """Minutes of speech in which the vendor finds out the language among several."""
    TRANSLATION = "translation"
    """Minutes of speech, once for each language translated into."""
    STANDBY = "standby"
    """Minutes of a task in which nobody speaks."""
    SYNTHESIS = "synthesis"
    """Characters read out. How many there are is never known, so they are in no sum."""


@dataclass(frozen=True, kw_only=True)
class PriceItem:
    """One line of a vendor's price list."""

    id: str
    """Stable over versions: profiles save their own prices under it."""
    label: Text
    meter: Meter
    per: int = 1
    """How many minutes (characters, for synthesis) the price is for."""
    price: Decimal | None = None
    """The vendor's list price; None where no published one is known."""
    tier: str = ""
    """Speech recognised by engines of this price class alone; "" for any."""


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """How one of a vendor's clouds bills, and its list prices."""

    items: tuple[PriceItem, ...]
    currency: str = ""
    """ISO 4217 code; "" where no list price is known."""
    source: Text
    """Where the prices were published, or why there are none."""
    seen: str = ""
    """The day on which they were read, YYYY-MM-DD."""
    day_step: int = 0
    """Milliseconds to whose multiple the vendor rounds a day's total up, for each item; 0 for no such rule."""
    notes: tuple[Text, ...] = ()
    """What the sums leave out, in whole sentences."""

    def of_meter(self, meter: Meter) -> tuple[PriceItem, ...]:
        """The items that count this."""
        return tuple(item for item in self.items if item.meter is meter)


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """The prices that hold for one profile: the vendor's, with the profile's own in their place."""

    tariff: Tariff
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    """By item id; those that nobody knows are missing."""
    currency: str = ""
    speakers: int = 1
    """How many people are taken to speak all the time."""

    @classmethod
    def of(cls, tariff: Tariff, own: Mapping[str, Decimal], currency: str = "", speakers: int = 1) -> PriceList:
        """The tariff's prices, with a profile's own ones; what no list can hold, such as a negative price, is left out.

        With a currency of its own a profile has none of the vendor's prices: they are in another currency.
        """
        foreign = bool(currency) and bool(tariff.currency) and currency != tariff.currency
        listed = {item.id: item.price for item in tariff.items if item.price is not None and not foreign}
        known = {item.id for item in tariff.items}
        mine = {key: price for key, price in own.items() if key in known and price.is_finite() and price >= 0}
        return cls(
            tariff=tariff, prices={**listed, **mine}, currency=currency or tariff.currency, speakers=max(1, speakers)
        )

    @cached_property
    def per_ms(self) -> Mapping[str, Fraction]:
        """What a millisecond of each item costs, by item id; those without a price are missing."""
        priced = (item for item in self.tariff.items if item.id in self.prices)
        return {item.id: Fraction(self.prices[item.id]) / (item.per * MINUTE_MS) for item in priced}

    @cached_property
    def _shares(self) -> tuple[int, Mapping[str, int]]:
        """`per_ms` over one denominator: each sum of fractions would look for one anew."""
        whole = lcm(*(each.denominator for each in self.per_ms.values()))
        return whole, {key: each.numerator * (whole // each.denominator) for key, each in self.per_ms.items()}

    def amount(self, usage: Usage) -> Fraction:
        """What a usage costs; KeyError where a price is not known. Items of other price lists cost nothing."""
        whole, shares = self._shares
        counted = (item.id for item in self.tariff.items if usage.get(item.id))
        return Fraction(sum(shares[key] * usage[key] for key in counted), whole)

    def day_amount(self, usage: Usage) -> Fraction:
        """As `amount`, of a whole day's usage: each item rounded up as the vendor does."""
        step = self.tariff.day_step
        return self.amount({key: -(-ms // step) * step for key, ms in usage.items()} if step else usage)


@dataclass(frozen=True, kw_only=True)
class Metered:
    """What of a task's settings decides its price."""

    tier: str | None = ""
    """Price class of its engine; None where the vendor does not publish it, and then the dearest is counted."""
    identification: bool = False
    """The vendor finds out the language among several."""
    targets: int = 0
    """How many languages each sentence is translated into, at most."""
    synthesis: bool = False
    """Translations are read out."""

    def or_more(self, other: Metered) -> Metered:
        """Settings that cost at least what either costs: for a time in which nobody knows which of them held."""
        return Metered(
            tier=self.tier if self.tier == other.tier else None,
            identification=self.identification or other.identification,
            targets=max(self.targets, other.targets),
            synthesis=self.synthesis or other.synthesis,
        )


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What each millisecond of a task's life counts for, at most."""

    counts: Usage
    """Id of a price item -> how many milliseconds of it each millisecond brings."""
    missing: tuple[PriceItem, ...] = ()
    """Items that count, and whose price nobody knows."""
    beyond: tuple[PriceItem, ...] = ()
    """Items that come on top and can't be estimated."""

    def over(self, milliseconds: int) -> dict[str, int]:
        """The usage of so long a time; nothing for a negative one."""
        return {key: count * max(0, milliseconds) for key, count in self.counts.items()}


def rate_of(metered: Metered, prices: PriceList) -> Rate:
    """The most that settings can cost: every speaker talks without pause, or nobody does where that is dearer."""
    tariff = prices.tariff
    speech = _speech_item(metered, prices)
    wanted = [(speech, prices.speakers)] if speech else []
    if metered.identification:
        wanted += [(item, prices.speakers) for item in tariff.of_meter(Meter.IDENTIFICATION)]
    if metered.targets:
        wanted += [(item, prices.speakers * metered.targets) for item in tariff.of_meter(Meter.TRANSLATION)]
    missing = tuple(item for item, _ in wanted if item.id not in prices.prices)
    beyond = tariff.of_meter(Meter.SYNTHESIS) if metered.synthesis else ()
    counts = {item.id: count for item, count in wanted}
    silent = {item.id: 1 for item in tariff.of_meter(Meter.STANDBY) if item.id in prices.prices}
    if not missing and silent and prices.amount(silent) > prices.amount(counts):
        counts = silent
    return Rate(counts=counts, missing=missing, beyond=beyond)


def _speech_item(metered: Metered, prices: PriceList) -> PriceItem | None:
    items = prices.tariff.of_meter(Meter.SPEECH)
    fitting = [item for item in items if metered.tier is None or item.tier in ("", metered.tier)] or list(items)
    # Of several that may hold the dearest counts; one that nobody knows may be dearer than all.
    return max(fitting, key=lambda item: (item.id not in prices.prices, prices.prices.get(item.id, 0)), default=None)


def merged(usages: Iterable[Usage]) -> dict[str, int]:
    """The sum of usages, item by item."""
    total: dict[str, int] = {}
    for usage in usages:
        for key, ms in usage.items():
            total[key] = total.get(key, 0) + ms
    return total


def rounded_up(amount: Fraction) -> Decimal:
    """An amount as it is shown: never less than it is, with three decimals below 1 and two from there on."""
    if amount < Fraction(SMALL):
        fine = _ceiling(amount, 3)
        if fine < SMALL:
            return fine
    return _ceiling(amount, 2)


def _ceiling(amount: Fraction, decimals: int) -> Decimal:
    scaled = -(-amount.numerator * 10**decimals // amount.denominator)
    return Decimal(scaled).scaleb(-decimals)


def read_amount(text: str) -> Decimal:
    """A price or an amount as somebody typed it, with a point or a comma; `ValueError` for anything else.

    "1,000" is refused: it may be a thousand or one.
    """
    plain = text.strip()
    if not _AMOUNT.fullmatch(plain) or _THOUSANDS.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain.replace(",", "."))


def currency_problem(code: str) -> Text | None:
    """What is wrong with a currency's code."""
    return None if _CURRENCY.fullmatch(code) else T("Enter the currency as three capital letters, such as USD.")
