"""500 tasks from a table: the share of the permitted rate, and what a loop of the shell over `tccli` reaches.

The real program with its window runs in a process of its own against a simulated TRTC cloud in this one, which refuses
what is over the rate and notes when each start comes. The share is the mean rate between the first and the last start
over what is permitted. The peer is a loop of the shell that runs Tencent's own command line once for each start, at a
cloud like ours; `dev.py bench` installs it. The loop has fewer rounds, for its rate is always the same.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import TLSSigAPIv2
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.registry import load_registry
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.bench.measuring import child, environment, figure, row

CALLS = {"trtc-2": "CreateCloudTranscription", "trtc-1": "StartAITranscription"}
"""The generations and their starts. 2.0, which new accounts get, permits 20 a second, and 1.0 permits 50."""
TASKS, LOOP = 500, 25
"""Rows of our batch, and rounds of the shell's loop."""
LEAST = 0.95
"""Of the permitted rate."""
TCCLI = Path(sys.prefix) / "oracles" / "tccli"
"""Where Tencent's command line and all it needs are."""
ITS_ENTRY = "import sys; from tccli.main import main; sys.exit(main())"
"""What its script does. `python -m tccli.main` would say 0 after a failure, too."""


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
    if not TCCLI.is_dir():
        raise SystemExit("tccli is not installed: run `python packaging/dev.py bench launch_many`")
    for generation in CALLS:
        row(f"{generation}: starts a second, ours / a loop over tccli", _ours(generation), _theirs(generation), "")


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


def _theirs(generation: str) -> float:
    """Let the shell's loop start its tasks, and return the starts a second."""
    cloud, starts, server = _serve()
    try:
        with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
            answered = _shell_loop(generation, server.url, cloud.demo_account(), folder)
    finally:
        server.stop()
    if not answered == len(starts.times) == LOOP:
        raise SystemExit(f"the loop over tccli: {LOOP} rounds, {len(starts.times)} starts, {answered} task ids")
    return starts.rate()


def _shell_loop(generation: str, url: str, account: Mapping[str, str], home: str) -> int:
    """Run it, with `home` as the place where tccli keeps its settings and log. Returns how many tasks it was told."""
    # -S leaves out our environment's packages, where the SDK's modules have the same names.
    call = [sys.executable, "-P", "-S", "-c", ITS_ENTRY, "trtc", CALLS[generation]]
    options = {"region": account["region"], "endpoint": url, **_parameters(generation, account)}
    call += [part for name, value in options.items() for part in (f"--{name}", value)]
    done = subprocess.run(
        ["sh", "-c", f"for room in $(seq 1 {LOOP}); do {shlex.join(call)} --RoomId loop-$room || exit 1; done"],
        check=True,
        timeout=200,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **environment(),
            "HOME": home,
            "PYTHONPATH": str(TCCLI),
            "TENCENTCLOUD_SECRET_ID": account["secret_id"],
            "TENCENTCLOUD_SECRET_KEY": account["secret_key"],
            "NO_PROXY": "127.0.0.1",
        },
    )
    return done.stdout.count('"TaskId"')


def _parameters(generation: str, account: Mapping[str, str]) -> dict[str, str]:
    """What every start of the loop says, but for its room; tccli reads objects as JSON."""
    app = int(account["sdk_app_id"])
    signature = TLSSigAPIv2.TLSSigAPIv2(app, account["sdk_secret_key"]).gen_sig("bot", 86_400)
    bot = {"UserId": "bot", "UserSig": signature, "MaxIdleTime": 60}
    told: dict[str, dict[str, object]] = {
        "trtc-1": {"TranscriptionParams": bot, "RecognizeConfig": {"Language": "zh"}},
        "trtc-2": {"TranscriptionParam": bot, "AsrParam": {"Lang": "bigmodel-zh"}},
    }
    objects = {name: json.dumps(value) for name, value in told[generation].items()}
    return {"SdkAppId": str(app), "RoomIdType": "1", **objects}


if __name__ == "__main__":
    main()
