"""What rows and days cost: bounds that only grow, exact sums, and reasons where nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.money import MINUTE_MS, rounded_up
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Origin
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services import day_book
from roomscribe.services.clock_watch import moved_by
from roomscribe.services.day_book import NO_END, NOT_KNOWN
from roomscribe.vendors.registry import Registry
from tests.support.consoles import until
from tests.support.costs import NOON, REGISTRY, Profiles, make_profile, make_task
from tests.support.costs import CostScene as Scene


def test_a_row_costs_what_the_price_page_says():
    """Eight minutes, one language into one: Agora's first example; twenty minutes are planned."""
    estimate = Scene.of().estimate(make_task())
    assert str(rounded_up(estimate.so_far)) == "0.208"
    assert estimate.until_end == estimate.so_far * 20 / 8
    assert estimate.per_hour == estimate.so_far * 60 / 8
    assert [(part.item.id, part.milliseconds) for part in estimate.parts] == [
        ("speech", 8 * MINUTE_MS),
        ("translation", 8 * MINUTE_MS),
    ]
    assert sum(part.amount for part in estimate.parts) == estimate.so_far
    assert estimate.currency == "USD"


def test_an_ended_task_has_cost_what_it_cost():
    ended = make_task(state=TaskState.STOPPED, ended_at=NOON - 240)
    scene = Scene.of()
    estimate = scene.estimate(ended)
    scene.clock.at += 10**6
    assert scene.estimate(ended) == estimate
    assert estimate.until_end == estimate.so_far == scene.estimate(make_task(created_at=scene.clock.at - 240)).so_far
    assert estimate.per_hour == 0


@pytest.mark.parametrize("state", [TaskState.REJECTED, TaskState.UNSENT])
def test_what_never_ran_costs_nothing(state):
    estimate = Scene.of().estimate(make_task(state=state, started_at=None, ended_at=NOON))
    assert estimate.so_far == 0
    assert estimate.until_end == 0


def test_a_lost_start_may_be_running():
    assert Scene.of().estimate(make_task(state=TaskState.UNCONFIRMED, started_at=None)).so_far > 0


def test_without_an_end_nobody_knows_the_end_of_it():
    estimate = Scene.of().estimate(make_task(ends_at=None))
    assert estimate.until_end is None
    assert estimate.per_hour > 0


def test_overdue_it_has_cost_what_it_costs():
    estimate = Scene.of().estimate(make_task(ends_at=NOON - 60))
    assert estimate.until_end == estimate.so_far


def test_an_adopted_task_has_unknown_settings():
    assert "adopted" in Scene.of().why_not(make_task(origin=Origin.ADOPTED))


def test_where_no_price_is_known_it_is_asked_for():
    profile = make_profile("trtc-1", "cn")
    why = Scene.of(profile).why_not(make_task(profile=profile, targets=("en",)))
    assert "Speech, basic, Translation" in why


def test_prices_of_its_own_fill_the_gap_but_for_the_currency():
    own = {"speech-basic": Decimal("0.1"), "translation": Decimal("0.2")}
    profile = make_profile("trtc-1", "cn", prices=own)
    task = make_task(profile=profile, targets=("en",))
    assert "currency" in Scene.of(profile).why_not(task)
    estimate = Scene.of(replace(profile, currency="CNY")).estimate(task)
    assert (estimate.so_far, estimate.currency) == (8 * Fraction("0.3"), "CNY")


def test_speakers_are_counted():
    profile = make_profile(speakers=3)
    assert Scene.of(profile).estimate(make_task()).so_far == 3 * Scene.of().estimate(make_task()).so_far


def test_an_unknown_add_on_and_a_deleted_profile():
    task = make_task()
    assert "add-on" in Scene.of().why_not(replace(task, generation="gone-1"))
    assert Scene.of().estimate(replace(task, profile_id="deleted")).so_far == Scene.of().estimate(task).so_far


def test_the_simulator_bills_nothing_and_that_is_said():
    assert Scene.of(make_profile(simulator=True)).estimate(make_task()).simulated


def test_a_vendor_that_tells_no_prices():
    of = REGISTRY.generation("agora-7")
    silent = replace(of, sites=tuple(replace(site, tariff=None) for site in of.sites))
    vendor = replace(REGISTRY.vendor_of(of.id), generations=(silent,))
    scene = Scene(Profiles(make_profile()), registry=Registry([vendor]))
    assert "no prices" in scene.why_not(make_task())


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.one_of(st.none(), st.integers(-(10**6), 10**6)),
    st.integers(0, 10),
    st.sampled_from(list(TaskState)),
)
def test_costs_grow_and_never_pass_what_was_foreseen(age, later, end, targets, state):
    scene = Scene.of()
    task = make_task(targets=tuple(map(str, range(targets))), state=state, created_at=NOON - age)
    task = replace(task, ends_at=None if end is None else NOON + end, ended_at=None if state.live else NOON)
    first = scene.estimate(task)
    scene.clock.at += later
    second = scene.estimate(task)
    assert 0 <= first.so_far <= second.so_far
    for each in (first, second):
        assert each.until_end is None or each.so_far <= each.until_end
    if first.until_end is not None and second.until_end is not None:
        assert first.until_end <= second.until_end
        if task.ends_at is not None and scene.clock.at <= task.ends_at:
            assert first.until_end == second.until_end


# Changes that only the journal tells


def change(at, old, new):
    rows = [[{"source": "en-US", "target": each}] for each in (old, new)]
    yield JournalEntry(task_id="t1", at=at, kind=EntryKind.UPDATE_WISHED, detail={"changes": {"translations": rows}})
    yield JournalEntry(task_id="t1", at=at, kind=EntryKind.UPDATED)


async def test_a_change_of_targets_counts_from_when_it_was_made():
    """Four minutes into two languages, four into one; the row knows the last alone."""
    scene = Scene.of()
    task = make_task(sequence=1)
    assert "being read" in scene.why_not(task)
    scene.journals["t1"] = list(change(NOON - 240, ["es-ES", "ja-JP"], ["es-ES"]))
    scene.store.put(task)
    await scene.days.catch_up()
    minute = scene.estimate(replace(task, sequence=0)).so_far / 8
    extra = Fraction("8.99") / 1000
    assert scene.estimate(task).so_far == 8 * minute + 4 * extra
    (row,) = scene.days.totals(date(2026, 11, 21))
    assert row.amount == 8 * minute + 4 * extra


async def test_the_journal_is_read_again_after_the_next_change():
    scene = Scene.of()
    scene.journals["t1"] = list(change(NOON - 240, ["es-ES", "ja-JP"], ["es-ES"]))
    scene.store.put(make_task(sequence=1))
    await scene.days.catch_up()
    before = scene.estimate(make_task(sequence=1)).so_far
    scene.journals["t1"] += change(NOON - 120, ["es-ES"], ["es-ES", "ja-JP", "de-DE"])
    changed = make_task(sequence=2, targets=("es-ES", "ja-JP", "de-DE"))
    assert scene.estimate(changed).so_far >= before
    scene.store.put(changed)
    await scene.days.catch_up()
    assert scene.estimate(changed).so_far == before + 2 * 2 * Fraction("8.99") / 1000


async def test_a_journal_that_cannot_be_read_leaves_it_unknown():
    scene = Scene.of()
    scene.journals["t1"] = LedgerUnusable(T("broken"))
    scene.store.put(make_task(sequence=1))
    await scene.days.catch_up()
    assert "being read" in scene.why_not(make_task(sequence=1))
    assert scene.days.whole_life("t1") == NOT_KNOWN


async def test_a_journal_that_could_not_be_read_is_read_again(monkeypatch):
    monkeypatch.setattr(day_book, "AGAIN", 0.01)
    scene = Scene.of()
    scene.journals["t1"] = LedgerUnusable(T("busy"))
    scene.store.put(make_task(sequence=1))
    scene.days.start()
    await until(lambda: scene.days.ready)
    scene.journals["t1"] = list(change(NOON - 240, ["es-ES", "ja-JP"], ["es-ES"]))
    await until(lambda: scene.days.whole_life("t1") > 0)
    scene.days.close()
    await scene.spawner.aclose()


@pytest.mark.parametrize("hours", [5, -5])
async def test_a_clock_that_is_set_changes_no_cost(hours):
    """The row is moved along; until its journal is read again the stretches that are known go along with it."""
    scene = Scene.of()
    scene.journals["t1"] = list(change(NOON - 240, ["es-ES", "ja-JP"], ["es-ES"]))
    plain, changed = make_task(2), make_task(sequence=1)
    for each in (plain, changed):
        scene.store.put(each)
    await scene.days.catch_up()
    before = [scene.estimate(each).so_far for each in (plain, changed)]

    seconds = hours * 3600.0
    scene.clock.at += seconds
    moved = [replace(each, **moved_by(each, seconds)) for each in (plain, changed)]
    assert [scene.estimate(each).so_far for each in moved] == before
    told = JournalEntry(task_id="t1", at=scene.clock.at, kind=EntryKind.CLOCK_SET, detail={"seconds": seconds})
    scene.journals["t1"] = [*change(NOON - 240, ["es-ES", "ja-JP"], ["es-ES"]), told]
    for each in moved:
        scene.store.put(each)
    await scene.days.catch_up()
    assert [scene.estimate(each).so_far for each in moved] == before
    scene.clock.at += 60
    assert all(scene.estimate(each).so_far > cost for each, cost in zip(moved, before, strict=True))


# Days


async def test_days_are_added_up_by_profile_latest_first():
    other = make_profile("trtc-1", "intl", id="p2", name="Tencent")
    scene = await Scene.of(make_profile(), other).fill(
        make_task(1),
        make_task(2, state=TaskState.STOPPED, created_at=NOON - 86400, ended_at=NOON - 86400 + 90),
        make_task(3, state=TaskState.REJECTED, ended_at=NOON),
        make_task(4, origin=Origin.ADOPTED),
        make_task(5, profile=other, targets=("en",), created_at=NOON - 90),
    )
    rows = scene.days.totals(date(2026, 1, 1))
    assert [(row.day.day, row.profile_name, row.tasks, row.unknown) for row in rows] == [
        (21, "Agora", 1, 1),
        (21, "Tencent", 1, 0),
        (20, "Agora", 1, 0),
    ]
    assert [row.speech_ms for row in rows] == [480_000, 90_000, 90_000]
    assert rows[1].amount == 2 * (Fraction("0.02") + Fraction("0.016"))  # a minute and a half is billed as two
    assert rows[2].amount == Fraction("1.5") * Fraction("25.98") / 1000
    assert scene.days.totals(date(2026, 11, 21)) == rows[:2]


async def test_a_task_over_midnight_is_in_both_days():
    scene = await Scene.of().fill(make_task(state=TaskState.STOPPED, created_at=NOON - 13 * 3600, ended_at=NOON))
    rows = scene.days.totals(date(2026, 1, 1))
    assert [(row.day.day, row.speech_ms) for row in rows] == [(21, 12 * 3_600_000), (20, 3_600_000)]
    assert sum(row.amount for row in rows) == scene.estimate(scene.store.get("t1")).so_far


async def test_live_tasks_grow_without_news_and_settle_once():
    scene = await Scene.of().fill(make_task())
    scene.clock.at += 60
    today = scene.days.today()
    (row,) = scene.days.totals(today)
    assert row.speech_ms == 540_000
    scene.store.put(make_task(state=TaskState.STOPPED, ended_at=NOON + 60))
    await scene.days.catch_up()
    for _ in range(2):
        scene.store.put(make_task(state=TaskState.STOPPED, ended_at=NOON + 60, owner="news"))
        await scene.days.catch_up()
    scene.clock.at += 3600
    (row,) = scene.days.totals(today)
    assert (row.speech_ms, row.tasks) == (540_000, 1)
    assert scene.days.spent("p1") == (row.amount, 0)
    assert scene.days.spent("p2") == (Fraction(0), 0)


async def test_new_prices_count_for_old_tasks_too():
    scene = await Scene.of().fill(make_task(state=TaskState.STOPPED, ended_at=NOON))
    (before,) = scene.days.totals(scene.days.today())
    scene.profiles.put(make_profile(speakers=2, name="Renamed"))
    assert scene.days.behind == 1
    await scene.days.catch_up()
    (after,) = scene.days.totals(scene.days.today())
    assert (after.amount, after.profile_name) == (2 * before.amount, "Renamed")
    scene.profiles.put(make_profile(speakers=2, name="Again"))
    assert scene.days.behind == 0


async def test_sorting_has_a_number_for_every_row():
    scene = await Scene.of().fill(make_task(1), make_task(2, ends_at=None), make_task(3, origin=Origin.ADOPTED))
    whole = scene.estimate(make_task(1)).until_end
    assert whole is not None
    assert scene.days.whole_life("t1") == pytest.approx(float(whole))
    assert (scene.days.whole_life("t2"), scene.days.whole_life("t3")) == (NO_END, NOT_KNOWN)
    assert scene.days.whole_life("never heard of") == NOT_KNOWN


async def test_it_follows_the_store_by_itself_until_closed():
    scene = Scene.of()
    scene.store.load([make_task(1)])
    scene.days.start()
    scene.store.put(make_task(2))
    assert scene.days.behind == 2
    while scene.days.behind:
        await scene.days.catch_up()
    assert scene.days.whole_life("t2") > 0
    scene.days.close()
    scene.store.put(make_task(3))
    assert scene.days.behind == 0
    await scene.spawner.aclose()


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5), st.integers(0, 4)), max_size=8))
async def test_days_are_the_sum_of_their_tasks(lives):
    tasks = [
        make_task(
            number,
            targets=tuple(map(str, range(targets))),
            state=TaskState.STOPPED,
            created_at=NOON - age - length,
            ended_at=NOON - age,
        )
        for number, (age, length, targets) in enumerate(lives)
    ]
    scene = await Scene.of().fill(*tasks)
    total = sum(row.amount for row in scene.days.totals(date(2020, 1, 1)))
    assert total == sum(scene.estimate(task).so_far for task in tasks)


async def test_no_mark_is_told_before_everything_is_added_up():
    scene = Scene.of(make_profile(budget=Decimal("0.3")))
    heard = []
    scene.budgets.subscribe(heard.append)
    scene.store.put(make_task(1, state=TaskState.STOPPED, ended_at=NOON))
    scene.store.put(make_task(2))
    scene.budgets.look()
    assert heard == []
    await scene.days.catch_up()
    scene.budgets.look()
    assert [(news.percent, news.unknown) for news in heard] == [(100, 0)]
    assert heard[0].spent == 2 * scene.estimate(make_task(2)).so_far


async def test_the_next_day_has_a_budget_of_its_own():
    scene = await Scene.of(make_profile(budget=Decimal("0.2"))).fill(make_task(state=TaskState.STOPPED, ended_at=NOON))
    heard = []
    scene.budgets.subscribe(heard.append)
    scene.budgets.look()
    scene.clock.at += 86400
    scene.budgets.look()
    assert len(heard) == 1
    await scene.fill(make_task(2, created_at=scene.clock.at - 480))
    scene.budgets.look()
    assert [news.day.day for news in heard] == [21, 22]
