"""The control API's frame: one index, one shape of errors, and no way in for web pages."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from roomscribe.simulator.application import build_application
from roomscribe.simulator.control.mount import BadControl, control_route, mount_control
from tests.support.faces import served


async def _echo(request: Request) -> object:
    """Say it back."""
    if request.query_params.get("wrong"):
        raise BadControl("That is wrong.", at="wrong", status=409)
    return {"said": request.query_params.get("say", "")}


async def _socket(socket: WebSocket) -> None:
    """Stream something."""
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def _routes() -> list[BaseRoute]:
    return mount_control([control_route("/echo", {"GET": _echo, "PUT": _echo}), [WebSocketRoute("/stream", _socket)]])


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with served(build_application(_routes())) as client:
        yield client


@pytest.mark.parametrize("path", ["/_sim", "/_sim/"])
def test_the_index_lists_every_concern(client: httpx.Client, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.json()["calls"] == [
        {"method": "GET", "path": "/_sim", "about": "What there is."},
        {"method": "GET", "path": "/_sim/echo", "about": "Say it back."},
        {"method": "PUT", "path": "/_sim/echo", "about": "Say it back."},
        {"method": "WebSocket", "path": "/_sim/stream", "about": "Stream something."},
    ]


def test_every_answer_is_marked_as_ours(client: httpx.Client) -> None:
    for path in ("/_sim", "/_sim/echo", "/_sim/nothing", "/_sim/echo?wrong=1"):
        assert client.get(path).headers["x-simulated-by"] == "roomscribe-simulator"
    assert "x-simulated-by" not in client.get("/nothing").headers


@pytest.mark.parametrize(
    ("method", "path", "status", "at"),
    [
        ("GET", "/_sim/nothing", 404, "/_sim/nothing"),
        ("DELETE", "/_sim/echo", 405, "/_sim/echo"),
        ("GET", "/_sim/stream", 426, "/_sim/stream"),
        ("POST", "/_sim/stream", 426, "/_sim/stream"),
        ("GET", "/_sim/echo?wrong=1", 409, "wrong"),
    ],
)
def test_a_refusal_says_what_and_where(client: httpx.Client, method: str, path: str, status: int, at: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json().keys() == {"error", "at"}
    assert answer.json()["at"] == at
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:8000", "https://127.0.0.1:40123"])
def test_a_web_page_is_refused(client: httpx.Client, origin: str) -> None:
    answer = client.put("/_sim/echo", headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.json() == {"error": "Web pages may not control the simulator.", "at": ""}


def test_a_page_from_this_address_is_let_in(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    assert client.put("/_sim/echo", headers={"origin": own}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example:40123", "", "[::1", "127.0.0.1.evil.example"])
def test_a_name_that_somebody_pointed_at_us_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/_sim", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:40123", "[::1]:40123"])
def test_our_own_names_are_let_in(client: httpx.Client, host: str) -> None:
    assert client.get("/_sim", headers={"host": host}).status_code == 200


def test_streams_are_guarded_too(client: httpx.Client) -> None:
    url = f"ws://{client.base_url.netloc.decode()}/_sim/stream"
    with connect(url, proxy=None) as stream:
        assert stream.recv() == "hello"
    with pytest.raises(InvalidStatus) as refused, connect(url, origin=Origin("http://evil.example"), proxy=None):
        pass
    assert refused.value.response.status_code == 403
