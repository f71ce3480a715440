"""How often a task is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.intervals import END_IS_NEAR, LONGEST_UNSEEN, UNSEEN, Intervals
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.registry import Registry
from tests.support.faces import ManualClock

BLANK = VENDOR.generations[0]
TASK = Task(
    id="t",
    profile_id="p",
    profile_name="P",
    vendor=VENDOR.id,
    generation=BLANK.id,
    site="s",
    room="r",
    bot="b",
    state=TaskState.RUNNING,
)


@pytest.fixture
def intervals() -> Intervals:
    return Intervals(Registry([VENDOR]), ManualClock(1000.0))


@pytest.mark.parametrize("state", [each for each in TaskState if each.live])
def test_what_changes_is_asked_about_more_often(intervals: Intervals, state: TaskState) -> None:
    expected = BLANK.abilities.poll_changing if state.changing else BLANK.abilities.poll_steady
    assert intervals.of(replace(TASK, state=state)) == expected


@pytest.mark.parametrize("state", [TaskState.RUNNING, TaskState.STARTING])
def test_what_nobody_looks_at_is_asked_about_less_often(intervals: Intervals, state: TaskState) -> None:
    task = replace(TASK, state=state)
    seen = intervals.of(task)
    intervals.visible = False
    assert intervals.of(task) == seen * UNSEEN


def test_even_then_no_interval_grows_beyond_a_minute_nor_shrinks(intervals: Intervals) -> None:
    intervals.visible = False
    for steady, expected in ((30.0, LONGEST_UNSEEN), (90.0, 90.0)):
        slow = replace(BLANK, abilities=replace(BLANK.abilities, poll_steady=steady))
        slower = Intervals(Registry([replace(VENDOR, generations=(slow,))]), ManualClock())
        slower.visible = False
        assert slower.of(TASK) == expected


@pytest.mark.parametrize(
    "task",
    [
        replace(TASK, ends_at=1000.0 + END_IS_NEAR - 1),
        replace(TASK, ends_at=900.0),
        replace(TASK, state=TaskState.STOPPING, stop_wished_at=990.0),
    ],
)
def test_an_end_that_is_near_or_wished_is_followed_though_nobody_looks(intervals: Intervals, task: Task) -> None:
    seen = intervals.of(task)
    intervals.visible = False
    assert intervals.of(task) == seen


def test_an_end_that_is_far_is_not(intervals: Intervals) -> None:
    intervals.visible = False
    assert intervals.of(replace(TASK, ends_at=1000.0 + END_IS_NEAR + 1)) == BLANK.abilities.poll_steady * UNSEEN
