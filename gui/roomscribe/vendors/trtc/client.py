"""Talks to TRTC's transcription calls, version 1.0, for one account (tencent.md §1, §3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T, Text
from roomscribe.net.auth import SigningAuth, Unsigned
from roomscribe.net.call import Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.protocol import (
    Change,
    ConnectionReport,
    ListedPage,
    Prepared,
    Site,
    StartOrder,
    TaskRef,
    cannot_list,
)
from roomscribe.vendors.trtc.errors import explain
from roomscribe.vendors.trtc.fields import PASTED
from roomscribe.vendors.trtc.model import SECRET_NAMES, build_start, misshapen
from roomscribe.vendors.trtc.signing import authorize
from roomscribe.vendors.trtc.states import state_of
from roomscribe.vendors.trtc.usersig import make_user_sig

VERSION = "2019-07-22"
SHORTEST_SIGNATURE = 24 * 3600.0
"""Seconds a bot's signature lives at least: the longest task is 10 hours (tencent.md §7.1)."""
SIGNATURE_MARGIN = 3600.0
"""Seconds a bot's signature outlives its task."""
PROBE = "roomscribe-connection-check"
"""A SessionId that no task has."""


@dataclass(frozen=True)
class _Reply:
    """A readable answer of the vendor: `Response` without its error."""

    content: Mapping[str, object]
    exchange: Exchange

    def text(self, name: str) -> str:
        value = self.content.get(name)
        return value if isinstance(value, str) else ""


class TrtcClient:
    """One account's connection to transcription 1.0."""

    def __init__(self, account: Account, site: Site, factory: HttpFactory, clock: Clock) -> None:
        self._account = account
        self._site = site
        self._clock = clock
        self._http = factory.client(
            ClientOptions(
                base_url=account.profile.base_url or site.base_url,
                proxy=account.profile.proxy,
                auth=SigningAuth(self._sign),
            )
        )

    async def prepare(self, order: StartOrder) -> Prepared:
        """A start needs nothing from the vendor first: the bot's signature is made here."""
        return Prepared()

    async def start(self, order: StartOrder) -> Observation:
        """StartAITranscription (tencent.md §3.1). The answer tells no state, so the task counts as starting."""
        user_sig = self._user_sig(order)
        body = build_start(
            order.values,
            site=self._site.id,
            sdk_app_id=self._sdk_app_id(),
            user_sig=user_sig,
            session_id=order.idempotency_key,
        )
        if problem := misshapen(body):
            raise _not_sent("misshapen", problem.message, field=problem.key)
        admin_sig = str(order.values.get("im_admin_user_sig") or "")
        reply = await self._call("StartAITranscription", body, user_sig, admin_sig)
        return _observed(reply, state=TaskState.STARTING, vendor_task_id=_required(reply, "TaskId"))

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

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Not possible at this vendor (tencent.md §0.3): always raises `BadRequest`."""
        raise BadRequest(T("TRTC can't change a running task. Stop it, then start it again with the changes."))

    async def stop(self, ref: TaskRef) -> Observation:
        """StopAITranscription (tencent.md §3.7). Its answer tells no state: the next question brings the receipt."""
        if not ref.vendor_task_id:
            return await self._stop_without_id(ref)
        reply = await self._call("StopAITranscription", {"TaskId": ref.vendor_task_id})
        return _observed(reply, state=TaskState.STOPPING, vendor_task_id=ref.vendor_task_id)

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """Not possible at this vendor: always raises `BadRequest`."""
        raise cannot_list()

    async def check(self) -> ConnectionReport:
        """Ask for a task that cannot exist: "no such task" comes only after the credentials were accepted."""
        try:
            reply = await self._call("DescribeAITranscription", self._by_session(PROBE))
        except CallFailed as failure:
            return _report(failure)
        return ConnectionReport(
            ok=True,
            answer=reply.text("Status"),
            meaning=_ACCEPTED,
            clock_skew=reply.exchange.clock_skew,
            request_id=reply.exchange.request_id,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _describe(self, question: Mapping[str, object]) -> Observation:
        reply = await self._call("DescribeAITranscription", question)
        word = _required(reply, "Status")
        return _observed(reply, word=word, state=state_of(word), vendor_task_id=reply.text("TaskId"))

    def _by_session(self, session_id: str) -> Mapping[str, object]:
        # The vendor wants TaskId even where it is not the question (tencent.md §13, 5).
        return {"TaskId": "", "SdkAppId": self._sdk_app_id(), "SessionId": session_id}

    async def _stop_without_id(self, ref: TaskRef) -> Observation:
        seen = await self._describe(self._by_session(ref.idempotency_key))
        if seen.state.ended:
            return seen
        if not seen.vendor_task_id:
            message = T(
                "The start's answer was lost, and the vendor does not tell the task's ID, so it can't be stopped from "
                "here. Remove the bot from the room, or wait: it leaves a silent room by itself."
            )
            raise _not_sent("no-task-id", message)
        stopping = await self.stop(replace(ref, vendor_task_id=seen.vendor_task_id))
        return replace(stopping, asked_at=seen.asked_at, exchanges=(*seen.exchanges, *stopping.exchanges))

    async def _call(self, action: str, body: Mapping[str, object], *secrets: str) -> _Reply:
        """One signed call; an error the vendor answers becomes `CallFailed`, whatever the answer's type says."""
        account = self._account
        # One redactor for each call: the bots' signatures would otherwise pile up in it.
        redactor = Redactor(SECRET_NAMES, (account.get("secret_key"), account.get("sdk_secret_key"), *secrets))
        caller = Caller(self._http, self._clock, redactor)
        answer = await caller.send(action, "POST", "/", content=compact_json(body), headers=self._headers(action))
        envelope = answer.json.get("Response") if isinstance(answer.json, dict) else None
        if answer.status != 200 or not isinstance(envelope, dict):
            raise unreadable(answer)
        exchange = replace(answer.exchange, request_id=str(envelope.get("RequestId") or ""))
        if (error := envelope.get("Error")) is not None:
            parts = error if isinstance(error, dict) else {"Message": error}
            message = redactor.text(str(parts.get("Message", "")))
            raise CallFailed(
                explain(str(parts.get("Code") or "unknown"), message, exchange.request_id), exchange=exchange
            )
        return _Reply(envelope, exchange)

    def _headers(self, action: str) -> dict[str, str]:
        """tencent.md §1.3; host, timestamp and authorization come with the signature."""
        headers = {
            "Content-Type": "application/json",
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Language": "zh-CN" if self._site.id == "cn" else "en-US",
            "X-TC-RequestClient": "RoomScribe",
            "X-TC-TraceId": str(uuid.uuid4()),
        }
        if region := self._account.profile.region:
            headers["X-TC-Region"] = region
        return headers

    def _sign(self, request: Unsigned) -> Mapping[str, str]:
        now = int(self._clock.now())
        authorization = authorize(
            secret_id=self._account.get("secret_id"),
            secret_key=self._account.get("secret_key"),
            timestamp=now,
            headers=request.headers,
            body=request.body,
        )
        return {"X-TC-Timestamp": str(now), "Authorization": str(authorization)}

    def _sdk_app_id(self) -> int:
        text = self._account.get("sdk_app_id")
        if not (text.isascii() and text.isdigit()):
            raise _not_sent("sdk-app-id", T("The profile's SDKAppID is not a number. Correct it in the profile."))
        return int(text)

    def _user_sig(self, order: StartOrder) -> str:
        """The bot's password: what was pasted, or one that outlives the task."""
        if order.values.get("user_sig_source") == PASTED:
            token = str(order.values.get("user_sig") or "")
            if not token:
                raise _not_sent("user-sig", T("Paste the bot's UserSig again: it was not kept."), field="user_sig")
        else:
            key = self._account.get("sdk_secret_key")
            if not key:
                message = T("The profile has no SDKSecretKey to make the bot's signature. Add it, or paste a UserSig.")
                raise _not_sent("sdk-secret-key", message, field="user_sig_source")
            token = make_user_sig(
                sdk_app_id=self._sdk_app_id(),
                key=key,
                identifier=str(order.values.get("bot_user_id") or ""),
                lifetime=int(max(SHORTEST_SIGNATURE, order.runs_for + SIGNATURE_MARGIN)),
                now=int(self._clock.now()),
            )
        return token


_ACCEPTED = T(
    "Tencent accepts the key and the application. The SDKSecretKey is not checked by this: the first start does that."
)
_KNOWN_TASKS_ONLY = frozenset({"FailedOperation.TaskNotExist", "InvalidParameter.TaskId", "InvalidParameter"})
"""What a probe is answered once the vendor has accepted who asks."""


def _report(failure: CallFailed) -> ConnectionReport:
    note, exchange = failure.note, failure.exchange
    accepted = note.code in _KNOWN_TASKS_ONLY
    return ConnectionReport(
        ok=accepted,
        answer=f"{note.code}: {note.vendor_message}" if note.vendor_message else note.code,
        meaning=_ACCEPTED if accepted else note.meaning,
        clock_skew=exchange.clock_skew if exchange else None,
        request_id=note.request_id,
        error=None if accepted else note,
    )


def _observed(reply: _Reply, *, state: TaskState, word: str = "", vendor_task_id: str = "") -> Observation:
    exchange = reply.exchange
    return Observation(
        vendor_state=word,
        state=state,
        asked_at=exchange.sent_at,
        answered_at=exchange.sent_at if exchange.answered_at is None else exchange.answered_at,
        request_id=exchange.request_id,
        vendor_task_id=vendor_task_id,
        exchanges=(exchange,),
    )


def _required(reply: _Reply, name: str) -> str:
    """A field that every such answer has; without it the answer is not the vendor's, and may hide a task."""
    if value := reply.text(name):
        return value
    note = ErrorNote(
        kind=FailureKind.AMBIGUOUS,
        code="malformed",
        vendor_message="",
        meaning=T("The vendor's answer lacks its {name}.", name=name),
        remedy=T("The console asks again. If it repeats, send the request ID to Tencent's support."),
        request_id=reply.exchange.request_id,
        retryable=True,
    )
    raise CallFailed(note, exchange=reply.exchange)


def _not_sent(code: str, message: Text, field: str = "") -> CallFailed:
    """Our own refusal: nothing was put on the wire."""
    note = ErrorNote(
        kind=FailureKind.NOT_SENT,
        code=code,
        vendor_message="",
        meaning=message,
        remedy=T("Nothing was sent."),
        field=field,
    )
    return CallFailed(note)
