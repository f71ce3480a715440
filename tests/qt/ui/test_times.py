"""Times over changes of the time zone: what is stored is UTC, so lengths stay and only the words change."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.ui.task_table.columns import COLUMNS
from roomscribe.ui.task_table.glance import Glance
from roomscribe.ui.times import clock_time, full_time
from tests.qt.ui.task_examples import example_registry, task
from tests.support.faces import ManualClock

BEFORE_CHANGE = 1_792_888_200.0
"""2026-10-25 00:30 UTC: half an hour before Berlin puts its clocks back from 3 to 2."""


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    if sys.platform == "win32":
        pytest.skip("the zone of a running program can't be changed there")

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_the_hour_that_comes_twice_is_told_apart(live_in: Callable[[str], None]):
    live_in("Europe/Berlin")
    assert full_time(BEFORE_CHANGE) == "2026-10-25 02:30:00 +02:00"
    assert full_time(BEFORE_CHANGE + 3600) == "2026-10-25 02:30:00 +01:00"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "UTC"])
def test_what_is_left_and_ages_are_the_same_everywhere_and_over_the_change(zone: str, live_in: Callable[[str], None]):
    live_in(zone)
    row = replace(
        task(1, "a", TaskState.RUNNING), ends_at=BEFORE_CHANGE + 3 * 3600, answered_at=BEFORE_CHANGE, error=None
    )
    ends, age = (next(each for each in COLUMNS if each.id == name) for name in ("ends", "age"))
    clock = ManualClock(BEFORE_CHANGE + 2 * 3600)
    glance = Glance(clock=clock, registry=example_registry(), me="root")
    assert ends.text(row, glance) == "1:00:00"
    assert age.text(row, glance) == "2 h"


def test_a_journey_changes_the_words_alone(live_in: Callable[[str], None]):
    live_in("Europe/Berlin")
    assert clock_time(BEFORE_CHANGE, BEFORE_CHANGE) == "02:30:00"
    live_in("America/New_York")
    assert clock_time(BEFORE_CHANGE, BEFORE_CHANGE) == "20:30:00"
