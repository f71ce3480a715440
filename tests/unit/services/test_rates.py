"""How often an account may be asked: shared by its profiles, waited for by whoever must ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.services.rates import RateBook
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console

BLANK = VENDOR.generations[0]


class HandClock:
    """A clock that the test moves."""

    at = 100.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    yield console
    await console.aclose()


async def test_two_profiles_of_one_account_share_its_rate(console: TestConsole) -> None:
    clock = HandClock()
    rates = RateBook(console.services.registry, console.services.profiles, clock)
    first = console.profile(BLANK)
    second = replace(first, id="demo-second", name="Second")
    await console.services.profiles.save(second)
    taken = [rates.take(each) for each in (first.id, second.id) * 5]
    assert taken == [True] * 2 + [False] * 8  # a tenth of 20 a second at once


async def test_a_turn_waits_until_a_question_is_permitted(console: TestConsole) -> None:
    clock = HandClock()
    rates = RateBook(console.services.registry, console.services.profiles, clock)
    profile_id = console.profile(BLANK).id
    while rates.take(profile_id):
        pass
    waiting = console.spawner.spawn(rates.turn(profile_id), name="turn")
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waiting.done()
    clock.at += 0.08
    await waiting
    assert not rates.take(profile_id), "the turn has used what was there"


async def test_stops_have_a_rate_of_their_own_which_an_account_shares(console: TestConsole) -> None:
    clock = HandClock()
    rates = RateBook(console.services.registry, console.services.profiles, clock)
    first = console.profile(BLANK)
    second = replace(first, id="demo-second", name="Second")
    await console.services.profiles.save(second)
    while rates.take(first.id):
        pass
    assert rates.wait(first.id) > 0
    assert rates.stop_wait(first.id) == 0, "questions take nothing from the stops"
    taken = [rates.take_stop(each) for each in (first.id, second.id) * 5]
    assert taken == [True] * 2 + [False] * 8
    clock.at += rates.stop_gap(first.id) * 1.01
    assert [rates.take_stop(first.id), rates.take_stop(second.id)] == [True, False]


async def test_profiles_that_are_gone_are_paced_each_for_itself(console: TestConsole) -> None:
    rates = RateBook(console.services.registry, console.services.profiles, HandClock())
    while rates.take_stop("gone"):
        pass
    assert rates.take_stop("another")
