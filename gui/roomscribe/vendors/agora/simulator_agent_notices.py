"""What the simulated 7.x cloud tells of its agents and of their recorded captions (agora.md §10.2).

The members of 200 to 202 that are not on record (`message`, `file_list`, and what the lists hold) are inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator_notice_settings import Storage
from roomscribe.vendors.agora.simulator_notices import Notifier, milliseconds
from roomscribe.vendors.agora.simulator_settings import AgentSettings
from roomscribe.vendors.agora.simulator_tasks import End, SimulatedTask
from roomscribe.vendors.agora.simulator_uploads import Step, Uploads, UploadStep
from roomscribe.vendors.agora.simulator_watch import TOKEN_WARNING, TaskWatch

PRODUCT = 20
JOINED, LEFT, TOKEN_EXPIRES = 101, 102, 104
PLAYLIST, ALL_UPLOADED, UPLOAD_FAILED = 200, 201, 202
REFUSED = "the storage refused the file"


class AgentNotices:
    """Tells of joins, ends, tokens and uploads."""

    def __init__(self, world: World, watch: TaskWatch, settings: Callable[[], AgentSettings]) -> None:
        self._settings = settings
        self._notifier = Notifier(world, settings)
        self._uploads = Uploads(world, settings)
        self._uploads.steps.add(self._uploaded)
        watch.joined.add(self._joined)
        watch.expiring.add(self._expiring)
        watch.ended.add(self._left)

    def _joined(self, agent: SimulatedTask) -> None:
        at = agent.joins_at(self._settings())
        self._post(agent, JOINED, at, self._about(agent))
        self._uploads.begin(agent, at)

    def _left(self, agent: SimulatedTask) -> None:
        at = agent.ended_at or 0.0
        told = {"stop_ts": self._notifier.moment(at), "status": agent.end_word, "message": agent.end.value}
        self._post(agent, LEFT, at, {**self._about(agent), **told})

    def _expiring(self, agent: SimulatedTask) -> None:
        at = (agent.token_expires_at or 0.0) - TOKEN_WARNING
        name, message = {"name": agent.request.name}, {"message": "token will expire!"}
        self._post(agent, TOKEN_EXPIRES, at, {**name, **self._about(agent), **message})

    def _uploaded(self, step: UploadStep) -> None:
        agent, made = step.task, milliseconds(step.began_at)
        files = [{"file_name": name, "file_creation_ts": made} for name in step.files]
        where = {"agent_id": agent.id, "channel": agent.request.channel}
        fine = {"message": End.ASKED.value}
        if step.step is Step.PLAYLIST:
            for each in files:
                self._post(agent, PLAYLIST, step.at, {**where, **each, **fine})
        elif step.step is Step.FINISHED and self._settings().upload is Storage.FAILS:
            failed = [{**each, "message": REFUSED} for each in files]
            self._post(agent, UPLOAD_FAILED, step.at, {**where, "succeed_file_list": [], "failed_file_list": failed})
        elif step.step is Step.FINISHED:
            self._post(agent, ALL_UPLOADED, step.at, {**where, "file_list": files, **fine})

    def _about(self, agent: SimulatedTask) -> dict[str, object]:
        start = self._notifier.moment(agent.started_at)
        return {"agent_id": agent.id, "channel": agent.request.channel, "start_ts": start}

    def _post(self, agent: SimulatedTask, event: int, at: float, payload: Mapping[str, object]) -> None:
        self._notifier.post(agent.app_id, event, at, payload, product=PRODUCT, sid=agent.id)
