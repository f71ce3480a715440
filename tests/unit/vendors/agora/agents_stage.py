"""A simulated 7.x cloud with a clock that only tests move, our client for it, and plain HTTP beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roomscribe.simulator.application import build_application
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.agents_client import AgentsClient
from roomscribe.vendors.agora.limits import AGORA_7
from roomscribe.vendors.agora.record import AGORA_7_GENERATION
from roomscribe.vendors.agora.simulator_agents import AgentCloud
from roomscribe.vendors.agora.simulator_customer import Customer
from roomscribe.vendors.agora.simulator_settings import AgentSettings
from roomscribe.vendors.protocol import StartOrder, TaskRef
from tests.support.faces import Faced, ManualClock
from tests.unit.vendors.agora.stage import (
    DEMO,
    START_OF_TIME,
    RawAnswer,
    account,
    bot_token,
    raw_call,
    values,
)

ROOT = f"/api/speech-to-text/v1/projects/{DEMO['app_id']}"


def form(**changes: object) -> dict[str, object]:
    """A fresh 7.x form with a channel and a language, changed."""
    return values(AGORA_7, **changes)


def join(changed: Mapping[str, object] | None = None, name: str = "", *, task: str = "local-1") -> StartOrder:
    """A start of these values."""
    wish = dict(changed or form(instance_id=name))
    key = AGORA_7_GENERATION.idempotency_key(wish, task)
    return StartOrder(values=wish, idempotency_key=key, runs_for=1800.0, kept={})


def join_body(**changes: object) -> dict[str, Any]:
    """The body of agora.md §17.3 with the token that the demo project asks for."""
    rtc = {"channelName": "demo-room", "pubBotUid": "88222", "pubBotToken": bot_token("88222")}
    return {"name": "demo-room-en", "languages": ["en-US"], "maxIdleTime": 60, "rtcConfig": rtc} | changes


class AgentsStage(Faced):
    """World, cloud and clock of one test; on loopback the server runs until `close`."""

    def __init__(self, face: str = "in-process", settings: AgentSettings | None = None) -> None:
        self.clock = ManualClock(START_OF_TIME)
        self.world = World(self.clock)
        self.customer = Customer(self.world, DEMO)
        self.cloud = AgentCloud(self.world, settings=settings, customer=self.customer)
        super().__init__(build_application(self.cloud.routes()), face)

    def client(self, prefix: str = "", **changes: str) -> AgentsClient:
        """A client of the demo account; `prefix` follows the host, `changes` replace account fields."""
        return self.closing(AgentsClient(account(self.url + prefix, **changes), self.factory(), self.clock))

    async def running(self, client: AgentsClient, changed: Mapping[str, object] | None = None) -> TaskRef:
        """Start an agent and let the five seconds pass that an update must wait."""
        order = join(changed)
        seen = await client.start(order)
        self.clock.pass_by(5)
        return TaskRef(vendor_task_id=seen.vendor_task_id, idempotency_key=order.idempotency_key, kept={})

    def raw(self, method: str, path: str, body: object = None, **headers: str) -> RawAnswer:
        """One plain request below the demo project's root; loopback only."""
        return raw_call(self.url, method, ROOT + path, body, **headers)

    def raw_agent(self, **changes: object) -> str:
        """Id of an agent started with a plain request."""
        agent: str = self.raw("POST", "/join", join_body(**changes)).json["agent_id"]
        return agent
