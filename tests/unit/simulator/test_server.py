import socket
import threading
import urllib.request
from urllib.error import HTTPError

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from roomscribe.simulator.application import build_application
from roomscribe.simulator.heartbeat import keep_beating
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def server():
    server = SimulatorServer(build_application([Route("/hello", lambda request: PlainTextResponse("hello"))]))
    server.start()
    yield server
    server.stop()


def test_it_listens_on_this_computer_alone(server: SimulatorServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert get(server.url + "/hello") == (200, "hello")


def test_an_unknown_path_answers_like_the_vendors_gateway(server: SimulatorServer) -> None:
    assert get(server.url + "/nothing") == (404, '{"message":"no Route matched with those values"}')


def test_acts_on_the_world_run_on_the_servers_thread(server: SimulatorServer) -> None:
    assert server.call(lambda: threading.current_thread().name).result(5) == "simulator"


def test_stopping_twice_is_harmless_and_the_port_is_free_again(server: SimulatorServer) -> None:
    port = int(server.url.rsplit(":", 1)[1])
    server.stop()
    server.stop()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_taken_port_is_an_error_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            SimulatorServer(build_application([]), port=taken.getsockname()[1])


def test_a_served_world_beats_by_itself_on_the_servers_thread() -> None:
    world, threads, often = World(), set[str](), threading.Event()

    def note() -> None:
        if threading.current_thread().name in threads:
            often.set()
        threads.add(threading.current_thread().name)

    world.on_beat(note)
    server = SimulatorServer(build_application([]), jobs=[lambda: keep_beating(world)])
    server.start()
    try:
        assert often.wait(10)
    finally:
        server.stop()
    assert threads == {"simulator"}


@pytest.mark.expect_log("background job of the simulator broke", logger="roomscribe.simulator")
def test_a_job_that_breaks_is_told_of_and_the_server_goes_on() -> None:
    broke = threading.Event()

    async def job() -> None:
        broke.set()
        raise ValueError("on purpose")

    server = SimulatorServer(build_application([]), jobs=[job])
    server.start()
    try:
        assert broke.wait(10)
        assert get(server.url + "/nothing")[0] == 404
    finally:
        server.stop()
