"""One account's signed connection to TRTC: what the clients of both generations share (tencent.md §1, §6, §7)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.fields import Field
from roomscribe.domain.own_errors import UNREADABLE
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.auth import SigningAuth, Unsigned
from roomscribe.net.call import Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.connection import accepted, refused, said
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
from roomscribe.vendors.trtc.bodies import secret_names
from roomscribe.vendors.trtc.catalogue.tables import BAD_APP_ID, LOST_SIGNATURE, NO_SIGNING_KEY, NO_TASK_ID
from roomscribe.vendors.trtc.errors import explain, field_names
from roomscribe.vendors.trtc.fields import PASTED
from roomscribe.vendors.trtc.signature_life import signature_life
from roomscribe.vendors.trtc.signing import authorize
from roomscribe.vendors.trtc.usersig import make_user_sig

VERSION = "2019-07-22"
PROBE = "roomscribe-connection-check"
"""An id that no task has."""


@dataclass(frozen=True)
class Reply:
    """A readable answer of the vendor: `Response` without its error."""

    content: Mapping[str, object]
    exchange: Exchange
    refused: tuple[Exchange, ...] = ()
    """What was sent before by the wrong time, and refused for it."""

    def text(self, name: str) -> str:
        """A text of the answer; "" where it is absent."""
        value = self.content.get(name)
        return value if isinstance(value, str) else ""


class TrtcConnection:
    """Signs and sends one account's calls; a generation's client adds the calls themselves."""

    def __init__(
        self, account: Account, site: Site, factory: HttpFactory, clock: Clock, fields: Sequence[Field]
    ) -> None:
        self._account = account
        self._site = site
        self._clock = clock
        secrets = (account.get("secret_key"), account.get("sdk_secret_key"))
        self._redactor = Redactor(secret_names(fields), secrets)
        self._field_names = field_names(fields, site.id)
        host = account.profile.base_url or site.base_url
        self._time = factory.clocks.of(host, clock)
        self._http = factory.client(
            ClientOptions(
                base_url=host,
                proxy=account.profile.proxy,
                auth=SigningAuth(self._sign),
            )
        )

    async def prepare(self, order: StartOrder) -> Prepared:
        """A start needs nothing from the vendor first: the bot's signature is made here."""
        return Prepared()

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Not possible at this vendor (tencent.md §0.3): always raises `BadRequest`."""
        raise BadRequest(T("TRTC can't change a running task. Stop it, then start it again with the changes."))

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """Not possible at this vendor: always raises `BadRequest`."""
        raise cannot_list()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _started(self, send: Callable[[], Awaitable[Reply]]) -> Observation:
        """Send a start. The answer of either generation tells no state, so the task counts as starting."""
        reply = await self._in_time(send)
        return observed(reply, state=TaskState.STARTING, vendor_task_id=required(reply, "TaskId"))

    async def _probe(self, action: str, question: Callable[[], Mapping[str, object]]) -> ConnectionReport:
        """Ask for a task that cannot exist: "no such task" comes only after the credentials were accepted.

        The question is made here, because a profile may lack what it takes, and that is reported, too.
        """
        try:
            reply = await self._call(action, question())
        except CallFailed as failure:
            if failure.note.code in _KNOWN_TASKS_ONLY:
                return accepted(said(failure.note), _ACCEPTED, failure.exchange)
            return refused(failure)
        return accepted(reply.text("Status"), _ACCEPTED, reply.exchange)

    async def _call(self, action: str, body: Mapping[str, object]) -> Reply:
        """One signed call."""
        return await self._in_time(lambda: self._send(action, body))

    async def _in_time(self, send: Callable[[], Awaitable[Reply]]) -> Reply:
        """Send; once more where the vendor refused its time and told another, by which it is signed then.

        A refused time is refused before anything else is looked at, so the first request did nothing.
        """
        believed = self._time.skew
        try:
            return await send()
        except CallFailed as refusal:
            if refusal.note.code not in _WRONG_TIME or not self._time.differs(believed):
                raise
            refused = refusal.exchanges
        try:
            return replace(await send(), refused=refused)
        except CallFailed as failure:
            failure.earlier = refused
            raise

    async def _send(self, action: str, body: Mapping[str, object], *secrets: str) -> Reply:
        """One request; an error the vendor answers becomes `CallFailed`, whatever the answer's type says."""
        redactor = self._redactor.also(secrets) if secrets else self._redactor
        caller = Caller(self._http, self._clock, redactor)
        answer = await caller.send(action, "POST", "/", content=compact_json(body), headers=self._headers(action))
        envelope = answer.json.get("Response") if isinstance(answer.json, dict) else None
        if answer.status != 200 or not isinstance(envelope, dict):
            raise unreadable(answer)
        self._time.hear(answer.exchange)
        exchange = replace(answer.exchange, request_id=str(envelope.get("RequestId") or ""))
        if (error := envelope.get("Error")) is not None:
            parts = error if isinstance(error, dict) else {"Message": error}
            message = redactor.text(str(parts.get("Message", "")))
            code = str(parts.get("Code") or "")
            raise CallFailed(explain(code, message, exchange.request_id, self._field_names), exchange=exchange)
        return Reply(envelope, exchange)

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
        now = int(self._time.now())
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
            raise CallFailed(BAD_APP_ID.note())
        return int(text)

    def _user_sig(self, order: StartOrder) -> str:
        """The bot's password: what was pasted, or one that outlives the task."""
        if order.values.get("user_sig_source") == PASTED:
            token = str(order.values.get("user_sig") or "")
            if not token:
                raise CallFailed(LOST_SIGNATURE.note())
        else:
            key = self._account.get("sdk_secret_key")
            if not key:
                raise CallFailed(NO_SIGNING_KEY.note())
            token = make_user_sig(
                sdk_app_id=self._sdk_app_id(),
                key=key,
                identifier=str(order.values.get("bot_user_id") or ""),
                lifetime=signature_life(order.runs_for),
                now=int(self._time.now()),
            )
        return token


_ACCEPTED = T(
    "Tencent accepts the key and the application: it was asked about a task that does not exist, and says so. The "
    "SDKSecretKey is not checked by this: the first start does that."
)
_KNOWN_TASKS_ONLY = frozenset(
    {"FailedOperation.TaskNotExist", "InvalidParameter.TaskId", "InvalidParameter", "ResourceNotFound"}
)
"""What a probe is answered once the vendor has accepted who asks."""
_WRONG_TIME = frozenset({"AuthFailure.SignatureExpire"})
"""tencent.md §5.3: the signature's time is more than five minutes from the vendor's."""


def observed(reply: Reply, *, state: TaskState, word: str = "", vendor_task_id: str = "") -> Observation:
    """What an answer tells about a task."""
    exchange = reply.exchange
    return Observation(
        vendor_state=word,
        state=state,
        asked_at=exchange.sent_at,
        answered_at=exchange.sent_at if exchange.answered_at is None else exchange.answered_at,
        request_id=exchange.request_id,
        vendor_task_id=vendor_task_id,
        exchanges=(*reply.refused, exchange),
    )


def required(reply: Reply, name: str) -> str:
    """A field that every such answer has; without it the answer is not the vendor's, and may hide a task."""
    if value := reply.text(name):
        return value
    note = UNREADABLE.note(
        meaning=T("The vendor's answer lacks its {name}.", name=name),
        remedy=T("The console asks again. If it repeats, send the request ID to Tencent's support."),
        request_id=reply.exchange.request_id,
    )
    raise CallFailed(note, exchange=reply.exchange)


def no_task_id() -> CallFailed:
    """What is said about a task whose id went with the answer to its start."""
    return CallFailed(NO_TASK_ID.note())
