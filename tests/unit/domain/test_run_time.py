"""The run time of a new task."""

from __future__ import annotations

import pytest

from roomscribe.domain.run_time import NO_END, read_run_time, run_time_problem, run_time_words


@pytest.mark.parametrize("minutes", [NO_END, 1, 30, 100_000])
def test_these_run_times_can_be_used(minutes):
    assert run_time_problem(minutes) is None


@pytest.mark.parametrize("value", [None, "0", "soon", "1.5", -1, 100_001, True])
def test_these_cannot(value):
    assert run_time_problem(value) is not None


def test_the_limit_that_is_named_is_the_vendors():
    assert str(run_time_problem(99_999_999_999, 36_000.0)) == "Enter 1 to 600 minutes."
    assert str(run_time_problem(-5)) == "Enter 1 to 100000 minutes."
    assert run_time_problem(601, 36_000.0) is None, "the launcher says why"
    assert str(run_time_problem("0")) == "Enter 1 minute at least, or choose “No end”."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NO_END, "runs until stopped"),
        (30, "ends by itself in 30 min"),
        (120, "ends by itself in 2 h"),
        (90, "ends by itself in 1 h 30 min"),
        ("x", "no run time"),
    ],
)
def test_the_run_time_in_words(value, words):
    assert str(run_time_words(value)) == words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        (" 15 min ", 15),
        ("15m", 15),
        ("1h", 60),
        ("1 h 30 min", 90),
        ("2 Hours", 120),
        ("1h30", 90),
        ("no end", NO_END),
        ("No End", NO_END),
    ],
)
def test_a_file_can_say_it_in_words(text, minutes):
    assert read_run_time(text) == minutes


@pytest.mark.parametrize("text", ["abc", "0", "0 h", "1.5", "1,5 h", "-5", "1:30", "h", "30 s", "٣"])
def test_what_can_be_meant_otherwise_stays_as_it_stands(text):
    assert read_run_time(text) == text
