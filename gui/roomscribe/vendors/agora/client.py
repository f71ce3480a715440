"""Agora's 5.x and 6.x calls for one account: acquire, start, query, update, stop (agora.md §1.1, §3, §4)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.net.call import Answer
from roomscribe.net.http import HttpFactory
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.tables import NO_BUILDER_TOKEN
from roomscribe.vendors.agora.connection import Connection, start_secrets
from roomscribe.vendors.agora.errors import builder_token_expired, failure, read_error, unsettled
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AGORA_5, AgoraLimits
from roomscribe.vendors.agora.model import build_start, build_update
from roomscribe.vendors.agora.reading import (
    accepted,
    account_works,
    member,
    observation,
    ok,
    seen,
    task_id,
)
from roomscribe.vendors.agora.wire import SITES, base_url, project_path
from roomscribe.vendors.connection import refused
from roomscribe.vendors.misshapen import told_at_its_field
from roomscribe.vendors.protocol import Change, ConnectionReport, ListedPage, Prepared, StartOrder, TaskRef, cannot_list

BUILDER_TOKEN = "builder_token"  # noqa: S105 - the name under which it is kept
CHECK_INSTANCE = "connection-check"
REPEATED_STOP = "49"


class AgoraClient:
    """One account's connection to the API of 5.x and 6.x, which differ in their limits alone."""

    def __init__(self, account: Account, http: HttpFactory, clock: Clock, limits: AgoraLimits = AGORA_5) -> None:
        self._limits = limits
        self._fields = agora_fields(limits)
        host, root = base_url(account.profile, SITES), project_path(account.get("app_id"))
        self._connection = Connection(account, http, clock, host=host, root=root)

    async def prepare(self, order: StartOrder) -> Prepared:
        """Acquire a builder token (agora.md §3.1); it must be used within 5 minutes."""
        self._connection.require_certificate(order.values)
        answer = await self._acquire(order.idempotency_key)
        return Prepared(kept={BUILDER_TOKEN: member(answer, "tokenName")}, exchanges=answer.exchanges)

    async def start(self, order: StartOrder) -> Observation:
        """Start the task (agora.md §3.2).

        A 409 is raised as DUPLICATE and names the task: a builder token belongs to one start, so that task is ours.
        """
        return self._started(await self._send_start(order, order.kept), order)

    async def observe(self, ref: TaskRef) -> Observation:
        """Ask for the task's status (agora.md §3.3)."""
        answer = await self._send_to_task(Call.QUERY, "GET", ref)
        if not ok(answer) or not member(answer, "status"):
            raise failure(answer, Call.QUERY)
        return observation(answer, otherwise=TaskState.RUNNING)

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
            return self._started(answer, order)
        except CallFailed as refusal:
            if refusal.kind is not FailureKind.DUPLICATE:
                raise
            said = read_error(answer.exchange.response)
            return seen(answer, said.task_status if said else "", refusal.vendor_task_id, TaskState.RUNNING)

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Change the running task (agora.md §3.4); the mask names the changed fields alone."""
        with told_at_its_field(self._fields):
            mask, body = build_update(change.values, change.changed, self._limits)
        query = {"sequenceId": str(change.sequence), "updateMask": mask}
        answer = await self._send_to_task(Call.UPDATE, "PATCH", ref, query, body)
        # The page's own sample answer is that of acquire (§14, C1): a 2xx is believed without the task's words.
        if not accepted(answer):
            raise failure(answer, Call.UPDATE, self._fields)
        return observation(answer, otherwise=TaskState.RUNNING)

    async def stop(self, ref: TaskRef) -> Observation:
        """Ask the task to end (agora.md §3.6); the answer is usually empty."""
        answer = await self._send_to_task(Call.STOP, "DELETE", ref)
        if not accepted(answer):
            refusal = failure(answer, Call.STOP)
            if refusal.note.code != REPEATED_STOP:  # §8.3: repeated means that the first one was accepted
                raise refusal
        return observation(answer, otherwise=TaskState.STOPPING)

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """Not possible before 7.x (agora.md §14): always raises `BadRequest`."""
        raise cannot_list()

    async def check(self) -> ConnectionReport:
        """Acquire a builder token and throw it away: proves credentials, App ID and Real-Time STT in one call."""
        try:
            answer = await self._acquire(CHECK_INSTANCE)
        except CallFailed as refusal:
            return refused(refusal)
        return account_works(answer.exchange)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()

    async def _acquire(self, instance_id: str) -> Answer:
        answer = await self._connection.send(Call.ACQUIRE, "POST", "/builderTokens", body={"instanceId": instance_id})
        if not ok(answer) or not member(answer, "tokenName"):
            raise failure(answer, Call.ACQUIRE, self._fields)
        return answer

    async def _send_start(self, order: StartOrder, kept: Mapping[str, str]) -> Answer:
        tokens = self._connection.tokens(order)
        with told_at_its_field(self._fields):
            body = build_start(order.values, tokens, self._limits)
        token = _builder_token(kept)
        secrets = [token, *start_secrets(order.values, tokens, self._fields)]
        channel = str(order.values.get("channel") or "")
        query = {"builderToken": token}
        return await self._connection.send(Call.START, "POST", "/tasks", query, body, secrets, channel)

    def _started(self, answer: Answer, order: StartOrder) -> Observation:
        # 201 says that the token's task runs already (§8.1): it is ours, and named like a new one.
        if not ok(answer) or not task_id(answer):
            # Each storage vendor has its own list of regions under one name; the one that is shown comes first.
            shown_first = sorted(self._fields, key=lambda each: not each.shown(order.values, ""))
            raise failure(answer, Call.START, shown_first)
        return observation(answer, otherwise=TaskState.STARTING)

    async def _send_to_task(
        self, call: Call, method: str, ref: TaskRef, query: Mapping[str, str] | None = None, body: object = None
    ) -> Answer:
        path, token = f"/tasks/{quote(ref.vendor_task_id, safe='')}", _builder_token(ref.kept)
        return await self._connection.send(
            call, method, path, {"builderToken": token, **(query or {})}, body, secrets=[token]
        )


def _builder_token(kept: Mapping[str, str]) -> str:
    token = kept.get(BUILDER_TOKEN, "")
    if not token:
        raise CallFailed(NO_BUILDER_TOKEN.note())
    return token
