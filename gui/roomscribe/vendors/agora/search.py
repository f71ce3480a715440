"""Finds a 7.x agent whose start got no answer: by the vendor's list, and by the name that the console gave it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.net.call import Answer
from roomscribe.vendors.agora.errors import NAME_TAKEN, not_listed_yet
from roomscribe.vendors.agora.limits import LONGEST_AGENT_LIFE
from roomscribe.vendors.agora.reading import member, observation
from roomscribe.vendors.protocol import ListedPage, StartOrder

WORDS = ("RUNNING", "STARTING", "RECOVERING", "STOPPING", "IDLE", "FAILED", "STOPPED")
"""Where to look, the likeliest first: the list tells one state at a time."""
FRESH = 30.0
"""Seconds after a join in which a list without it proves nothing: the request may still be on its way."""


class Calls(Protocol):
    """The calls a search needs."""

    async def page(self, *, word: str = "", room: str = "", cursor: str = "", since: float | None = None) -> ListedPage:
        """One page of the list."""

    async def query(self, agent_id: str) -> Answer:
        """One agent's state, with its name where the vendor tells it."""

    async def join(self, order: StartOrder) -> Observation:
        """The start itself."""


class Search:
    """Looks for lost starts of one account."""

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._sent: dict[str, float] = {}
        """Monotonic time of each join of this session, by name."""

    def sent(self, name: str) -> None:
        """A join with this name leaves now."""
        self._sent[name] = self._clock.monotonic()

    async def locate(self, order: StartOrder, vendor_time: float) -> Observation | None:
        """The agent with the order's name, or None when the vendor never got the request.

        The list carries no names, so each agent of the channel is asked for its own. Where answers to that have no
        name either (agora.md §6.4 documents none), the join is repeated: the vendor refuses a name that is in use.
        """
        nameless: list[str] = []
        async for agent_id in self._agents(str(order.values.get("channel")), vendor_time - LONGEST_AGENT_LIFE):
            answer = await self._asked(agent_id)
            name = member(answer, "name") if answer else ""
            if answer and name == order.idempotency_key:
                return observation(answer, otherwise=TaskState.RUNNING)
            if answer and not name:
                nameless.append(agent_id)
        if nameless:
            return await self._joined_again(order, nameless)
        if self._fresh(order.idempotency_key):
            raise not_listed_yet()
        return None

    async def _agents(self, room: str, since: float) -> AsyncIterator[str]:
        """The ids of every agent of the channel, whatever became of it."""
        for word in WORDS:
            cursor = ""
            while True:
                page = await self._calls.page(word=word, room=room, cursor=cursor, since=since)
                for listed in page.tasks:
                    yield listed.vendor_task_id
                cursor = page.next_cursor
                if not cursor:
                    break

    async def _asked(self, agent_id: str) -> Answer | None:
        try:
            return await self._calls.query(agent_id)
        except CallFailed as failure:
            if failure.kind is FailureKind.NOT_FOUND:
                return None  # it was listed, and is forgotten by now
            raise

    async def _joined_again(self, order: StartOrder, nameless: list[str]) -> Observation:
        """What a repeated join tells: the agent that has the name, or a new one where nobody had it."""
        try:
            return await self._calls.join(order)
        except CallFailed as refusal:
            if refusal.note.code not in NAME_TAKEN:
                raise
            # A conflict that names nobody leaves no doubt where the channel has a single agent.
            known = refusal.vendor_task_id or (nameless[0] if len(nameless) == 1 else "")
            if not known:
                raise
        return observation(await self._calls.query(known), otherwise=TaskState.RUNNING)

    def _fresh(self, name: str) -> bool:
        sent = self._sent.get(name)
        return sent is not None and self._clock.monotonic() - sent < FRESH
