"""What every simulated root of the API is: settings that may change, tasks that are watched, and a look inside."""

from __future__ import annotations

from typing import Generic, TypeVar

from starlette.routing import BaseRoute

from roomscribe.simulator.inside import Inside, TaskFacts
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.simulator_settings import LifeSettings
from roomscribe.vendors.agora.simulator_tasks import SimulatedTask
from roomscribe.vendors.agora.simulator_watch import TaskWatch

Settings = TypeVar("Settings", bound=LifeSettings)


class SimulatedRoot(Generic[Settings]):
    """The half of a cloud that does not depend on how its calls look."""

    _routes: list[BaseRoute]

    def __init__(self, world: World, settings: Settings, *, group: str, calls: tuple[Call, ...]) -> None:
        """`group` is the settings' name among the simulator's switches."""
        self.world = world
        self.settings = settings
        """May be replaced while the cloud runs."""
        self.tasks: dict[str, SimulatedTask] = {}
        """Every task there was, by id."""
        self.watch = TaskWatch(world, lambda: self.settings)
        self._inside = Inside(calls=calls, switches=lambda: {group: self.settings}, tasks=self._facts)

    def routes(self) -> list[BaseRoute]:
        """Every path, and the gateway's answer for whatever else stands below the root."""
        return self._routes

    def inside(self) -> Inside:
        """The switches and tasks."""
        return self._inside

    def _facts(self) -> list[TaskFacts]:
        self.world.settle()
        return [task.facts(self.world.clock.now(), self.settings) for task in self.tasks.values()]
