"""A simulated Agora cloud with a clock that only tests move, our client for it, and plain HTTP beside it."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import Response

from roomscribe.domain.profiles import Account, Profile
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.simulator.application import build_application
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.client import AgoraClient
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AGORA_5, AgoraLimits
from roomscribe.vendors.agora.record import AGORA_5_GENERATION
from roomscribe.vendors.agora.simulator import AgoraCloud
from roomscribe.vendors.agora.simulator_settings import AgoraSettings
from roomscribe.vendors.agora.tokens import PUBLISHER, Privilege, build, rtc_service
from roomscribe.vendors.protocol import Change, StartOrder, TaskRef
from tests.support.faces import Faced, ManualClock

START_OF_TIME = 1_700_000_000.0
"""The time of the exchanges in agora.md §17."""
DEMO = {
    "app_id": "0123456789abcdef0123456789abcdef",
    "app_certificate": "fedcba9876543210fedcba9876543210",
    "customer_id": "11111111111111111111111111111111",
    "customer_secret": "22222222222222222222222222222222",
}
SECRETS = ("app_certificate", "customer_secret")
ROOT = f"/v1/projects/{DEMO['app_id']}/rtsc/speech-to-text"


def values(limits: AgoraLimits = AGORA_5, /, **changes: object) -> dict[str, object]:
    """A fresh form with a channel and a language, changed."""
    fresh = {each.key: each.initial() for each in agora_fields(limits)}
    return fresh | {"channel": "demo-room", "languages": ("en-US",)} | changes


def profile(**account: str) -> Profile:
    """The demo account's profile."""
    plain = {key: value for key, value in DEMO.items() if key not in SECRETS}
    return Profile(id="demo", name="Demo", vendor="agora", generation="agora-5", site="global", account=plain | account)


def account(base_url: str = "", **changes: str) -> Account:
    """The demo account; `changes` replace account fields, "" removes one."""
    everything = DEMO | changes
    plain = {key: value for key, value in everything.items() if key not in SECRETS}
    bare = profile()
    reachable = Profile(
        id=bare.id,
        name=bare.name,
        vendor=bare.vendor,
        generation=bare.generation,
        site=bare.site,
        base_url=base_url,
        account=plain,
    )
    return Account(profile=reachable, secrets={key: everything[key] for key in SECRETS})


def order(
    form: Mapping[str, object] | None = None, kept: Mapping[str, str] | None = None, *, runs_for: float = 1800.0
) -> StartOrder:
    """A start of these values."""
    form = values() if form is None else form
    key = AGORA_5_GENERATION.idempotency_key(form, "local-1")
    return StartOrder(values=form, idempotency_key=key, runs_for=runs_for, kept=kept or {})


def change(form: Mapping[str, object], *changed: str, sequence: int = 1) -> Change:
    """An update of a running task."""
    return Change(values=form, changed=frozenset(changed), sequence=sequence)


def bot_token(uid: str, *, channel: str = "demo-room", **changes: Any) -> str:
    """A token of the demo project, good for an hour."""
    arguments: dict[str, Any] = {
        "app_id": DEMO["app_id"],
        "certificate": DEMO["app_certificate"],
        "issued_at": int(START_OF_TIME),
        "lives_for": 3600,
        "services": (rtc_service(channel, uid, changes.pop("privileges", PUBLISHER), 3600),),
    }
    return build(**(arguments | changes))


def start_body(**changes: object) -> dict[str, Any]:
    """The body of agora.md §17.1 with the tokens that the demo project asks for."""
    rtc = {
        "channelName": "demo-room",
        "subBotUid": "47091",
        "subBotToken": bot_token("47091", privileges=(Privilege.JOIN_CHANNEL,)),
        "pubBotUid": "88222",
        "pubBotToken": bot_token("88222"),
    }
    return {"languages": ["en-US"], "maxIdleTime": 60, "rtcConfig": rtc} | changes


@dataclass(frozen=True)
class RawAnswer:
    """What came back over a plain connection."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def refusal(self) -> tuple[int, str]:
        """HTTP status and the vendor's words."""
        return self.status, self.json.get("message") or self.json.get("reason")


def raw_call(url: str, method: str, target: str, body: object = None, **headers: str) -> RawAnswer:
    """One request with the standard library alone, so that it shares nothing with our client."""
    pair = f"{DEMO['customer_id']}:{DEMO['customer_secret']}"
    sent = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode(), **headers}
    content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    if content is not None:
        sent["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request(method, target, content, sent)
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return RawAnswer(answer.status, names, answer.read().decode())
    finally:
        connection.close()


class Stage(Faced):
    """World, cloud and clock of one test; on loopback the server runs until `close`."""

    def __init__(
        self, face: str = "in-process", settings: AgoraSettings | None = None, *, busy_rooms: bool = True
    ) -> None:
        self.clock = ManualClock(START_OF_TIME)
        self.world = World(self.clock, busy_rooms=busy_rooms)
        self.cloud = AgoraCloud(self.world, settings=settings or AgoraSettings(), account=DEMO)
        super().__init__(build_application(self.cloud.routes()), face)

    def client(self, **changes: str) -> AgoraClient:
        """A client of the demo account; `changes` replace account fields, "" removes one."""
        return self.closing(AgoraClient(account(self.url, **changes), self.factory(), self.clock))

    async def running(self, client: AgoraClient, form: Mapping[str, object] | None = None) -> TaskRef:
        """Start a task and let the five seconds pass that an update must wait."""
        wish = order(form)
        prepared = await client.prepare(wish)
        seen = await client.start(order(form, prepared.kept))
        self.clock.pass_by(5)
        return TaskRef(vendor_task_id=seen.vendor_task_id, idempotency_key=wish.idempotency_key, kept=prepared.kept)

    def raw(self, method: str, path: str, body: object = None, **headers: str) -> RawAnswer:
        """One plain request below the demo project's root; loopback only."""
        return raw_call(self.url, method, ROOT + path, body, **headers)

    def raw_task(self, **changes: object) -> tuple[str, str]:
        """Builder token and task id of a task started with plain requests."""
        token = self.raw("POST", "/builderTokens", {"instanceId": "demo-room"}).json["tokenName"]
        task = self.raw("POST", f"/tasks?builderToken={token}", start_body(**changes)).json["taskId"]
        return token, task


def answering(make: Callable[[], Response]) -> HttpFactory:
    """A factory whose host answers everything in the same way."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await make()(scope, receive, send)

    return HttpFactory(lambda: InProcessTransport(app))
