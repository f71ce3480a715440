"""The built-in simulator with its ready accounts: one server, every generation's cloud, one demo profile each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.clients import profile_owner
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.vault import Vault
from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.protocol import Generation, SimulatedCloud
from roomscribe.vendors.registry import Registry

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


class Simulation:
    """A running simulator."""

    def __init__(
        self, registry: Registry, *, port: int = 0, speed: float = 1.0, clock: Clock | None = None
    ) -> None:
        self.world = World(clock or SystemClock(), speed=speed)
        clouds: list[tuple[str, Generation, SimulatedCloud]] = [
            (registry.vendor_of(each.id).id, each, each.make_cloud(self.world)) for each in registry.generations()
        ]
        self.application = build_application(route for _, _, cloud in clouds for route in cloud.routes())
        self.accounts = [DemoAccount(each, vendor, cloud.demo_account()) for vendor, each, cloud in clouds]
        self._server = SimulatorServer(self.application, port=port)

    @property
    def url(self) -> str:
        """The base URL of every simulated vendor."""
        return self._server.url

    def start(self) -> None:
        """Start serving; returns once connections are accepted."""
        self._server.start()

    def stop(self) -> None:
        """Stop serving; safe to call twice."""
        self._server.stop()

    def wait(self) -> None:
        """Block until the server ends."""
        self._server.wait()

    def announcement(self) -> dict[str, object]:
        """What `roomscribe simulate` prints: the URL, and under each vendor's id an account."""
        found: dict[str, object] = {"url": self.url}
        for account in self.accounts:
            found.setdefault(account.vendor, dict(account.values))
        return found


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


async def add_demo_profiles(simulation: Simulation, profiles: ProfileStore, vault: Vault) -> list[Profile]:
    """Offer every simulated account as a profile; nothing of it is written to disk or keyring."""
    added = []
    for account in simulation.accounts:
        profile = demo_profile(account, simulation.url)
        for each in account.generation.account_fields:
            if each.secret and account.values.get(each.key):
                await vault.set(profile_owner(profile.id), each.key, account.values[each.key], session_only=True)
        await profiles.save(profile)
        added.append(profile)
    return added


def simulator_ended() -> Text:
    """Why a demo task of an earlier session is over."""
    return T("The simulator that ran this task ended with the program.")
