"""Costs as people read them: amounts that are rounded up and marked as a bound, and what makes them up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from roomscribe.domain.money import MINUTE_MS, Meter, PriceItem, PriceList, Tariff, rounded_up
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.costs import CostBook, Estimate, Part, Unknown
from roomscribe.ui.words import say


def amount_words(amount: Fraction, currency: str) -> str:
    """`0.208 USD`: never less than it is."""
    return say(T("{amount} {currency}", amount=rounded_up(amount), currency=currency))


def at_most(amount: Fraction, currency: str) -> str:
    """`≤ 0.208 USD`."""
    return say(T("≤ {amount}", amount=amount_words(amount, currency)))


def exact_words(amount: Decimal, currency: str) -> str:
    """`16.99 USD`, as it was set."""
    return say(T("{amount} {currency}", amount=f"{amount:f}", currency=currency))


def budget_words(amount: Decimal, currency: str) -> str:
    """`0.50 USD`: with two decimals at least, as money is written."""
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return say(T("{amount} {currency}", amount=f"{amount:.{decimals}f}", currency=currency))


def unit_words(item: PriceItem) -> Text:
    """What a price is for."""
    if item.meter is Meter.SYNTHESIS:
        return T("{count} characters", count=item.per)
    return T("min") if item.per == 1 else T("{count} min", count=item.per)


def assumption(speakers: int) -> str:
    """What every estimate takes for granted."""
    if speakers == 1:
        return say(T("At most, if one person talks all the time: how much is really said is not known."))
    return say(T("At most, if {count} people talk all the time: how much is really said is not known.", count=speakers))


def part_words(part: Part, prices: PriceList) -> str:
    """`Speech: 8.0 min × 16.99 USD per 1000 min = 0.136 USD`."""
    minutes = -(-part.milliseconds * 10 // MINUTE_MS)
    return say(
        T(
            "{item}: {minutes} min × {price} per {unit} = {amount}",
            item=part.item.label,
            minutes=f"{Decimal(minutes).scaleb(-1):f}",
            price=exact_words(prices.prices[part.item.id], prices.currency),
            unit=unit_words(part.item),
            amount=amount_words(part.amount, prices.currency),
        )
    )


def estimate_lines(estimate: Estimate) -> list[str]:
    """The whole sum, a line for each thing to know."""
    prices = estimate.prices
    lines = [assumption(prices.speakers), *(part_words(part, prices) for part in estimate.parts)]
    if estimate.per_hour:
        lines.append(say(T("Each further hour: {amount}", amount=at_most(estimate.per_hour, estimate.currency))))
        if estimate.until_end is None and estimate.unproven:
            lines.append(say(T("Until when it may run, unseen, is not known, so there is no bound for all of it.")))
        elif estimate.until_end is None:
            lines.append(say(T("It has no end, so there is no bound for all of it.")))
        else:
            whole = at_most(estimate.until_end, estimate.currency)
            until = T("If it runs as long as it may, unseen: {amount}", amount=whole)
            lines.append(say(until if estimate.unproven else T("Until its end: {amount}", amount=whole)))
    elif estimate.unproven:
        lines.append(say(T("It was closed by hand: that it has cost no more since is not proven.")))
    for item in estimate.beyond:
        price = _price(item, prices)
        on_top = T(
            "On top, and nobody knows how much: {item}, {price} per {unit}.",
            item=item.label,
            price=price,
            unit=unit_words(item),
        )
        lines.append(say(on_top))
    lines += [say(note) for note in prices.tariff.notes]
    if estimate.simulated:
        lines.append(say(T("The simulator bills nothing: this is what the vendor would charge.")))
    lines.append(source_words(prices.tariff))
    return lines


def cost_words(estimate: Estimate) -> str:
    """`≤ 0.208 USD`, with a mark where something comes on top."""
    so_far = at_most(estimate.so_far, estimate.currency)
    words = say(T("{amount} + voice", amount=so_far)) if estimate.beyond else so_far
    # Of a row that was closed by hand nobody knows whether it still costs something.
    return say(T("{amount} ?", amount=words)) if estimate.unproven and not estimate.per_hour else words


def whole_cost(estimate: Estimate) -> str:
    """`≤ 0.208 USD so far, ≤ 0.520 USD until its end`."""
    so_far = cost_words(estimate)
    if not estimate.per_hour:
        if estimate.unproven:
            so_far = at_most(estimate.so_far, estimate.currency)
            return say(T("{amount} until it was closed by hand; that it cost no more is not proven", amount=so_far))
        return so_far
    if estimate.until_end is None:
        further = at_most(estimate.per_hour, estimate.currency)
        return say(T("{amount} so far, {further} each further hour, without an end", amount=so_far, further=further))
    whole = at_most(estimate.until_end, estimate.currency)
    if estimate.unproven:
        return say(T("{amount} so far, {whole} if it runs as long as it may", amount=so_far, whole=whole))
    return say(T("{amount} so far, {whole} until its end", amount=so_far, whole=whole))


def further_costs(tasks: Iterable[Task], costs: CostBook, *, few: bool = False) -> str:
    """What live tasks still cost until their end times, in a sentence or two; "" where there is nothing to say.

    `few`: they are only those that are stopped at these.
    """
    sums: dict[str, Fraction] = {}
    open_ended = count = 0
    for task in tasks:
        count += 1
        estimate = costs.estimate(task)
        if isinstance(estimate, Unknown) or estimate.until_end is None:
            open_ended += 1
        else:
            sums[estimate.currency] = sums.get(estimate.currency, Fraction(0)) + estimate.until_end - estimate.so_far
    words = []
    if any(sums.values()):
        amounts = ", ".join(at_most(amount, currency) for currency, amount in sorted(sums.items()) if amount)
        they = T("Until their end times they cost {amounts} more.", amounts=amounts)
        those = T("Those that are stopped at their end times cost {amounts} more.", amounts=amounts)
        if count == 1:
            they = T("Until its end time it costs {amounts} more.", amounts=amounts)
            those = T("The one that is stopped at its end time costs {amounts} more.", amounts=amounts)
        words.append(say(those if few else they))
    if open_ended == count == 1:
        words.append(say(T("What it still costs nobody can tell: it has no end, or its price is not known.")))
    elif open_ended == 1:
        words.append(say(T("For 1 of them nobody can tell: it has no end, or its price is not known.")))
    elif open_ended:
        words.append(
            say(T("For {count} of them nobody can tell: they have no end, or no known price.", count=open_ended))
        )
    return " ".join(words)


def source_words(tariff: Tariff) -> str:
    """Where the list prices come from."""
    if not tariff.seen:
        return say(tariff.source)
    return say(T("{page}, read on {day}.", page=tariff.source, day=tariff.seen))


def _price(item: PriceItem, prices: PriceList) -> str:
    price = prices.prices.get(item.id)
    return say(T("unknown price")) if price is None else exact_words(price, prices.currency)
