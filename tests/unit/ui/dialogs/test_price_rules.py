"""What may be typed about prices and budgets, and what it means."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.ui.dialogs.price_rules import PriceTexts, price_problems
from roomscribe.vendors.agora.prices import GLOBAL
from roomscribe.vendors.trtc.prices import MAINLAND

EVERY_AGORA = {"speech": "100", "identification": "30", "translation": "60", "standby": "7"}
PROFILE = Profile(id="p", name="P", vendor="agora", generation="agora-7", site="global")


def problems(tariff=GLOBAL, **texts):
    return {key: str(text) for key, text in price_problems(PriceTexts(**texts), tariff).items()}


def test_nothing_need_be_typed():
    assert problems() == {}
    assert problems(MAINLAND) == {}
    assert problems(None) == {}


@pytest.mark.parametrize("typed", ["x", "-1", "1,000", "1e9", "0.02 USD"])
def test_a_price_is_an_amount(typed):
    assert list(problems(prices={"speech": typed})) == ["price speech"]


@pytest.mark.parametrize("typed", ["0", "16.99", "0,016", " 5 "])
def test_good_prices(typed):
    assert problems(prices={"speech": typed}) == {}


def test_a_currency_must_be_known_and_the_vendors_prices_are_in_its_own():
    assert list(problems(currency="U$")) == ["currency"]
    assert "in USD" in problems(currency="CNY", prices={"speech": "1"})["currency"]
    assert problems(currency="CNY", prices=EVERY_AGORA) == {}
    assert problems(currency="USD", prices={"speech": "1"}) == {}
    assert "Enter the currency" in problems(MAINLAND, prices={"speech-basic": "1"})["currency"]
    assert problems(MAINLAND, prices={"speech-basic": "1"}, currency="CNY") == {}


@pytest.mark.parametrize("typed", ["0", "1001", "two", "1.5", "-1", "³"])
def test_speakers_are_counted(typed):
    assert list(problems(speakers=typed)) == ["speakers"]


def test_good_speakers():
    assert problems(speakers="12") == {}


def test_a_budget_is_an_amount_that_can_be_counted_up_to():
    assert problems(budget="5") == {}
    assert list(problems(budget="0")) == ["budget"]
    assert "below 1000000000" in problems(budget="9" * 20)["budget"]
    assert list(problems(budget="much")) == ["budget"]
    assert "Fill in the prices" in problems(MAINLAND, budget="5")["budget"]
    assert "Fill in the prices" in problems(None, budget="5")["budget"]
    assert problems(MAINLAND, budget="5", prices={"speech-basic": "1"}, currency="CNY") == {}
    assert list(problems(budget_stops=True)) == ["budget"]


def test_a_profile_comes_back_as_it_was():
    profile = replace(
        PROFILE,
        prices={"speech": Decimal("0.10")},
        currency="EUR",
        speakers=3,
        budget=Decimal("1E+2"),
        budget_stops=True,
    )
    texts = PriceTexts.of(profile)
    assert (texts.prices, texts.budget) == ({"speech": "0.10"}, "100")
    assert (texts.own_prices(), texts.number_of_speakers()) == ({"speech": Decimal("0.10")}, 3)
    assert texts.budget_amount() == 100
    assert PriceTexts.of(PROFILE) == PriceTexts()


def test_what_cannot_be_read_is_nothing():
    texts = PriceTexts(prices={"speech": "x"}, speakers="many", budget="much")
    assert (texts.own_prices(), texts.number_of_speakers(), texts.budget_amount()) == ({}, 1, None)
