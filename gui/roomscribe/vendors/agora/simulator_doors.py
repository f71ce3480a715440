"""How Agora's generations share one simulated customer: each has a door, with an account whose limits are its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex

from starlette.routing import BaseRoute

from roomscribe.simulator.inside import Inside
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.limits import AGORA_5, AgoraLimits
from roomscribe.vendors.agora.simulator import AgoraCloud
from roomscribe.vendors.agora.simulator_agents import AgentCloud
from roomscribe.vendors.agora.simulator_customer import Customer
from roomscribe.vendors.agora.simulator_tasks import Project


@dataclass(frozen=True)
class Door:
    """What one generation shows of the customer: its paths, and a project to use them with."""

    paths: tuple[BaseRoute, ...]
    account: Mapping[str, str]
    shown: Inside

    def routes(self) -> list[BaseRoute]:
        """The paths of the generation."""
        return list(self.paths)

    def demo_account(self) -> Mapping[str, str]:
        """An account that these paths accept, by the keys of the profile's account fields."""
        return self.account

    def inside(self) -> Inside:
        """That of the cloud behind the paths."""
        return self.shown


def task_door(world: World, limits: AgoraLimits) -> Door:
    """5.x or 6.x. They share their paths, so each has a project of its own, which says whose limits hold."""
    customer = _customer(world)
    cloud = world.shared(AgoraCloud, lambda: AgoraCloud(world, customer=customer))
    if limits == AGORA_5:
        return Door(tuple(cloud.routes()), dict(customer.account), cloud.inside())
    other = Project(app_id=token_hex(16), certificate=token_hex(16), limits=limits)
    customer.add_project(other)
    account = {**customer.account, "app_id": other.app_id, "app_certificate": other.certificate}
    return Door(tuple(cloud.routes()), account, cloud.inside())


def agent_door(world: World) -> Door:
    """7.x, for the customer's first project: its account is good for the 5.x paths, too."""
    customer = _customer(world)
    cloud = world.shared(AgentCloud, lambda: AgentCloud(world, customer=customer))
    return Door(tuple(cloud.routes()), dict(customer.account), cloud.inside())


def _customer(world: World) -> Customer:
    return world.shared(Customer, lambda: Customer(world))
