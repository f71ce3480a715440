"""Tencent's cloud for transcription 1.0, simulated: its real protocol on the simulator's world (tencent.md §8).

Both sites answer at the same path. A request to one of the vendor's real hosts (in process) is for that site; on
loopback, where the host tells nothing, the account's site decides which parameters, regions and rates hold.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.serving import serve
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_accounts import SimulatedAccount, SimulatedApp, new_account
from roomscribe.vendors.trtc.simulator_checks import check_start
from roomscribe.vendors.trtc.simulator_gateway import ApiError, Caller, Gateway, Incoming
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import Part, read_body
from roomscribe.vendors.trtc.simulator_tasks import LeaveCode, SimulatedTask, TaskRegister
from roomscribe.vendors.trtc.usersig import VERSION, UnreadableUserSig, read_user_sig, signed_with

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
DEMO_REGION = "ap-singapore"
_TASK_ID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.=-")


class TrtcCloud:
    """The vendor's half of the simulator. Touch it on the thread that serves it."""

    def __init__(
        self,
        world: World,
        *,
        demo: Mapping[str, str] | None = None,
        site: str = "intl",
        settings: TrtcSettings | None = None,
    ) -> None:
        self.world = world
        self.settings = settings or TrtcSettings()
        self.tasks = TaskRegister(world=world, settings=self.settings)
        self.accounts: dict[str, SimulatedAccount] = {}
        self._demo = self.add_account(site, demo or {})
        self._region = (demo or {}).get("region", DEMO_REGION)
        self._gateway = Gateway(self.accounts, self.settings)
        self._actions: Mapping[str, Callable[[Part, Caller], dict[str, object]]] = {
            "StartAITranscription": self._start,
            "DescribeAITranscription": self._describe,
            "StopAITranscription": self._stop,
        }

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

        return await serve(self.world, incoming.action, answer, _fault_answer)

    def _answer(self, request: Incoming) -> Response:
        """HTTP 200 for errors, too: anything else would hide code and request id from the vendor's SDKs."""
        try:
            caller = self._gateway.admit(request, self.world.clock.wall())
            body = read_body(request.action, request.body, caller.account.site)
            return _reply(self._actions[request.action](body, caller))
        except ApiError as error:
            return _reply({"Error": {"Code": error.code, "Message": error.message}})

    def _start(self, body: Part, caller: Caller) -> dict[str, object]:
        """The order of these checks is that of tencent.md §5.3."""
        check_start(body, self.settings)
        app = _owned(body, caller)
        params = body.part("TranscriptionParams") or Part(None)
        self._check_abilities(app, body)
        seconds_left = self._check_user_sig(app, params.text("UserId"), params.text("UserSig"))
        self._check_chat_admin(app, params)
        task = self._task(body, params, caller.region)
        if self.settings.user_sig_ends_task:
            task.longest_run = min(task.longest_run, seconds_left)
        self._check_room(task)
        if self.tasks.clash(task):
            raise ApiError("FailedOperation.TaskExist", "Task already exists")
        if app.full or self.tasks.live_in(app.sdk_app_id) >= self.settings.capacity:
            raise ApiError(self.settings.capacity_code, "Insufficient resources.")
        self.tasks.add(task)
        return {"TaskId": task.task_id}

    def _describe(self, body: Part, caller: Caller) -> dict[str, object]:
        task_id, session = body.text("TaskId"), body.text("SessionId")
        if task_id:
            task = self._known(task_id, caller)
        elif body.integer("SdkAppId") is not None and session:
            app = _owned(body, caller)
            task = self._present(self.tasks.by_session(app.sdk_app_id, session))
        else:
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        answer: dict[str, object] = {"Status": self.tasks.status(task), "StartTime": self.tasks.start_time(task)}
        if self.settings.describe_names_task:
            answer["TaskId"] = task.task_id
        if task.session_id:
            answer["SessionId"] = task.session_id
        return answer

    def _stop(self, body: Part, caller: Caller) -> dict[str, object]:
        if not body.text("TaskId"):
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        task = self._known(body.text("TaskId"), caller)
        if not task.live:
            raise ApiError("FailedOperation.TaskNotExist", "Task does not exist.")
        self.tasks.end(task, LeaveCode.STOPPED)
        return {}

    def _known(self, task_id: str, caller: Caller) -> SimulatedTask:
        """The caller's task with this id."""
        task = self.tasks.get(task_id)
        if task is None and (len(task_id) > self.settings.longest_task_id or not set(task_id) <= _TASK_ID_CHARACTERS):
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        if task is not None and task.sdk_app_id not in caller.account.apps:
            task = None
        if task is not None and self.settings.same_region and task.region != caller.region:
            task = None
        return self._present(task)

    def _present(self, task: SimulatedTask | None) -> SimulatedTask:
        if task is None:
            raise ApiError("FailedOperation.TaskNotExist", "Task does not exist.")
        return task

    def _check_abilities(self, app: SimulatedApp, body: Part) -> None:
        if app.barred:
            raise ApiError(
                "FailedOperation.NotAllowed", "This operation is not allowed. Submit a ticket to contact us."
            )
        if not app.speech_to_text or (body.part("TranslationConfig") and not app.translation):
            raise ApiError("FailedOperation.NotAbility", "Unlock the required capability bit.")

    def _check_user_sig(self, app: SimulatedApp, user_id: str, token: str) -> float:
        """How many seconds the signature is still good for (tencent.md §7.1)."""
        refused = ApiError("InvalidParameter.UserSig", "UserSig is expired or wrong")
        try:
            sig = read_user_sig(token)
        except UnreadableUserSig:
            raise refused from None
        seconds_left = sig.expires_at - self.world.clock.wall()
        names = (sig.version, sig.identifier, sig.sdk_app_id) == (VERSION, user_id, app.sdk_app_id)
        if not names or not signed_with(sig, app.sdk_secret_key) or seconds_left <= 0:
            raise refused
        return seconds_left

    def _check_chat_admin(self, app: SimulatedApp, params: Part) -> None:
        admin = params.text("IMAdminUserId")
        if not admin:
            return
        refused = ApiError("InvalidParameter.UserSigNotAdmin", "UserSig is not a super administrator.")
        try:
            self._check_user_sig(app, admin, params.text("IMAdminUserSig"))
        except ApiError:
            raise refused from None
        if admin not in app.chat_admins:
            raise refused

    def _check_room(self, task: SimulatedTask) -> None:
        if self.settings.room_must_exist and not self.world.room(str(task.sdk_app_id), task.room).people:
            raise ApiError("FailedOperation", "The room does not exist.")

    def _task(self, body: Part, params: Part, region: str) -> SimulatedTask:
        idle = params.integer("MaxIdleTime")
        return SimulatedTask(
            task_id=self.tasks.new_id(),
            sdk_app_id=body.integer("SdkAppId") or 0,
            room_type=body.integer("RoomIdType") or 0,
            room_id=body.text("RoomId"),
            bot=params.text("UserId"),
            mode=params.integer("TranscriptionMode") or 0,
            session_id=body.text("SessionId"),
            region=region,
            max_idle=self.settings.usual_idle if idle is None else idle,
            accepted_at=self.world.clock.now(),
            longest_run=self.settings.longest_run,
        )


def _owned(body: Part, caller: Caller) -> SimulatedApp:
    """The application a request names, if it is the caller's."""
    app = caller.account.apps.get(body.integer("SdkAppId") or 0)
    if app is None:
        message = "No resource belonging to this SdkAppId under the AppId."
        raise ApiError("FailedOperation.SdkAppIdNotUnderAppId", message)
    return app


def _reply(content: Mapping[str, object]) -> Response:
    """The envelope (tencent.md §1.4); its type is exactly `application/json`, or the vendor's SDK misses errors."""
    return JSONResponse({"Response": {**content, "RequestId": str(uuid.uuid4())}})


def _fault_answer(fault: Fault) -> Response:
    """An error somebody ordered; `content_type` in its detail replaces the usual type."""
    response = _reply({"Error": {"Code": fault.code, "Message": fault.message}})
    if content_type := fault.detail.get("content_type"):
        response.headers["content-type"] = str(content_type)
    return response
