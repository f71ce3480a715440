"""Notifications of simulated vendors to a URL on this computer: targets, tries, and what came of them."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any

from roomscribe.simulator.addresses import require_own_address
from roomscribe.simulator.clock import SpeedClock
from roomscribe.simulator.world import World

EVERY_APPLICATION = "*"
"""Stands for the applications that have no target of their own."""
LOOK_AGAIN = 0.02
"""Real seconds after which a wait for an answer, or for the next notice that is due, looks at the clock again."""
REMEMBERED = 200
"""Notices whose fate can still be asked about."""
MOST_WAITING = 10_000
"""Notices that wait at once: a receiver that never answers would otherwise let the simulator grow all night."""


class BadTarget(ValueError):
    """Where notifications should go, or how they should be signed, is not acceptable."""

    def __init__(self, error: str, *, at: str) -> None:
        super().__init__(error)
        self.error = error
        """One sentence: what is wrong, and what is allowed. Never holds a key."""
        self.at = at
        """`application`, `url` or `key`."""


@dataclass(frozen=True)
class Answer:
    """What the receiver said."""

    status: int
    body: bytes


Sender = Callable[[str, Mapping[str, str], bytes], Coroutine[Any, Any, Answer | None]]
"""POSTs a body with headers to a URL; None when no answer came. It need not know when to stop waiting."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notification, as its vendor words and delivers it."""

    app_id: str
    event: str
    """The vendor's event type, e.g. `901`."""
    body: bytes
    """Sent unchanged at every try: the receiver's signature is over these bytes."""
    sign: Callable[[str], Mapping[str, str]]
    """The headers for a key; "" where the receiver has none."""
    patience: float
    """Seconds in which the receiver must answer. Real ones, even in a fast world: its programs are no faster."""
    pauses: tuple[float, ...]
    """Seconds of world time from each failure to the next try; given up when there are none left."""
    accepts: Callable[[Answer], bool]
    """Whether this answer ends the delivery."""


class Fate(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"
    DROPPED = "dropped"
    """Its target was taken away, or too many others waited already."""


@dataclass(eq=False)
class Delivery:
    """A notice on its way."""

    notice: Notice
    number: int
    due: float
    """World time of the next try."""
    tries: int = 0
    status: int | None = None
    """HTTP status of the last try; None where no answer came."""
    fate: Fate = Fate.WAITING


@dataclass(frozen=True)
class Target:
    """Where one application's notifications go."""

    url: str
    key: str = field(default="", repr=False)
    """Signs them; "" for unsigned ones. Never shown or logged."""


@dataclass(frozen=True, kw_only=True)
class Applications:
    """A vendor's applications, and which signing keys it takes."""

    ids: Callable[[], Collection[str]]
    key_pattern: str
    key_rule: str
    """In words, for the one whose key is refused."""


class Webhooks:
    """The notifications of a whole world. Lives where the world lives; sends in `deliver` or `keep_sending`."""

    def __init__(self, clock: SpeedClock) -> None:
        self.sender: Sender | None = None
        """Nothing is sent without one."""
        self._clock = clock
        self._vendors: list[Applications] = []
        self._targets: dict[str, Target] = {}
        self._latest: deque[Delivery] = deque(maxlen=REMEMBERED)
        self._waiting: list[Delivery] = []
        self._busy: set[str] = set()
        self._numbers = count(1)

    @classmethod
    def of(cls, world: World) -> Webhooks:
        """The one of this world."""
        return world.shared(cls, lambda: cls(world.clock))

    def add_applications(self, applications: Applications) -> None:
        """Let a vendor's applications have targets."""
        self._vendors.append(applications)

    def set_target(self, application: str, url: str, key: str = "") -> None:
        """Send an application's notifications there from now on; raises `BadTarget`."""
        concerned = [each for each in self._vendors if application in (EVERY_APPLICATION, *each.ids())]
        if not concerned:
            known = ", ".join(sorted({app for each in self._vendors for app in each.ids()}))
            raise BadTarget(f"There is no such application; there are {known}.", at="application")
        try:
            require_own_address(url)
        except ValueError as error:
            raise BadTarget(str(error), at="url") from None
        for each in concerned:
            if key and not re.fullmatch(each.key_pattern, key):
                raise BadTarget(each.key_rule, at="key")
        self._targets[application] = Target(url, key)

    def remove_target(self, application: str) -> None:
        """Send nothing there any more, not even what waits; unknown ones are no error."""
        self._targets.pop(application, None)

    def targets(self) -> Mapping[str, Target]:
        """Where notifications go, by application."""
        return dict(self._targets)

    def deliveries(self) -> list[Delivery]:
        """The latest notices, the oldest first."""
        return list(self._latest)

    def post(self, notice: Notice, *, delay: float = 0.0) -> Delivery | None:
        """Send a notice as soon as it may be, `delay` seconds of world time from now; None without a target for it."""
        if self._target(notice.app_id) is None:
            return None
        delivery = Delivery(notice, next(self._numbers), self._clock.now() + delay)
        self._latest.append(delivery)
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(delivery)
        else:
            delivery.fate = Fate.DROPPED
        return delivery

    async def deliver(self) -> None:
        """Send everything that is due now, and wait for its answers."""
        await asyncio.gather(*(self._empty(app_id) for app_id in self._idle_lanes()))

    async def keep_sending(self) -> None:
        """Send until cancelled. A slow receiver holds up its own application alone."""
        async with asyncio.TaskGroup() as group:
            while True:
                for app_id in self._idle_lanes():
                    group.create_task(self._empty(app_id))
                await asyncio.sleep(LOOK_AGAIN)

    def _target(self, app_id: str) -> Target | None:
        return self._targets.get(app_id) or self._targets.get(EVERY_APPLICATION)

    def _idle_lanes(self) -> list[str]:
        waiting = {each.notice.app_id: None for each in self._due()}
        return [app_id for app_id in waiting if app_id not in self._busy] if self.sender else []

    def _due(self) -> list[Delivery]:
        now = self._clock.now()
        return sorted((each for each in self._waiting if each.due <= now), key=lambda each: (each.due, each.number))

    async def _empty(self, app_id: str) -> None:
        """Try what is due of one application, one after the other: they arrive in the order in which they were due."""
        self._busy.add(app_id)
        try:
            while due := [each for each in self._due() if each.notice.app_id == app_id]:
                await self._try(due[0])
                if due[0].fate is not Fate.WAITING:
                    self._waiting.remove(due[0])
        finally:
            self._busy.discard(app_id)

    async def _try(self, delivery: Delivery) -> None:
        notice, target = delivery.notice, self._target(delivery.notice.app_id)
        if target is None:
            delivery.fate = Fate.DROPPED
            return
        delivery.tries += 1
        answer = await self._answer(notice, target)
        delivery.status = None if answer is None else answer.status
        if answer is not None and notice.accepts(answer):
            delivery.fate = Fate.DELIVERED
        elif delivery.tries > len(notice.pauses):
            delivery.fate = Fate.GIVEN_UP
        else:
            delivery.due = self._clock.now() + notice.pauses[delivery.tries - 1]

    async def _answer(self, notice: Notice, target: Target) -> Answer | None:
        if self.sender is None:
            return None
        headers = {"Content-Type": "application/json", **notice.sign(target.key)}
        began = self._clock.unscaled()
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self.sender(target.url, headers, notice.body))
            while not sending.done() and self._clock.unscaled() - began < notice.patience:
                await asyncio.wait({sending}, timeout=LOOK_AGAIN)
            answer = sending.result() if sending.done() else None
            sending.cancel()
        return answer
