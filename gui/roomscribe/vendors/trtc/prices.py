"""What TRTC bills, and its list prices where they are published (tencent.md §12)."""

from __future__ import annotations

from decimal import Decimal

from roomscribe.domain.fields import Values
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.money import MINUTE_MS, Meter, Metered, PriceItem, Tariff
from roomscribe.domain.text import T
from roomscribe.vendors.trtc.values import texts

BASIC, STANDARD, ADVANCED = "basic", "standard", "advanced"
"""The engine tiers, as the language catalogue names them (tencent.md §9.1)."""
_TIERS = frozenset({BASIC, STANDARD, ADVANCED})

_NOTES = (
    T("The bot is also billed as a listener for audio time; that is not in the sum."),
    T("An RTC-Engine package is needed besides."),
)

INTERNATIONAL = Tariff(
    items=(
        PriceItem(id="speech", label=T("Speech"), meter=Meter.SPEECH, price=Decimal("0.02")),
        PriceItem(id="translation", label=T("Translation"), meter=Meter.TRANSLATION, price=Decimal("0.016")),
        PriceItem(id="synthesis", label=T("Reading aloud"), meter=Meter.SYNTHESIS, per=1000, price=Decimal("0.06")),
    ),
    currency="USD",
    source=T("Tencent's international price page (document 67832)"),
    seen="2026-11-20",
    day_step=MINUTE_MS,
    notes=_NOTES,
)

MAINLAND = Tariff(
    items=(
        PriceItem(id="speech-basic", label=T("Speech, basic"), meter=Meter.SPEECH, tier=BASIC),
        PriceItem(id="speech-standard", label=T("Speech, standard"), meter=Meter.SPEECH, tier=STANDARD),
        PriceItem(id="speech-advanced", label=T("Speech, advanced"), meter=Meter.SPEECH, tier=ADVANCED),
        PriceItem(id="translation", label=T("Translation"), meter=Meter.TRANSLATION),
        PriceItem(id="synthesis", label=T("Reading aloud"), meter=Meter.SYNTHESIS, per=1000),
    ),
    source=T("The mainland prices are not known here: ask Tencent, and fill them in."),
    day_step=MINUTE_MS,
    notes=_NOTES,
)


def metered(values: Values, languages: LanguageCatalogue, default: str, *, aloud: bool) -> Metered:
    """What of a draft decides its price; `default` is what is recognised where no language is given.

    Alternative languages are billed as the advanced engine (tencent.md §12). Of the large models' codes in version 2.0
    no tier is published, so the dearest counts.
    """
    language = languages.get(str(values.get("language") or default))
    tier = ADVANCED if texts(values, "alternative_languages") else language.tier if language else ""
    targets = len(set(texts(values, "target_languages")))
    return Metered(tier=tier if tier in _TIERS else None, targets=targets, synthesis=aloud and bool(targets))
