"""What the wire can do to a call, on a real loopback server and in the process."""

import asyncio

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.net.call import DEEPEST, LONGEST_TEXT, Answer, Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, InProcessTransport
from roomscribe.net.redaction import HIDDEN, Redactor
from roomscribe.simulator.application import build_application
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.serving import serve
from roomscribe.simulator.world import World
from tests.support.consoles import until

SECRET = "a-long-secret-value"


class Wire:
    """A server that echoes, with faults; reached over a socket or in the process."""

    def __init__(self, face: str) -> None:
        self.world = World()
        app = build_application([Route("/echo", self._echo, methods=["POST"])])
        self.server = SimulatorServer(app)
        self.server.start()
        factory = HttpFactory(lambda: InProcessTransport(app)) if face == "in-process" else HttpFactory()
        self.http = factory.client(ClientOptions(base_url=self.server.url))
        self.caller = Caller(self.http, SystemClock(), Redactor(["token"], [SECRET]), "X-Request-Id")

    async def _echo(self, request: Request) -> Response:
        async def answer() -> Response:
            return JSONResponse({"heard": (await request.body()).decode()}, headers={"X-Request-Id": "req-1"})

        return await serve(self.world, "echo", answer, lambda fault: JSONResponse({"code": fault.code}))

    async def call(self) -> Answer:
        return await self.caller.send(
            "echo", "POST", "/echo", params={"token": "abc", "n": "1"}, content=b'{"key":"a-long-secret-value"}'
        )

    async def aclose(self) -> None:
        await self.http.aclose()
        self.server.stop()


@pytest.fixture(params=["loopback", "in-process"])
async def wire(request: pytest.FixtureRequest):
    wire = Wire(request.param)
    yield wire
    await wire.aclose()


async def test_the_record_of_a_call_holds_no_secret(wire: Wire) -> None:
    answer = await wire.call()

    assert SECRET in answer.text
    assert SECRET not in repr(answer.exchange)
    assert answer.exchange.url.endswith(f"/echo?token={HIDDEN}&n=1")
    assert answer.exchange.request == {"key": HIDDEN}
    assert answer.exchange.request_id == "req-1"
    assert answer.exchange.status == 200


async def test_the_vendors_clock_is_read_from_its_date_header(wire: Wire) -> None:
    wire.world.clock.offset = 3600
    skew = (await wire.call()).exchange.clock_skew
    assert skew is not None
    assert abs(skew - 3600) < 2


class SlowCall(SystemClock):
    """A clock to which every call seems to take six seconds."""

    def __init__(self) -> None:
        self._waits = [6.0, 0.0]

    def now(self) -> float:
        return super().now() - self._waits.pop(0)


async def test_a_slow_answer_is_not_laid_on_the_clock(wire: Wire) -> None:
    wire.caller = Caller(wire.http, SlowCall(), Redactor([], []))
    skew = (await wire.call()).exchange.clock_skew
    assert skew is not None
    assert abs(skew) <= 1


async def test_a_broken_connection_leaves_the_outcome_open(wire: Wire) -> None:
    wire.world.faults.add(Fault(FaultKind.DROP_AFTER))
    with pytest.raises(CallFailed) as failed:
        await wire.call()
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.AMBIGUOUS, "reset")
    assert failed.value.exchange is not None
    assert failed.value.exchange.answered_at is None


async def test_no_answer_in_time_leaves_the_outcome_open(wire: Wire) -> None:
    wire.http.timeout = httpx.Timeout(0.2)
    wire.world.faults.add(Fault(FaultKind.HANG))
    with pytest.raises(CallFailed) as failed:
        await wire.call()
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.AMBIGUOUS, "timeout")


async def test_a_proxys_page_is_recognised(wire: Wire) -> None:
    wire.world.faults.add(Fault(FaultKind.HTTP, status=502))
    failure = unreadable(await wire.call())
    assert (failure.kind, failure.note.code) == (FailureKind.AMBIGUOUS, "html")
    assert "HTTP 502" in str(failure.note.meaning)


async def test_half_a_body_is_no_answer(wire: Wire) -> None:
    wire.world.faults.add(Fault(FaultKind.HTTP, status=200, body='{"half":', content_type="application/json"))
    answer = await wire.call()
    assert answer.json is None
    assert unreadable(answer).note.code == "malformed"


@pytest.mark.unreachable_network
@pytest.mark.parametrize(("url", "code"), [("https://no-such-host.invalid", "dns"), ("http://127.0.0.1:1", "connect")])
async def test_what_never_left_is_told_apart(url: str, code: str) -> None:
    async with HttpFactory().client(ClientOptions(base_url=url, proxy="none")) as http:
        caller = Caller(http, SystemClock(), Redactor())
        with pytest.raises(CallFailed) as failed:
            await caller.send("x", "GET", "/")
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.NOT_SENT, code)


async def test_a_secret_at_the_cut_of_a_long_page_is_not_kept_in_part(wire: Wire) -> None:
    page = "x" * (LONGEST_TEXT - len(SECRET) // 2) + SECRET
    wire.world.faults.add(Fault(FaultKind.HTTP, status=502, body=page))
    kept = str((await wire.call()).exchange.response)
    assert kept.strip("x") == HIDDEN


async def test_a_client_that_is_closed_under_a_call_ends_after_its_answer(wire: Wire) -> None:
    wire.world.faults.add(Fault(FaultKind.DELAY, seconds=0.2))
    calling = asyncio.get_running_loop().create_task(wire.call())
    await until(lambda: wire.world.calls["echo"])
    await wire.http.aclose()
    assert not wire.http.is_closed
    assert (await calling).status == 200
    assert wire.http.is_closed


async def test_what_a_closed_client_was_to_send_was_not_sent(wire: Wire) -> None:
    await wire.http.aclose()
    with pytest.raises(CallFailed) as failed:
        await wire.call()
    assert (failed.value.kind, failed.value.note.code) == (FailureKind.NOT_SENT, "renewed")
    assert wire.world.calls["echo"] == 0


@pytest.mark.parametrize("levels", [DEEPEST, DEEPEST + 1, 500, 100_000])
async def test_a_body_that_is_nested_too_deeply_is_no_answer(wire: Wire, levels: int) -> None:
    body = '{"x":' * levels + "1" + "}" * levels
    wire.world.faults.add(Fault(FaultKind.HTTP, status=200, body=body, content_type="application/json"))
    answer = await wire.call()
    assert (answer.json is None) == (levels > DEEPEST)
    if answer.json is None:
        assert unreadable(answer).note.code == "malformed"
