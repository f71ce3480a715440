import socket
import urllib.request
from urllib.error import HTTPError

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer


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
    import threading

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
