"""The blank vendor's calls, one method each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.call import Answer, Caller, unreadable
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.blank.account import ROOT, SITE
from roomscribe.vendors.blank.errors import failure
from roomscribe.vendors.blank.fields import FIELDS
from roomscribe.vendors.blank.models import change_body, start_body
from roomscribe.vendors.blank.states import STATES
from roomscribe.vendors.connection import accepted, refused
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


class BlankClient:
    """One account's connection to the blank vendor."""

    def __init__(self, account: Account, factory: HttpFactory, clock: Clock) -> None:
        profile, secret = account.profile, account.get("app_secret")
        self._http = factory.client(ClientOptions(base_url=profile.base_url or SITE.base_url, proxy=profile.proxy))
        self._clock = clock
        self._redactor = Redactor(secret_keys=("passcode",), secrets=(secret,))
        self._headers = {
            "authorization": f"Bearer {account.get('app_id')}:{secret}",
            "content-type": "application/json",
        }

    async def prepare(self, order: StartOrder) -> Prepared:
        """The blank vendor needs no steps before a start."""
        return Prepared()

    async def start(self, order: StartOrder) -> Observation:
        """Ask for the task."""
        with told_at_its_field(FIELDS):
            body = start_body(order)
        passcode = str(order.values.get("passcode") or "")
        return self._seen(await self._call("StartTask", "POST", "/tasks", body, secrets=[passcode]))

    async def observe(self, ref: TaskRef) -> Observation:
        """Ask how the task is doing."""
        return self._seen(await self._call("GetTask", "GET", f"/tasks/{ref.vendor_task_id}"))

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Look for the task by our own key; None when the start never arrived."""
        answer = await self._call("FindTasks", "GET", "/tasks", key=order.idempotency_key)
        found = answer.json.get("tasks") if isinstance(answer.json, dict) else None
        return self._observation(answer, found[0]) if found else None

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Change the running task."""
        with told_at_its_field(FIELDS):
            body = change_body(change)
        return self._seen(await self._call("ChangeTask", "PATCH", f"/tasks/{ref.vendor_task_id}", body))

    async def stop(self, ref: TaskRef) -> Observation:
        """Ask the task to end; the answer says `leaving`, which is no receipt yet."""
        return self._seen(await self._call("StopTask", "DELETE", f"/tasks/{ref.vendor_task_id}"))

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """The tasks in one state, all on one page."""
        answer = await self._call("FindTasks", "GET", "/tasks", state=word or "listening", room=room)
        found = answer.json.get("tasks") if isinstance(answer.json, dict) else None
        if not isinstance(found, list):
            raise unreadable(answer)
        seen = [self._observation(answer, task) for task in found]
        tasks = tuple(
            ListedTask(vendor_task_id=each.vendor_task_id, vendor_state=each.vendor_state, state=each.state)
            for each in seen
        )
        return ListedPage(tasks=tasks, exchange=answer.exchange, total=len(tasks))

    async def check(self) -> ConnectionReport:
        """Ask for the account: harmless, and only the right secret gets an answer."""
        try:
            answer = await self._call("GetAccount", "GET", "/account")
        except CallFailed as refusal:
            return refused(refusal)
        return accepted(
            f"HTTP {answer.status}", T("The vendor accepts the App ID and the App secret."), answer.exchange
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _call(
        self, call: str, method: str, path: str, body: object = None, *, secrets: Iterable[str] = (), **params: str
    ) -> Answer:
        content = None if body is None else compact_json(body)
        caller = Caller(self._http, self._clock, self._redactor.also(secrets), request_id_header="x-request-id")
        answer = await caller.send(
            call, method, ROOT + path, params=params or None, content=content, headers=self._headers
        )
        if answer.status >= 300:
            raise failure(answer)
        return answer

    def _seen(self, answer: Answer) -> Observation:
        return self._observation(answer, answer.json)

    def _observation(self, answer: Answer, task: Any) -> Observation:
        if not isinstance(task, dict) or not task.get("id") or not task.get("state"):
            raise unreadable(answer)
        exchange = answer.exchange
        return Observation(
            vendor_state=str(task["state"]),
            state=STATES.get(str(task["state"]), TaskState.RUNNING),
            asked_at=exchange.sent_at,
            answered_at=exchange.answered_at or exchange.sent_at,
            request_id=exchange.request_id,
            vendor_task_id=str(task["id"]),
            idempotency_key=str(task.get("key") or ""),
            room=str(task.get("room") or ""),
            exchanges=(exchange,),
        )
