"""The signing auth hands over the request as it goes over the wire, and adds what the signer answers."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from roomscribe.net.auth import SigningAuth, Unsigned


async def test_the_signer_sees_the_final_request_and_its_headers_are_sent() -> None:
    seen: list[Unsigned] = []
    sent: list[httpx.Request] = []

    def sign(request: Unsigned) -> Mapping[str, str]:
        seen.append(request)
        return {"Authorization": "signed", "X-Time": "7"}

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    client = httpx.AsyncClient(
        base_url="http://127.0.0.1:8080", auth=SigningAuth(sign), transport=httpx.MockTransport(answer)
    )
    await client.post("/path", params={"a": "ü"}, content=b"body", headers={"X-Mixed": "Case"})
    await client.aclose()

    (unsigned,) = seen
    assert (unsigned.method, unsigned.target, unsigned.body) == ("POST", "/path?a=%C3%BC", b"body")
    assert unsigned.headers["host"] == "127.0.0.1:8080"
    assert unsigned.headers["x-mixed"] == "Case"
    assert sent[0].headers["authorization"] == "signed"
    assert sent[0].headers["x-time"] == "7"
    assert sent[0].content == b"body"
