"""What a pace permits: never more than the vendor counts, nearly as much as it permits, less after refusals."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.net.pace import ACT_LASTS, GRACE, HELD, PATIENCE, SAMPLES, SHORTEST_REST, WINDOW, Pace, Paused, Permit
from tests.support.consoles import PlainSpawner


class HandClock:
    at = 100.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


class Vendor:
    """Counts calls as the simulated clouds do, when they arrive, and answers them later."""

    def __init__(self, clock: HandClock, limit: int, there: float, back: float) -> None:
        self.clock = clock
        self.limit = limit
        self.there, self.back = there, back
        self.recent: deque[float] = deque()
        self.served = self.refused = 0
        self._coming: list[tuple[float, int, str, Permit]] = []
        self._number = 0

    def call(self, permit: Permit, delay: float = 0.0, slow: float = 0.0) -> None:
        permit.begin()
        self._later(self.clock.at + self.there + delay, "arrives", permit)
        self._slow = slow

    def work(self) -> None:
        """Carry out whatever is due by now, each at its own time."""
        until = self.clock.at
        while self._coming and self._coming[0][0] <= until:
            at, _, what, permit = heapq.heappop(self._coming)
            self.clock.at = at
            if what == "arrives":
                while self.recent and at - self.recent[0] >= 1.0:
                    self.recent.popleft()
                fine = len(self.recent) < self.limit
                if fine:
                    self.recent.append(at)
                    self.served += 1
                else:
                    self.refused += 1
                self._later(at + self.back + self._slow, "fine" if fine else "refused", permit)
            elif what == "fine":
                permit.answered()
            else:
                permit.refused()
        self.clock.at = until

    def _later(self, at: float, what: str, permit: Permit) -> None:
        self._number += 1
        heapq.heappush(self._coming, (at, self._number, what, permit))


def polled(pace: Pace, vendor: Vendor, seconds: float, step: float = 0.004) -> None:
    """Poll as often as is permitted."""
    for _ in range(round(seconds / step)):
        vendor.clock.at += step
        vendor.work()
        while permit := pace.take():
            vendor.call(permit)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.floats(0, 0.3),
    st.floats(0, 0.3),
    st.lists(
        st.tuples(
            st.floats(0, 0.4),
            st.sampled_from([0.0, 0.0, 0.01, 0.2, HELD - 0.41]),
            st.sampled_from([0.0, 0.0, 0.05, 3.0]),
            st.booleans(),
        ),
        max_size=120,
    ),
)
def test_never_more_than_the_vendor_counts_in_any_second(
    limit: int, there: float, back: float, steps: list[tuple[float, float, float, bool]]
) -> None:
    """Whatever bunches up: stalls of ours, slow ways there and back, slow answers, acts of a person in between."""
    clock = HandClock()
    pace, vendor = Pace(clock, limit), Vendor(clock, limit, there, back)
    for _ in range(SAMPLES):  # the way is known
        clock.at += 2.0
        permit = pace.take()
        assert permit is not None
        vendor.call(permit)
        clock.at += 1.0
        vendor.work()
    for pause, delay, slow, act in steps:
        clock.at += pause
        vendor.work()
        while permit := pace.take(act=act):
            vendor.call(permit, delay, slow)
    clock.at += 60
    vendor.work()
    assert vendor.refused == 0


@pytest.mark.parametrize(
    ("limit", "there", "back"), [(20, 0.002, 0.002), (20, 0.1, 0.1), (50, 0.3, 0.02), (5, 0.05, 0)]
)
def test_nearly_all_that_is_permitted_is_used(limit: int, there: float, back: float) -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, limit), Vendor(clock, limit, there, back)
    polled(pace, vendor, 10.0)
    before = vendor.served
    polled(pace, vendor, 20.0)
    assert vendor.refused == 0
    assert 0.96 <= (vendor.served - before) / (20.0 * limit) <= 1.0


def test_a_step_without_a_request_before_a_call_hides_nothing_of_the_way() -> None:
    """With a way that is known a place is free again sooner: within the vendor's window, counted from its arrival."""
    clock = HandClock()
    pace = Pace(clock, 1)
    for _ in range(SAMPLES):
        permit = pace.take(act=True)
        assert permit is not None
        permit.begin()
        permit.begin()
        clock.at += 0.2
        permit.answered()
        clock.at += 5.0
    permit = pace.take(act=True)
    assert permit is not None
    permit.begin()
    clock.at += 0.2
    permit.answered()
    assert pace.wait(act=True) == pytest.approx(1.01 - 0.2)


def test_calls_that_wait_for_each_other_tell_nothing_of_the_way() -> None:
    """Some seconds of calls in bunches, each of which this computer sends late; then a quick one at a time."""
    clock = HandClock()
    pace, vendor = Pace(clock, 50), Vendor(clock, 50, 0.002, 0.002)
    for _ in range(10):
        for number in range(60):
            if permit := pace.take(act=True):
                vendor.call(permit, delay=0.06 + number * 0.001)
        clock.at += 0.35
        vendor.work()
    for _ in range(1000):
        clock.at += 0.002
        vendor.work()
        if permit := pace.take(act=True):
            vendor.call(permit)
    clock.at += 5
    vendor.work()
    assert vendor.refused == 0
    assert vendor.served > 200


@pytest.mark.parametrize("step", [0.001, 0.013])
def test_kinds_that_wait_for_the_same_calls_take_turns(step: float) -> None:
    """One looks as often as can be, the other one when it was told to come: each has its half, and nothing is lost."""
    clock = HandClock()
    pace, vendor = Pace(clock, 20), Vendor(clock, 20, 0.002, 0.002)
    counts, come_again = {"questions": 0, "starts": 0}, clock.at

    def ask(kind: str) -> bool:
        permit = pace.take(of=kind)
        if permit is not None:
            vendor.call(permit)
            counts[kind] += 1
        return permit is not None

    for _ in range(round(20 / step)):
        clock.at += step
        vendor.work()
        while ask("starts"):
            pass
        if clock.at >= come_again:
            while ask("questions"):
                pass
            come_again = clock.at + pace.wait(of="questions")
    assert vendor.refused == 0
    assert sum(counts.values()) >= 0.95 * 20 * 20
    assert abs(counts["questions"] - counts["starts"]) <= 0.1 * sum(counts.values())


def test_nothing_is_kept_for_a_kind_that_comes_no_more() -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, 20), Vendor(clock, 20, 0.002, 0.002)
    while permit := pace.take(of="starts"):
        vendor.call(permit)
    assert pace.take(of="questions") is None
    polled(pace, vendor, 10.0)
    assert vendor.served >= 0.95 * 20 * 10


async def test_a_batch_waits_behind_its_own_kind_and_behind_a_person() -> None:
    clock = HandClock()
    pace, spawner = Pace(clock, 10), PlainSpawner()
    while permit := pace.take(act=True):
        permit.begin()
        permit.answered()
    order: list[str] = []

    async def wait(name: str, *, act: bool) -> None:
        (await pace.turn(act=act, of="" if act else "starts")).begin()
        order.append(name)

    for name, act in (("first row", False), ("second row", False), ("person", True)):
        spawner.spawn(wait(name, act=act), name=name)
        await asyncio.sleep(0)
    clock.at += 10.0
    pace.on_news = lambda: None
    pace._tell()
    await asyncio.gather(*spawner.tasks)
    assert order == ["person", "first row", "second row"]


def test_a_person_goes_first_and_finds_room_again_soon() -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, 20), Vendor(clock, 20, 0.01, 0.01)
    polled(pace, vendor, 3.0)
    while pace.wait(act=True) > 0:  # at most one place must come free
        assert pace.wait(act=True) <= 0.3
        clock.at += 0.004
        vendor.work()
    permit = pace.take(act=True)
    assert permit is not None
    vendor.call(permit)
    polled(pace, vendor, 1.0)
    for _ in range(2):  # a tenth is left free for a while
        permit = pace.take(act=True)
        assert permit is not None
        vendor.call(permit)
    clock.at += ACT_LASTS
    vendor.work()
    polled(pace, vendor, 2.0)
    before = vendor.served
    polled(pace, vendor, 10.0)
    assert (vendor.served - before) / 200 >= 0.96, "nothing is left free while nobody acts"
    assert vendor.refused == 0


def test_a_refusal_halves_the_rate_and_answers_bring_it_back() -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, 20), Vendor(clock, 8, 0.01, 0.01)  # somebody else uses the account, too
    polled(pace, vendor, 2.0)
    assert vendor.refused > 0
    assert pace.allowed <= 10
    refused = vendor.refused
    polled(pace, vendor, 60.0)
    assert vendor.served >= 0.6 * 8 * 60
    assert vendor.refused - refused <= 60, "it tries for more carefully"
    vendor.limit = 20
    polled(pace, vendor, 40.0)
    assert pace.allowed == pace.rate == 20
    before = vendor.served
    polled(pace, vendor, 10.0)
    assert vendor.served - before >= 0.96 * 200


def test_refusals_without_an_answer_make_ever_longer_pauses_for_polls_alone() -> None:
    clock = HandClock()
    pace, pauses = Pace(clock, 20), []
    for _ in range(5):
        while (permit := pace.take()) is None:
            clock.at += pace.wait()
        permit.begin()
        permit.refused()
        pauses.append(round(pace.pause))
        assert pace.wait(act=True) <= 1.02, "a person may try sooner"
    assert pauses == [1, 2, 4, 8, 16]


def test_a_pause_that_the_vendor_wants_is_kept_by_everybody() -> None:
    clock = HandClock()
    pace = Pace(clock, 20)
    permit = pace.take()
    assert permit is not None
    permit.begin()
    permit.refused(30.0)
    assert pace.wait() == pace.wait(act=True) == pytest.approx(30.0)
    clock.at += 29.9
    assert pace.take() is None
    assert pace.take(act=True) is None
    clock.at += 0.2
    assert pace.take() is not None


async def test_an_act_is_refused_at_once_rather_than_after_a_long_pause() -> None:
    clock = HandClock()
    pace = Pace(clock, 20)
    permit = await pace.turn()
    permit.begin()
    permit.refused(PATIENCE * 2)
    with pytest.raises(Paused) as paused:
        await pace.turn()
    assert paused.value.seconds == pytest.approx(PATIENCE * 2)


async def test_polls_wait_while_a_person_waits() -> None:
    clock = HandClock()
    pace = Pace(clock, 1)
    first = await pace.turn()
    first.begin()
    waiting = PlainSpawner().spawn(pace.turn(), name="act")
    await asyncio.sleep(0)
    first.answered()
    clock.at += 1.02
    assert pace.take() is None
    pace.on_news()
    pace.set_rate(2)  # news: whoever waits looks again
    permit = await waiting
    permit.give_back()
    clock.at += ACT_LASTS
    assert pace.take() is not None


def test_a_vendor_that_does_not_answer_can_still_be_asked() -> None:
    clock = HandClock()
    pace = Pace(clock, 3)
    taken: list[Permit] = []
    for _ in range(2):
        taken.clear()
        for _ in range(6):
            if permit := pace.take(act=True):
                permit.begin()
                taken.append(permit)
        assert len(taken) == 3
        clock.at += HELD + 1.02
    taken[0].answered()  # late, and counted before
    assert pace.free == 3


def test_what_was_not_sent_takes_nothing() -> None:
    pace = Pace(HandClock(), 2)
    for _ in range(6):
        permit = pace.take(act=True)
        assert permit is not None
        permit.give_back()
    assert pace.free == 2


def test_a_call_of_several_requests_takes_as_many_places() -> None:
    pace = Pace(HandClock(), 5)
    permit = pace.take(act=True)
    assert permit is not None
    permit.begin()
    permit.answered(calls=3)
    assert pace.free == 2


def test_another_rate_counts_from_now_on_and_what_was_refused_stays_slow() -> None:
    clock = HandClock()
    pace = Pace(clock, 20)
    pace.set_rate(5)
    assert (pace.rate, pace.allowed, pace.free) == (5, 5, 5)
    permit = pace.take()
    assert permit is not None
    permit.refused()
    pace.set_rate(20)
    assert (pace.rate, pace.allowed) == (20, 2.5)


async def test_no_start_overtakes_a_stop_that_is_asked_for_again_and_again() -> None:
    """The watcher asks so: it waits for no turn, and comes again whenever there is news."""
    clock = HandClock()
    pace, spawner = Pace(clock, 5), PlainSpawner()
    for _ in range(5):
        permit = pace.take(of="start")
        assert permit is not None
        permit.begin()
        clock.at += 0.2
    row = spawner.spawn(pace.turn(act=False, of="start"), name="a row of a batch")
    await asyncio.sleep(0)
    assert pace.take(act=True) is None

    async def later(seconds: float) -> None:
        clock.at += seconds
        pace.on_news()
        pace._tell()  # whoever waits in `turn` may hear of it first
        for _ in range(4):
            await asyncio.sleep(0)

    await later(pace.wait(act=True) + SHORTEST_REST)
    assert not row.done(), "a place is free, and the stop was asked for before"
    assert pace.take(act=True) is not None
    await later(HELD + WINDOW)
    assert row.done(), "nobody waits before it any more"


def test_a_stop_that_is_asked_for_no_more_keeps_nothing_from_others() -> None:
    clock = HandClock()
    pace = Pace(clock, 1)
    first = pace.take()
    assert first is not None
    first.begin()
    first.answered()
    assert pace.take(act=True) is None
    rest = pace.wait(act=True)
    clock.at += rest + GRACE / 2
    assert pace.wait() > 0
    clock.at += GRACE
    assert pace.take() is not None


def test_what_is_given_back_after_the_call_changes_nothing() -> None:
    clock = HandClock()
    pace = Pace(clock, 3)
    for _ in range(2):
        permit = pace.take()
        assert permit is not None
        permit.begin()
        permit.answered()
        permit.give_back()
        permit.give_back()
        clock.at += 0.3
    assert pace.used == 2
    unused = pace.take()
    assert unused is not None
    assert pace.used == 3
    unused.give_back()
    unused.give_back()
    assert pace.used == 2
