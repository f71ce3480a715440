"""The blank vendor's one cloud, and what a profile must know about an account there."""

from __future__ import annotations

from decimal import Decimal

from roomscribe.domain.money import Meter, PriceItem, Tariff
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import AccountField, Site

TARIFF = Tariff(
    items=(
        PriceItem(id="speech", label=T("Speech"), meter=Meter.SPEECH, price=Decimal("0.01")),
        PriceItem(id="translation", label=T("Translation"), meter=Meter.TRANSLATION, price=Decimal("0.005")),
    ),
    currency="EUR",
    source=T("Made up: nobody bills for this vendor."),
)

SITE = Site(id="main", title=T("Main cloud"), base_url="https://blank.example", tariff=TARIFF)
"""Nobody answers at this address: real use of the blank vendor begins with its simulator."""

ROOT = "/blank/v1"
"""Every path begins so."""

ACCOUNT_FIELDS = (
    AccountField(
        key="app_id",
        label=T("App ID"),
        help=T("Ten digits that name the application."),
        pattern=r"\d{10}",
        pattern_hint=T("An App ID has exactly ten digits."),
    ),
    AccountField(
        key="app_secret",
        label=T("App secret"),
        help=T("Proves to the vendor who is calling."),
        secret=True,
        pattern=r"[0-9a-f]{16}",
        pattern_hint=T("An App secret has 16 characters: digits and the letters a to f."),
    ),
)
