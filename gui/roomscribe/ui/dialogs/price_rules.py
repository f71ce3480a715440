"""What was typed about a profile's prices and budget: what it means, and what is wrong with it. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from roomscribe.domain.money import Meter, PriceItem, PriceList, Tariff, currency_problem, read_amount
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text

MOST_SPEAKERS = 1000


@dataclass(frozen=True, kw_only=True)
class PriceTexts:
    """The section as it stands; "" where nothing was typed."""

    prices: Mapping[str, str] = field(default_factory=dict)
    """By price item."""
    currency: str = ""
    speakers: str = ""
    budget: str = ""
    budget_stops: bool = False

    @classmethod
    def of(cls, profile: Profile) -> PriceTexts:
        """What a profile holds, as it is typed."""
        return cls(
            prices={key: f"{price:f}" for key, price in profile.prices.items()},
            currency=profile.currency,
            speakers=str(profile.speakers) if profile.speakers != 1 else "",
            budget="" if profile.budget is None else f"{profile.budget:f}",
            budget_stops=profile.budget_stops,
        )

    def own_prices(self) -> dict[str, Decimal]:
        """The prices that can be read."""
        read = {key: _amount(text) for key, text in self.prices.items()}
        return {key: price for key, price in read.items() if price is not None}

    def number_of_speakers(self) -> int:
        """How many are counted; 1 where it can't be read."""
        text = self.speakers.strip()
        return int(text) if _is_count(text) else 1

    def budget_amount(self) -> Decimal | None:
        """The budget, where there is one that can be read."""
        return _amount(self.budget)


def price_key(item_id: str) -> str:
    """The name of a price's row among those of a profile's form."""
    return f"price {item_id}"


def price_problems(texts: PriceTexts, tariff: Tariff | None) -> dict[str, Text]:
    """Everything wrong, by row, in the order of the section."""
    found = {
        price_key(key): T("Enter a price, such as 0.02.")
        for key, text in texts.prices.items()
        if text.strip() and _amount(text) is None
    }
    if tariff is not None and (problem := _currency_problem(texts, tariff)):
        found["currency"] = problem
    if texts.speakers.strip() and not _is_count(texts.speakers.strip()):
        found["speakers"] = T("Enter a whole number from 1 to {most}.", most=MOST_SPEAKERS)
    if problem := _budget_problem(texts, tariff):
        found["budget"] = problem
    return found


def _currency_problem(texts: PriceTexts, tariff: Tariff) -> Text | None:
    code, own = texts.currency.strip(), texts.own_prices()
    if code and (problem := currency_problem(code)):
        return problem
    if own and not code and not tariff.currency:
        return T("Enter the currency of these prices, such as CNY.")
    if code and tariff.currency and code != tariff.currency and any(item.id not in own for item in _counted(tariff)):
        return T("The vendor's own prices are in {currency}. Fill in every price.", currency=tariff.currency)
    return None


def _budget_problem(texts: PriceTexts, tariff: Tariff | None) -> Text | None:
    if not texts.budget.strip():
        return T("Enter the budget first.") if texts.budget_stops else None
    amount = _amount(texts.budget)
    if amount is None and texts.budget.strip().isdecimal():
        return T("That is too much: enter an amount below 1000000000.")
    if not amount:
        return T("Enter an amount above 0, such as 5.")
    known = PriceList.of(tariff, texts.own_prices(), texts.currency.strip()).prices if tariff else {}
    if tariff is None or not any(item.id in known for item in tariff.of_meter(Meter.SPEECH)):
        return T("Fill in the prices first: without them nothing can be counted.")
    return None


def _counted(tariff: Tariff) -> list[PriceItem]:
    return [item for item in tariff.items if item.meter is not Meter.SYNTHESIS]


def _amount(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except ValueError:
        return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST_SPEAKERS
