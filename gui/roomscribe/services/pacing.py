"""A client whose every call has its turn: what goes to a vendor stays within what it permits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from roomscribe.domain.errors import BadRequest, CallFailed, FailureKind
from roomscribe.domain.lengths import spoken
from roomscribe.domain.own_errors import PAUSED
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T
from roomscribe.net.pace import Pace, Paused, Permit
from roomscribe.vendors.protocol import (
    Change,
    ConnectionReport,
    ListedPage,
    Prepared,
    StartOrder,
    TaskClient,
    TaskRef,
)

START, OBSERVE, UPDATE, STOP, LIST = "start", "observe", "update", "stop", "list"
"""Kinds of call, as in `Abilities.calls_per_second`."""
PaceOf = Callable[[str], Pace]
Further = Callable[[], Awaitable[Permit]]
"""Waits for the turn of one more call of a start; `BadRequest` where that is not wanted any more."""
Result = TypeVar("Result")


class PacedClient:
    """A `TaskClient` that waits for its turn before each call and tells the pace what became of it.

    A call is a person's act, except one for which a `permit` was taken before, a poll's or that of a batch, and the
    further calls of a start whose `further` turns go behind what people do.
    """

    def __init__(
        self,
        client: TaskClient,
        pace_of: PaceOf,
        permit: Permit | None = None,
        require: Callable[[], None] | None = None,
        further: Further | None = None,
    ) -> None:
        """`pace_of` tells the pace of a kind of call; `permit` is for the first call. `require` raises `BadRequest`
        where a call whose turn has come is not wanted any more. `further` waits for the turns of what a start takes
        beyond its first call; without it they are a person's acts."""
        self._client = client
        self._pace_of = pace_of
        self._permit = permit
        self._require = require
        self._further = further

    async def prepare(self, order: StartOrder) -> Prepared:
        return await self._paced(START, lambda: self._client.prepare(order), lambda made: len(made.exchanges))

    async def start(self, order: StartOrder) -> Observation:
        return await self._paced(START, lambda: self._client.start(order), _requests)

    async def observe(self, ref: TaskRef) -> Observation:
        return await self._paced(OBSERVE, lambda: self._client.observe(ref), _requests)

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        return await self._paced(OBSERVE, lambda: self._client.locate(ref, order), _requests)

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        return await self._paced(UPDATE, lambda: self._client.update(ref, change), _requests)

    async def stop(self, ref: TaskRef) -> Observation:
        return await self._paced(STOP, lambda: self._client.stop(ref), _requests)

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        return await self._paced(
            LIST, lambda: self._client.list_tasks(word=word, room=room, cursor=cursor), lambda page: 1
        )

    async def check(self) -> ConnectionReport:
        return await self._paced(OBSERVE, self._client.check, lambda report: 1)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _paced(
        self, kind: str, call: Callable[[], Awaitable[Result]], requests: Callable[[Result], int]
    ) -> Result:
        """`requests` counts those that an answer took."""
        permit = await self._permitted(kind)
        if self._require is not None:
            try:
                self._require()
            except BadRequest:
                permit.give_back()
                raise
        permit.begin()
        try:
            result = await call()
        except CallFailed as failure:
            _close(permit, failure)
            raise
        except BaseException as error:
            # Our own refusals come before anything is sent; what was cancelled may be on its way.
            if isinstance(error, Exception):
                permit.give_back()
            else:
                permit.unanswered()
            raise
        if count := requests(result):
            permit.answered(count)
        else:
            # A step without a request leaves its turn to the call that follows.
            self._permit = permit
        return result

    async def _permitted(self, kind: str) -> Permit:
        pace = self._pace_of(kind)
        taken, self._permit = self._permit, None
        if taken is not None and taken.pace is pace:
            return taken
        if taken is not None:
            taken.give_back()
        if kind == START and self._further is not None:
            return await self._further()
        try:
            return await pace.turn()
        except Paused as pause:
            meaning = T("The vendor wants a pause of {time} before the next call.", time=spoken(round(pause.seconds)))
            raise CallFailed(PAUSED.note(meaning=meaning)) from pause


def _requests(seen: Observation | None) -> int:
    # Every vendor's client names the requests of an answer; who names none has made one all the same.
    return max(1, len(seen.exchanges)) if seen is not None else 1


def _close(permit: Permit, failure: CallFailed) -> None:
    last, count = failure.exchange, len(failure.exchanges)
    wanted = None if last is None else last.retry_after
    if count and (failure.kind is FailureKind.RATE_LIMITED or wanted is not None):
        permit.refused(wanted, count)
    elif count == 0 or failure.kind is FailureKind.NOT_SENT:
        permit.give_back()
    elif last is None or last.answered_at is None:
        permit.unanswered(count)
    else:
        permit.answered(count)
