"""Lengths of time in labels and in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.lengths import DAY, HOUR, MINUTE, SECOND, in_minutes, short, spoken


@pytest.mark.parametrize(
    ("count", "unit", "label", "words"),
    [
        (0, SECOND, "0 s", "0 seconds"),
        (1, SECOND, "1 s", "1 second"),
        (0.96, SECOND, "1 s", "1 second"),
        (1.04, SECOND, "1 s", "1 second"),
        (-0.04, SECOND, "0 s", "0 seconds"),
        (-1, SECOND, "-1 s", "-1 seconds"),
        (1.24, SECOND, "1.2 s", "1.2 seconds"),
        (2.0, SECOND, "2 s", "2 seconds"),
        (1_000_000, SECOND, "1000000 s", "1000000 seconds"),
        (1, MINUTE, "1 min", "1 minute"),
        (30, MINUTE, "30 min", "30 minutes"),
        (1, HOUR, "1 h", "1 hour"),
        (2, HOUR, "2 h", "2 hours"),
        (1, DAY, "1 d", "1 day"),
        (3, DAY, "3 d", "3 days"),
    ],
)
def test_a_length_of_time_is_short_in_labels_and_spoken_in_sentences(
    count: float, unit: int, label: str, words: str
) -> None:
    assert (str(short(count, unit)), str(spoken(count, unit))) == (label, words)


@given(count=st.floats(-1e6, 1e6) | st.floats(-2, 2), unit=st.sampled_from([SECOND, MINUTE, HOUR, DAY]))
def test_the_number_that_is_shown_decides_between_one_and_several(count: float, unit: int) -> None:
    number, name = str(spoken(count, unit)).split(" ")
    assert str(short(count, unit)).split(" ")[0] == number
    assert name.endswith("s") == (number != "1")
    assert number != "-0"
    assert abs(float(number) - count) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minutes"),
        (29, "0 minutes"),
        (61, "1 minute"),
        (2700, "45 minutes"),
        (3590, "1 hour"),
        (5400, "90 minutes"),
        (7200.0, "2 hours"),
        (72 * 3600, "72 hours"),
    ],
)
def test_minutes_that_are_whole_hours_are_said_as_hours(seconds: float, words: str) -> None:
    assert str(spoken(*in_minutes(seconds))) == words


@given(seconds=st.integers(0, 10**7))
def test_no_more_than_half_a_minute_is_lost_between_minutes_and_hours(seconds: int) -> None:
    count, unit = in_minutes(seconds)
    assert abs(count * unit - seconds) <= MINUTE / 2
    assert unit == HOUR or count == 0 or count % 60
