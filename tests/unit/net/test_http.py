import subprocess
import sys

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.net.addresses import is_loopback, require_safe_url
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json


@pytest.mark.parametrize(
    "url", ["https://api.agora.io", "https://api.agora.io/", "http://127.0.0.1:8080", "http://localhost:1"]
)
def test_https_and_loopback_are_accepted(url: str) -> None:
    assert require_safe_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.agora.io",
        "http://192.168.0.4",
        "http://127.0.0.1.example.com",
        "ftp://x",
        "api.agora.io",
        "https://",
        "https://api.agora.io:99999",
        "http://127.0.0.1:0",
        "https://api.agora.io/v1?x=1",
        "",
    ],
)
def test_everything_else_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(BadRequest) as refused:
        require_safe_url(url)
    assert refused.value.field == "base_url"


def test_loopback_is_recognised_in_every_spelling() -> None:
    assert is_loopback("127.5.5.5")
    assert is_loopback("::1")
    assert not is_loopback("10.0.0.1")


async def test_a_client_for_loopback_ignores_the_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with HttpFactory().client(ClientOptions(base_url="http://127.0.0.1:1")) as client:
        assert client.trust_env is False
    async with HttpFactory().client(ClientOptions(base_url="https://api.agora.io", proxy="none")) as client:
        assert client.trust_env is False


def test_json_is_compact_and_keeps_letters_as_they_are() -> None:
    assert compact_json({"a": ["课堂", 1]}) == '{"a":["课堂",1]}'.encode()


def test_what_the_first_call_needs_is_loaded_ahead() -> None:
    program = """if 1:
        import asyncio, sys, threading
        from roomscribe.net import http
        ahead = threading.Thread(target=http.load_ahead)
        ahead.start()
        ahead.join()
        loaded = set(sys.modules)

        async def call():
            server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
            host, port = server.sockets[0].getsockname()
            async with http.HttpFactory().client(http.ClientOptions(base_url=f"http://{host}:{port}")) as client:
                try:
                    await client.get("/")
                except http.httpx.RemoteProtocolError:
                    print("called")
            server.close()

        asyncio.run(call())
        print(sorted(name for name in set(sys.modules) - loaded if name.startswith("anyio")))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[:2] == ["called", "[]"], done.stderr
