"""Agora's 7.x cloud on loopback: join, query, update, leave and list (agora.md §1.2, §6)."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from roomscribe.simulator.world import World
from roomscribe.vendors.agora import simulator_answers as answers
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.simulator_access import bot_token_end, bot_token_fault
from roomscribe.vendors.agora.simulator_agent_notices import AgentNotices
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import Leniency, StartRequest, check_start, check_update
from roomscribe.vendors.agora.simulator_customer import Customer, Gateway, json_object
from roomscribe.vendors.agora.simulator_doubts import PathPrefix
from roomscribe.vendors.agora.simulator_listing import listed, read_wish
from roomscribe.vendors.agora.simulator_root import SimulatedRoot
from roomscribe.vendors.agora.simulator_settings import AgentSettings, BadBotToken, ListeningBot, QueryShape
from roomscribe.vendors.agora.simulator_tasks import Project, SimulatedTask
from roomscribe.vendors.agora.simulator_updates import completed, read_update, update
from roomscribe.vendors.agora.simulator_values import an_object

ROOT = "/api/speech-to-text/v1/projects/{app_id}"
PREFIXES = ("", "/cn")
"""Mainland guides put `/cn` before the path (agora.md §14, C5)."""


class AgentCloud(SimulatedRoot[AgentSettings]):
    """The calls of a customer's projects that use 7.x."""

    def __init__(
        self, world: World, *, settings: AgentSettings | None = None, customer: Customer | None = None
    ) -> None:
        calls = (Call.JOIN, Call.QUERY, Call.UPDATE, Call.LEAVE, Call.LIST)
        super().__init__(world, settings or AgentSettings(), group="agora-7", calls=calls)
        self._customer = customer or Customer(world)
        self.agents = self.tasks
        """The same, by their own name."""
        self.notices = AgentNotices(world, self.watch, lambda: self.settings)
        self._routes = [route for prefix in PREFIXES for route in self._below(prefix + ROOT)]

    def _below(self, root: str) -> list[BaseRoute]:
        gateway = Gateway(self._customer, root, lambda refusal: refusal.agent_response(self.settings), self._let_in)
        return [
            gateway.route(Call.JOIN, "POST", "/join", self._join),
            gateway.route(Call.LIST, "GET", "/agents", self._list),
            gateway.route(Call.QUERY, "GET", "/agents/{agent_id}", self._query),
            gateway.route(Call.UPDATE, "POST", "/agents/{agent_id}/update", self._update),
            gateway.route(Call.LEAVE, "POST", "/agents/{agent_id}/leave", self._leave),
            gateway.nowhere(),
        ]

    def _let_in(self, request: Request) -> Project:
        prefixed = PathPrefix.CN if request.url.path.startswith("/cn/") else PathPrefix.PLAIN
        if self.settings.path_prefix not in (PathPrefix.EITHER, prefixed):
            raise answers.no_route()
        return self._customer.admit(request, self._off, self.settings)

    def _off(self) -> Refusal:
        return answers.service_off(self.settings.service_off)

    def _join(self, request: Request, project: Project, body: bytes) -> Response:
        data, now = json_object(body), self.world.clock.now()
        wish = self._checked(data, project)
        self._require_free_name(project, wish.name, now)
        running = sum(each.running(now) for each in self._settled(project))
        if self.settings.agents_at_once and running >= self.settings.agents_at_once:
            raise answers.too_many_agents()
        fault = bot_token_fault(wish, project, self.world.clock.wall())
        if fault and self.settings.bad_bot_token is BadBotToken.REFUSE:
            raise answers.bad_body(*fault)
        agent = SimulatedTask.begun(project, project.agent_limits, wish, now, failing=fault is not None)
        agent.token_expires_at = None if fault else bot_token_end(wish, self.world.clock)
        self.agents[agent.id] = agent
        self.watch.add(agent)
        return self._triple(agent)

    def _checked(self, data: dict[str, object], project: Project) -> StartRequest:
        settings, limits = self.settings, project.agent_limits
        if settings.idle_before_7_2_3:
            limits = replace(limits, idle_seconds=AGORA_5.idle_seconds)
        wish = check_start(data, limits, self._lenient())
        named = "subBotUid" in an_object(data["rtcConfig"], "rtcConfig")
        if settings.listening_bot is ListeningBot.REQUIRED and not named:
            raise answers.bad_body("rtcConfig.subBotUid", "required")
        if settings.listening_bot is ListeningBot.MUST_DIFFER and named and wish.sub_bot_uid == wish.pub_bot_uid:
            raise answers.bad_body("rtcConfig.subBotUid", "must differ from pubBotUid")
        return wish

    def _lenient(self) -> Leniency:
        settings = self.settings
        return Leniency(
            all_at_start=settings.all_at_start,
            unknown_in_translation=settings.unknown_in_translation,
            empty_translation=settings.empty_translation,
            lower_case_keys=settings.lower_case_keys,
            one_speaker=settings.one_speaker,
            extension_place=settings.extension_place,
        )

    def _require_free_name(self, project: Project, name: str, now: float) -> None:
        """agora.md §6.7: a name belongs to one running agent; whether it is free afterwards is a setting."""
        for other in self._settled(project):
            used = not other.ended(now) or not self.settings.name_again_after_end
            if other.request.name == name and used:
                raise answers.name_in_use(other.id if self.settings.conflict_names_agent else "")

    def _list(self, request: Request, project: Project, body: bytes) -> Response:
        now = self.world.clock.now()
        wish = read_wish(request.query_params, now, self.settings)
        known = [each for each in self._settled(project) if each.readable(now, self.settings)]
        return JSONResponse(listed(known, wish, now, self.settings))

    def _query(self, request: Request, project: Project, body: bytes) -> Response:
        agent = self._agent(request, project)
        if self.settings.query_shape is QueryShape.DOCUMENTED:
            return self._triple(agent, message="")
        seen = {
            "agent_id": agent.id,
            "name": agent.request.name,
            "status": self._word(agent),
            "start_ts": int(agent.started_at),
            "stop_ts": int(agent.ended_at) if agent.ended(self.world.clock.now()) and agent.ended_at else 0,
        }
        return JSONResponse(seen)

    def _update(self, request: Request, project: Project, body: bytes) -> Response:
        agent = self._running(request, project)
        spoken, limits = agent.configuration.languages, project.agent_limits
        values = check_update(json_object(body), limits, spoken, self._lenient())
        query = request.url.query if self.settings.query_needed else completed(request.url.query, values, agent)
        wish = read_update(query, values, limits, self.settings)
        update(agent, wish, self.world.clock.now(), self.settings)
        return self._triple(agent)

    def _leave(self, request: Request, project: Project, body: bytes) -> Response:
        self._running(request, project).stop(self.world.clock.now(), self.settings)
        return Response(status_code=200)

    def _settled(self, project: Project) -> list[SimulatedTask]:
        """The project's agents, each of them ended if its time has come; in the order of their starts."""
        mine = [each for each in self.agents.values() if each.app_id == project.app_id]
        for agent in mine:
            agent.settle(self.world, self.settings)
        return mine

    def _agent(self, request: Request, project: Project) -> SimulatedTask:
        now, wanted = self.world.clock.now(), request.path_params["agent_id"]
        agent = self.agents.get(wanted)
        if agent is not None and agent.app_id == project.app_id:
            agent.settle(self.world, self.settings)
            if agent.readable(now, self.settings):
                return agent
        raise answers.no_agent()

    def _running(self, request: Request, project: Project) -> SimulatedTask:
        agent = self._agent(request, project)
        if not agent.running(self.world.clock.now()):
            raise answers.no_agent()
        return agent

    def _word(self, agent: SimulatedTask) -> str:
        return agent.status(self.world.clock.now(), self.settings)

    def _triple(self, agent: SimulatedTask, **more: str) -> Response:
        time = "createTs" if self.settings.camel_case_time else "create_ts"
        body = {"agent_id": agent.id, time: int(agent.started_at), "status": self._word(agent)}
        return JSONResponse({**more, **body})
