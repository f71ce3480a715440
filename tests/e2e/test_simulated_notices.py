"""`roomscribe simulate --webhook`: the real command tells a real receiver, and keeps the key to itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.children import child
from tests.support.consoles import until
from tests.support.receiver import Receiver
from tests.unit.vendors.agora.agents_stage import join_body
from tests.unit.vendors.agora.stage import bot_token

KEY = "cbkey0001"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


async def test_notices_go_to_the_address_of_the_command_line(tmp_path: Path, receiver: Receiver) -> None:
    arguments = ["simulate", "--json", "--webhook", receiver.url, "--webhook-key", KEY]
    with child(tmp_path, "roomscribe", *arguments) as simulator:
        await simulator.says("\n")
        told = json.loads(simulator.out.read_text())
        await join(told["url"], told["agora"])
        await until(lambda: receiver.seen)
        async with httpx.AsyncClient(base_url=told["url"], trust_env=False) as control:
            shown = (await control.get("/_sim/webhooks")).text
        simulator.process.terminate()
        assert await simulator.ended() == 0
    (seen, *_) = receiver.seen
    assert seen.json["eventType"] == 101
    assert seen.headers["agora-signature-v2"] == hmac.new(KEY.encode(), seen.body, hashlib.sha256).hexdigest()
    assert KEY not in shown + simulator.out.read_text() + simulator.err.read_text()


async def join(url: str, account: dict[str, Any]) -> None:
    """Start an agent with plain HTTP."""
    pair = base64.b64encode(f"{account['customer_id']}:{account['customer_secret']}".encode()).decode()
    token = bot_token(
        "88222", app_id=account["app_id"], certificate=account["app_certificate"], issued_at=int(time.time())
    )
    rtc = {"channelName": "demo-room", "pubBotUid": "88222", "pubBotToken": token}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        answer = await http.post(
            f"/api/speech-to-text/v1/projects/{account['app_id']}/join",
            json=join_body(rtcConfig=rtc),
            headers={"Authorization": f"Basic {pair}"},
        )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--webhook", "https://example.com/hook"], "--webhook: The address must begin with http://"),
        (["--webhook", "http://example.com/hook"], "--webhook: The simulator sends to this computer alone"),
        (["--webhook", "http://me:SECRET@127.0.0.1/"], "--webhook: The address must not contain a user name"),
        (["--webhook", "http://127.0.0.1/", "--webhook-key", "SECRET SECRET"], "--webhook-key: "),
        (["--webhook-key", "SECRET"], "--webhook-key: A key needs an address"),
    ],
)
async def test_a_target_that_is_refused_ends_the_command_in_words(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    with child(tmp_path, "roomscribe", "simulate", *arguments) as program:
        assert await program.ended() == 2
    assert program.out.read_text() == ""
    assert words in program.err.read_text()
    assert "SECRET" not in program.err.read_text()
    assert "Traceback" not in program.err.read_text()
