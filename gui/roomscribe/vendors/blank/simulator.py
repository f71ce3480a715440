"""The blank vendor's half of the simulator: six calls on the shared world; every state follows from the time."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.inside import Inside, TaskFacts
from roomscribe.simulator.live import EndCause, LiveTask
from roomscribe.simulator.serving import serve
from roomscribe.simulator.world import World
from roomscribe.vendors.blank.models import ChangeBody, StartBody, Wishes

DEMO = {"app_id": "1400000000", "app_secret": "0123456789abcdef"}
JOINING, LEAVING = 1.0, 1.0
"""Seconds the bot takes to enter and to leave."""
REMEMBERED = 30.0
"""Seconds for which an ended task can be asked about."""


@dataclass
class _Task:
    id: str
    body: StartBody
    started: float
    leaving: float | None = None
    sequence: int = 0

    def state(self, now: float, quiet_since: float | None) -> str:
        """The status word: nothing runs in the background, the clock alone decides."""
        quiet_end = None if quiet_since is None else max(quiet_since, self.started) + (self.body.idle_seconds or 60)
        if self.leaving is None and quiet_end is not None and now >= quiet_end:
            self.leaving = quiet_end
        if self.leaving is not None:
            return "ended" if now >= self.leaving + LEAVING else "leaving"
        return "listening" if now >= self.started + JOINING else "joining"


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str, **more: str) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"code": code, "message": message, **more}


class BlankCloud:
    """The blank vendor's cloud."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks: dict[str, _Task] = {}
        self._calls = {
            ("GET", "account"): ("GetAccount", self._account),
            ("POST", "tasks"): ("StartTask", self._start),
            ("GET", "tasks"): ("FindTasks", self._find),
            ("GET", "task"): ("GetTask", self._get),
            ("PATCH", "task"): ("ChangeTask", self._change),
            ("DELETE", "task"): ("StopTask", self._stop),
        }
        self._inside = Inside(calls=tuple(name for name, _ in self._calls.values()), tasks=self._facts)
        world.add_source(self)

    def routes(self) -> list[BaseRoute]:
        """The vendor's paths."""
        return [
            Route("/blank/v1/account", self._serve, methods=["GET"], name="account"),
            Route("/blank/v1/tasks", self._serve, methods=["GET", "POST"], name="tasks"),
            Route("/blank/v1/tasks/{id}", self._serve, methods=["GET", "PATCH", "DELETE"], name="task"),
        ]

    def demo_account(self) -> Mapping[str, str]:
        """The one account there is."""
        return DEMO

    def inside(self) -> Inside:
        """Its calls and tasks; nothing about it is unknown, so it has no switches."""
        return self._inside

    def settle(self) -> None:
        """Nothing waits: the clock alone decides."""

    def live_tasks(self) -> Iterable[LiveTask]:
        """None: its bots publish no captions."""
        return ()

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        """End a live task; it shows no difference between the causes."""
        task = self._tasks.get(task_id)
        if task is None or self._state(task) in ("leaving", "ended"):
            return False
        task.leaving = self._world.clock.now()
        return True

    def _facts(self) -> list[TaskFacts]:
        return [self._facts_of(task) for task in self._tasks.values()]

    def _facts_of(self, task: _Task) -> TaskFacts:
        word = self._state(task)
        return TaskFacts(
            generation="blank-1",
            task_id=task.id,
            app_id=DEMO["app_id"],
            room=task.body.room,
            bot=task.body.bot,
            word=word,
            started_at=task.started,
            ended_at=(task.leaving or 0.0) + LEAVING if word == "ended" else None,
        )

    async def _serve(self, request: Request) -> Response:
        call, handler = self._calls[request.method, request.scope["route"].name]
        body = await request.body()

        async def answer() -> Response:
            try:
                self._require_account(request)
                return JSONResponse(handler(request, json.loads(body or b"{}")))
            except _Refused as refused:
                return JSONResponse(refused.body, status_code=refused.status)
            except ValidationError as error:
                first = error.errors()[0]
                named = {"field": str(first["loc"][0])} if first["loc"] else {}
                return JSONResponse({"code": "invalid", "message": first["msg"], **named}, status_code=400)

        response = await serve(self._world, call, answer, _fault)
        response.headers["x-request-id"] = uuid.uuid4().hex
        return response

    def _require_account(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {DEMO['app_id']}:{DEMO['app_secret']}":
            raise _Refused(401, "bad-credentials", "unknown application or wrong secret")

    def _account(self, request: Request, body: object) -> dict[str, Any]:
        return {"app_id": DEMO["app_id"]}

    def _start(self, request: Request, body: object) -> dict[str, Any]:
        wanted = StartBody.model_validate(body)
        for task in self._tasks.values():
            if task.body.key == wanted.key:
                return self._shown(task)
            same = (task.body.room, task.body.bot) == (wanted.room, wanted.bot)
            if same and self._state(task) != "ended":
                raise _Refused(409, "task-exists", "the bot is in the room already", task=task.id)
        task = _Task(id=f"blank-{len(self._tasks) + 1}", body=wanted, started=self._world.clock.now())
        self._tasks[task.id] = task
        return self._shown(task)

    def _find(self, request: Request, body: object) -> dict[str, Any]:
        query = request.query_params

        def wanted(task: _Task) -> bool:
            facts = {"key": task.body.key, "room": task.body.room, "state": self._state(task)}
            return all(query.get(name, "") in ("", fact) for name, fact in facts.items())

        return {"tasks": [self._shown(task) for task in self._tasks.values() if wanted(task)]}

    def _get(self, request: Request, body: object) -> dict[str, Any]:
        return self._shown(self._task(request))

    def _change(self, request: Request, body: object) -> dict[str, Any]:
        task, wanted = self._task(request), ChangeBody.model_validate(body)
        if wanted.sequence <= task.sequence:
            raise _Refused(409, "stale-change", f"the last sequence was {task.sequence}")
        task.sequence = wanted.sequence
        changes = {name: getattr(wanted, name) for name in wanted.model_fields_set & Wishes.model_fields.keys()}
        task.body = task.body.model_copy(update=changes)
        return self._shown(task)

    def _stop(self, request: Request, body: object) -> dict[str, Any]:
        task = self._task(request)
        if task.leaving is None:
            task.leaving = self._world.clock.now()
        return self._shown(task)

    def _task(self, request: Request) -> _Task:
        task = self._tasks.get(request.path_params["id"])
        if task is not None:
            state = self._state(task)
            ended = (task.leaving or 0.0) + LEAVING
            if state != "ended" or self._world.clock.now() < ended + REMEMBERED:
                return task
        raise _Refused(404, "no-task", "no such task")

    def _state(self, task: _Task) -> str:
        return task.state(self._world.clock.now(), self._world.quiet_since(DEMO["app_id"], task.body.room))

    def _shown(self, task: _Task) -> dict[str, Any]:
        public = task.body.model_dump(exclude_none=True, exclude={"passcode"})
        return {"id": task.id, "state": self._state(task), **public}


def _fault(fault: Fault) -> Response:
    return JSONResponse({"code": fault.code or "invalid", "message": fault.message}, status_code=400)
