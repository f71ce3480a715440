"""When a stop without a receipt is loud, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.own_errors import NO_CONNECTION
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.services.unproven import (
    AGAIN_AFTER,
    ALARMING_AFTER,
    MARKED_AFTER,
    QUEUED_FOR,
    Urgency,
    urgency,
    worry_from,
)
from roomscribe.ui.task_table.looks import STOP_NOT_CONFIRMED, look_of
from roomscribe.ui.unproven.alarm import StopAlarm
from roomscribe.ui.unproven.limits import billed_until
from roomscribe.ui.unproven.words import unproven_notice
from roomscribe.ui.words import say
from roomscribe.vendors.registry import load_registry
from tests.qt.ui.task_examples import NOW, task

REGISTRY = load_registry()


def stopping(waited: float, number: int = 1, **more: object) -> Task:
    row = task(number, f"room-{number}", TaskState.STOPPING, generation="agora-7")
    wished = NOW - waited
    return replace(row, **{"stop_wished_at": wished, "asked_at": wished + 1, "error": None, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("waited", "loud"),
    [
        (MARKED_AFTER - 1, Urgency.NONE),
        (MARKED_AFTER + 1, Urgency.MARKED),
        (ALARMING_AFTER + 1, Urgency.ALARMING),
    ],
)
def test_it_grows_louder_with_time(waited: float, loud: Urgency):
    row = stopping(waited)
    assert urgency(row, NOW) is loud
    assert (look_of(row, NOW) is STOP_NOT_CONFIRMED) == (loud is not Urgency.NONE)
    assert urgency(replace(row, state=TaskState.STOPPED), NOW) is Urgency.NONE


def test_one_banner_names_those_that_wait_longest_first_and_goes_when_they_are_proven():
    alarm = StopAlarm()
    young, old = stopping(ALARMING_AFTER + 1, 1), stopping(ALARMING_AFTER + 50, 2)
    assert alarm.look([young], NOW, shown=False) == [young]
    assert alarm.look([young], NOW + 1, shown=True) is None
    assert alarm.look([young, old], NOW + 2, shown=True) == [old, young]
    assert alarm.look([], NOW + 3, shown=True) == []
    assert alarm.look([], NOW + 4, shown=False) is None


def test_who_dismisses_it_is_told_again_later():
    alarm, row = StopAlarm(), stopping(ALARMING_AFTER + 1)
    alarm.look([row], NOW, shown=False)
    assert alarm.look([row], NOW + 1, shown=False) is None
    assert alarm.look([row], NOW + AGAIN_AFTER - 1, shown=False) is None
    assert alarm.look([row], NOW + AGAIN_AFTER + 2, shown=False) == [row]


def test_a_clock_that_is_put_back_does_not_silence_it():
    alarm, row = StopAlarm(), stopping(ALARMING_AFTER + 1)
    alarm.look([row], NOW + 7200, shown=False)
    alarm.look([row], NOW + 7200, shown=False)
    assert alarm.look([row], NOW, shown=False) == [row]


@pytest.mark.parametrize(
    ("generation", "words"),
    [
        ("agora-5", "at the latest. Until then it may be billed."),
        ("agora-7", "at the latest. Until then it may be billed."),
        ("trtc-1", "The longest time that it names is over at"),
        ("trtc-2", "The longest time that it names is over at"),
    ],
)
def test_the_vendors_own_limit_is_named(generation: str, words: str):
    row = replace(stopping(300), generation=generation)
    assert words in say(billed_until(row, REGISTRY.generation(generation), NOW))


def test_of_an_unknown_vendor_nothing_is_promised():
    assert say(billed_until(stopping(300), None, NOW)) == "When its vendor ends it by itself is not known."


def test_the_banner_names_room_and_vendor():
    rows = [stopping(300, 1), stopping(200, 2)]
    generation = REGISTRY.generation("agora-7")
    one = unproven_notice(rows[:1], generation, NOW, show=lambda: None, again=lambda: None)
    assert say(one.text).startswith(f"{generation.short_title} has not confirmed the stop in room room-1 since ")
    both = unproven_notice(rows, generation, NOW, show=lambda: None, again=lambda: None)
    assert say(both.text).startswith(
        f"2 stops are not confirmed. The oldest: {generation.short_title}, room room-1, since "
    )
    assert [say(act.label) for act in both.acts] == ["Show it", "Stop again"]


def test_what_waits_for_its_turn_is_quiet_until_that_takes_too_long():
    for waited, loud in (
        (ALARMING_AFTER - 1, Urgency.NONE),
        (QUEUED_FOR + 1, Urgency.MARKED),
        (QUEUED_FOR + ALARMING_AFTER + 1, Urgency.ALARMING),
    ):
        row = stopping(waited, asked_at=NOW - waited - 5)
        assert urgency(row, NOW) is loud
        assert (worry_from(row) < NOW) == (loud is not Urgency.NONE)
        assert urgency(replace(row, asked_at=None), NOW) is loud


def test_a_stop_that_cannot_leave_grows_louder_as_ever():
    for waited, loud in ((1, Urgency.MARKED), (ALARMING_AFTER + 1, Urgency.ALARMING)):
        row = stopping(waited, asked_at=NOW - waited - 5)
        assert urgency(replace(row, error=NO_CONNECTION.note()), NOW) is loud


def test_the_banner_counts_from_the_first_try_that_left():
    alarm, waited = StopAlarm(), ALARMING_AFTER - 10
    row = stopping(waited, asked_at=NOW - waited - 5)
    assert alarm.look([row], NOW, shown=False) is None
    tried = replace(row, asked_at=NOW + 1)
    assert alarm.look([tried], NOW + 2, shown=False) is None
    later = NOW + ALARMING_AFTER
    assert alarm.look([replace(tried, asked_at=later)], later, shown=False) is None
    later = NOW + ALARMING_AFTER + 3
    loud = replace(tried, asked_at=later)
    assert alarm.look([loud], later, shown=False) == [loud]
