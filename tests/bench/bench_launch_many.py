"""500 tasks from a table: the share of the permitted rate, and what the vendor's SDK does in a loop of the shell.

The real program with its window runs in a process of its own against a simulated TRTC cloud in this one, which refuses
what is over the rate and notes when each start comes. The share is the mean rate between the first and the last start
over what is permitted. The peer is a loop of the shell with one process per start, as with `tccli`; that tool is not
installed, so each process makes one call with Tencent's own SDK for Python, on which it is built (without its start-up
for hundreds of services). The loop has fewer rounds, for its rate is always the same.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import TLSSigAPIv2
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.registry import load_registry
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.bench.measuring import child, figure, row

CALLS = {"trtc-2": "CreateCloudTranscription", "trtc-1": "StartAITranscription"}
"""The generations and their starts. 2.0, which new accounts get, permits 20 a second, and 1.0 permits 50."""
TASKS, LOOP = 500, 25
"""Rows of our batch, and rounds of the shell's loop."""
LEAST = 0.95
"""Of the permitted rate."""


@dataclass
class Starts:
    """When each start came, and how many were too many."""

    app: ASGIApp
    times: list[float] = field(default_factory=list)
    refused: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        start = headers.get(b"x-tc-action", b"").decode() in CALLS.values()
        if start:
            self.times.append(time.monotonic())

        async def answered(message: Message) -> None:
            self.refused += start and b"RequestLimitExceeded" in message.get("body", b"")
            await send(message)

        await self.app(scope, receive, answered)

    def rate(self) -> float:
        """Starts a second, on average."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


def main() -> None:
    rates = {generation: _ours(generation) for generation in CALLS}
    cloud, loop, server = _serve()
    try:
        _shell_loop(server.url, cloud.demo_account())
    finally:
        server.stop()
    for generation, ours in rates.items():
        row(f"{generation}: starts a second, ours / a process per start", ours, loop.rate(), "")


def _ours(generation: str) -> float:
    """Start the batch, say how that went, and return the starts a second."""
    documented = load_registry().generation(generation).abilities.calls_per_second
    assert documented is not None
    permitted = documented["start"]
    cloud, starts, server = _serve()
    try:
        with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
            announced = json.dumps({"url": server.url, "generation": generation, "account": dict(cloud.demo_account())})
            found = child("child_launch_many", folder, announced, str(TASKS), timeout=300.0)
    finally:
        server.stop()
    ours = starts.rate()
    figure(f"{generation}: planning and checking {TASKS} rows", found["planned"] * 1000, "ms")
    row(f"{generation}: starts a second, ours / permitted", ours, permitted, "")
    figure(f"{generation}: share of the permitted rate that is left", 1 - ours / permitted, "", aim=1 - LEAST)
    figure("refused for too many calls", starts.refused, "", aim=0)
    figure("starts more or fewer than rows", abs(len(starts.times) - TASKS), "", aim=0)
    figure("longest stall of the window meanwhile", found["stall"], "ms")
    figure("the most it computed between two beats", found["busiest"], "ms", aim=16.0)
    return ours


def _serve() -> tuple[TrtcCloud, Starts, SimulatorServer]:
    cloud = TrtcCloud(
        World(speed=1.0),
        settings=TrtcSettings(capacity=2 * TASKS),
        settings_2=CloudTranscriptionSettings(
            capacity=2 * TASKS, most_speech_streams=2 * TASKS, most_translation_streams=10 * TASKS
        ),
    )
    starts = Starts(build_application(cloud.routes()))
    server = SimulatorServer(starts)
    server.start()
    return cloud, starts, server


def _shell_loop(url: str, account: Mapping[str, str]) -> None:
    signature = TLSSigAPIv2.TLSSigAPIv2(int(account["sdk_app_id"]), account["sdk_secret_key"]).gen_sig("bot", 86_400)
    call = [sys.executable, "-m", "tests.bench.child_sdk_start", url, json.dumps(dict(account)), signature]
    script = f"for room in $(seq 1 {LOOP}); do {shlex.join(call)} $room || exit 1; done"
    subprocess.run(["sh", "-c", script], check=True, timeout=200, env={**os.environ, "NO_PROXY": "127.0.0.1"})


if __name__ == "__main__":
    main()
