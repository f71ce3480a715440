"""Tencent's two SDKs as processes, and a simulated cloud of their site for them to talk to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import TLSSigAPIv2
from starlette.types import ASGIApp, Receive, Scope, Send

from roomscribe.simulator.application import build_application
from roomscribe.simulator.faults import Fault
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.support.processes import end

PROGRAM = Path(__file__).with_name("program.py")
DAY = 86400


@dataclass(frozen=True, kw_only=True)
class Package:
    """One of the vendor's SDKs."""

    id: str
    site: str
    region: str
    """One that both generations serve at this site (tencent.md §1.2)."""
    folder: Path | None = None
    """Where its modules are, and nothing else; None for those of the tests' own environment."""


MAINLAND = Package(id="mainland", site="cn", region="ap-guangzhou")
INTERNATIONAL = Package(
    id="international", site="intl", region="ap-singapore", folder=Path(sys.prefix) / "oracles" / "tencent-intl"
)


@dataclass(frozen=True, kw_only=True)
class Api:
    """One generation's three calls, and what a plain start of it says."""

    id: str
    start: str
    describe: str
    stop: str
    params: str
    """The name of the object with the bot's id and signature."""
    recognition: str
    told: Mapping[str, object]
    """A start's parameters beside the application and the bot."""
    idle: int


API_1 = Api(
    id="trtc-1",
    start="StartAITranscription",
    describe="DescribeAITranscription",
    stop="StopAITranscription",
    params="TranscriptionParams",
    recognition="RecognizeConfig",
    told={
        "SessionId": "session_1",
        "RecognizeConfig": {"Language": "zh"},
        "TranslationConfig": {"TargetLanguages": ["en", "ja"]},
    },
    idle=60,
)
API_2 = Api(
    id="trtc-2",
    start="CreateCloudTranscription",
    describe="DescribeCloudTranscription",
    stop="DeleteCloudTranscription",
    params="TranscriptionParam",
    recognition="AsrParam",
    told={"AsrParam": {"Lang": "bigmodel-zh"}, "TranslationParam": {"TargetLang": ["en", "ja"]}},
    idle=30,
)


class SdkProcess:
    """A package at work in a process of its own."""

    def __init__(self, package: Package, log: Path) -> None:
        self.package = package
        self._log = log
        # -S leaves out the environment's packages, where the mainland's modules have the same names.
        alone = ["-S"] if package.folder else []
        with log.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-P", *alone, str(PROGRAM)],
                env={**os.environ, "PYTHONPATH": str(package.folder or ""), "NO_PROXY": "127.0.0.1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                start_new_session=True,
            )

    def ask(self, question: Mapping[str, object]) -> Any:
        """The program's answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._log.read_text(errors="replace")
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        end(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@dataclass
class Outcome:
    """What the SDK made of one call: an answer, or an error it noticed."""

    answer: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    message: str = ""
    request_id: str | None = None


class Address:
    """A loopback address at which one cloud after the other is reached; notes the headers of every request."""

    def __init__(self) -> None:
        self.cloud: ASGIApp | None = None
        self.requests: list[dict[str, str]] = []
        self.server = SimulatorServer(self)
        self.server.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests.append({name.decode(): value.decode() for name, value in scope["headers"]})
        assert self.cloud is not None
        await self.cloud(scope, receive, send)


class Sdk:
    """A simulated cloud on loopback, and one of the vendor's SDKs pointed at it."""

    def __init__(
        self,
        process: SdkProcess,
        address: Address,
        api: Api,
        settings: TrtcSettings | None = None,
        settings_2: CloudTranscriptionSettings | None = None,
    ) -> None:
        self.api, self.package = api, process.package
        self._process, self._address = process, address
        self.cloud = TrtcCloud(
            World(),
            site=self.package.site,
            demo={"region": self.package.region},
            settings=settings or TrtcSettings(idle_seconds=0.0, preparing_seconds=0.0),
            settings_2=settings_2 or CloudTranscriptionSettings(idle_seconds=0.0),
        )
        application = build_application(self.cloud.routes())
        self.in_cloud(lambda: setattr(address, "cloud", application))
        address.requests.clear()
        self.secret_id, self.secret_key = self.cloud.account.secret_id, self.cloud.account.secret_key
        self.region = self.package.region

    @property
    def requests(self) -> list[dict[str, str]]:
        """The headers of every request that arrived here."""
        return self._address.requests

    @property
    def url(self) -> str:
        """Where the cloud is."""
        return self._address.server.url

    @property
    def sdk_app_id(self) -> int:
        return self.cloud.app.sdk_app_id

    def in_cloud(self, act: Callable[[], object]) -> None:
        """Do something where the cloud may be touched."""
        self._address.server.call(act).result()

    def spoil(self, *faults: Fault) -> None:
        """Let the next calls go wrong, each in its way."""
        for each in faults:
            self.in_cloud(partial(self.cloud.world.faults.add, each))

    def user_sig(self, bot: str = "bot_1", *, key: str = "", sdk_app_id: int = 0, lives: int = DAY) -> str:
        """A signature by the vendor's published library."""
        maker = TLSSigAPIv2.TLSSigAPIv2(sdk_app_id or self.sdk_app_id, key or self.cloud.app.sdk_secret_key)
        return str(maker.gen_sig(bot, lives))

    def parameters(self, bot: str = "bot_1", user_sig: str = "", **replaced: Any) -> dict[str, Any]:
        """What a start says; None in `replaced` leaves something out."""
        inside = {"UserId": bot, "UserSig": user_sig or self.user_sig(bot), "MaxIdleTime": self.api.idle}
        told = {"SdkAppId": self.sdk_app_id, "RoomId": "demo-room", "RoomIdType": 1, self.api.params: inside}
        return {name: value for name, value in {**told, **self.api.told, **replaced}.items() if value is not None}

    def start(self, bot: str = "bot_1", *, raw: bool = False, **replaced: Any) -> Outcome:
        """Start a task."""
        return self.call(self.api.start, self.parameters(bot, **replaced), raw=raw)

    def describe(self, task_id: str) -> Outcome:
        """Ask about a task."""
        return self.call(self.api.describe, self.of_task(task_id))

    def stop(self, task_id: str) -> Outcome:
        """End a task."""
        return self.call(self.api.stop, self.of_task(task_id))

    def of_task(self, task_id: str | None) -> dict[str, Any]:
        """How a task is named: version 2.0 wants its application, too."""
        named = {"SdkAppId": self.sdk_app_id} if self.api is API_2 else {}
        return {**named, "TaskId": task_id} if task_id is not None else named

    def call(self, action: str, params: Mapping[str, object], **how: Any) -> Outcome:
        """One call, whatever becomes of it."""
        return self.calls([(action, params)], **how)[0]

    def calls(
        self,
        calls: Iterable[tuple[str, Mapping[str, object]]],
        *,
        raw: bool = False,
        request_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> list[Outcome]:
        """Some calls in turn."""
        common = {
            "endpoint": self.url.removeprefix("http://"),
            "secret_id": self.secret_id,
            "secret_key": self.secret_key,
            "region": self.region,
            "raw": raw,
            "request_type": request_type,
            "headers": headers,
        }
        asked = [{**common, "action": action, "params": params} for action, params in calls]
        return [Outcome(**each) for each in self._process.ask({"do": "calls", "calls": asked})]
