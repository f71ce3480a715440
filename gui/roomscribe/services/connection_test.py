"""Tries a profile out with one harmless signed call, before or after it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote
from roomscribe.domain.lengths import spoken
from roomscribe.domain.own_errors import NO_ANSWER, REFUSED_HERE
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.services.clients import ClientPool, profile_owner
from roomscribe.services.vault import Vault
from roomscribe.vendors.connection import refused
from roomscribe.vendors.protocol import ConnectionReport, TaskClient
from roomscribe.vendors.registry import Registry

TIMEOUT = 12.0
"""Seconds. Longer than a single HTTP phase may take, so that the client's own report comes first where it can."""
CLOSING = 2.0
"""Seconds the connections get to close; a proxy that hangs must not keep the report back."""


class ConnectionTest:
    """Asks a vendor whether it accepts a profile; every outcome is a report."""

    def __init__(self, registry: Registry, clients: ClientPool, vault: Vault) -> None:
        self._registry = registry
        self._clients = clients
        self._vault = vault

    async def run(
        self, profile: Profile, typed: Mapping[str, str] | None = None, *, timeout: float = TIMEOUT
    ) -> ConnectionReport:
        """The vendor's answer. `typed` secrets go before those that are kept for the profile; "" means "without"."""
        try:
            async with asyncio.timeout(timeout):
                client = await self._clients.try_out(profile, await self._secrets(profile, typed or {}))
                try:
                    return await client.check()
                finally:
                    await _close(client)
        except TimeoutError:
            return _timed_out(timeout)
        except CallFailed as failure:
            return refused(failure)
        except BadRequest as refusal:
            return _refused(refusal)

    async def _secrets(self, profile: Profile, typed: Mapping[str, str]) -> dict[str, str]:
        secrets = {}
        for each in self._registry.generation(profile.generation).account_fields:
            if each.secret:
                kept = typed[each.key] if each.key in typed else await self._kept(profile, each.key)
                if kept:
                    secrets[each.key] = kept
        return secrets

    async def _kept(self, profile: Profile, key: str) -> str | None:
        return await self._vault.get(profile_owner(profile.id), key)


async def _close(client: TaskClient) -> None:
    try:
        async with asyncio.timeout(CLOSING):
            await client.aclose()
    except TimeoutError:
        return


def _timed_out(seconds: float) -> ConnectionReport:
    remedy = T("Check the network, the proxy and the address in the profile, then test again.")
    return _report(NO_ANSWER.note(meaning=T("No answer within {time}.", time=spoken(round(seconds))), remedy=remedy))


def _refused(refusal: BadRequest) -> ConnectionReport:
    remedy = T("Correct the profile, then test again.")
    return _report(REFUSED_HERE.note(meaning=refusal.message, remedy=remedy, field=refusal.field))


def _report(note: ErrorNote) -> ConnectionReport:
    return ConnectionReport(ok=False, answer=note.code, meaning=note.meaning, clock_skew=None, error=note)
