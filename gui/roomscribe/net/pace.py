"""How fast one account may make one kind of call: as often as its vendor permits, and slower where that refuses."""

from __future__ import annotations

import asyncio
import heapq
import math
from collections.abc import Callable

from roomscribe.domain.clock import Clock
from roomscribe.net.rates import TokenBucket
from roomscribe.net.retry import back_off

WINDOW = 1.0
"""Seconds over which a vendor counts calls: "21 in a second" (tencent.md §5.3)."""
MARGIN = 0.01
"""Seconds added to it: clocks do not tick alike."""
HELD = 1.0
"""Seconds after which a call that nobody has answered counts as arrived, so that a silent vendor can still be asked."""
SAMPLES, LATELY = 20, 60.0
"""Answers it takes to know the way to a vendor, and for how many seconds one counts: connections are made anew."""
APART = 0.005
"""Seconds around a call's start and before its answer in which no other may come or go, or it tells nothing of the way:
calls that leave together wait for each other on this computer, which the next ones need not do."""
HEADROOM, ACT_LASTS = 0.1, 5.0
"""Share of the rate that polls leave free while a person acts, and for how many seconds after an act: they come in
bursts. Nothing is left free while nobody acts; the next call is a person's all the same."""
AT_ONCE = 0.25
"""Seconds' worth of polls that may leave together after a stall."""
SLOWER, SLOWEST, GROWTH = 0.5, 0.5, 0.05
"""What a refusal leaves of the rate, the calls a second that are always tried, and the share of the documented rate by
which it grows again in a second of answered calls."""
SHORTEST_REST = 0.001
"""Seconds between two looks of who waits for a turn: rounding must not make it spin."""
GRACE = 0.05
"""Seconds for which a call that is permitted is kept for whoever waits for it: nobody comes at the very moment."""
PATIENCE = 10.0
"""Seconds a person's act waits while the vendor wants a pause; what would take longer is refused at once."""


class Paused(Exception):
    """The vendor wants to hear nothing for so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"paused for {seconds:.0f} s")
        self.seconds = seconds


class Permit:
    """One call that may be made; whoever holds it says what became of it."""

    __slots__ = ("_pace", "_spent", "alone", "begun", "was_refused")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._spent = False
        """It was said what became of it."""
        self.was_refused = False
        """The vendor said that this call was too many."""
        self.begun: float | None = None
        """Monotonic second in which the call began; None for one that may still be given back."""
        self.alone = False
        """No other call came or went when it began."""

    @property
    def pace(self) -> Pace:
        """Whose permit it is."""
        return self._pace

    def begin(self) -> None:
        """The call is being made from now on."""
        self.begun = self._pace.begin(self)

    def give_back(self) -> None:
        """Nothing has reached the vendor, nor will. Where something else was said before, that stays true: whoever took
        it may give it back in any case."""
        if not self._spent:
            self._close(calls=0)

    def answered(self, calls: int = 1) -> None:
        """The vendor has answered; `calls` is how many requests it took."""
        self._close(calls=calls)
        self._pace.grow()

    def unanswered(self, calls: int = 1) -> None:
        """It may have arrived, or may still arrive; nothing can be learnt from it."""
        self._close(calls=calls - 1, late=True)

    def refused(self, retry_after: float | None = None, calls: int = 1) -> None:
        """The vendor says that these are too many; `retry_after` is for how many seconds it wants a pause."""
        self.was_refused = True
        self._close(calls=calls)
        self._pace.shrink(retry_after)

    def _close(self, *, calls: int, late: bool = False) -> None:
        self._spent = True
        self._pace.close(self, calls=calls, late=late)


class Pace:
    """Never more than `rate` calls in any window of the vendor's, whatever becomes of them on the way.

    The vendor counts a call at an unknown moment between its start and its answer. So a call takes one of `rate`
    places from its start until a whole window after its answer, less the shortest time that the way there and back
    takes: the next call spends that on its way, too. What bunches calls up makes it slower, never too fast.

    A refusal halves the rate, and every answer raises it a little, as TCP does.

    What is no person's act may be of several kinds (`of`), such as questions and a batch's starts where they are
    counted together. While more than one kind waits, they take turns, so that none starves the others.
    """

    def __init__(self, clock: Clock, rate: float) -> None:
        """`rate`: calls a second, as documented."""
        self._clock = clock
        self._open: dict[Permit, float] = {}
        """Calls without an answer, and since when, oldest first."""
        self._taken: list[float] = []
        """A heap: when each place of an answered call is free again."""
        self._way = _Way(clock)
        self._pause_polls = self._pause_acts = -math.inf
        self._stirred = -math.inf
        """When a call came or went last."""
        self._latest: Permit | None = None
        """The call that began then, if it was one that began."""
        self._refusals = 0
        """In a row, without an answer in between."""
        self._shrunk = -math.inf
        self._acting = 0
        """Acts that wait in `turn`."""
        self._act_wished = -math.inf
        """Until when an act counts as waiting that `take` was asked for in vain."""
        self._acted = -math.inf
        self._wishes: dict[str, float] = {}
        """Kinds of calls that were not permitted when asked for, and until when they count as waiting."""
        self._turns: dict[str, int] = {}
        """Kinds of calls that had a turn, and which one of all turns it was."""
        self._queues: dict[tuple[bool, str], asyncio.Lock] = {}
        self._news = asyncio.Event()
        self.on_news: Callable[[], None] = lambda: None
        """Told whenever something may be permitted that was not."""
        self._bucket = TokenBucket(clock, rate)
        self._set(rate, rate)

    def set_rate(self, rate: float) -> None:
        """Another documented rate; one that was reached stays reached."""
        if rate != self.rate:
            self._set(rate, rate if self.allowed >= self.rate else min(rate, self.allowed))
            self._tell()

    def take(self, *, act: bool = False, of: str = "") -> Permit | None:
        """Permission for one call now, if there is any; `act` for a person's, which goes before all others. `of` is
        the kind of call otherwise. Who asks in vain, a person or not, comes again when `wait` says or sooner, or counts
        as waiting no more."""
        permit = self._take(act=act, of=of)
        if act:
            before, now = self._act_wished, self._clock.monotonic()
            self._act_wished = -math.inf if permit is not None else now + self.wait(act=True) + GRACE
            if permit is not None and before > now:
                self._tell()  # nobody waits behind it any more
        return permit

    def _take(self, *, act: bool, of: str) -> Permit | None:
        now, rest = self._clock.monotonic(), self.wait(act=act, of=of)
        if rest > 0:
            if not act:
                self._wishes[of] = now + rest + GRACE
            return None
        if act:
            self._acted = now
        else:
            self._bucket.take()
            self._wishes.pop(of, None)
            self._turns[of] = max(self._turns.values(), default=0) + 1
            if self._wishes:
                self._tell()  # it is the turn of one of these now
        permit = Permit(self)
        self._open[permit] = now
        return permit

    def wait(self, *, act: bool = False, of: str = "") -> float:
        """Seconds until a call is permitted, by what is known now; 0 means now."""
        now = self._clock.monotonic()
        self._look(now)
        limit, pause = self._limit, self._pause_acts
        if not act:
            if self._acting:
                return WINDOW  # told as soon as that act has left
            if self._act_wished > now:
                return self._act_wished - now  # told then, too
            pause = self._pause_polls
            if now - self._acted < ACT_LASTS:
                limit = max(1, limit - math.ceil(limit * HEADROOM))
        if pause > now:
            return pause - now
        if self.used >= limit:
            return max(0.0, self._next_free() - now) or MARGIN
        return 0.0 if act else self._bucket.wait() or self._others(of, now)

    async def turn(self, *, act: bool = True, of: str = "") -> Permit:
        """Wait for permission, behind who waits for the same already; a person's act goes before all others.

        Raises `Paused` for an act where the vendor wants a long pause.
        """
        self._acting += act
        try:
            async with self._queues.setdefault((act, of), asyncio.Lock()):
                while (permit := self._take(act=act, of=of)) is None:
                    pause = self._pause_acts - self._clock.monotonic()
                    if act and pause > PATIENCE:
                        raise Paused(pause)
                    self._news.clear()
                    try:
                        async with asyncio.timeout(max(SHORTEST_REST, self.wait(act=act, of=of))):
                            await self._news.wait()
                    except TimeoutError:
                        continue
                return permit
        finally:
            if act:
                self._acting -= 1
                self._tell()

    @property
    def used(self) -> int:
        """How many calls the vendor may still count."""
        return len(self._open) + len(self._taken)

    @property
    def free(self) -> int:
        """How many more it permits in this second."""
        self._look(self._clock.monotonic())
        return max(0, self._limit - self.used)

    @property
    def pause(self) -> float:
        """Seconds for which nothing is polled because the vendor refused; 0 for none."""
        return max(0.0, self._pause_polls - self._clock.monotonic())

    # What permits tell

    def begin(self, permit: Permit) -> float:
        """A call begins; returns when."""
        self._open.pop(permit, None)
        now = self._clock.monotonic()
        self._open[permit] = now
        again = permit.alone and permit is self._latest  # its start took a step without a request before
        permit.alone = self._stir(now) or again
        self._latest = permit
        return now

    def close(self, permit: Permit, *, calls: int, late: bool = False) -> None:
        """A permit is used up by so many `calls` that have arrived by now; `late`: its own may arrive still."""
        now = self._clock.monotonic()
        self._look(now)
        since = self._open.get(permit)
        if since is not None and not late:
            del self._open[permit]
        if self._stir(now) and permit.alone and calls > 0 and permit.begun is not None and not late:
            self._way.learn(now - permit.begun)
        if since is None:
            calls -= 1  # its place is held already, as of one that arrived long ago
        for _ in range(calls):
            heapq.heappush(self._taken, now + self._window - self._way.shortest)
        self._tell()

    def grow(self) -> None:
        """The vendor has answered a call."""
        self._refusals = 0
        if self.allowed < self.rate:
            self._set(self.rate, min(self.rate, self.allowed + GROWTH * self.rate / self.allowed))

    def shrink(self, retry_after: float | None) -> None:
        """The vendor has refused a call."""
        now = self._clock.monotonic()
        if now - self._shrunk >= self._window:  # calls that left together are refused together
            self._shrunk = now
            self._refusals += 1
            self._set(self.rate, max(min(SLOWEST, self.rate), self.allowed * SLOWER))
            self._pause_polls = max(self._pause_polls, now + back_off(self._refusals, first=self._window))
            self._pause_acts = max(self._pause_acts, now + self._window)
        if retry_after is not None:
            self._pause_polls = max(self._pause_polls, now + retry_after)
            self._pause_acts = max(self._pause_acts, now + retry_after)

    # Inside

    def _set(self, rate: float, allowed: float) -> None:
        self.rate = rate
        """What is documented, calls a second."""
        self.allowed = allowed
        """What is tried now: less where the vendor refused lately."""
        self._limit = max(1, int(allowed))
        self._window = max(WINDOW, 1 / rate) + MARGIN
        self._bucket.set_rate(allowed, burst=max(2.0, allowed * AT_ONCE))

    def _look(self, now: float) -> None:
        """Free what the vendor no longer counts."""
        while self._open:
            permit, since = next(iter(self._open.items()))
            if since + HELD > now:
                break
            del self._open[permit]
            heapq.heappush(self._taken, since + HELD + self._window)
        while self._taken and self._taken[0] <= now:
            heapq.heappop(self._taken)

    def _stir(self, now: float) -> bool:
        """A call comes or goes now; returns whether it is the first one for a while."""
        alone = now - self._stirred >= APART
        self._stirred = now
        if not alone and self._latest is not None:
            self._latest.alone = False
        self._latest = None
        return alone

    def _others(self, of: str, now: float) -> float:
        """Seconds for which another kind of call that waits goes first; 0 where none does."""
        mine = self._turns.get(of, 0)
        before = [end - now for kind, end in self._wishes.items() if kind != of and self._turns.get(kind, 0) < mine]
        return max(0.0, *before, 0.0)

    def _next_free(self) -> float:
        """When the next place is free at the latest."""
        answered = self._taken[0] if self._taken else math.inf
        unanswered = next(iter(self._open.values())) + HELD + self._window if self._open else math.inf
        return min(answered, unanswered)

    def _tell(self) -> None:
        self._news.set()
        self.on_news()


class _Way:
    """The shortest time to a vendor and back, lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self._seen, self._least = 0, math.inf
        self.shortest = 0.0
        """Seconds; 0 until enough answers have come."""

    def learn(self, seconds: float) -> None:
        """An answer took so long."""
        now = self._clock.monotonic()
        self._seen += 1
        self._least = min(self._least, seconds)
        if self._seen >= SAMPLES:
            # Never longer at once: the vendor may just be slow.
            self.shortest = min(self.shortest or math.inf, self._least, WINDOW)
            if now - self._since >= LATELY:
                self.shortest = min(self._least, WINDOW)
                self._since, self._seen, self._least = now, 0, math.inf
