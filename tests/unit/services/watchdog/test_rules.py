"""What the watchdog takes, gives back, and when it ends: rules on rows and a clock."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.own_errors import CANNOT_ASK
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.watchdog.rules import (
    HOLD,
    HOPE,
    QUIET,
    Patience,
    Scene,
    due,
    gives_back,
    guarded,
    left_until_due,
    relieves,
    takes,
    within_reach,
)

NOW = 1_800_000_000.0
TROUBLE = CANNOT_ASK.note(meaning=T("no key"))


def row(**what: object) -> Task:
    basics = {
        "id": "t", "profile_id": "acc", "profile_name": "", "vendor": "blank", "generation": "blank-1",
        "site": "main", "room": "r", "bot": "b", "state": TaskState.RUNNING, "ends_at": NOW + 60,
    }  # fmt: skip
    return Task(**{**basics, **what})  # type: ignore[arg-type]


def scene(now: float = NOW, *, consoles: bool = False, entrusted: frozenset[str] = frozenset()) -> Scene:
    return Scene(now=now, consoles=consoles, entrusted=entrusted)


OVERDUE = row(ends_at=NOW)
BLIND = replace(OVERDUE, error=TROUBLE)
TOLD = frozenset({"profile/acc"})

rows = st.builds(
    row,
    profile_id=st.sampled_from(["acc", "demo-blank-1"]),
    state=st.sampled_from(list(TaskState)),
    ends_at=st.none() | st.floats(NOW - 1000, NOW + 1000),
    stop_wished_at=st.none() | st.floats(NOW - 1000, NOW),
    error=st.sampled_from([None, TROUBLE]),
)
scenes = st.builds(
    scene,
    st.floats(NOW - 1000, NOW + 1000),
    consoles=st.booleans(),
    entrusted=st.sampled_from([frozenset(), TOLD, frozenset({"task/t"}), frozenset({"task/other"})]),
)


@pytest.mark.parametrize(
    ("task", "is_guarded", "is_due"),
    [
        (row(), True, False),
        (OVERDUE, True, True),
        (row(state=TaskState.UNCONFIRMED, ends_at=NOW - 1), True, True),
        (row(ends_at=None), False, False),
        (row(ends_at=None, stop_wished_at=NOW - 5), True, True),
        (row(stop_wished_at=NOW - 5), True, True),
        (row(state=TaskState.STOPPED, ends_at=NOW - 1), False, False),
        (row(profile_id="demo-blank-1", ends_at=NOW - 1), False, False),
    ],
)
def test_which_tasks_it_is_there_for(task: Task, is_guarded: bool, is_due: bool) -> None:
    assert (guarded(task), due(task, NOW)) == (is_guarded, is_due)


def test_an_end_comes_with_its_second() -> None:
    task = row(ends_at=NOW + 60)
    assert not takes(task, scene(NOW + 59.9))
    assert takes(task, scene(NOW + 60))


def test_where_a_console_lives_it_takes_nothing() -> None:
    assert takes(OVERDUE, scene())
    assert not takes(OVERDUE, scene(consoles=True))


def test_a_console_without_the_keys_is_relieved_by_who_was_told_them() -> None:
    assert relieves(BLIND, scene(consoles=True, entrusted=TOLD))
    assert relieves(BLIND, scene(consoles=True, entrusted=frozenset({"task/t"})))
    assert not relieves(BLIND, scene(consoles=True)), "its own keyring may be the one that is locked"
    assert not relieves(OVERDUE, scene(consoles=True, entrusted=TOLD)), "that console can ask"
    assert not relieves(replace(BLIND, ends_at=NOW + 1), scene(consoles=True, entrusted=TOLD))


def test_what_is_begun_is_finished_and_trouble_given_back() -> None:
    with_console = scene(consoles=True)
    assert not gives_back(OVERDUE, with_console, HOLD - 0.1)
    assert gives_back(OVERDUE, with_console, HOLD)
    assert gives_back(BLIND, with_console, 0.0)
    assert not gives_back(BLIND, scene(), 1000.0), "nobody is there to take it"
    assert not gives_back(BLIND, scene(consoles=True, entrusted=TOLD), 1000.0), "nobody else has the keys"


@given(rows, scenes)
def test_only_what_is_due_is_ever_touched(task: Task, seen: Scene) -> None:
    touched = takes(task, seen) or relieves(task, seen)
    if touched:
        assert due(task, seen.now)
        assert task.live
        assert not task.profile_id.startswith("demo-")
    assert not (takes(task, seen) and relieves(task, seen))


@given(rows, scenes, st.floats(0, 1000))
def test_what_is_given_back_is_not_taken_again_at_once(task: Task, seen: Scene, held: float) -> None:
    if gives_back(task, seen, held):
        assert not takes(task, seen)
        assert not relieves(task, seen)


def test_a_start_without_a_name_can_be_stopped_where_it_can_be_found() -> None:
    lost = row(state=TaskState.UNCONFIRMED)
    assert not within_reach(lost, lost_starts_are_found=False)
    assert within_reach(lost, lost_starts_are_found=True)
    assert within_reach(replace(lost, vendor_task_id="v"), lost_starts_are_found=False)
    assert within_reach(row(), lost_starts_are_found=False)


def test_it_ends_after_some_quiet() -> None:
    patience = Patience()
    assert not patience.over(False, left=None, now=100.0)
    assert not patience.over(False, left=None, now=100.0 + QUIET - 0.1)
    assert not patience.over(True, left=None, now=100.0 + QUIET), "a task has come"
    assert not patience.over(False, left=None, now=200.0)
    assert patience.over(False, left=None, now=200.0 + QUIET)


def test_without_keys_it_waits_until_the_last_task_is_long_over() -> None:
    patience = Patience()
    assert not patience.over(False, left=7200.0, now=0.0)
    assert not patience.over(False, left=7200.0 - HOPE, now=HOPE), "keys that come now are in time"
    assert not patience.over(False, left=0.0, now=7200.0)
    assert not patience.over(False, left=-HOPE + 1, now=7200.0 + HOPE - 1)
    assert patience.over(False, left=-HOPE, now=7200.0 + HOPE)
    late = Patience()
    assert not late.over(False, left=-9999.0, now=0.0)
    assert late.over(False, left=-9999.0 - HOPE, now=HOPE), "one that was over before it came gets its time, too"


def test_a_task_is_due_at_its_end_or_when_a_stop_is_wished() -> None:
    assert left_until_due(row(ends_at=NOW + 5), NOW) == 5
    assert left_until_due(row(ends_at=NOW + 5, stop_wished_at=NOW - 1), NOW) == -1
    assert left_until_due(row(ends_at=None, stop_wished_at=NOW - 1), NOW) == -1
