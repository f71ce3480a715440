"""Demo accounts: profiles that reach the built-in simulator, kept in memory alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.clients import profile_owner
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.vault import Vault
from roomscribe.vendors.protocol import Generation

DEMO_PREFIX = "demo-"
"""Ids of demo profiles begin so; their tasks live no longer than the program."""


def is_demo(profile_id: str) -> bool:
    """Whether a profile belongs to the built-in simulator."""
    return profile_id.startswith(DEMO_PREFIX)


@dataclass(frozen=True)
class DemoAccount:
    """One simulated account, ready to use."""

    generation: Generation
    vendor: str
    values: Mapping[str, str]
    """By account-field key, plus `region` where the vendor has regions."""


def demo_profile(account: DemoAccount, url: str) -> Profile:
    """The profile that reaches a simulated account."""
    generation = account.generation
    secret = {each.key for each in generation.account_fields if each.secret}
    site = generation.sites[0]
    return Profile(
        id=f"{DEMO_PREFIX}{generation.id}",
        name=f"{generation.short_title} demo",
        vendor=account.vendor,
        generation=generation.id,
        site=site.id,
        region=account.values.get("region", ""),
        base_url=url,
        account={key: value for key, value in account.values.items() if key not in secret and key != "region"},
        simulator=True,
    )


async def add_demo_profiles(
    accounts: Iterable[DemoAccount], url: str, profiles: ProfileStore, vault: Vault
) -> list[Profile]:
    """Offer every simulated account as a profile; nothing of it is written to disk or keyring."""
    added = []
    for account in accounts:
        profile = demo_profile(account, url)
        for each in account.generation.account_fields:
            if each.secret and account.values.get(each.key):
                await vault.set(profile_owner(profile.id), each.key, account.values[each.key], session_only=True)
        await profiles.save(profile)
        added.append(profile)
    return added


def simulator_ended() -> Text:
    """Why a demo task of an earlier session is over."""
    return T("The simulator that ran this task ended with the program.")
