"""Posting to a program on this computer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from roomscribe.net.posting import LONGEST_ANSWER, Poster
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.serving import BrokenAnswer


async def echo(request: Request) -> Response:
    return Response(await request.body(), status_code=418, headers={"x-seen": request.headers["x-mine"]})


async def endless(request: Request) -> Response:
    return Response(b"x" * (LONGEST_ANSWER * 20))


async def elsewhere(request: Request) -> Response:
    return RedirectResponse("/echo", status_code=307)


async def broken(request: Request) -> Response:
    return BrokenAnswer()


@pytest.fixture
def url() -> Iterator[str]:
    calls = (echo, endless, elsewhere, broken)
    server = SimulatorServer(Starlette(routes=[Route(f"/{call.__name__}", call, methods=["POST"]) for call in calls]))
    server.start()
    yield server.url
    server.stop()


async def test_the_bytes_arrive_as_they_are_and_the_answer_comes_back(url: str) -> None:
    async with Poster() as poster:
        assert await poster.post(f"{url}/echo", {"x-mine": "1"}, b'{ "a":1}') == (418, b'{ "a":1}')


async def test_redirects_are_not_followed(url: str) -> None:
    async with Poster() as poster:
        found = await poster.post(f"{url}/elsewhere", {}, b"")
    assert found is not None
    assert found[0] == 307


async def test_no_more_of_an_answer_is_read_than_somebody_could_want(url: str) -> None:
    async with Poster() as poster:
        found = await poster.post(f"{url}/endless", {}, b"")
    assert found is not None
    assert len(found[1]) < LONGEST_ANSWER * 10


@pytest.mark.parametrize("target", ["/broken", ":1/", ":x/"])
async def test_no_answer_is_none(url: str, target: str) -> None:
    async with Poster() as poster:
        assert await poster.post(url + target if target == "/broken" else f"http://127.0.0.1{target}", {}, b"") is None
