"""Agora's own token builder as the oracle: its 007 tokens open what they are for in every generation, and nothing else.

The builder is part of the vendor's SDK for another product; it makes tokens and has no reader for them. So it is asked
the other way round, too: with the time and the salt that it took, ours must make the same bytes.

What a start with a bad bot token is answered is not documented (agora.md §15): the simulated cloud's switch
`bad_bot_token` proposes 400 with the words of the token header (§2.2), whose own refusals are documented.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from roomscribe.domain.errors import BadRequest, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.services.simulation import Simulation
from roomscribe.vendors.agora.record import VENDOR
from roomscribe.vendors.agora.tokens import build, decode, unpack, verify
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console

CHANNEL, LISTENER, WRITER = "demo-room", 47091, 88222
HOUR, DAY = 3600, 86_400


def _load_builder() -> ModuleType:
    """The one module: the package around it defines the models of a hundred other things, slowly and with warnings."""
    package = importlib.util.find_spec("agora_agent")
    assert package is not None
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location(
        "agora_published_tokens", Path(package.origin).parent / "agentkit" / "token.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILDER = _load_builder()
# It would prefer the package `agora-token-builder` where that is installed, whose tokens are of the old kind 006.
assert importlib.util.find_spec("agora_token_builder") is None


class Cloud:
    """A simulated Agora on loopback, called with plain HTTP."""

    def __init__(self, simulation: Simulation, generation: Generation) -> None:
        self.simulation, self.generation = simulation, generation
        account = next(each for each in simulation.accounts if each.generation is generation)
        self.values = account.values
        app = self.values["app_id"]
        self.agents = generation.abilities.list_tasks
        root = "/api/speech-to-text/v1" if self.agents else "/v1"
        end = "" if self.agents else "/rtsc/speech-to-text"
        self.root = f"{simulation.url}{root}/projects/{app}{end}"
        pair = f"{self.values['customer_id']}:{self.values['customer_secret']}"
        self.basic = "Basic " + base64.b64encode(pair.encode()).decode()

    def made(self, uid: int, **changes: Any) -> str:
        """A token by the published builder."""
        told = {
            "app_id": self.values["app_id"],
            "app_certificate": self.values["app_certificate"],
            "channel": CHANNEL,
            "uid": uid,
            "role": BUILDER.ROLE_PUBLISHER,
            "expiry_seconds": DAY,
        }
        return str(BUILDER.generate_rtc_token(**(told | changes)))

    def bad(self, kind: str, uid: int) -> str:
        """A token with one thing wrong."""
        match kind:
            case "key":
                return self.made(uid, app_certificate="0" * 32)
            case "application":
                return self.made(uid, app_id="f" * 32)
            case "channel":
                return self.made(uid, channel="another-room")
            case "uid":
                return self.made(uid + 1)
            case "expired":
                return self.made(uid, expiry_seconds=HOUR)
            case "006":
                return "006" + self.values["app_id"] + base64.b64encode(b"signature, crc, crc, content").decode()
        raise ValueError(kind)

    def past(self, seconds: float) -> None:
        """Let the cloud's clock run ahead."""
        self.simulation.world.clock.offset = seconds

    def start(self, authorization: str = "", **tokens: str) -> httpx.Response:
        """Start a task with these bots' tokens."""
        rtc: dict[str, object] = {"channelName": CHANNEL, "pubBotUid": str(WRITER), **tokens}
        body: dict[str, object] = {"languages": ["en-US"], "rtcConfig": rtc}
        if self.agents:
            return self.call("POST", "/join", {**body, "name": uuid.uuid4().hex}, authorization)
        rtc["subBotUid"] = str(LISTENER)
        acquired = self.call("POST", "/builderTokens", {"instanceId": "demo"}, authorization)
        if acquired.status_code != 200:
            return acquired
        return self.call("POST", f"/tasks?builderToken={acquired.json()['tokenName']}", body, authorization)

    def call(self, method: str, path: str, body: object = None, authorization: str = "") -> httpx.Response:
        """One plain request."""
        headers = {"Authorization": authorization or self.basic, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        return httpx.request(method, self.root + path, content=content, headers=headers, trust_env=False)

    def good(self) -> dict[str, str]:
        """Both bots' tokens, where there are two."""
        writer = {"pubBotToken": self.made(WRITER)}
        return writer if self.agents else {**writer, "subBotToken": self.made(LISTENER, role=BUILDER.ROLE_SUBSCRIBER)}


@pytest.fixture(params=VENDOR.generations, ids=lambda each: each.id)
def generation(request: pytest.FixtureRequest) -> Generation:
    generation: Generation = request.param
    return generation


@pytest.fixture(scope="module")
def simulation() -> Iterator[Simulation]:
    """One for all: to stop a server takes longer than such a test."""
    simulation = Simulation(Registry([VENDOR]))
    simulation.start()
    yield simulation
    simulation.stop()


@pytest.fixture
def cloud(simulation: Simulation, generation: Generation) -> Iterator[Cloud]:
    cloud = Cloud(simulation, generation)
    yield cloud
    cloud.past(0)


def words(answer: httpx.Response) -> str:
    """What a refusal says, in whichever shape."""
    body = answer.json()
    return str(body.get("detail") or body.get("message"))


def test_the_builders_tokens_let_the_bots_join(cloud: Cloud) -> None:
    assert cloud.start(**cloud.good()).status_code == 200


@pytest.mark.parametrize("uid", [0, WRITER])
def test_a_token_for_any_uid_and_one_with_more_services_let_a_bot_join(cloud: Cloud, uid: int) -> None:
    combined = BUILDER.generate_convo_ai_token(
        cloud.values["app_id"], cloud.values["app_certificate"], CHANNEL, str(WRITER), HOUR
    )
    writer = combined if uid else cloud.made(0)
    assert cloud.start(**{**cloud.good(), "pubBotToken": writer}).status_code == 200


@pytest.mark.parametrize("kind", ["key", "application", "channel", "uid", "expired", "006"])
def test_a_bots_token_with_one_thing_wrong_is_refused_by_its_name(cloud: Cloud, kind: str) -> None:
    good = cloud.good()
    spoilt = {name: cloud.bad(kind, LISTENER if name == "subBotToken" else WRITER) for name in good}
    if kind == "expired":
        cloud.past(HOUR + 1)
    why = "Token is expired" if kind == "expired" else "Invalid token"
    for name, token in spoilt.items():
        refused = cloud.start(**{**good, name: token})
        assert refused.status_code == 400
        assert words(refused).endswith(f"rtcConfig.{name}: {why}")
    assert cloud.start(**good).status_code == 200


@pytest.mark.parametrize("quoted", [True, False])
def test_the_builders_tokens_open_the_api_as_well(cloud: Cloud, quoted: bool) -> None:
    """The header that is documented beside Basic (agora.md §2.2)."""
    token = cloud.made(0)
    header = f'agora token="{token}"' if quoted else f"agora token={token}"
    assert cloud.start(header, **cloud.good()).status_code == 200


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("key", "Invalid token"),
        ("application", "Invalid token"),
        ("expired", "Token is expired"),
        ("006", "Invalid token"),
    ],
)
def test_a_header_with_one_thing_wrong_gets_the_documented_refusal(cloud: Cloud, kind: str, why: str) -> None:
    header = f'agora token="{cloud.bad(kind, WRITER)}"'
    if kind == "expired":
        assert cloud.start(header, **cloud.good()).status_code == 200
        cloud.past(HOUR + 1)
    for refused in (cloud.start(header), cloud.call("GET", "/agents/x" if cloud.agents else "/tasks/x", None, header)):
        assert (refused.status_code, refused.json()) == (401, {"message": why})


@pytest.mark.parametrize("role", ["ROLE_PUBLISHER", "ROLE_SUBSCRIBER"])
@pytest.mark.parametrize("uid", [0, WRITER])
def test_ours_and_the_builders_are_the_same_bytes(cloud: Cloud, role: str, uid: int) -> None:
    theirs = cloud.made(uid, role=getattr(BUILDER, role))
    read = decode(theirs)
    assert (read.channel, read.uid) == (CHANNEL, str(uid) if uid else "")
    assert verify(read, cloud.values["app_certificate"])
    ours = build(
        app_id=read.app_id,
        certificate=cloud.values["app_certificate"],
        services=read.services,
        issued_at=read.issued_at,
        lives_for=read.lives_for,
        salt=read.salt,
    )
    assert unpack(ours) == unpack(theirs)


@pytest.fixture
async def console(tmp_path: Path) -> Any:
    console = await open_test_console(tmp_path, Registry([VENDOR]), face="loopback")
    yield console
    await console.aclose()


def pasted(console: TestConsole, generation: Generation, kind: str = "") -> dict[str, Any]:
    """The form's tokens, the writing bot's with one thing wrong if `kind` names it."""
    cloud = Cloud(console.simulation, generation)
    bots = {
        key: int(str(generation.example[key])) for key in ("sub_bot_uid", "pub_bot_uid") if key in generation.example
    }
    good = {f"{key.removesuffix('_uid')}_token": cloud.made(uid, channel=room(generation)) for key, uid in bots.items()}
    return {**good, "pub_bot_token": cloud.bad(kind, bots["pub_bot_uid"])} if kind else good


async def test_pasted_into_our_form_they_start_a_task(console: TestConsole, generation: Generation) -> None:
    draft = console.draft(generation, bot_tokens="pasted", **pasted(console, generation))
    task = await console.services.launcher.start(draft)
    assert (await console.asked_until(task.id, TaskState.RUNNING)).vendor_task_id


@pytest.mark.parametrize("kind", ["key", "expired"])
async def test_what_only_the_vendor_can_see_is_refused_at_the_tokens_field(
    console: TestConsole, generation: Generation, kind: str
) -> None:
    draft = console.draft(generation, bot_tokens="pasted", **pasted(console, generation, kind))
    if kind == "expired":
        console.world.clock.offset = HOUR + 1  # only the cloud's: the form refuses what ends too early by ours
    task = await console.services.launcher.start(draft)
    assert task.state is TaskState.REJECTED
    assert task.error is not None
    assert (task.error.kind, task.error.field) == (FailureKind.REJECTED, "pub_bot_token")


@pytest.mark.parametrize("kind", ["application", "channel", "uid", "006"])
async def test_what_stands_in_a_token_is_seen_before_anything_is_sent(
    console: TestConsole, generation: Generation, kind: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await console.services.launcher.start(
            console.draft(generation, bot_tokens="pasted", **pasted(console, generation, kind))
        )
    assert refused.value.field == "pub_bot_token"
    assert not console.world.calls


def room(generation: Generation) -> str:
    """The example's channel."""
    return str(generation.example[generation.room_key])
