"""The built-in simulator: one server with every generation's cloud on one world."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.services.demo import DemoAccount
from roomscribe.services.notifying import send_notices
from roomscribe.simulator.application import build_application
from roomscribe.simulator.captions import CaptionMaker
from roomscribe.simulator.control.captions import caption_routes
from roomscribe.simulator.control.clock import clock_routes
from roomscribe.simulator.control.faults import fault_routes
from roomscribe.simulator.control.mount import mount_control
from roomscribe.simulator.control.rooms import room_routes
from roomscribe.simulator.control.switches import switch_routes
from roomscribe.simulator.control.tasks import task_routes
from roomscribe.simulator.control.webhooks import webhook_routes
from roomscribe.simulator.heartbeat import keep_beating
from roomscribe.simulator.scenario import DEFAULT, load_scenario
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.settings_file import SimulatorSettings
from roomscribe.simulator.steering import Steering
from roomscribe.simulator.switches import Switchboard
from roomscribe.simulator.webhooks import Webhooks
from roomscribe.simulator.world import World
from roomscribe.vendors.protocol import Generation, SimulatedCloud
from roomscribe.vendors.registry import Registry

Result = TypeVar("Result")
NO_SETTINGS = SimulatorSettings()

Clouds = list[tuple[str, Generation, SimulatedCloud]]
"""Each generation with its vendor's id and its cloud."""


def _clouds(registry: Registry, world: World) -> Clouds:
    return [(registry.vendor_of(each.id).id, each, each.make_cloud(world)) for each in registry.generations()]


def at_rest(registry: Registry, settings: SimulatorSettings = NO_SETTINGS) -> Steering:
    """What a simulator with these settings would begin with; it is not started. Raises `BadSettings`."""
    world = World()
    steering = Steering(world, (cloud.inside() for _, _, cloud in _clouds(registry, world)))
    settings.apply(steering)
    return steering


def known_switches(registry: Registry, settings: SimulatorSettings = NO_SETTINGS) -> Switchboard:
    """The switches of a simulator that is not started; raises `BadSettings`."""
    return at_rest(registry, settings).switches


class Simulation:
    """A running simulator."""

    def __init__(
        self,
        registry: Registry,
        *,
        port: int = 0,
        speed: float = 1.0,
        clock: Clock | None = None,
        scenario: str = DEFAULT,
        settings: SimulatorSettings = NO_SETTINGS,
    ) -> None:
        """`scenario` is one of `scenario_names()`; `KeyError` for another.

        Raises `BadSettings` for switches or faults that are not allowed, `OSError` for a port that is taken.
        """
        self.world = World(clock or SystemClock(), speed=speed, scenario=load_scenario(scenario))
        clouds = _clouds(registry, self.world)
        CaptionMaker(self.world)
        self.webhooks = Webhooks.of(self.world)
        self.steering = Steering(self.world, (cloud.inside() for _, _, cloud in clouds))
        settings.apply(self.steering)
        control = mount_control(
            [  # each concern of the control API adds its routes here, in a line of its own
                caption_routes(self.world),
                webhook_routes(self.webhooks),
                switch_routes(self.steering),
                fault_routes(self.steering),
                task_routes(self.steering, {each.id: vendor for vendor, each, _ in clouds}),
                room_routes(self.world),
                clock_routes(self.world),
            ]
        )
        self.application = build_application([*control, *(route for _, _, cloud in clouds for route in cloud.routes())])
        self.accounts = [DemoAccount(each, vendor, cloud.demo_account()) for vendor, each, cloud in clouds]
        self._server = SimulatorServer(self.application, port=port, jobs=[self._beat, self._notify])

    async def _beat(self) -> None:
        await keep_beating(self.world)

    async def _notify(self) -> None:
        await send_notices(self.webhooks)

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

    def call(self, act: Callable[[], Result]) -> Future[Result]:
        """Run `act` on the server's thread, where world and clouds may be touched; it must run."""
        return self._server.call(act)

    def wait(self) -> None:
        """Block until the server ends."""
        self._server.wait()

    def announcement(self) -> dict[str, object]:
        """What `roomscribe simulate` prints: the URL, and under each vendor's id an account."""
        found: dict[str, object] = {"url": self.url}
        for account in self.accounts:
            found.setdefault(account.vendor, dict(account.values))
        return found
