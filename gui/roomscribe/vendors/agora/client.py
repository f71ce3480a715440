"""Agora's 5.x calls for one account: acquire, start, query, update, stop (agora.md §1.1, §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.basic import basic_auth
from roomscribe.net.call import Answer, Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.agora.bot_tokens import bot_tokens
from roomscribe.vendors.agora.catalogue import Call
from roomscribe.vendors.agora.errors import builder_token_expired, failure, not_sent, read_error, unsettled
from roomscribe.vendors.agora.fields import AGORA_5_FIELDS, TOKENS_MADE
from roomscribe.vendors.agora.model import build_start, build_update
from roomscribe.vendors.agora.states import state_of
from roomscribe.vendors.agora.wire import SECRET_NAMES, base_url, project_path
from roomscribe.vendors.protocol import Change, ConnectionReport, ListedPage, Prepared, StartOrder, TaskRef, cannot_list

BUILDER_TOKEN = "builder_token"  # noqa: S105 - the name under which it is kept
CHECK_INSTANCE = "connection-check"
REPEATED_STOP = "49"


class AgoraClient:
    """One account's connection to the 5.x API."""

    def __init__(self, account: Account, http: HttpFactory, clock: Clock) -> None:
        profile = account.profile
        self._account = account
        self._clock = clock
        self._path = project_path(account.get("app_id"))
        self._http = http.client(
            ClientOptions(
                base_url=base_url(profile),
                proxy=profile.proxy,
                auth=basic_auth(account.get("customer_id"), account.get("customer_secret")),
            )
        )
        self._skew = 0.0
        """Vendor's clock minus ours, from the last answer."""

    async def prepare(self, order: StartOrder) -> Prepared:
        """Acquire a builder token (agora.md §3.1); it must be used within 5 minutes."""
        if order.values.get("bot_tokens") == TOKENS_MADE and not self._account.get("app_certificate"):
            raise not_sent("no-certificate", field="bot_tokens")
        answer = await self._acquire(order.idempotency_key)
        return Prepared(kept={BUILDER_TOKEN: _member(answer, "tokenName")}, exchanges=(answer.exchange,))

    async def start(self, order: StartOrder) -> Observation:
        """Start the task (agora.md §3.2).

        A 409 is raised as DUPLICATE and names the task: a builder token belongs to one start, so that task is ours.
        """
        return _started(await self._send_start(order, order.kept))

    async def observe(self, ref: TaskRef) -> Observation:
        """Ask for the task's status (agora.md §3.3)."""
        answer = await self._send_to_task(Call.QUERY, "GET", ref)
        if not _ok(answer) or not _member(answer, "status"):
            raise failure(answer, Call.QUERY)
        return _observation(answer, otherwise=TaskState.RUNNING)

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Settle a lost start by repeating it with the same builder token (agora.md §14).

        409 names the task that the first request started; 200 means that only this one arrived, and its task is
        returned. A token that has become too old to start anything settles nothing: §5.4 leaves open whether Agora
        looks for the token's task before it looks at the token's age, so the first request may have arrived.
        """
        answer = await self._send_start(order, ref.kept)
        if builder_token_expired(answer):
            raise unsettled(answer)
        try:
            return _started(answer)
        except CallFailed as refusal:
            if refusal.kind is not FailureKind.DUPLICATE:
                raise
            said = read_error(answer.exchange.response)
            return _seen(answer, said.task_status if said else "", refusal.vendor_task_id, TaskState.RUNNING)

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Change the running task (agora.md §3.4); the mask names the changed fields alone."""
        mask, body = build_update(change.values, change.changed)
        query = {"sequenceId": str(change.sequence), "updateMask": mask}
        answer = await self._send_to_task(Call.UPDATE, "PATCH", ref, query, body)
        # The page's own sample answer is that of acquire (§14, C1): a 2xx is believed without the task's words.
        if not _accepted(answer):
            raise failure(answer, Call.UPDATE)
        return _observation(answer, otherwise=TaskState.RUNNING)

    async def stop(self, ref: TaskRef) -> Observation:
        """Ask the task to end (agora.md §3.6); the answer is usually empty."""
        answer = await self._send_to_task(Call.STOP, "DELETE", ref)
        if not _accepted(answer):
            refusal = failure(answer, Call.STOP)
            if refusal.note.code != REPEATED_STOP:  # §8.3: repeated means that the first one was accepted
                raise refusal
        return _observation(answer, otherwise=TaskState.STOPPING)

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """Not possible before 7.x (agora.md §14): always raises `BadRequest`."""
        raise cannot_list()

    async def check(self) -> ConnectionReport:
        """Acquire a builder token and throw it away: proves credentials, App ID and Real-Time STT in one call."""
        try:
            answer = await self._acquire(CHECK_INSTANCE)
        except CallFailed as refusal:
            note, exchange = refusal.note, refusal.exchange
            return ConnectionReport(
                ok=False,
                answer=f"{note.code}: {note.vendor_message}".removesuffix(": "),
                meaning=note.meaning,
                clock_skew=exchange.clock_skew if exchange else None,
                request_id=note.request_id,
                error=note,
            )
        return ConnectionReport(
            ok=True,
            answer=f"HTTP {answer.status}",
            meaning=T("The account works, and Real-Time STT is on for the App ID."),
            clock_skew=answer.exchange.clock_skew,
            request_id=answer.exchange.request_id,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _acquire(self, instance_id: str) -> Answer:
        answer = await self._send(Call.ACQUIRE, "POST", "/builderTokens", body={"instanceId": instance_id})
        if not _ok(answer) or not _member(answer, "tokenName"):
            raise failure(answer, Call.ACQUIRE)
        return answer

    async def _send_start(self, order: StartOrder, kept: Mapping[str, str]) -> Answer:
        # The vendor's clock judges whether a bot's token has expired, so that is the clock to issue it by.
        tokens = bot_tokens(self._account, order.values, order.runs_for, self._clock.now() + self._skew)
        body = build_start(order.values, tokens)
        secrets = [*_typed_secrets(order.values), tokens.sub or "", tokens.pub or ""]
        query = {"builderToken": _builder_token(kept)}
        return await self._send(Call.START, "POST", "/tasks", query, body, secrets)

    async def _send_to_task(
        self, call: Call, method: str, ref: TaskRef, query: Mapping[str, str] | None = None, body: object = None
    ) -> Answer:
        path = f"/tasks/{quote(ref.vendor_task_id, safe='')}"
        return await self._send(call, method, path, {"builderToken": _builder_token(ref.kept), **(query or {})}, body)

    async def _send(
        self,
        call: Call,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: object = None,
        secrets: Iterable[str] = (),
    ) -> Answer:
        query = query or {}
        # One redactor for each call: tokens of thousands of tasks would otherwise pile up in it.
        hidden = [*self._account.secrets.values(), query.get("builderToken", ""), *secrets]
        caller = Caller(self._http, self._clock, Redactor(SECRET_NAMES, hidden), request_id_header="X-Request-Id")
        # httpx would write the mask's commas as %2C; the vendor's page shows them as they are (agora.md §3.4).
        target = f"{self._path}{path}?{urlencode(query, safe=',')}" if query else self._path + path
        content = compact_json(body) if body is not None else None
        headers = {"content-type": "application/json"} if content else None
        answer = await caller.send(call, method, target, content=content, headers=headers)
        if answer.exchange.clock_skew is not None:
            self._skew = answer.exchange.clock_skew
        return answer


def _started(answer: Answer) -> Observation:
    # 201 says that the token's task runs already (§8.1): it is ours, and named like a new one.
    if not _ok(answer) or not _task_id(answer):
        raise failure(answer, Call.START)
    return _observation(answer, otherwise=TaskState.STARTING)


def _observation(answer: Answer, *, otherwise: TaskState) -> Observation:
    """What an answer tells; `otherwise` where it has no status word."""
    if not answer.empty and not isinstance(answer.json, dict):
        raise unreadable(answer)
    return _seen(answer, _member(answer, "status"), _task_id(answer), otherwise)


def _seen(answer: Answer, word: str, task_id: str, otherwise: TaskState) -> Observation:
    exchange = answer.exchange
    return Observation(
        vendor_state=word,
        state=state_of(word) if word else otherwise,
        asked_at=exchange.sent_at,
        answered_at=exchange.answered_at or exchange.sent_at,
        request_id=exchange.request_id,
        vendor_task_id=task_id,
        exchanges=(exchange,),
    )


def _ok(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def _accepted(answer: Answer) -> bool:
    """Whether an update or stop was accepted: any 2xx that has no error in place of a status."""
    return _ok(answer) and (bool(_member(answer, "status")) or read_error(answer.json) is None)


def _task_id(answer: Answer) -> str:
    # The newest generation's name for it, too: a task whose id is overlooked can never be stopped (agora.md §14).
    return _member(answer, "taskId") or _member(answer, "agent_id")


def _member(answer: Answer, name: str) -> str:
    value = answer.json.get(name) if isinstance(answer.json, dict) else None
    return value if isinstance(value, str) else ""


def _builder_token(kept: Mapping[str, str]) -> str:
    token = kept.get(BUILDER_TOKEN, "")
    if not token:
        raise not_sent("no-builder-token")
    return token


def _typed_secrets(values: Values) -> list[str]:
    return [str(values[each.key]) for each in AGORA_5_FIELDS if each.secret and values.get(each.key)]
