"""One customer's account at the simulated Agora: credentials and projects, and the way in that every call takes."""

from __future__ import annotations

import json
import secrets
import uuid
from collections import deque
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.serving import serve
from roomscribe.simulator.webhooks import Applications, Webhooks
from roomscribe.simulator.world import World
from roomscribe.vendors.agora import simulator_answers as answers
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.simulator_access import Keys, check_credentials
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_doubts import AccessSettings
from roomscribe.vendors.agora.simulator_tasks import Project

KEY_PATTERN = "[!-~]{1,128}"
KEY_RULE = "The secret of Agora's notifications is 1 to 128 printable characters without spaces."
RATE_WINDOW = 1.0
"""Seconds over which calls are counted."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Handler = Callable[[Request, Project, bytes], Response]
Shape = Callable[[Refusal], Response]
"""How a root of the API words a refusal."""


class Customer:
    """The account and its projects, seen by every root of the API."""

    def __init__(self, world: World, account: Mapping[str, str] | None = None) -> None:
        self.world = world
        self.account = _random_account() | dict(account or {})
        """Of the first project, by the keys of the profile's account fields."""
        self._keys = Keys(self.account["customer_id"], self.account["customer_secret"])
        self._projects: dict[str, Project] = {}
        self._recent: dict[str, deque[float]] = {}
        """When each App ID's latest calls came."""
        self.add_project(Project(app_id=self.account["app_id"], certificate=self.account["app_certificate"]))
        receivers = Applications(ids=self._projects.keys, key_pattern=KEY_PATTERN, key_rule=KEY_RULE)
        Webhooks.of(world).add_applications(receivers)

    def add_project(self, project: Project) -> None:
        """Add an App ID, or replace one."""
        self._projects[project.app_id] = project

    def admit(self, request: Request, off: Callable[[], Refusal], doubts: AccessSettings) -> Project:
        """The project that the path names, for somebody who may use it; `off` where it has no speech-to-text."""
        project, now = self._projects.get(request.path_params["app_id"]), self.world.clock.wall()
        check_credentials(request.headers.get("authorization", ""), self._keys, project, now, doubts)
        self._check_rate(request.path_params["app_id"], now, doubts.calls_per_second)
        if project is None or not project.speech_to_text:
            raise off()
        return project

    def _check_rate(self, app_id: str, now: float, limit: int | None) -> None:
        recent = self._recent.setdefault(app_id, deque())
        while recent and not 0 <= now - recent[0] < RATE_WINDOW:
            recent.popleft()
        if limit is not None and len(recent) >= limit:
            raise answers.too_many_calls()
        recent.append(now)


class Gateway:
    """Makes a root's routes: credentials first, then the call, and an id on every answer."""

    def __init__(self, customer: Customer, root: str, shape: Shape, let_in: Callable[[Request], Project]) -> None:
        """`let_in` tells the project of a request, or raises the refusal."""
        self._customer = customer
        self._root = root
        self._shape = shape
        self._let_in = let_in

    def route(self, call: Call, method: str, path: str, handler: Handler) -> Route:
        """A call of the API."""

        async def endpoint(request: Request) -> Response:
            async def handle() -> Response:
                body = await request.body()
                try:
                    return handler(request, self._let_in(request), body)
                except Refusal as refusal:
                    return self._shape(refusal)

            return _identified(await serve(self._customer.world, call, handle, self._fault))

        return Route(self._root + path, endpoint, methods=[method])

    def nowhere(self) -> Route:
        """The gateway's answer for whatever else stands below the root."""

        async def endpoint(request: Request) -> Response:
            return _identified(self._shape(answers.no_route()))

        return Route(self._root + "/{rest:path}", endpoint, methods=METHODS)

    def _fault(self, fault: Fault) -> Response:
        return self._shape(answers.from_fault(fault))


def json_object(body: bytes) -> dict[str, object]:
    """The request's body, which must be a JSON object."""
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
