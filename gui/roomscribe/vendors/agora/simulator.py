"""Agora's 5.x cloud on loopback: the five calls of agora.md §1.1 with the checks, limits and words of the real one."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.serving import serve
from roomscribe.simulator.world import World
from roomscribe.vendors.agora import simulator_answers as answers
from roomscribe.vendors.agora.catalogue import Call
from roomscribe.vendors.agora.simulator_access import Keys, bot_token_fault, check_credentials
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import StartRequest, check_instance_id, check_start, check_update
from roomscribe.vendors.agora.simulator_settings import AgoraSettings, BadBotToken, SecondStart, SecondStop, StopBody
from roomscribe.vendors.agora.simulator_tasks import BuilderToken, Configuration, Project, SimulatedTask
from roomscribe.vendors.agora.simulator_updates import read_update, update

ROOT = "/v1/projects/{app_id}/rtsc/speech-to-text"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Handler = Callable[[Request, Project, bytes], Response]


class AgoraCloud:
    """One customer's account at Agora, with its projects."""

    def __init__(
        self, world: World, *, settings: AgoraSettings | None = None, account: Mapping[str, str] | None = None
    ) -> None:
        self.world = world
        self.settings = settings or AgoraSettings()
        """May be replaced while the cloud runs."""
        self._account = _random_account() | dict(account or {})
        self._keys = Keys(self._account["customer_id"], self._account["customer_secret"])
        self._projects: dict[str, Project] = {}
        self._tokens: dict[str, BuilderToken] = {}
        self.tasks: dict[str, SimulatedTask] = {}
        """Every task there was, by id."""
        self.add_project(Project(app_id=self._account["app_id"], certificate=self._account["app_certificate"]))

    def add_project(self, project: Project) -> None:
        """Add an App ID, or replace one."""
        self._projects[project.app_id] = project

    def demo_account(self) -> Mapping[str, str]:
        """An account that this cloud accepts, by the keys of the profile's account fields."""
        return dict(self._account)

    def routes(self) -> list[BaseRoute]:
        """The five paths, and the gateway's answer for whatever else stands below them."""
        return [
            self._route(Call.ACQUIRE, "POST", "/builderTokens", self._acquire),
            self._route(Call.START, "POST", "/tasks", self._start),
            self._route(Call.QUERY, "GET", "/tasks/{task_id}", self._query),
            self._route(Call.UPDATE, "PATCH", "/tasks/{task_id}", self._update),
            self._route(Call.STOP, "DELETE", "/tasks/{task_id}", self._stop),
            Route(ROOT + "/{rest:path}", self._nowhere, methods=METHODS),
        ]

    def _route(self, call: Call, method: str, path: str, handler: Handler) -> Route:
        async def endpoint(request: Request) -> Response:
            async def handle() -> Response:
                body = await request.body()
                try:
                    return handler(request, self._admit(request), body)
                except Refusal as refusal:
                    return refusal.response(self.settings.error_style)

            return _identified(await serve(self.world, call, handle, self._fault))

        return Route(ROOT + path, endpoint, methods=[method])

    async def _nowhere(self, request: Request) -> Response:
        return _identified(answers.no_route().response(self.settings.error_style))

    def _fault(self, fault: Fault) -> Response:
        return answers.from_fault(fault).response(self.settings.error_style)

    def _admit(self, request: Request) -> Project:
        project = self._projects.get(request.path_params["app_id"])
        check_credentials(request.headers.get("authorization", ""), self._keys, project, self.world.clock.wall())
        if project is None or not project.speech_to_text:
            raise answers.no_speech_to_text(self.settings.speech_to_text_off)
        return project

    def _acquire(self, request: Request, project: Project, body: bytes) -> Response:
        instance_id = check_instance_id(_json_object(body), project.limits)
        token = BuilderToken(project.app_id, self.world.clock.now())
        self._tokens[token.text] = token
        created = int(token.acquired_at)
        return JSONResponse({"tokenName": token.text, "createTs": created, "instanceId": instance_id})

    def _start(self, request: Request, project: Project, body: bytes) -> Response:
        token = self._token(request, project)
        if again := self._started_before(token):
            return again
        wish = check_start(_json_object(body), project.limits, all_at_start=self.settings.all_at_start)
        fault = bot_token_fault(wish, project, self.world.clock.wall())
        if fault and self.settings.bad_bot_token is BadBotToken.REFUSE:
            raise answers.bad_body(*fault)
        task = self._new_task(project, wish, failing=fault is not None)
        token.task = task
        return self._triple(task)

    def _started_before(self, token: BuilderToken) -> Response | None:
        """agora.md §5.4, point 3: a token is good for one start, within five minutes."""
        now, settings, task = self.world.clock.now(), self.settings, token.task
        expired = now - token.acquired_at > settings.builder_token_life
        if task is not None:
            task.settle(self.world, settings)
        if expired and not (settings.used_before_expired and task is not None and task.running(now)):
            raise answers.expired_token()
        if task is None:
            return None
        if settings.second_start is SecondStart.CODE_49 or not task.running(now):
            raise answers.repeated("start")
        if settings.second_start is SecondStart.ALREADY_RUNNING:
            return self._triple(task, status=201)
        raise answers.already_started("STARTED", task.id)

    def _new_task(self, project: Project, wish: StartRequest, *, failing: bool) -> SimulatedTask:
        now = self.world.clock.now()
        configuration = Configuration(wish.languages, wish.subscribed, bool(wish.pairs), wish.pairs)
        task = SimulatedTask(
            id=secrets.token_hex(16),
            app_id=project.app_id,
            request=wish,
            configuration=configuration,
            started_at=now,
            changed_at=now,
            failing=failing,
        )
        self.tasks[task.id] = task
        return task

    def _query(self, request: Request, project: Project, body: bytes) -> Response:
        task = self._task(request, project)
        quiet = self.world.quiet_since(project.app_id, task.request.channel) is not None
        return self._triple(task, status=206 if quiet and self.settings.quiet_room_206 else 200)

    def _update(self, request: Request, project: Project, body: bytes) -> Response:
        task = self._task(request, project)
        if not task.running(self.world.clock.now()):
            raise answers.not_found()
        values = check_update(_json_object(body), project.limits)
        wish = read_update(request.query_params, values, project.limits, self.settings)
        update(task, wish, self.world.clock.now(), self.settings)
        return self._triple(task)

    def _stop(self, request: Request, project: Project, body: bytes) -> Response:
        task, now = self._task(request, project), self.world.clock.now()
        if not task.running(now):
            code_49 = self.settings.second_stop is SecondStop.CODE_49
            raise answers.repeated("stop") if code_49 else answers.not_found()
        task.stop(now, self.settings)
        match self.settings.stop_body:
            case StopBody.TASK:
                return self._triple(task)
            case StopBody.OBJECT:
                return JSONResponse({})
            case _:
                return Response(status_code=200)

    def _token(self, request: Request, project: Project) -> BuilderToken:
        token = self._tokens.get(request.query_params.get("builderToken", ""))
        if token is None:
            raise answers.unreadable_token()
        if token.app_id != project.app_id:
            raise answers.foreign_token()
        return token

    def _task(self, request: Request, project: Project) -> SimulatedTask:
        """The task that the path and the token name together (agora.md §5.4, points 5 and 6)."""
        token = self._token(request, project)
        task = self.tasks.get(request.path_params["task_id"])
        if task is not None:
            task.settle(self.world, self.settings)
        if task is None or not task.readable(self.world.clock.now(), self.settings):
            raise answers.not_found()
        if token.task is not task:
            raise answers.wrong_pair()
        return task

    def _triple(self, task: SimulatedTask, status: int = 200) -> Response:
        word = task.status(self.world.clock.now(), self.settings)
        body = {"taskId": task.id, "createTs": int(task.started_at), "status": word}
        return JSONResponse(body, status_code=status)


def _json_object(body: bytes) -> dict[str, object]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise answers.bad_body("body", "must be JSON") from None
    if not isinstance(data, dict):
        raise answers.bad_body("body", "must be an object")
    return data


def _identified(response: Response) -> Response:
    response.headers["x-request-id"] = uuid.uuid4().hex
    return response


def _random_account() -> dict[str, str]:
    return {key: secrets.token_hex(16) for key in ("app_id", "app_certificate", "customer_id", "customer_secret")}
