"""The whole simulator under a clock that only tests move, its captions read as a stranger would read them."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from roomscribe.domain.profiles import Account
from roomscribe.services.demo import demo_profile
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.captions import SentCaption
from roomscribe.simulator.live import Sentence
from roomscribe.vendors.protocol import Change, Generation, StartOrder, TaskClient, TaskRef
from roomscribe.vendors.registry import Registry
from tests.support.faces import Faced, ManualClock
from tests.unit.vendors.agora import stock_parser

LAST = SentCaption(vendor="", generation="", app="", room="", task="LAST", sender="", encoding="json", payload=b"{}")
"""Sent by the stage itself: whatever stands before it has arrived."""


def scenario_texts(name: str, talk: str) -> list[dict[str, str]]:
    """The sentences of a talk as the file has them."""
    data = json.loads(files("roomscribe.resources").joinpath("scenarios", f"{name}.json").read_text("utf-8"))
    return [each["texts"] for each in data["talks"][talk]["sentences"]]


@dataclass(frozen=True)
class Heard:
    """One text of a message: what was said, or one translation of it."""

    speaker: str
    language: str
    """Of a translation; "" for what was said."""
    text: str
    final: bool


def read_as_stranger(encoding: str, payload: bytes) -> list[Heard]:
    """What a message says to somebody who has the vendor's page and stock tools alone."""
    if encoding == "protobuf":
        return _read_protobuf(payload)
    if encoding == "gzip-json":
        assert payload[:2] == b"\x1f\x8b"
        return _read_agora_json(json.loads(gzip.decompress(payload)))
    assert encoding == "json"
    return _read_trtc(json.loads(payload))


def _read_protobuf(payload: bytes) -> list[Heard]:
    message = stock_parser.parse(payload)
    speaker = str(message.uid)
    if message.data_type == "translate":
        return [Heard(speaker, each.lang, "".join(each.texts), each.is_final) for each in message.trans]
    assert message.data_type == "transcribe"
    words = message.words
    return [Heard(speaker, "", "".join(each.text for each in words), any(each.is_final for each in words))]


def _read_agora_json(message: dict[str, Any]) -> list[Heard]:
    if said := message.get("transcript"):
        return [Heard(str(said["uid"]), "", said["text"], said["isFinal"])]
    told = message["translation"]
    first = told["results0"]
    return [Heard(str(told["uid"]), first["language"], "".join(first["texts"]), told["isFinal"])]


def _read_trtc(message: dict[str, Any]) -> list[Heard]:
    speaker, payload = message["sender"], message["payload"]
    heard = [Heard(speaker, "", payload["text"], payload["end"])] if "text" in payload else []
    if "translation_text" in payload:
        heard.append(Heard(speaker, payload["translation_language"], payload["translation_text"], payload["end"]))
    heard += [Heard(speaker, e["language"], e["text"], payload["end"]) for e in payload.get("translate_msg", [])]
    return heard


@dataclass(frozen=True)
class Started:
    """A task that a generation's own client started."""

    client: TaskClient
    ref: TaskRef
    values: dict[str, object]


class CaptionStage(Faced):
    """The simulator as it is served, with every generation; on loopback the captions come by WebSocket."""

    def __init__(self, registry: Registry, face: str, scenario: str = "default") -> None:
        self.clock = ManualClock()
        self.simulation = Simulation(registry, clock=self.clock, scenario=scenario)
        self.world = self.simulation.world
        self.sentences: list[Sentence] = []
        self.world.sentences.add(self.sentences.append)
        super().__init__(self.simulation.application, face)
        self._kept: list[dict[str, Any]] = []
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        """Begin to read."""
        if self._server:
            url = self.url.replace("http:", "ws:")
            self._socket = await connect(f"{url}/_sim/captions", proxy=None)
        else:
            self.world.captions.add(lambda sent: self._kept.append(sent.envelope()))

    async def start(self, generation: Generation, **changes: object) -> Started:
        """Start the generation's example task, changed."""
        demo = next(each for each in self.simulation.accounts if each.generation == generation)
        secrets = {each.key: demo.values[each.key] for each in generation.account_fields if each.secret}
        account = Account(profile=demo_profile(demo, self.url), secrets=secrets)
        client = self.closing(generation.make_client(account, self.factory(), self.clock))
        values = {each.key: each.initial() for each in generation.fields} | dict(generation.example) | changes
        key = generation.idempotency_key(values, "local-1")
        order = StartOrder(values=values, idempotency_key=key, runs_for=1800.0, kept={})
        kept = (await client.prepare(order)).kept
        seen = await client.start(StartOrder(values=values, idempotency_key=key, runs_for=1800.0, kept=kept))
        ref = TaskRef(vendor_task_id=seen.vendor_task_id, idempotency_key=key, kept=kept)
        return Started(client, ref, values)

    async def update(self, task: Started, sequence: int = 1, **changes: object) -> None:
        """Change a running task in place."""
        change = Change(values=task.values | changes, changed=frozenset(changes), sequence=sequence)
        await task.client.update(task.ref, change)

    async def messages(self) -> list[dict[str, Any]]:
        """Everything that came since the last time."""
        self.in_world(lambda: self.world.captions.tell(LAST))
        while self._socket and (not self._kept or self._kept[-1]["task"] != "LAST"):
            self._kept.append(json.loads(await self._socket.recv()))
        found, self._kept = self._kept[:-1], []
        return found

    async def heard(self, seconds: float) -> list[Heard]:
        """What is read while this much time passes."""
        for _ in range(round(seconds / 0.25)):
            self.clock.pass_by(0.25)
            self.in_world(self.world.beat)
        return [
            each
            for message in await self.messages()
            for each in read_as_stranger(message["encoding"], base64.b64decode(message["payload"]))
        ]

    def people(self, task_room: str, app_id: str, *user_ids: str) -> None:
        """From now on exactly these people publish in the room."""
        self.in_world(lambda: self.world.people_publish(app_id, task_room, user_ids))

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()
        await super().close()
        self.simulation.stop()
