"""Tencent's cloud for transcription 1.0 and 2.0, simulated: its real protocol on the simulator's world (tencent.md §8).

Both sites answer at the same path. A request to one of the vendor's real hosts (in process) is for that site; on
loopback, where the host tells nothing, the account's site decides which parameters, regions and rates hold.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.inside import Inside
from roomscribe.simulator.serving import serve
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_accounts import SimulatedAccount, SimulatedApp, new_account
from roomscribe.vendors.trtc.simulator_calls import TranscriptionCalls
from roomscribe.vendors.trtc.simulator_gateway import ApiError, Gateway, Incoming
from roomscribe.vendors.trtc.simulator_notice_settings import NoticeSettings
from roomscribe.vendors.trtc.simulator_notices import TrtcNotices
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import read_body
from roomscribe.vendors.trtc.simulator_tasks import TaskRegister
from roomscribe.vendors.trtc.v2.simulator_calls import CloudTranscriptionCalls
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
DEMO_REGION = "ap-singapore"


class TrtcCloud:
    """The vendor's half of the simulator. Touch it on the thread that serves it."""

    def __init__(
        self,
        world: World,
        *,
        demo: Mapping[str, str] | None = None,
        site: str = "intl",
        settings: TrtcSettings | None = None,
        settings_2: CloudTranscriptionSettings | None = None,
    ) -> None:
        self.world = world
        self.settings = settings or TrtcSettings()
        self.tasks = TaskRegister(world=world, settings=self.settings)
        self.accounts: dict[str, SimulatedAccount] = {}
        self._demo = self.add_account(site, demo or {})
        self._region = (demo or {}).get("region", DEMO_REGION)
        self.settings_2 = settings_2 or CloudTranscriptionSettings()
        self._actions = {
            **TranscriptionCalls(world, self.tasks, self.settings).actions(),
            **CloudTranscriptionCalls(world, self.tasks, self.settings_2).actions(),
        }
        doubts: dict[str, NoticeSettings] = {"trtc-1": self.settings, "trtc-2": self.settings_2}
        self.notices = TrtcNotices(world, self.tasks, self.accounts, doubts)
        rules = {name: action.rules for name, action in self._actions.items()}
        self._gateway = Gateway(self.accounts, self.settings, rules)
        self._inside = Inside(
            calls=tuple(self._actions),
            switches=lambda: {"trtc": self.settings, "trtc-2": self.settings_2},
            tasks=self.tasks.facts,
        )

    def routes(self) -> list[BaseRoute]:
        """The one path of Tencent's API; the action stands in a header."""
        return [Route("/", self._serve, methods=METHODS)]

    def demo_account(self) -> Mapping[str, str]:
        """An account this cloud accepts."""
        app = self.app
        return {
            "secret_id": self._demo.secret_id,
            "secret_key": self._demo.secret_key,
            "sdk_app_id": str(app.sdk_app_id),
            "sdk_secret_key": app.sdk_secret_key,
            "region": self._region,
        }

    def inside(self) -> Inside:
        """Both generations' switches and tasks."""
        return self._inside

    @property
    def account(self) -> SimulatedAccount:
        """The demo account itself, to change what it may do."""
        return self._demo

    @property
    def app(self) -> SimulatedApp:
        """The demo account's application."""
        return next(iter(self._demo.apps.values()))

    def add_account(self, site: str, given: Mapping[str, str]) -> SimulatedAccount:
        """A further customer; keys that are not given are random."""
        account = new_account(site, given)
        self.accounts[account.secret_id] = account
        return account

    async def _serve(self, request: Request) -> Response:
        incoming = Incoming(
            method=request.method,
            query=dict(request.query_params),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.body(),
        )

        async def answer() -> Response:
            return self._answer(incoming)

        return await serve(self.world, incoming.action, answer, self._fault_answer)

    def _answer(self, request: Incoming) -> Response:
        """HTTP 200 for errors, too: anything else would hide code and request id from the vendor's SDKs."""
        try:
            caller = self._gateway.admit(request, self.world.clock.wall())
            action = self._actions[request.action]
            body = read_body(action.parameters, request.body, caller.account.site)
            return self._reply(action.perform(body, caller))
        except ApiError as error:
            return self._reply({"Error": {"Code": error.code, "Message": error.message}})

    def _reply(self, content: Mapping[str, object]) -> Response:
        """The envelope (tencent.md §1.4)."""
        response = JSONResponse({"Response": {**content, "RequestId": str(uuid.uuid4())}})
        # Not by `media_type`: a text's would get a charset.
        response.headers["content-type"] = self.settings.reply_type
        return response

    def _fault_answer(self, fault: Fault) -> Response:
        """An error somebody ordered."""
        return self._reply({"Error": {"Code": fault.code, "Message": fault.message}})
