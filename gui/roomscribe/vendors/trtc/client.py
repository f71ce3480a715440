"""Talks to TRTC's transcription calls, version 1.0, for one account (tencent.md §1, §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.net.http import HttpFactory
from roomscribe.vendors.misshapen import not_sent
from roomscribe.vendors.protocol import ConnectionReport, Site, StartOrder, TaskRef
from roomscribe.vendors.trtc.connection import PROBE, Reply, TrtcConnection, no_task_id, observed, required
from roomscribe.vendors.trtc.fields import FIELDS
from roomscribe.vendors.trtc.model import build_start, misshapen
from roomscribe.vendors.trtc.states import state_of


class TrtcClient(TrtcConnection):
    """One account's connection to transcription 1.0."""

    def __init__(self, account: Account, site: Site, factory: HttpFactory, clock: Clock) -> None:
        super().__init__(account, site, factory, clock, FIELDS)

    async def start(self, order: StartOrder) -> Observation:
        """StartAITranscription (tencent.md §3.1)."""
        return await self._started(lambda: self._send_start(order))

    async def _send_start(self, order: StartOrder) -> Reply:
        user_sig = self._user_sig(order)
        body = build_start(
            order.values,
            site=self._site.id,
            sdk_app_id=self._sdk_app_id(),
            user_sig=user_sig,
            session_id=order.idempotency_key,
        )
        if problem := misshapen(body):
            raise not_sent(problem)
        admin_sig = str(order.values.get("im_admin_user_sig") or "")
        return await self._send("StartAITranscription", body, user_sig, admin_sig)

    async def observe(self, ref: TaskRef) -> Observation:
        """DescribeAITranscription (tencent.md §3.6), by SessionId where a located task came without its TaskId."""
        if not ref.vendor_task_id:
            return await self._describe(self._by_session(ref.idempotency_key))
        seen = await self._describe({"TaskId": ref.vendor_task_id})
        return replace(seen, vendor_task_id=ref.vendor_task_id)

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Describe by SessionId: the vendor's answer may leave the TaskId out (tencent.md §3.6)."""
        try:
            return await self._describe(self._by_session(ref.idempotency_key))
        except CallFailed as failure:
            if failure.kind is FailureKind.NOT_FOUND:
                return None
            raise

    async def stop(self, ref: TaskRef) -> Observation:
        """StopAITranscription (tencent.md §3.7). Its answer tells no state: the next question brings the receipt."""
        if not ref.vendor_task_id:
            return await self._stop_without_id(ref)
        reply = await self._call("StopAITranscription", {"TaskId": ref.vendor_task_id})
        return observed(reply, state=TaskState.STOPPING, vendor_task_id=ref.vendor_task_id)

    async def check(self) -> ConnectionReport:
        """Describe a session that no task has."""
        return await self._probe("DescribeAITranscription", lambda: self._by_session(PROBE))

    async def _describe(self, question: Mapping[str, object]) -> Observation:
        reply = await self._call("DescribeAITranscription", question)
        word = required(reply, "Status")
        return observed(reply, word=word, state=state_of(word), vendor_task_id=reply.text("TaskId"))

    def _by_session(self, session_id: str) -> Mapping[str, object]:
        # The vendor wants TaskId even where it is not the question (tencent.md §13, 5).
        return {"TaskId": "", "SdkAppId": self._sdk_app_id(), "SessionId": session_id}

    async def _stop_without_id(self, ref: TaskRef) -> Observation:
        seen = await self._describe(self._by_session(ref.idempotency_key))
        if seen.state.ended:
            return seen
        if not seen.vendor_task_id:
            raise no_task_id()
        stopping = await self.stop(replace(ref, vendor_task_id=seen.vendor_task_id))
        return replace(stopping, asked_at=seen.asked_at, exchanges=(*seen.exchanges, *stopping.exchanges))
