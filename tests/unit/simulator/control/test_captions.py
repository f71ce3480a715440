"""The WebSocket on which captions are read: what it chooses, whom it refuses, whom it drops."""

from __future__ import annotations

import base64
import json
import logging
import os
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from roomscribe.simulator.application import build_application
from roomscribe.simulator.captions import SentCaption
from roomscribe.simulator.control.captions import BAD_QUERY, TOO_SLOW, caption_routes
from roomscribe.simulator.control.mount import mount_control
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World

CAPTION = SentCaption(
    vendor="v", generation="v-1", app="app", room="房间 1", task="a", sender="bot", encoding="json", payload=b'{"a":1}'
)
MOST_WAITING = 10


class Stage:
    def __init__(self) -> None:
        self.world = World()
        routes = mount_control([caption_routes(self.world, most_waiting=MOST_WAITING)])
        self.server = SimulatorServer(build_application(routes))
        self.server.start()
        self._sockets = ExitStack()

    def connect(self, query: str = "", **more: Any) -> ClientConnection:
        """A reader whom the world already tells."""
        before = self.readers()
        url = self.server.url.replace("http:", "ws:") + "/_sim/captions" + query
        socket = self._sockets.enter_context(connect(url, proxy=None, **more))
        while self.readers() == before:
            pass
        return socket

    def readers(self) -> int:
        return self.server.call(lambda: len(self.world.captions._all)).result(10)

    def tell(self, *captions: SentCaption) -> None:
        def act() -> None:
            for each in captions:
                self.world.captions.tell(each)

        self.server.call(act).result(10)

    def close(self) -> None:
        self._sockets.close()
        self.server.stop()


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def test_a_message_comes_in_an_envelope_that_says_it_is_ours(stage: Stage):
    socket = stage.connect()
    assert socket.response is not None
    assert socket.response.headers["x-simulated-by"] == "roomscribe-simulator"
    stage.tell(CAPTION)
    text = socket.recv(10)
    assert isinstance(text, str)
    message = json.loads(text)
    assert base64.b64decode(message.pop("payload")) == b'{"a":1}'
    assert message == {
        "simulator": True,
        "vendor": "v",
        "generation": "v-1",
        "app": "app",
        "room": "房间 1",
        "task": "a",
        "sender": "bot",
        "encoding": "json",
    }


def test_raw_is_the_payload_alone(stage: Stage):
    socket = stage.connect("?raw=1")
    stage.tell(CAPTION)
    assert socket.recv(10) == b'{"a":1}'


@pytest.mark.parametrize(
    ("query", "tasks"),
    [
        ("", ["a", "b", "c"]),
        ("?task=b", ["b"]),
        ("?app=other", ["c"]),
        ("?room=%E6%88%BF%E9%97%B4%201", ["a", "c"]),
        ("?room=%E6%88%BF%E9%97%B4%201&app=app", ["a"]),
        ("?task=b&raw=0", ["b"]),
    ],
)
def test_a_query_chooses(stage: Stage, query: str, tasks: list[str]):
    socket = stage.connect(query)
    stage.tell(CAPTION, replace(CAPTION, task="b", room="2"), replace(CAPTION, task="c", app="other"))
    assert [json.loads(socket.recv(10))["task"] for _ in tasks] == tasks
    stage.server.stop()
    with pytest.raises(ConnectionClosed):
        socket.recv(10)


@pytest.mark.parametrize("query", ["?tasks=a", "?raw=yes", "?task=a&token=b"])
def test_a_query_that_nobody_understands_is_refused_in_words(stage: Stage, query: str):
    with connect(stage.server.url.replace("http:", "ws:") + "/_sim/captions" + query, proxy=None) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == BAD_QUERY
        assert "raw" in closed.value.rcvd.reason
    assert stage.readers() == 0


@pytest.mark.parametrize("origin", ["http://example.com", "null", "http://127.0.0.1:1"])
def test_a_web_page_of_somebody_else_is_refused(stage: Stage, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        stage.connect(origin=Origin(origin))
    assert refused.value.response.status_code == 403
    assert stage.readers() == 0


def test_a_page_of_this_address_may_read(stage: Stage):
    socket = stage.connect(origin=Origin(stage.server.url))
    stage.tell(CAPTION)
    assert socket.recv(10)


def test_what_a_reader_says_means_nothing(stage: Stage):
    socket = stage.connect()
    socket.send("hello")
    socket.send(b"\x00")
    stage.tell(CAPTION)
    assert json.loads(socket.recv(10))["task"] == "a"


def test_who_goes_is_told_nothing_more(stage: Stage):
    socket, other = stage.connect(), stage.connect()
    socket.close()
    while stage.readers() > 1:
        pass
    stage.tell(CAPTION)
    assert other.recv(10)


def test_nothing_more_is_sent_to_who_has_broken_off(stage: Stage, caplog: pytest.LogCaptureFixture):
    socket, other = stage.connect(), stage.connect("?task=none")

    def act() -> None:
        socket.socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0))
        socket.socket.close()
        for _ in range(MOST_WAITING):
            stage.world.captions.tell(CAPTION)

    with caplog.at_level(logging.WARNING, logger="asyncio"):
        stage.server.call(act).result(10)
        while stage.readers() > 1:
            pass
    assert caplog.messages == []
    stage.tell(replace(CAPTION, task="none"))
    assert json.loads(other.recv(10))["task"] == "none"


def test_who_lets_too_much_wait_is_dropped_and_nobody_else(stage: Stage):
    slow, choosy = stage.connect(), stage.connect("?task=none")
    stage.tell(*[CAPTION] * (MOST_WAITING + 1))
    while stage.readers() > 1:
        pass
    with pytest.raises(ConnectionClosed) as dropped:
        list(slow)
    assert dropped.value.rcvd is not None
    assert dropped.value.rcvd.code == TOO_SLOW
    stage.tell(replace(CAPTION, task="none"))
    assert json.loads(choosy.recv(10))["task"] == "none"


def test_who_reads_nothing_at_all_is_dropped(stage: Stage):
    stage.connect(max_queue=1, compression=None, close_timeout=0)
    large = replace(CAPTION, payload=bytes(200_000))
    for _ in range(2_000):
        stage.tell(large)
        if not stage.readers():
            break
    assert stage.readers() == 0


def test_the_index_lists_it(stage: Stage):
    with httpx.Client(trust_env=False) as client:
        calls = client.get(f"{stage.server.url}/_sim").json()["calls"]
    (found,) = [each for each in calls if each["path"] == "/_sim/captions"]
    assert found["method"] == "WebSocket"
    assert "raw=1" in found["about"]


def test_a_plain_request_is_told_to_upgrade(stage: Stage):
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"{stage.server.url}/_sim/captions").status_code == 426


def test_the_server_ends_with_readers_on_it(stage: Stage):
    sockets = [stage.connect() for _ in range(3)]
    stage.server.stop()
    for socket in sockets:
        with pytest.raises(ConnectionClosed):
            socket.recv(10)
