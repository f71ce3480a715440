"""The order in which rows are asked: as promised where there is room for all, else all equally late."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.services.schedule import Line


@dataclass
class HandClock:
    at: float = 50.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


def ages(intervals: list[float], rate: float, seconds: float, *, answers_in: float = 0.05) -> list[list[float]]:
    """For each row the seconds between its answers, where `rate` questions a second are permitted, evenly spaced."""
    clock = HandClock()
    line, heard, found = Line(clock), [clock.at] * len(intervals), [[] for _ in intervals]
    for number, interval in enumerate(intervals):
        line.put(str(number), 0.0, interval)
    answers: list[tuple[float, str]] = []
    end, free = clock.at + seconds, clock.at
    while clock.at < end:
        while (key := line.due()) is not None:
            if clock.at < free - 1e-9:
                line.hold()
                break
            free = max(free, clock.at - 1 / rate) + 1 / rate
            line.serve(key)
            heapq.heappush(answers, (clock.at + answers_in, key))
        moments = [free if key is not None else clock.at + line.wait(), *(at for at, _ in answers[:1])]
        clock.at = max(clock.at + 1e-6, min(moments))
        while answers and answers[0][0] <= clock.at:
            _, key = heapq.heappop(answers)
            number = int(key)
            found[number].append(clock.at - heard[number])
            heard[number] = clock.at
            line.put(key, intervals[number], intervals[number])
    for number, since in enumerate(heard):
        found[number].append(clock.at - since)
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1.0, 2.0, 5.0, 10.0, 15.0]), min_size=1, max_size=60), st.floats(0.5, 30.0))
def test_no_row_starves_and_all_are_late_by_the_same_factor(intervals: list[float], rate: float) -> None:
    demand = sum(1 / each for each in intervals)
    stretch = max(1.0, demand / rate)
    longest = max(intervals)
    found = ages(intervals, rate, 4 * stretch * longest + 2 * len(intervals) / rate)
    for interval, gaps in zip(intervals, found, strict=True):
        # The first round begins for all at once, so in it everybody else may come before.
        assert gaps[0] <= len(intervals) / rate + stretch * interval + 0.1
        # Later a row waits at most for those with longer intervals whose turns happen to come together before it.
        slower = sum(each > interval for each in intervals)
        assert max(gaps[1:], default=0.0) <= stretch * interval * 1.05 + (slower + 2) / rate + 0.1


def test_two_thousand_rows_of_one_account_are_each_as_old_as_the_rate_makes_them() -> None:
    gaps = [gap for row in ages([10.0] * 2000, 40.0, 260.0) for gap in row[1:-1]]
    ideal = 2000 / 40.0
    assert sorted(gaps)[int(0.99 * len(gaps))] <= 1.05 * ideal
    assert min(gaps) >= 0.9 * ideal


def test_after_a_round_in_which_all_were_due_at_once_they_come_spread() -> None:
    gaps = [gap for row in ages([10.0] * 100, 20.0, 120.0) for gap in row[1:-1]]
    assert max(gaps) <= 10.0 + 0.5, "room for all: as promised"


def test_what_changes_is_asked_as_much_more_often_when_there_is_too_little_for_all() -> None:
    found = ages([2.0] * 50 + [10.0] * 250, 10.0, 400.0)
    fast = [gap for row in found[:50] for gap in row[2:-1]]
    slow = [gap for row in found[50:] for gap in row[2:-1]]
    stretch = (50 / 2 + 250 / 10) / 10.0
    assert sum(fast) / len(fast) == pytest.approx(2.0 * stretch, rel=0.06)
    assert sum(slow) / len(slow) == pytest.approx(10.0 * stretch, rel=0.06)


def test_first_goes_before_all_in_the_order_of_the_acts() -> None:
    clock = HandClock()
    line = Line(clock)
    for key in "abcd":
        line.put(key, 0.0, 10.0)
    line.put_first("c", 10.0)
    line.put_first("d", 10.0)
    asked = []
    while (turn := line.due()) is not None:
        line.serve(turn)
        asked.append(turn)
    assert asked == ["c", "d", "a", "b"]


def test_sooner_never_makes_it_later() -> None:
    clock = HandClock()
    line = Line(clock)
    line.put("a", 3.0, 10.0)
    line.sooner("a", 5.0, 10.0)
    assert line.wait() == 3.0
    line.sooner("a", 1.0, 10.0)
    assert line.wait() == 1.0
    assert len(line) == 1


def test_nothing_waits_in_an_empty_line() -> None:
    line = Line(HandClock())
    line.put("a", 1.0, 1.0)
    assert "a" in line
    line.drop("a")
    line.drop("a")
    assert (line.due(), line.wait(), len(line), "a" in line) == (None, math.inf, 0, False)


def test_places_that_were_given_up_are_not_kept() -> None:
    clock = HandClock()
    line = Line(clock)
    for _ in range(200):
        for number in range(20):
            line.put(str(number), 60.0, 60.0)
        line.due()
    assert len(line._heap) <= 2 * 20 + 64


def test_rows_that_need_less_than_before_leave_no_gap() -> None:
    """Many begin as changing and are steady from their first answer on: none may wait for the line's slow time."""
    clock = HandClock()
    line, asked = Line(clock), dict.fromkeys(map(str, range(100)), 0.0)
    for key in asked:
        line.put(key, 0.0, 1.0)
    oldest = 0.0
    for _ in range(600):
        if (turn := line.due()) is not None:
            line.serve(turn)
            oldest = max(oldest, clock.at - asked[turn]) if asked[turn] else oldest
            asked[turn] = clock.at
            line.put(turn, 10.0, 10.0)
            if line.due() is not None:
                line.hold()
        clock.at += 0.1
    assert oldest <= 10.0 + 0.5
