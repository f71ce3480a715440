"""The vendors' own examples come out of their price lists, and each generation counts what it is billed for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from roomscribe.domain.money import MINUTE_MS, Meter, Metered, PriceList, rate_of, rounded_up
from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry

REGISTRY = Registry([*load_registry().vendors, BLANK])
AGORA = ("agora-5", "agora-6", "agora-7")
TRTC = ("trtc-1", "trtc-2")


def metered(generation_id, values):
    of = REGISTRY.generation(generation_id).metered
    assert of is not None
    return of(values)


def tariff_of(generation_id, site_id):
    tariff = REGISTRY.generation(generation_id).site(site_id).tariff
    assert tariff is not None
    return tariff


def amount(generation_id, site_id, metered, minutes):
    prices = PriceList.of(tariff_of(generation_id, site_id), {})
    return prices.amount(rate_of(metered, prices).over(minutes * MINUTE_MS))


@pytest.mark.parametrize("generation_id", AGORA)
@pytest.mark.parametrize(("targets", "total"), [(1, "0.208"), (2, "0.280")])
def test_agoras_worked_examples(generation_id, targets, total):
    """Three hosts speak for 2, 3 and 3 minutes, in one language, translated into one and into two.

    Minutes and prices are Agora's own; that these two sums are meant is worked out from them: the published pages that
    could be read have the hosts' minutes and not the sums.
    """
    assert str(rounded_up(amount(generation_id, "global", Metered(targets=targets), 2 + 3 + 3))) == total


@pytest.mark.parametrize("generation_id", AGORA)
def test_several_languages_cost_the_identification_fee(generation_id):
    assert amount(generation_id, "global", Metered(identification=True), 1000) == Fraction("21.99")


@pytest.mark.parametrize("generation_id", TRTC)
def test_tencents_worked_example(generation_id):
    """tencent.md §12: two speakers for ten minutes, two languages: 20 minutes of speech and 40 of translation."""
    prices = PriceList.of(tariff_of(generation_id, "intl"), {}, speakers=2)
    usage = rate_of(Metered(targets=2), prices).over(10 * MINUTE_MS)
    assert usage == {"speech": 20 * MINUTE_MS, "translation": 40 * MINUTE_MS}
    assert prices.amount(usage) == 20 * Fraction("0.02") + 40 * Fraction("0.016") == Fraction("1.04")


@pytest.mark.parametrize(("generation_id", "site_id"), [(each, "cn") for each in (*AGORA, *TRTC)])
def test_mainland_prices_are_asked_for(generation_id, site_id):
    tariff = tariff_of(generation_id, site_id)
    assert [item.price for item in tariff.items] == [None] * len(tariff.items)
    assert tariff.currency == ""
    assert rate_of(Metered(), PriceList.of(tariff, {})).missing


def test_tencents_mainland_engines_have_a_price_each():
    tariff = tariff_of("trtc-1", "cn")
    assert [item.tier for item in tariff.of_meter(Meter.SPEECH)] == ["basic", "standard", "advanced"]


@pytest.mark.parametrize(
    ("language", "alternatives", "tier"),
    [
        ("zh", (), "basic"),
        ("", (), "basic"),
        ("16k_zh_en", (), "standard"),
        ("ja", (), "advanced"),
        ("zh", ("en",), "advanced"),
        ("never heard of", (), None),
    ],
)
def test_the_language_decides_tencents_engine(language, alternatives, tier):
    assert metered("trtc-1", {"language": language, "alternative_languages": alternatives}).tier == tier


def test_no_tier_is_published_for_the_large_models():
    assert metered("trtc-2", {"language": "bigmodel-zh"}).tier is None
    assert metered("trtc-2", {"language": "ja"}).tier == "advanced"


@pytest.mark.parametrize(
    ("generation_id", "values", "aloud"),
    [
        ("trtc-1", {"target_languages": ("en",), "translation_mode": 2}, True),
        ("trtc-1", {"target_languages": ("en",), "translation_mode": 1}, False),
        ("trtc-1", {"translation_mode": 2}, False),
        ("trtc-2", {"target_languages": ["en"], "voices": [{"language": "en"}]}, True),
        ("trtc-2", {"target_languages": ["en"], "voices": []}, False),
    ],
)
def test_tencent_bills_what_is_read_out(generation_id, values, aloud):
    assert metered(generation_id, values).synthesis is aloud


@pytest.mark.parametrize("generation_id", AGORA)
@pytest.mark.parametrize(
    ("values", "identification"),
    [
        ({"languages": ("en-US",)}, False),
        ({"languages": ("en-US", "en-US")}, False),
        ({"languages": ("en-US", "de-DE")}, True),
        ({"languages": ("en-US",), "uid_languages": ({"uid": "1", "languages": ("de-DE",)},)}, False),
        ({"languages": ("en-US",), "uid_languages": [{"uid": "1", "languages": ["de-DE", "fr-FR"]}]}, True),
    ],
)
def test_two_languages_for_one_speaker_must_be_identified(generation_id, values, identification):
    assert metered(generation_id, values).identification is identification


def test_a_sentence_is_translated_into_the_targets_of_its_own_language():
    rows = ({"source": "en-US", "target": ("es-ES", "ja-JP")}, {"source": "de-DE", "target": ("fr-FR",)})
    assert metered("agora-7", {"translate": True, "translations": rows}).targets == 2
    assert metered("agora-7", {"translate": False, "translations": rows}).targets == 0
    again = (*rows, {"source": "de-DE", "target": ["es-ES", "ja-JP", "fr-FR"]})
    assert metered("agora-7", {"translate": True, "translations": again}).targets == 3


@pytest.mark.parametrize("generation", REGISTRY.generations(), ids=lambda each: each.id)
def test_every_site_says_how_it_bills(generation):
    for site in generation.sites:
        tariff = site.tariff
        assert tariff is not None
        assert len({item.id for item in tariff.items}) == len(tariff.items)
        assert tariff.of_meter(Meter.SPEECH)
        assert tariff.of_meter(Meter.TRANSLATION)
        assert str(tariff.source)
        known = [item.price for item in tariff.items if item.price is not None]
        assert all(isinstance(price, Decimal) and price > 0 for price in known)
        assert bool(known) is bool(tariff.currency)
        assert generation.metered is None or isinstance(generation.metered(generation.example), Metered)
