"""The turns of a batch's rows: each is written down shortly before the account may make one more start."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T
from roomscribe.net.pace import Pace, Permit
from roomscribe.services.pacing import START

LONGEST_LEAD = 0.25
"""Of the time that it takes to write a row down, what is counted at most."""


class Turns:
    """Keeps the rows of one batch near their turn, and calls them off as long as they have not been sent."""

    def __init__(self, pace: Callable[[], Pace], clock: Clock) -> None:
        """`pace` is the account's for starts, as it is then."""
        self.pace = pace
        self.clock = clock
        self._ahead = 0
        """Rows that are being written down, or are, and wait for their turn."""
        self._moved = asyncio.Event()
        """One of them has its turn, or needs none any more."""
        self._lead = 0.02
        """Seconds that it takes to write a row down, lately."""
        self._waiting: set[asyncio.Timeout] = set()
        """Those who wait for their turn."""
        self._round = 0
        """How often everything was called off."""

    async def near(self) -> None:
        """Wait until the next row's turn comes about when it is written down: what is written before it is sent would
        be an open question after a crash."""
        while self._ahead > math.ceil(self.pace().allowed * self._lead):  # one more than it takes, or a turn is missed
            self._moved.clear()
            await self._moved.wait()

    def begin(self) -> RowTurn:
        """A row is about to be written down; whoever does that says `over` when it needs no turn any more."""
        self._ahead += 1
        return RowTurn(self, self._round)

    def call_off(self) -> None:
        """Nothing of what has begun is sent, except what is on its way already."""
        self._round += 1
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            each.reschedule(asyncio.get_running_loop().time())

    # What a row's turn tells

    def is_called_off(self, begun: int) -> bool:
        """Whether everything was called off since that round."""
        return self._round != begun

    def written(self, seconds: float) -> None:
        """A row was written down in so many seconds."""
        self._lead += (min(seconds, LONGEST_LEAD) - self._lead) / 8

    async def permit(self) -> Permit:
        """Wait for the permission to make one more start; `TimeoutError` where it is called off meanwhile."""
        async with asyncio.timeout(None) as wait:
            self._waiting.add(wait)
            try:
                return await self.pace().turn(act=False, of=START)
            finally:
                self._waiting.discard(wait)

    def had(self) -> None:
        """One row less is ahead."""
        self._ahead -= 1
        self._moved.set()


class RowTurn:
    """One row's way to its turn (`start_turns.Turn`)."""

    def __init__(self, turns: Turns, begun: int) -> None:
        self._turns = turns
        self._begun = begun
        self._since = turns.clock.monotonic()
        self._over = False
        self.called_off = False
        """It was not sent because everything was called off before."""

    @property
    def off(self) -> bool:
        """Whether everything was called off since it began."""
        return self._turns.is_called_off(self._begun)

    async def wait(self) -> Permit:
        """Its row is written down: wait for the account's next start, behind what people do."""
        self._turns.written(self._turns.clock.monotonic() - self._since)
        try:
            return await self.further()
        finally:
            self.over()

    async def further(self) -> Permit:
        """Wait in the same way for the turn of one more call, where its start takes several."""
        self.require()
        try:
            return await self._turns.permit()
        except TimeoutError:
            self.require()
            raise

    def require(self) -> None:
        """Raise `BadRequest` where it was called off."""
        if self.off:
            self.called_off = True
            raise BadRequest(T("The batch was paused or cancelled before this row's turn."))

    def over(self) -> None:
        """It has its turn, or needs none any more; safe to call twice."""
        if not self._over:
            self._over = True
            self._turns.had()
