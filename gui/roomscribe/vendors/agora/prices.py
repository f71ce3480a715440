"""What Agora bills, and its list prices where they are published (agora.md §7.8, §14)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from roomscribe.domain.fields import Values, rows_of, texts_of
from roomscribe.domain.money import Meter, Metered, PriceItem, Tariff
from roomscribe.domain.text import T

_PER = 1000

GLOBAL = Tariff(
    items=(
        PriceItem(id="speech", label=T("Speech"), meter=Meter.SPEECH, per=_PER, price=Decimal("16.99")),
        PriceItem(
            id="identification",
            label=T("Language identification"),
            meter=Meter.IDENTIFICATION,
            per=_PER,
            price=Decimal("5.00"),
        ),
        PriceItem(id="translation", label=T("Translation"), meter=Meter.TRANSLATION, per=_PER, price=Decimal("8.99")),
        PriceItem(id="standby", label=T("Standby"), meter=Meter.STANDBY, per=_PER, price=Decimal("0.99")),
    ),
    currency="USD",
    source=T("Agora's price page for Real-Time STT"),
    seen="2026-07-01",
    notes=(T("The first 300 minutes are free; they are not subtracted."),),
)

MAINLAND = Tariff(
    items=tuple(replace(item, price=None) for item in GLOBAL.items),
    source=T("The mainland prices are not known here: ask the vendor, and fill them in."),
)


def metered(values: Values) -> Metered:
    """What of a draft decides its price.

    Two languages for one speaker cost the identification fee, even if only one is spoken (agora.md §14). A sentence
    is translated into the targets of its own language alone, and which one is spoken is not known: the most counts.
    """
    groups = [
        texts_of(values.get("languages")),
        *(texts_of(row.get("languages")) for row in rows_of(values.get("uid_languages"))),
    ]
    targets: dict[object, set[str]] = {}
    for row in rows_of(values.get("translations")):
        targets.setdefault(row.get("source"), set()).update(texts_of(row.get("target")))
    return Metered(
        identification=any(len(set(group)) > 1 for group in groups),
        targets=max(map(len, targets.values()), default=0) if values.get("translate") else 0,
    )
