"""Who waits for whom at a pace: kinds take turns, a person goes first, and no start overtakes a stop."""

from __future__ import annotations

import asyncio

import pytest

from roomscribe.net.pace import ACT_LASTS, GRACE, HELD, PATIENCE, SHORTEST_REST, WINDOW, Pace, Paused
from tests.support.consoles import PlainSpawner
from tests.unit.net.pace_stage import HandClock, Vendor, polled


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
