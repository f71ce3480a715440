"""The harbour's three calls, over HTTP."""

from __future__ import annotations

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.call import Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.connection import accepted, refused
from roomscribe.vendors.protocol import (
    Change,
    ConnectionReport,
    ListedPage,
    Prepared,
    StartOrder,
    TaskRef,
    cannot_list,
)

from .form import SITE, body

STATES = {
    "arriving": TaskState.STARTING,
    "moored": TaskState.RUNNING,
    "gone": TaskState.STOPPED,
}


class HarbourClient:
    """One pass to the harbour."""

    def __init__(self, account: Account, factory: HttpFactory, clock: Clock) -> None:
        self._headers = {"authorization": f"Pass {account.get('pass_key')}", "content-type": "application/json"}
        self._http = factory.client(ClientOptions(base_url=account.profile.base_url or SITE.base_url))
        self._caller = Caller(self._http, clock, Redactor((), (account.get("pass_key"),)))

    async def prepare(self, order: StartOrder) -> Prepared:
        """Nothing has to be asked first."""
        return Prepared()

    async def start(self, order: StartOrder) -> Observation:
        """Moor a bot."""
        return await self._seen("Moor", "POST", "/harbour/bots", compact_json(body(order.values)))

    async def observe(self, ref: TaskRef) -> Observation:
        """Look where it is."""
        return await self._seen("Look", "GET", f"/harbour/bots/{ref.vendor_task_id}")

    async def stop(self, ref: TaskRef) -> Observation:
        """Cast it off."""
        return await self._seen("CastOff", "DELETE", f"/harbour/bots/{ref.vendor_task_id}")

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """The harbour master keeps no book."""
        raise BadRequest(T("The harbour can't be searched."))

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """A moored bot stays as it is."""
        raise BadRequest(T("A moored bot can't be changed."))

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """The harbour master keeps no book."""
        raise cannot_list()

    async def check(self) -> ConnectionReport:
        """Look for a bot that nobody has."""
        try:
            seen = await self._seen("Look", "GET", "/harbour/bots/nobody")
        except CallFailed as failure:
            return refused(failure)
        return accepted(seen.vendor_state, T("The pass is good."), seen.exchanges[0])

    async def aclose(self) -> None:
        """Leave the harbour."""
        await self._http.aclose()

    async def _seen(self, call: str, method: str, path: str, content: bytes | None = None) -> Observation:
        answer = await self._caller.send(call, method, path, content=content, headers=self._headers)
        if answer.status != 200 or not isinstance(answer.json, dict):
            raise unreadable(answer)
        word = str(answer.json["word"])
        return Observation(
            vendor_state=word,
            state=STATES[word],
            asked_at=answer.exchange.sent_at,
            answered_at=answer.exchange.answered_at or answer.exchange.sent_at,
            vendor_task_id=str(answer.json["bot"]),
            exchanges=(answer.exchange,),
        )
