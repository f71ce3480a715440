"""One long-lived client per profile, built from the profile and its secrets when it is first needed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import AccountUnusable
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.ledger.worker import Worker
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.rates import RateBook
from roomscribe.services.vault import Vault
from roomscribe.vendors.accounts import asked_for
from roomscribe.vendors.protocol import Generation, TaskClient
from roomscribe.vendors.registry import Registry

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.net.pace import Permit
    from roomscribe.services.pacing import Further


def profile_owner(profile_id: str) -> str:
    """The vault's name for a profile's secrets."""
    return f"profile/{profile_id}"


class ClientPool:
    """Hands out clients; forgets them when their profile changes."""

    def __init__(
        self,
        registry: Registry,
        profiles: ProfileStore,
        vault: Vault,
        factory: HttpFactory | None,
        clock: Clock,
        rates: RateBook,
    ) -> None:
        """`factory` is for tests; None means real connections."""
        self._rates = rates
        self._registry = registry
        self._profiles = profiles
        self._vault = vault
        self._factory = factory
        self._clock = clock
        self._worker = Worker("clients")
        self._clients: dict[str, TaskClient] = {}
        self._building: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def load_ahead(self, generation: Generation) -> None:
        """Load what this generation's first client will need, in the midst of which its window would open."""
        # Should that fail, whoever wants the client is told.
        self._worker.submit(lambda: (self._connections(), generation.load_client()))

    async def client(
        self,
        profile_id: str,
        permit: Permit | None = None,
        require: Callable[[], None] | None = None,
        further: Further | None = None,
    ) -> TaskClient:
        """The profile's client, whose calls wait for their turn; `permit` was taken before, for the first of them.
        `require` and `further` are as in `PacedClient`. Whoever took the permit gives it back where this raises.

        `AccountUnusable` when a secret is missing or the profile is gone.
        """
        async with self._building[profile_id]:
            if profile_id not in self._clients:
                self._clients[profile_id] = await self._make(await self._account(self._profile(profile_id)))
            return self._rates.paced(self._clients[profile_id], profile_id, permit, require, further)

    async def check(self, profile_id: str) -> None:
        """Raise `AccountUnusable` where `client` would, without making one."""
        await self._account(self._profile(profile_id))

    async def try_out(self, profile: Profile, secrets: dict[str, str]) -> TaskClient:
        """A client for a profile that may not be saved yet, which waits for its turn all the same; the caller closes
        it."""
        return self._rates.paced_like(await self._make(Account(profile=profile, secrets=secrets)), profile)

    async def forget(self, profile_id: str) -> None:
        """Close the profile's client; the next call builds a new one, from the secrets as they are then.

        Calls under way come to their answers. Whoever holds the client and has not sent yet meets NOT_SENT.
        """
        async with self._building[profile_id]:
            client = self._clients.pop(profile_id, None)
            if client is not None:
                await client.aclose()

    async def aclose(self) -> None:
        """Close every client."""
        for profile_id in list(self._clients):
            await self.forget(profile_id)
        await self._worker.close()

    def _profile(self, profile_id: str) -> Profile:
        try:
            return self._profiles.get(profile_id)
        except KeyError:
            gone = T(
                "The profile of this task no longer exists, so nobody can ask. Stop it with the vendor's own tools."
            )
            raise AccountUnusable(gone) from None

    async def _account(self, profile: Profile) -> Account:
        secrets: dict[str, str] = {}
        fields = self._registry.generation(profile.generation).account_fields
        for each in asked_for(fields, profile.account):
            if not each.secret:
                continue
            value = await self._vault.get(profile_owner(profile.id), each.key)
            if value:
                secrets[each.key] = value
            elif each.required and not self._vault.status.persistent and self._vault.status.backend:
                raise AccountUnusable(
                    T(
                        "The keyring ({backend}) does not answer, so the keys of “{name}” can't be read.",
                        backend=self._vault.status.backend,
                        name=profile.name,
                    )
                )
            elif each.required:
                message = T(
                    "The profile “{name}” has no {secret}. Open it and enter it.", name=profile.name, secret=each.label
                )
                raise AccountUnusable(message, field=each.key)
        return Account(profile=profile, secrets=secrets)

    async def _make(self, account: Account) -> TaskClient:
        return await self._worker.call(lambda: self._make_now(account))

    def _make_now(self, account: Account) -> TaskClient:
        generation = self._registry.generation(account.profile.generation)
        return generation.make_client(account, self._connections(), self._clock)

    def _connections(self) -> HttpFactory:
        # On the thread, and the import not above: HTTP library and certificates take a tenth of a second to load, which
        # neither the start nor the window shall feel.
        if self._factory is None:
            from roomscribe.net.http import HttpFactory, load_ahead

            load_ahead()
            self._factory = HttpFactory()
        return self._factory
