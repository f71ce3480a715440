"""Talks to TRTC's transcription calls, version 2.0, for one account (tencent.md §1, §4)."""

from __future__ import annotations

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.http import HttpFactory
from roomscribe.vendors.misshapen import not_sent
from roomscribe.vendors.protocol import ConnectionReport, Site, StartOrder, TaskRef
from roomscribe.vendors.trtc.connection import PROBE, Reply, TrtcConnection, no_task_id, observed, required
from roomscribe.vendors.trtc.states import state_of
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.model import build_create, misshapen
from roomscribe.vendors.trtc.v2.states import STATES


class CloudTranscriptionClient(TrtcConnection):
    """One account's connection to transcription 2.0."""

    def __init__(self, account: Account, site: Site, factory: HttpFactory, clock: Clock) -> None:
        super().__init__(account, site, factory, clock, FIELDS)

    async def start(self, order: StartOrder) -> Observation:
        """CreateCloudTranscription."""
        return await self._started(lambda: self._send_start(order))

    async def _send_start(self, order: StartOrder) -> Reply:
        user_sig = self._user_sig(order)
        body = build_create(order.values, site=self._site.id, sdk_app_id=self._sdk_app_id(), user_sig=user_sig)
        if problem := misshapen(body):
            raise not_sent(problem)
        return await self._send("CreateCloudTranscription", body, user_sig)

    async def observe(self, ref: TaskRef) -> Observation:
        """DescribeCloudTranscription: works only while the task lives, so "not found" is its end (§4.2)."""
        reply = await self._call("DescribeCloudTranscription", self._of(ref))
        word = required(reply, "Status")
        state = state_of(word, STATES)
        return observed(reply, word=word, state=state, vendor_task_id=ref.vendor_task_id)

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Not possible in this generation: it asks by TaskId alone. Always raises `BadRequest`."""
        raise BadRequest(T("TRTC 2.0 can't be asked about a task whose ID is not known."))

    async def stop(self, ref: TaskRef) -> Observation:
        """DeleteCloudTranscription. Its answer tells no state: the next question brings the receipt."""
        reply = await self._call("DeleteCloudTranscription", self._of(ref))
        return observed(reply, state=TaskState.STOPPING, vendor_task_id=ref.vendor_task_id)

    async def check(self) -> ConnectionReport:
        """Describe a task that nobody has."""
        return await self._probe("DescribeCloudTranscription", lambda: self._question(PROBE))

    def _of(self, ref: TaskRef) -> dict[str, object]:
        if not ref.vendor_task_id:
            raise no_task_id()
        return self._question(ref.vendor_task_id)

    def _question(self, task_id: str) -> dict[str, object]:
        return {"SdkAppId": self._sdk_app_id(), "TaskId": task_id}
