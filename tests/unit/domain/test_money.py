"""Sums are exact, grow with time and languages, and are rounded up where they are shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.money import (
    MINUTE_MS,
    Meter,
    Metered,
    PriceItem,
    PriceList,
    Tariff,
    currency_problem,
    merged,
    rate_of,
    read_amount,
    rounded_up,
)
from roomscribe.domain.text import T

PRICES = st.decimals(min_value=0, max_value=1000, places=4)


def make_item(item_id, meter, price, per=1, tier=""):
    return PriceItem(id=item_id, label=T("Item"), meter=meter, per=per, price=price, tier=tier)


def make_tariff(*items, **what):
    return Tariff(items=items, currency="USD", source=T("A page"), **what)


SPEECH = make_item("speech", Meter.SPEECH, Decimal("16.99"), 1000)
LISTENING = make_item("identification", Meter.IDENTIFICATION, Decimal("5"), 1000)
TRANSLATION = make_item("translation", Meter.TRANSLATION, Decimal("8.99"), 1000)
STANDBY = make_item("standby", Meter.STANDBY, Decimal("0.99"), 1000)
FULL = make_tariff(SPEECH, LISTENING, TRANSLATION, STANDBY)

METERED = st.builds(Metered, identification=st.booleans(), targets=st.integers(0, 10))
TARIFFS = st.builds(
    lambda *prices: make_tariff(
        *(replace(item, price=price) for item, price in zip(FULL.items, prices, strict=True)), day_step=0
    ),
    *([PRICES] * 4),
)


def cost(metered, tariff, ms, speakers=1):
    prices = PriceList.of(tariff, {}, speakers=speakers)
    return prices.amount(rate_of(metered, prices).over(ms))


@given(METERED, TARIFFS, st.integers(0, 10**10), st.integers(0, 10**10), st.integers(1, 50))
def test_costs_add_up_over_time_and_are_never_negative(metered, tariff, one, other, speakers):
    together = cost(metered, tariff, one + other, speakers)
    assert together == cost(metered, tariff, one, speakers) + cost(metered, tariff, other, speakers)
    assert 0 <= cost(metered, tariff, one, speakers) <= together


@given(TARIFFS, st.integers(0, 9), st.integers(0, 10**9), st.booleans())
def test_each_target_language_adds_the_same(tariff, targets, ms, identification):
    talking = make_tariff(*tariff.items[:3])  # without standby, which takes the place of everything where it is dearer
    of = [cost(Metered(identification=identification, targets=count), talking, ms) for count in (0, 1, targets + 1)]
    assert of[2] - of[0] == (targets + 1) * (of[1] - of[0])


@given(METERED, METERED, TARIFFS, st.integers(0, 10**9))
def test_settings_that_are_in_doubt_cost_what_the_dearer_ones_cost_at_least(one, other, tariff, ms):
    doubt = cost(one.or_more(other), tariff, ms)
    assert doubt >= max(cost(one, tariff, ms), cost(other, tariff, ms))
    assert one.or_more(other) == other.or_more(one)


def test_a_task_in_which_nobody_speaks_costs_no_more_than_the_bound():
    dear = make_tariff(SPEECH, replace(STANDBY, price=Decimal(100)))
    assert cost(Metered(), dear, 1000 * MINUTE_MS) == 100
    assert cost(Metered(), FULL, 1000 * MINUTE_MS) == Fraction("16.99")


def test_speakers_add_up_and_standby_does_not():
    assert cost(Metered(targets=2), FULL, 1000 * MINUTE_MS, speakers=3) == 3 * Fraction("34.97")


def test_of_engines_that_may_be_meant_the_dearest_counts():
    tiers = make_tariff(
        make_item("speech-basic", Meter.SPEECH, Decimal(1), tier="basic"),
        make_item("speech-large", Meter.SPEECH, Decimal(3), tier="large"),
    )
    hour = 60 * MINUTE_MS
    assert [cost(Metered(tier=tier), tiers, hour) for tier in ("basic", "large", None, "new")] == [60, 180, 180, 180]


def test_one_price_that_nobody_knows_may_be_the_dearest():
    tiers = make_tariff(
        make_item("speech-basic", Meter.SPEECH, Decimal(1), tier="basic"),
        make_item("speech-large", Meter.SPEECH, None, tier="large"),
    )
    prices = PriceList.of(tiers, {})
    assert [each.id for each in rate_of(Metered(tier=None), prices).missing] == ["speech-large"]
    assert rate_of(Metered(tier="basic"), prices).missing == ()


def test_what_is_read_out_comes_on_top():
    aloud = make_item("synthesis", Meter.SYNTHESIS, Decimal("0.06"), 1000)
    prices = PriceList.of(make_tariff(SPEECH, aloud), {})
    rate = rate_of(Metered(synthesis=True), prices)
    assert rate.beyond == (aloud,)
    assert "synthesis" not in rate.counts


def test_a_profile_has_prices_of_its_own():
    own = {"speech": Decimal(1), "translation": Decimal(-1), "standby": Decimal("NaN"), "of another vendor": Decimal(7)}
    prices = PriceList.of(FULL, own)
    assert prices.prices == {item.id: item.price for item in FULL.items} | {"speech": Decimal(1)}
    assert prices.currency == "USD"


def test_in_a_currency_of_its_own_the_vendors_prices_mean_nothing():
    prices = PriceList.of(FULL, {"speech": Decimal(1)}, "CNY")
    assert (dict(prices.prices), prices.currency) == ({"speech": Decimal(1)}, "CNY")


def test_a_day_is_rounded_up_item_by_item():
    tariff = make_tariff(
        make_item("speech", Meter.SPEECH, Decimal(2)),
        make_item("translation", Meter.TRANSLATION, Decimal(3)),
        day_step=MINUTE_MS,
    )
    prices = PriceList.of(tariff, {})
    assert prices.day_amount({"speech": 1, "translation": 60_001}) == 2 + 2 * 3
    assert prices.day_amount({"speech": 0, "translation": 120_000}) == 6
    assert prices.amount({"speech": 30_000}) == 1


def test_usages_are_added_item_by_item():
    assert merged([{"a": 1}, {"a": 2, "b": 3}, {}]) == {"a": 3, "b": 3}


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0.000"),
        ("0.20784", "0.208"),
        ("0.27976", "0.280"),
        ("0.0001", "0.001"),
        ("0.9991", "1.00"),
        ("1", "1.00"),
        ("1.001", "1.01"),
        ("12345.6", "12345.60"),
    ],
)
def test_shown_amounts_are_rounded_up(amount, shown):
    assert str(rounded_up(Fraction(amount))) == shown


@given(st.fractions(min_value=0, max_value=10**9))
def test_what_is_shown_is_never_less_and_at_most_a_cent_more(amount):
    assert 0 <= Fraction(rounded_up(amount)) - amount < Fraction(1, 100)


@pytest.mark.parametrize(
    ("typed", "read"), [("16.99", "16.99"), (" 5,5 ", "5.5"), ("0", "0"), ("100", "100"), ("0,016", "0.016")]
)
def test_prices_are_read_with_point_or_comma(typed, read):
    assert read_amount(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed", ["", "-1", "1e3", "1.2.3", "1,000.5", "1,000", "1,2,3", "NaN", "٣", "12 34", "1" * 10, ".5"]
)
def test_what_is_no_price_is_refused(typed):
    with pytest.raises(ValueError, match=r"^"):
        read_amount(typed)


@pytest.mark.parametrize(("code", "good"), [("USD", True), ("usd", False), ("US", False), ("", False), ("USDT", False)])
def test_a_currency_is_three_capital_letters(code, good):
    assert (currency_problem(code) is None) is good
