"""How often an account may be called: shared by its profiles, one pace for each kind of call that its vendor counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.services.console import ConsoleServices
from roomscribe.services.pacing import LIST, OBSERVE, START, STOP, UPDATE
from roomscribe.services.rates import UNDOCUMENTED_RATE, RateBook
from roomscribe.vendors.agora.record import AGORA_5_GENERATION, AGORA_7_GENERATION
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry, load_registry
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.v2.record import TRTC_2
from tests.support.consoles import TestConsole
from tests.support.faces import ManualClock

BLANK = VENDOR.generations[0]


@pytest.fixture
def registry() -> Registry:
    return load_registry()


def book(services: ConsoleServices) -> RateBook:
    return RateBook(services.registry, services.profiles, ManualClock())


async def beside(console: TestConsole, profile: Profile, **changes: Any) -> Profile:
    """Another profile of the same account."""
    second = replace(profile, **{"id": f"demo-second-{profile.id}", "name": "Second", **changes})
    await console.services.profiles.save(second)
    return second


async def test_two_profiles_of_one_account_share_its_pace(console: TestConsole) -> None:
    rates, first = book(console.services), console.profile(TRTC_1)
    second = await beside(console, first)
    for kind in (START, OBSERVE, STOP):
        assert rates.pace(first.id, kind) is rates.pace(second.id, kind)
    other = await beside(console, first, id="demo-other", account={**first.account, "sdk_app_id": "1"})
    assert rates.pace(first.id) is not rates.pace(other.id)


async def test_documented_kinds_are_counted_each_for_itself(console: TestConsole) -> None:
    """tencent.md §2"""
    rates, profile = book(console.services), console.profile(TRTC_1)
    paces = {kind: rates.pace(profile.id, kind) for kind in (START, OBSERVE, STOP, UPDATE, LIST)}
    assert len(set(paces.values())) == len(paces)
    assert [paces[kind].rate for kind in (START, OBSERVE, STOP)] == [50, 20, 20]
    assert paces[LIST].rate == 20, "what is not documented is as slow as the slowest"


async def test_a_site_may_have_rates_of_its_own(console: TestConsole) -> None:
    """tencent.md §2: the mainland permits more, of 1.0 alone."""
    rates = book(console.services)
    for generation, expected in ((TRTC_1, [50, 50, 50]), (TRTC_2, [20, 20, 20])):
        mainland = await beside(console, console.profile(generation), site="cn")
        assert [rates.pace(mainland.id, kind).rate for kind in (START, OBSERVE, STOP)] == expected


async def test_where_nothing_is_documented_all_calls_of_all_generations_share_one_figure(console: TestConsole) -> None:
    rates, seven, five = (
        book(console.services),
        console.profile(AGORA_7_GENERATION),
        console.profile(AGORA_5_GENERATION),
    )
    await console.services.profiles.save(replace(seven, calls_per_second=None))
    await console.services.profiles.save(replace(five, calls_per_second=None, account=seven.account))
    for generation in (each.generation for each in console.profiles if each.vendor == seven.vendor):
        if generation not in (seven.generation, five.generation):
            other = next(each for each in console.profiles if each.generation == generation)
            await console.services.profiles.save(replace(other, calls_per_second=None))
    pace = rates.pace(seven.id, START)
    assert pace.rate == UNDOCUMENTED_RATE
    assert all(rates.pace(seven.id, kind) is pace for kind in (OBSERVE, UPDATE, STOP, LIST))
    assert rates.pace(five.id) is pace


async def test_the_figure_of_a_profile_holds_at_once_and_the_lower_of_two(console: TestConsole) -> None:
    rates, profile = book(console.services), console.profile(AGORA_7_GENERATION)
    pace = rates.pace(profile.id)
    await console.services.profiles.save(replace(profile, calls_per_second=30))
    assert rates.pace(profile.id) is pace
    assert pace.rate == 30
    await beside(console, profile, calls_per_second=7)
    assert pace.rate == 7
    await console.services.profiles.delete(f"demo-second-{profile.id}")
    assert pace.rate == 30


async def test_a_figure_means_nothing_where_the_vendor_documents_one(console: TestConsole) -> None:
    rates, profile = book(console.services), console.profile(TRTC_1)
    await console.services.profiles.save(replace(profile, calls_per_second=500))
    assert rates.pace(profile.id).rate == 20


async def test_profiles_that_are_gone_are_paced_each_for_itself(console: TestConsole) -> None:
    rates = book(console.services)
    assert rates.pace("gone") is rates.pace("gone")
    assert rates.pace("gone") is not rates.pace("another")
    assert rates.accounts()[0].profiles == ("?",)


async def test_paces_of_accounts_that_are_gone_are_forgotten(console: TestConsole) -> None:
    rates, profile = book(console.services), console.profile(TRTC_1)
    rates.pace(profile.id)
    for number in range(5):
        changed = replace(profile, base_url=f"http://127.0.0.1:{9000 + number}")
        await console.services.profiles.save(changed)
        rates.pace(profile.id)
    assert len(rates._paces) == 1


async def test_the_budget_tells_each_account(console: TestConsole) -> None:
    rates, first = book(console.services), console.profile(TRTC_1)
    second = await beside(console, first)
    pace = rates.pace(first.id)
    assert rates.pace(second.id) is pace
    permit, other = pace.take(), pace.take()
    assert permit is not None
    assert other is not None
    stops = rates.pace(first.id, STOP)
    (account,) = rates.accounts({pace: 3, stops: 2})
    assert account.profiles == tuple(sorted((first.name, second.name)))
    assert (account.free, account.permitted, account.allowed, account.pause, account.waiting) == (18, 20, 20, 0.0, 5)
    permit.refused(30.0)
    (account,) = rates.accounts()
    assert (account.allowed, round(account.pause)) == (10, 30)


async def test_a_profile_that_is_not_saved_waits_with_its_account(console: TestConsole) -> None:
    """Nor does it change how fast the account is, whatever it states itself."""
    rates, saved = book(console.services), console.profile(AGORA_7_GENERATION)
    unsaved = replace(saved, id="new", calls_per_second=1)
    pace, client = rates.pace(saved.id), await console.services.clients.client(saved.id)
    held = [permit for _ in range(pace.free) if (permit := pace.take(act=True))]
    waiting = console.spawner.spawn(rates.paced_like(client, unsaved).check(), name="check")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert pace.take() is None, "the act that waits goes first"
    held[0].give_back()
    assert (await waiting).ok
    assert pace.rate == saved.calls_per_second


async def test_news_are_told(console: TestConsole) -> None:
    rates, told = book(console.services), []
    rates.on_news = lambda: told.append(True)
    permit = rates.pace(console.profile(TRTC_1).id).take()
    assert permit is not None
    assert not told
    permit.give_back()
    assert told


def test_the_test_subject_documents_rates() -> None:
    assert Registry([VENDOR]).generation(BLANK.id).abilities.documented("anywhere")
