import socket

import httpx
import pytest

from tests.unit.support.conftest import GuardedRun

ELSEWHERE = "192.0.2.1"  # reserved for documentation: nobody is there


def test_reaching_out_fails_the_test_even_when_the_error_is_swallowed(guarded_run: GuardedRun):
    result = guarded_run(
        f"""
        import asyncio, contextlib, socket
        import httpx
        import pytest

        def test_connect():
            with socket.socket() as sock, contextlib.suppress(Exception):
                sock.connect(("{ELSEWHERE}", 80))

        def test_ask_for_a_name():
            with contextlib.suppress(Exception):
                httpx.get("http://vendor.invalid/", trust_env=False)

        async def test_from_a_coroutine():
            with pytest.raises(RuntimeError, match="loopback only"):
                await asyncio.open_connection("{ELSEWHERE}", 80)

        def test_quiet():
            pass
        """
    )
    result.assert_outcomes(passed=4, errors=3)
    result.stdout.fnmatch_lines_random(
        [
            f"tests reach loopback only, and this one attempted a connection to {ELSEWHERE} port 80",
            "tests reach loopback only, and this one attempted a question for the address of vendor.invalid",
        ]
    )


@pytest.mark.unreachable_network
async def test_a_cut_cable_looks_like_one():
    async with httpx.AsyncClient(trust_env=False) as client:
        for host in (ELSEWHERE, "vendor.invalid"):
            with pytest.raises(httpx.ConnectError):
                await client.get(f"http://{host}/")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "localhost"])
def test_loopback_is_free(address: str):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if address == "127.9.9.9":
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address, port))
        else:
            socket.create_connection((address, port)).close()
