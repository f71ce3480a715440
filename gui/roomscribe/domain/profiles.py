"""A profile: a named account at one vendor. Secrets are held elsewhere and referred to by the profile's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One account at one vendor, with the generation of its API that it uses."""

    id: str
    name: str
    vendor: str
    """Vendor id, e.g. `trtc`."""
    generation: str
    """Generation id, e.g. `trtc-1`."""
    site: str
    """Site id of the vendor, e.g. `intl`."""
    region: str = ""
    base_url: str = ""
    """Overrides the site's host; empty means the vendor's own. Plain http is accepted for loopback alone."""
    account: Mapping[str, str] = field(default_factory=dict)
    """Account fields that are not secret, by key: application id, key id."""
    colour: str = "blue"
    """Name of a colour token of the theme."""
    production: bool = False
    """Starts on it ask for confirmation."""
    default_minutes: int = 30
    """How long a new task may run, in minutes; 0 means without an end."""
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    """Prices of its own in place of the vendor's, by `PriceItem.id`."""
    currency: str = ""
    """Of its prices; empty means the vendor's own."""
    speakers: int = 1
    """How many people are taken to speak all the time, when costs are estimated."""
    calls_per_second: int | None = None
    """How many requests the account may send in a second, where its vendor publishes no number; None means ours."""
    budget: Decimal | None = None
    """What a day's tasks may cost, in the currency of the prices; None for no such limit."""
    budget_stops: bool = False
    """Tasks are stopped when the budget is spent; else it only warns."""
    proxy: str = ""
    """Proxy URL, empty for the system's, `none` for no proxy."""
    simulator: bool = False
    """Belongs to the built-in simulator; never saved."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A profile together with its secrets, for the short time a client needs both."""

    profile: Profile
    secrets: Mapping[str, str] = field(repr=False)
    """By account-field key."""

    def get(self, key: str) -> str:
        """An account field, secret or not; "" where it was not given."""
        return self.secrets.get(key) or self.profile.account.get(key, "")
