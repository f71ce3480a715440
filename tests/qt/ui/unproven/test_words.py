"""What is said about the computer's clock, and about ends that passed while it slept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.services.clock_watch import ClockNews
from roomscribe.ui.endings.words import overdue_notice
from roomscribe.ui.unproven.words import clock_notice
from roomscribe.ui.words import say
from tests.qt.ui.task_examples import example_tasks

TASK = example_tasks()[2]


def test_ends_that_passed_in_a_sleep_are_said_as_at_the_start() -> None:
    notice = clock_notice(ClockNews(slept=7200.0, overdue=(TASK,)))
    assert say(notice.text) == "The task in room 500123 ran past its end while this computer slept for 2 hours."
    assert notice.remedy is not None
    assert say(notice.remedy).startswith("It is stopped as soon as its vendor can be asked.")
    assert notice.key == overdue_notice([TASK]).key, "one banner about missed ends"
    many = clock_notice(ClockNews(slept=20.0, overdue=(TASK, replace(TASK, id="x", room="500124"))))
    assert say(many.text) == "2 tasks ran past their end while this computer slept for 1 minute: 500123, 500124."


@pytest.mark.parametrize(("seconds", "words"), [(5400.0, "put forward by 1:30:00"), (-3.0, "put back by 0:00:03")])
def test_a_clock_that_was_set(seconds: float, words: str) -> None:
    assert words in say(clock_notice(ClockNews(moved=seconds)).text)
