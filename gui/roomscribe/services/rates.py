"""How often the accounts in use may be asked about their tasks.

Vendors count each kind of call for itself (tencent.md §2), so starts and updates take nothing from this budget, and
stops have one of their own: they never wait behind questions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.profiles import Profile
from roomscribe.net.rates import TokenBucket
from roomscribe.services.profiles import ProfileStore
from roomscribe.vendors.accounts import identity
from roomscribe.vendors.registry import Registry

STEADY, AT_ONCE = 0.7, 0.1
"""Shares of the permitted rate: what goes out all the time, and what may go out together on top of it. The rest is for
stalls of either side: what was permitted evenly then arrives together."""
UNDOCUMENTED_RATE = 5.0
"""Calls a second where the vendor publishes no number."""


@dataclass(frozen=True)
class Budget:
    """How much of the permitted rate is free now, over all accounts in use."""

    free: int
    permitted: int


STOP = "stop"
"""The kind of call that has its own bucket."""
LEAST_AT_ONCE = 2.0
"""Calls that may go out together whatever the rate: a turn that comes late must not be lost."""


class RateBook:
    """Two buckets per account, for questions and for stops: two profiles of an account share what it is permitted."""

    def __init__(self, registry: Registry, profiles: ProfileStore, clock: Clock) -> None:
        self._registry = registry
        self._profiles = profiles
        self._clock = clock
        self._buckets: dict[object, TokenBucket] = {}
        self._stops: dict[object, TokenBucket] = {}

    def take(self, profile_id: str) -> bool:
        """Use one call for a question if it is permitted now."""
        return self._bucket(profile_id).take()

    def take_stop(self, profile_id: str) -> bool:
        """Use one call for a stop if it is permitted now."""
        return self._stop_bucket(profile_id).take()

    def wait(self, profile_id: str) -> float:
        """Seconds until a question is permitted; 0 means now."""
        return self._bucket(profile_id).wait()

    def stop_wait(self, profile_id: str) -> float:
        """Seconds until a stop is permitted; 0 means now."""
        return self._stop_bucket(profile_id).wait()

    def stop_gap(self, profile_id: str) -> float:
        """Seconds between two stops of one account, on average."""
        return 1 / self._stop_bucket(profile_id).rate

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

    def account(self, profile_id: str) -> object:
        """What profiles that share a rate have in common; each missing profile stands for itself."""
        try:
            return account_of(self._profiles.get(profile_id), self._registry)
        except KeyError:
            return profile_id

    def _bucket(self, profile_id: str) -> TokenBucket:
        documented = self._documented(profile_id)
        rate = min(documented.values()) if documented else UNDOCUMENTED_RATE
        return self._made(self._buckets, profile_id, rate)

    def _stop_bucket(self, profile_id: str) -> TokenBucket:
        documented = self._documented(profile_id)
        slowest = min(documented.values()) if documented else UNDOCUMENTED_RATE
        return self._made(self._stops, profile_id, documented.get(STOP, slowest))

    def _documented(self, profile_id: str) -> Mapping[str, float]:
        try:
            profile = self._profiles.get(profile_id)
        except KeyError:
            # Nobody can be asked without the profile; the refusal costs nothing, and is paced all the same.
            return {}
        return self._registry.generation(profile.generation).abilities.calls_per_second or {}

    def _made(self, buckets: dict[object, TokenBucket], profile_id: str, rate: float) -> TokenBucket:
        key = self.account(profile_id)
        if key not in buckets:
            buckets[key] = TokenBucket(self._clock, rate * STEADY, burst=max(LEAST_AT_ONCE, rate * AT_ONCE))
        return buckets[key]


def account_of(profile: Profile, registry: Registry) -> object:
    """What two profiles of the same account have in common."""
    fields = registry.generation(profile.generation).account_fields if registry.knows(profile.generation) else ()
    return profile.generation, profile.site, profile.base_url, identity(fields, profile.account)
