"""How often the accounts in use may be asked about their tasks.

Vendors count each kind of call for itself (tencent.md §2), so starts and updates take nothing from this budget.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.profiles import Profile
from roomscribe.net.rates import TokenBucket
from roomscribe.services.profiles import ProfileStore
from roomscribe.vendors.accounts import identity
from roomscribe.vendors.registry import Registry

STEADY, AT_ONCE = 0.8, 0.2
"""Shares of the permitted rate: what goes out all the time, and what may go out together on top of it. In no second
do both exceed what the vendor permits."""
UNDOCUMENTED_RATE = 5.0
"""Calls a second where the vendor publishes no number."""


@dataclass(frozen=True)
class Budget:
    """How much of the permitted rate is free now, over all accounts in use."""

    free: int
    permitted: int


class RateBook:
    """One bucket per account: two profiles of the same account share what the vendor permits it."""

    def __init__(self, registry: Registry, profiles: ProfileStore, clock: Clock) -> None:
        self._registry = registry
        self._profiles = profiles
        self._clock = clock
        self._buckets: dict[object, TokenBucket] = {}

    def take(self, profile_id: str) -> bool:
        """Use one call for a question if it is permitted now."""
        return self._bucket(profile_id).take()

    async def turn(self, profile_id: str) -> None:
        """Wait until a question is permitted, and use it."""
        bucket = self._bucket(profile_id)
        while (wait := bucket.wait()) > 0:  # noqa: ASYNC110 - time alone fills the bucket
            await asyncio.sleep(wait)
        bucket.take()

    def budget(self) -> Budget:
        """The free and the permitted calls a second, for the status bar."""
        buckets = self._buckets.values()
        permitted = [int(each.rate) for each in buckets]
        free = [round(rate * each.fullness()) for rate, each in zip(permitted, buckets, strict=True)]
        return Budget(free=sum(free), permitted=sum(permitted))

    def _bucket(self, profile_id: str) -> TokenBucket:
        try:
            profile = self._profiles.get(profile_id)
        except KeyError:
            # Nobody can be asked without the profile; the refusal costs nothing, and is paced all the same.
            return self._made(profile_id, UNDOCUMENTED_RATE)
        documented = self._registry.generation(profile.generation).abilities.calls_per_second
        slowest = min(documented.values()) if documented else UNDOCUMENTED_RATE
        return self._made(account_of(profile, self._registry), slowest)

    def _made(self, key: object, rate: float) -> TokenBucket:
        if key not in self._buckets:
            self._buckets[key] = TokenBucket(self._clock, rate * STEADY, burst=max(1.0, rate * AT_ONCE))
        return self._buckets[key]


def account_of(profile: Profile, registry: Registry) -> object:
    """What two profiles of the same account have in common."""
    fields = registry.generation(profile.generation).account_fields if registry.knows(profile.generation) else ()
    return profile.generation, profile.site, profile.base_url, identity(fields, profile.account)
