"""CPU per call of our TRTC client, against raw httpx and against Tencent's own SDK.

All three ask the same simulator, in a process of its own, about the same running task. CPU is this process's own time
(`time.process_time`), so the server's work and the machine's other load do not count. The contenders take turns, in 15
rounds of 100 calls each, and the lines show the medians of the rounds. Ours signs, sends, parses and keeps a redacted
record; raw httpx posts the same body with the same headers and parses the answer. The SDK is there to compare: it has
another HTTP library (requests) and no event loop, so there is no aim.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.profiles import Account, Profile
from roomscribe.net.http import HttpFactory
from roomscribe.vendors.protocol import StartOrder, TaskRef
from roomscribe.vendors.registry import load_registry
from tests.bench.measuring import median, row

CALLS, ROUNDS, WARM_UP = 100, 15, 20


def main() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.child_trtc_cloud"],
        stdout=subprocess.PIPE,
        text=True,
    ) as simulator:
        assert simulator.stdout is not None
        announced = json.loads(simulator.stdout.readline())
        try:
            asyncio.run(_measure(announced["url"], announced["trtc"]))
        finally:
            simulator.terminate()


async def _measure(url: str, account: dict[str, str]) -> None:
    generation = load_registry().generation("trtc-1")
    secrets = {each.key: account[each.key] for each in generation.account_fields if each.secret}
    profile = Profile(
        id="bench",
        name="bench",
        vendor="trtc",
        generation=generation.id,
        site=generation.sites[0].id,
        region=account["region"],
        base_url=url,
        account={key: value for key, value in account.items() if key not in secrets},
    )
    client = generation.make_client(Account(profile=profile, secrets=secrets), HttpFactory(), SystemClock())
    order = StartOrder(values=generation.example, idempotency_key="bench", runs_for=600.0, kept={})
    started = await client.start(order)
    ref = TaskRef(vendor_task_id=started.vendor_task_id, idempotency_key="bench", kept={})
    await asyncio.sleep(0.1)

    async def ours() -> None:
        await client.observe(ref)

    sent = (await client.observe(ref)).exchanges[-1]
    async with httpx.AsyncClient(base_url=url, trust_env=False) as raw:
        headers = {key: value for key, value in sent.request_headers.items() if key.lower() != "content-length"}

        async def plain() -> None:
            # The simulator refuses this unsigned call; the client's own work is the same as for an answer.
            body = json.dumps({"TaskId": ref.vendor_task_id}).encode()
            (await raw.post("/", content=body, headers=headers)).json()

        sdk = _sdk(url, account, ref.vendor_task_id)

        async def tencent() -> None:
            sdk()

        contenders: dict[str, Callable[[], Awaitable[None]]] = {"ours": ours, "raw": plain, "sdk": tencent}
        cost: dict[str, list[float]] = {name: [] for name in contenders}
        for call in contenders.values():
            await _repeat(call, WARM_UP)
        for _ in range(ROUNDS):
            for name, call in contenders.items():
                before = time.process_time()
                await _repeat(call, CALLS)
                cost[name].append((time.process_time() - before) / CALLS * 1000)
    await client.aclose()
    row("client CPU per call, ours / raw httpx", median(cost["ours"]), median(cost["raw"]), "ms", aim=1.3)
    row("client CPU per call, ours / Tencent's SDK", median(cost["ours"]), median(cost["sdk"]), "ms")


async def _repeat(call: Callable[[], Awaitable[None]], times: int) -> None:
    for _ in range(times):
        await call()


def _sdk(url: str, account: dict[str, str], task_id: str) -> Callable[[], Any]:
    from tencentcloud.common import credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.trtc.v20190722 import models, trtc_client

    http = HttpProfile(protocol="http", endpoint=url.removeprefix("http://"), keepAlive=True)
    keys = credential.Credential(account["secret_id"], account["secret_key"])
    client = trtc_client.TrtcClient(keys, account["region"], ClientProfile(httpProfile=http))
    request = models.DescribeAITranscriptionRequest()
    request.TaskId = task_id
    return lambda: client.DescribeAITranscription(request)


if __name__ == "__main__":
    main()
