"""Both vendors' simulated clouds on loopback, and accounts at them that the program takes for real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.types import Receive, Scope, Send

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.profiles import Profile
from roomscribe.services.clients import profile_owner
from roomscribe.services.console import ConsoleServices
from roomscribe.services.demo import DemoAccount, demo_profile
from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator import AgoraCloud
from roomscribe.vendors.registry import load_registry
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from tests.support.arrivals import Arrival, arrived

SPEED = 20.0
"""World seconds per real second: a bot that needs 1.3 s to join is there after 65 ms."""
TRTC, AGORA = "trtc-1", "agora-5"
BOTH = (TRTC, AGORA)
START = {TRTC: "StartAITranscription", AGORA: "start"}
"""The vendors' names of the call that starts a task."""
REGISTRY = load_registry()


class Cloud:
    """One loopback server for both vendors. `with` it serves; its world may spoil calls."""

    def __init__(self, *, trtc: TrtcSettings | None = None, accounts: Mapping[str, Mapping[str, str]] | None = None):
        given = accounts or {}
        self.world = World(SystemClock(), speed=SPEED)
        self.trtc = TrtcCloud(self.world, settings=trtc, demo=given.get(TRTC))
        self.agora = AgoraCloud(self.world, account=given.get(AGORA))
        self.accounts = {TRTC: self.trtc.demo_account(), AGORA: self.agora.demo_account()}
        self.arrivals: list[Arrival] = []
        self.before: dict[str, Callable[[], None]] = {}
        """What the server does, on its own thread, when a call has arrived and before it is looked at."""
        self._application = build_application([*self.trtc.routes(), *self.agora.routes()])
        self._server = SimulatorServer(self)

    def __enter__(self) -> Cloud:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    def arrived(self, call: str) -> int:
        """How many requests for this call have come."""
        return sum(each.call == call for each in self.arrivals)

    def task_ids(self, generation_id: str) -> list[str]:
        """Every task that this vendor has started, by its own ids."""
        return [task.task_id for task in self.trtc.tasks.all()] if generation_id == TRTC else list(self.agora.tasks)

    def profile(self, generation_id: str, **changes: Any) -> Profile:
        """A profile as somebody would have saved it; it is not marked as the simulator's."""
        generation = REGISTRY.generation(generation_id)
        vendor = REGISTRY.vendor_of(generation_id).id
        made = demo_profile(DemoAccount(generation, vendor, self.accounts[generation_id]), self.url)
        return replace(made, **{"id": f"account-{generation_id}", "name": vendor, "simulator": False, **changes})

    def secrets(self, generation_id: str) -> dict[str, str]:
        """The account's secrets by account-field key."""
        fields = REGISTRY.generation(generation_id).account_fields
        return {each.key: self.accounts[generation_id][each.key] for each in fields if each.secret}

    async def add_account(self, services: ConsoleServices, generation_id: str, **changes: Any) -> Profile:
        """Save the account's profile and secrets, as the profile dialog does; `secrets` replaces some."""
        secrets = {**self.secrets(generation_id), **changes.pop("secrets", {})}
        profile = self.profile(generation_id, **changes)
        for key, value in secrets.items():
            await services.vault.set(profile_owner(profile.id), key, value)
        await services.profiles.save(profile)
        return profile

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrival = await arrived(scope, receive)
        self.arrivals.append(arrival)
        self.before.get(arrival.call, _nothing)()
        await self._application(scope, arrival.once_more(receive), send)


def _nothing() -> None:
    pass
