"""Agora's 5.x and 6.x cloud on loopback: the five calls of agora.md §1.1 with the real one's checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from roomscribe.simulator.world import World
from roomscribe.vendors.agora import simulator_answers as answers
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.limits import AGORA_6, AgoraLimits
from roomscribe.vendors.agora.simulator_access import bot_token_end, bot_token_fault
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import (
    EXPIRED_HOUR,
    Leniency,
    check_hours,
    check_instance_id,
    check_start,
    check_update,
)
from roomscribe.vendors.agora.simulator_customer import Customer, Gateway, json_object
from roomscribe.vendors.agora.simulator_doubts import Quiet206, Retired, SampleAnswer
from roomscribe.vendors.agora.simulator_root import SimulatedRoot
from roomscribe.vendors.agora.simulator_settings import (
    AgoraSettings,
    BadBotToken,
    SecondStart,
    SecondStop,
    SpeechToTextOff,
    StopBody,
)
from roomscribe.vendors.agora.simulator_task_notices import TaskNotices
from roomscribe.vendors.agora.simulator_tasks import BuilderToken, Project, SimulatedTask
from roomscribe.vendors.agora.simulator_updates import read_update, update

ROOT = "/v1/projects/{app_id}/rtsc/speech-to-text"


class AgoraCloud(SimulatedRoot[AgoraSettings]):
    """The calls of a customer's projects that use 5.x or 6.x."""

    def __init__(
        self,
        world: World,
        *,
        settings: AgoraSettings | None = None,
        account: Mapping[str, str] | None = None,
        customer: Customer | None = None,
    ) -> None:
        calls = (Call.ACQUIRE, Call.START, Call.QUERY, Call.UPDATE, Call.STOP)
        super().__init__(world, settings or AgoraSettings(), group="agora", calls=calls)
        self._customer = customer or Customer(world, account)
        self._tokens: dict[str, BuilderToken] = {}
        self.notices = TaskNotices(world, self.watch, lambda: self.settings)
        gateway = Gateway(self._customer, ROOT, self._worded, self._let_in)
        self._routes: list[BaseRoute] = [
            gateway.route(Call.ACQUIRE, "POST", "/builderTokens", self._acquire),
            gateway.route(Call.START, "POST", "/tasks", self._start),
            gateway.route(Call.QUERY, "GET", "/tasks/{task_id}", self._query),
            gateway.route(Call.UPDATE, "PATCH", "/tasks/{task_id}", self._update),
            gateway.route(Call.STOP, "DELETE", "/tasks/{task_id}", self._stop),
            gateway.nowhere(),
        ]

    def add_project(self, project: Project) -> None:
        """Add an App ID, or replace one."""
        self._customer.add_project(project)

    def demo_account(self) -> Mapping[str, str]:
        """An account that this cloud accepts, by the keys of the profile's account fields."""
        return dict(self._customer.account)

    def _worded(self, refusal: Refusal) -> Response:
        return refusal.response(self.settings.error_style)

    def _let_in(self, request: Request) -> Project:
        if self.settings.retired is Retired.NO_ROUTE:
            raise answers.no_route()
        project = self._customer.admit(request, self._off, self.settings)
        if self.settings.retired is Retired.INVALID_APPID:
            raise answers.no_speech_to_text(SpeechToTextOff.INVALID_APPID)
        return project

    def _off(self) -> Refusal:
        return answers.no_speech_to_text(self.settings.speech_to_text_off)

    def _acquire(self, request: Request, project: Project, body: bytes) -> Response:
        data, takes_hours = json_object(body), self.settings.expired_hour
        instance_id = check_instance_id(data, project.limits, (EXPIRED_HOUR,) if takes_hours else ())
        token = BuilderToken(project.app_id, self.world.clock.now(), instance_id, check_hours(data))
        self._tokens[token.text] = token
        return _like_acquire(token)

    def _start(self, request: Request, project: Project, body: bytes) -> Response:
        token = self._token(request, project)
        if again := self._started_before(token):
            return again
        wish = check_start(json_object(body), self._limits(project), self._lenient())
        fault = bot_token_fault(wish, project, self.world.clock.wall())
        if fault and self.settings.bad_bot_token is BadBotToken.REFUSE:
            raise answers.bad_body(*fault)
        self._require_room_for_one(project)
        task = SimulatedTask.begun(project, project.limits, wish, self.world.clock.now(), failing=fault is not None)
        task.longest_life = None if token.hours is None else token.hours * 3600.0
        task.token_expires_at = None if fault else bot_token_end(wish, self.world.clock)
        self.tasks[task.id] = token.task = task
        self.watch.add(task)
        return self._triple(task, status=self._status(task, Quiet206.START))

    def _limits(self, project: Project) -> AgoraLimits:
        six = project.limits.generation == AGORA_6.generation
        return replace(project.limits, subscribed_uids=self.settings.most_subscribed_6) if six else project.limits

    def _lenient(self) -> Leniency:
        return Leniency(
            all_at_start=self.settings.all_at_start,
            doubtful_storage=self.settings.doubtful_storage,
            lower_case_keys=self.settings.lower_case_keys,
            one_speaker=self.settings.one_speaker,
        )

    def _require_room_for_one(self, project: Project) -> None:
        most, now = self.settings.tasks_at_once, self.world.clock.now()
        self.world.settle()
        running = [each for each in self.tasks.values() if each.app_id == project.app_id and each.running(now)]
        if most is not None and len(running) >= most:
            raise answers.too_many_tasks()

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

    def _query(self, request: Request, project: Project, body: bytes) -> Response:
        task = self._task(request, project)
        if self.settings.sample_answer in (SampleAnswer.QUERY, SampleAnswer.BOTH):
            return _like_acquire(self._token(request, project))
        return self._triple(task, status=self._status(task, Quiet206.QUERY))

    def _status(self, task: SimulatedTask, call: Quiet206) -> int:
        quiet = self.world.quiet_since(task.app_id, task.request.channel) is not None
        return 206 if quiet and self.settings.quiet_206 in (call, Quiet206.BOTH) else 200

    def _update(self, request: Request, project: Project, body: bytes) -> Response:
        task = self._task(request, project)
        if not task.running(self.world.clock.now()):
            raise answers.not_found()
        values = check_update(json_object(body), project.limits, task.configuration.languages, self._lenient())
        wish = read_update(request.url.query, values, project.limits, self.settings)
        update(task, wish, self.world.clock.now(), self.settings)
        if self.settings.sample_answer in (SampleAnswer.UPDATE, SampleAnswer.BOTH):
            return _like_acquire(self._token(request, project))
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


def _like_acquire(token: BuilderToken) -> Response:
    """What the samples on the pages of query and update show (agora.md §14, C1)."""
    created = int(token.acquired_at)
    return JSONResponse({"tokenName": token.text, "createTs": created, "instanceId": token.instance_id})
