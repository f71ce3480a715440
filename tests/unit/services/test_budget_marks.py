"""Marks of budgets over a restart: told once a day, and a budget that stops keeps its promise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.services.budget import SPENT, WARNING, BudgetNews
from roomscribe.services.budget_marks import BudgetMarks, Mark
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole, open_test_console, until

BLANK = VENDOR.generations[0]
DAY = date(2026, 11, 21)
MARK: Mark = ("p1", DAY, Decimal("0.50"))


async def opened(path: Path) -> BudgetMarks:
    marks = BudgetMarks(path, SystemClock())
    await marks.open()
    return marks


async def test_what_was_told_is_known_to_the_next_window(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    first = await opened(path)
    first.tell(MARK, WARNING)
    assert first.told(MARK) == WARNING
    await first.aclose()
    second = await opened(path)
    raised = (MARK[0], DAY, Decimal(2))
    assert [second.told(each) for each in (MARK, raised, ("p2", *MARK[1:]))] == [WARNING, 0, 0]
    second.tell((MARK[0], date(2026, 11, 22), MARK[2]), SPENT)
    await second.aclose()
    third = await opened(path)
    assert third.told(MARK) == 0, "days that are over are forgotten"
    await third.aclose()


async def test_two_windows_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    one, two = await opened(path), await opened(path)
    other: Mark = ("p2", DAY, Decimal(1))
    one.tell(MARK, SPENT)
    two.tell(other, WARNING)
    two.tell(MARK, WARNING)
    for each in (one, two):
        await each.aclose()
    three = await opened(path)
    assert (three.told(MARK), three.told(other)) == (SPENT, WARNING)
    await three.aclose()


@pytest.mark.parametrize("lines", ["no list", [1, {}, {"profile": "p1", "day": "x", "budget": "y", "percent": 80}]])
async def test_lines_that_nobody_can_read_are_none(tmp_path: Path, lines: object) -> None:
    path = tmp_path / "marks.json"
    path.write_text(json.dumps({"version": 1, "marks": lines}))
    marks = await opened(path)
    assert (marks.told(MARK), marks.notices) == (0, [])
    await marks.aclose()


async def test_a_broken_file_is_set_aside_and_said(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    path.write_text("{")
    marks = await opened(path)
    assert "It is kept as" in str(marks.notices[0])
    await marks.aclose()


async def heard_by(console: TestConsole, *, stops: bool) -> list[BudgetNews]:
    """What a console says that opens with a spent budget."""
    heard: list[BudgetNews] = []
    console.services.billing.budgets.subscribe(heard.append)
    changed = replace(console.profile(BLANK), budget=Decimal("0.0001"), budget_stops=stops)
    await console.services.profiles.save(changed)
    await console.services.billing.days.catch_up()
    console.services.billing.budgets.look()
    return heard


@pytest.mark.usefixtures("forenoon")
@pytest.mark.parametrize("stops", [False, True])
async def test_the_same_alarm_is_not_raised_again_and_the_promise_is_kept(tmp_path: Path, stops: bool) -> None:
    console = await open_test_console(tmp_path, Registry([VENDOR]))
    first = await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    second = await console.services.launcher.start(console.draft(BLANK, room="r2", bot="b2"))
    console.clock.offset += 600
    heard = await heard_by(console, stops=stops)
    assert [news.percent for news in heard] == [SPENT]
    assert set(heard[0].stopped) == ({first.id, second.id} if stops else set())
    if stops:
        await until(lambda: all(task.stop_wished_at for task in console.services.store.tasks()))
    await console.aclose()

    console = await open_test_console(tmp_path, Registry([VENDOR]))
    console.clock.offset += 600
    again = await heard_by(console, stops=stops)
    assert again == [], "it was said, and everything that it stops is being stopped"
    assert (console.services.billing.budgets.why_not(first.profile_id) is not None) is stops
    third = await console.services.launcher.start(console.draft(BLANK, room="r3", bot="b3"))
    await console.services.billing.days.catch_up()
    console.services.billing.budgets.look()
    assert [news.stopped for news in again] == ([(third.id,)] if stops else [])
    await console.aclose()
