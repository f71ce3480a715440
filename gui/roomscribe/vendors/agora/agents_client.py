"""Agora's 7.x calls for one account: join, query, update, leave, list (agora.md §1.2, §6)."""

from __future__ import annotations

from urllib.parse import quote

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.net.call import Answer, unreadable
from roomscribe.net.http import HttpFactory
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.connection import Connection, start_secrets
from roomscribe.vendors.agora.errors import NAME_TAKEN, failure, foreign_name
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AGORA_7, LONGEST_AGENT_LIFE
from roomscribe.vendors.agora.model import build_start, build_update
from roomscribe.vendors.agora.reading import (
    accepted,
    account_works,
    member,
    observation,
    ok,
    task_id,
)
from roomscribe.vendors.agora.search import Search
from roomscribe.vendors.agora.states import AGENT_NUMBERS, state_of
from roomscribe.vendors.agora.wire import AGENT_SITES, agents_path, base_url
from roomscribe.vendors.connection import refused
from roomscribe.vendors.misshapen import told_at_its_field
from roomscribe.vendors.protocol import (
    Change,
    ConnectionReport,
    ListedPage,
    ListedTask,
    Prepared,
    StartOrder,
    TaskRef,
)

PAGE = 20
MARGIN = 3600.0
"""Seconds that the list looks back beyond an agent's longest life: how far the clocks differ may not be known yet."""
FIELDS = agora_fields(AGORA_7)


class AgentsClient:
    """One account's connection to the 7.x API."""

    def __init__(self, account: Account, http: HttpFactory, clock: Clock) -> None:
        host, root = base_url(account.profile, AGENT_SITES), agents_path(account.get("app_id"))
        self._connection = Connection(account, http, clock, host=host, root=root)
        self._search = Search(self, clock)

    async def prepare(self, order: StartOrder) -> Prepared:
        """7.x needs no call before a join; what would make it fail is said before anything is sent.

        The bots' tokens are judged by the vendor's clock, and a join with an expired one may be taken and break later
        (agora.md §15): where no answer has told the vendor's time yet, it is asked for something harmless before.
        """
        self._connection.require_certificate(order.values)
        if self._connection.knows_time or order.values.get("bot_tokens") != TOKENS_MADE:
            return Prepared()
        try:
            return Prepared(exchanges=((await self.page(limit=1)).exchange,))
        except CallFailed as failure:
            if failure.kind is FailureKind.NOT_SENT:
                raise
            # Whatever is wrong, the join will be told, too, and better.
            return Prepared(exchanges=failure.exchanges)

    async def start(self, order: StartOrder) -> Observation:
        """Join (agora.md §6.1).

        A conflict over a name that the console made is raised as DUPLICATE and names the task, which is ours: no two
        tasks get the same. Over a name that somebody typed it names none, as the task may be somebody else's.
        """
        self._search.sent(order.idempotency_key)
        try:
            return await self.join(order)
        except CallFailed as refusal:
            if order.values.get("instance_id") and refusal.note.code in NAME_TAKEN:
                raise foreign_name(refusal) from None
            raise

    async def join(self, order: StartOrder) -> Observation:
        """The bare call."""
        tokens = self._connection.tokens(order)
        with told_at_its_field(FIELDS):
            body = build_start(order.values, tokens, AGORA_7, order.idempotency_key)
        secrets = start_secrets(order.values, tokens, FIELDS)
        channel = str(order.values.get("channel") or "")
        answer = await self._connection.send(Call.JOIN, "POST", "/join", body=body, secrets=secrets, channel=channel)
        if not ok(answer) or not task_id(answer):
            raise failure(answer, Call.JOIN, [each for each in FIELDS if each.shown(order.values, "")])
        return observation(answer, otherwise=TaskState.STARTING)

    async def observe(self, ref: TaskRef) -> Observation:
        """Ask for the agent's status (agora.md §6.4)."""
        return observation(await self.query(ref.vendor_task_id), otherwise=TaskState.RUNNING)

    async def query(self, agent_id: str) -> Answer:
        """The bare call; its answer has a status word, and in what was seen live the agent's name."""
        answer = await self._connection.send(Call.QUERY, "GET", _agent(agent_id))
        if not ok(answer) or not member(answer, "status"):
            raise failure(answer, Call.QUERY, FIELDS)
        return answer

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Settle a lost start by the vendor's list and the agent's name (agora.md §6.5, §14)."""
        return await self._search.locate(order, self._connection.vendor_time)

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Change the running agent (agora.md §6.2); both query values are deprecated and required, so they are sent."""
        with told_at_its_field(FIELDS):
            mask, body = build_update(change.values, change.changed, AGORA_7)
        query = {"sequenceId": str(change.sequence), "updateMask": mask}
        path = f"{_agent(ref.vendor_task_id)}/update"
        answer = await self._connection.send(Call.UPDATE, "POST", path, query, body)
        if not accepted(answer):
            raise failure(answer, Call.UPDATE, FIELDS)
        return observation(answer, otherwise=TaskState.RUNNING)

    async def stop(self, ref: TaskRef) -> Observation:
        """Ask the agent to leave (agora.md §6.3); the answer is empty."""
        answer = await self._connection.send(Call.LEAVE, "POST", f"{_agent(ref.vendor_task_id)}/leave")
        if not accepted(answer):
            raise failure(answer, Call.LEAVE, FIELDS)
        return observation(answer, otherwise=TaskState.STOPPING)

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """One page of the project's agents in one state (agora.md §6.5).

        The vendor shows those of the last day by default, and an agent may live for three: the window is that wide.
        """
        since = self._connection.vendor_time - LONGEST_AGENT_LIFE - MARGIN
        return await self.page(word=word, room=room, cursor=cursor, since=since)

    async def page(
        self, *, word: str = "", room: str = "", cursor: str = "", since: float | None = None, limit: int = PAGE
    ) -> ListedPage:
        """One page; `since` widens the window of time."""
        query = {"state": str(AGENT_NUMBERS[word or "RUNNING"]), "limit": str(limit)}
        query |= {"channel": room} if room else {}
        query |= {"cursor": cursor} if cursor else {}
        query |= {"from_time": str(int(since))} if since is not None else {}
        answer = await self._connection.send(Call.LIST, "GET", "/agents", query)
        if not ok(answer):
            raise failure(answer, Call.LIST, FIELDS)
        return _page(answer, limit)

    async def check(self) -> ConnectionReport:
        """List one agent: proves credentials, App ID and Real-Time STT, and starts nothing."""
        try:
            page = await self.page(limit=1)
        except CallFailed as refusal:
            return refused(refusal)
        return account_works(page.exchange)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()


def _agent(agent_id: str) -> str:
    return f"/agents/{quote(agent_id, safe='')}"


def _page(answer: Answer, limit: int) -> ListedPage:
    body = answer.json if isinstance(answer.json, dict) else {}
    data, meta = body.get("data"), body.get("meta")
    rows = data.get("list") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise unreadable(answer)
    tasks = tuple(_listed(row) for row in rows if isinstance(row, dict) and row.get("agent_id"))
    told = meta if isinstance(meta, dict) else {}
    total = told.get("total")
    # The cursor of a last page is told, too, so only a full page promises another.
    more = len(rows) >= limit and bool(tasks)
    return ListedPage(
        tasks=tasks,
        exchange=answer.exchange,
        next_cursor=str(told.get("cursor") or tasks[-1].vendor_task_id) if more else "",
        total=total if isinstance(total, int) else None,
    )


def _listed(row: dict[str, object]) -> ListedTask:
    word, started = str(row.get("status") or ""), row.get("start_ts")
    return ListedTask(
        vendor_task_id=str(row["agent_id"]),
        vendor_state=word,
        state=state_of(word),
        started_at=float(started) if isinstance(started, (int, float)) else None,
    )
