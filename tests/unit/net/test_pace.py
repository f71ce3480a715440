"""What a pace permits: never more than the vendor counts, nearly as much as it permits, less after refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.net.pace import HELD, SAMPLES, Pace, Permit
from tests.unit.net.pace_stage import HandClock, Vendor, polled


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.floats(0, 0.3),
    st.floats(0, 0.3),
    st.lists(
        st.tuples(
            st.floats(0, 0.4),
            st.sampled_from([0.0, 0.0, 0.01, 0.2, HELD - 0.41]),
            st.sampled_from([0.0, 0.0, 0.05, 3.0]),
            st.booleans(),
        ),
        max_size=120,
    ),
)
def test_never_more_than_the_vendor_counts_in_any_second(
    limit: int, there: float, back: float, steps: list[tuple[float, float, float, bool]]
) -> None:
    """Whatever bunches up: stalls of ours, slow ways there and back, slow answers, acts of a person in between."""
    clock = HandClock()
    pace, vendor = Pace(clock, limit), Vendor(clock, limit, there, back)
    for _ in range(SAMPLES):  # the way is known
        clock.at += 2.0
        permit = pace.take()
        assert permit is not None
        vendor.call(permit)
        clock.at += 1.0
        vendor.work()
    for pause, delay, slow, act in steps:
        clock.at += pause
        vendor.work()
        while permit := pace.take(act=act):
            vendor.call(permit, delay, slow)
    clock.at += 60
    vendor.work()
    assert vendor.refused == 0


@pytest.mark.parametrize(
    ("limit", "there", "back"), [(20, 0.002, 0.002), (20, 0.1, 0.1), (50, 0.3, 0.02), (5, 0.05, 0)]
)
def test_nearly_all_that_is_permitted_is_used(limit: int, there: float, back: float) -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, limit), Vendor(clock, limit, there, back)
    polled(pace, vendor, 10.0)
    before = vendor.served
    polled(pace, vendor, 20.0)
    assert vendor.refused == 0
    assert 0.96 <= (vendor.served - before) / (20.0 * limit) <= 1.0


def test_a_step_without_a_request_before_a_call_hides_nothing_of_the_way() -> None:
    """With a way that is known a place is free again sooner: within the vendor's window, counted from its arrival."""
    clock = HandClock()
    pace = Pace(clock, 1)
    for _ in range(SAMPLES):
        permit = pace.take(act=True)
        assert permit is not None
        permit.begin()
        permit.begin()
        clock.at += 0.2
        permit.answered()
        clock.at += 5.0
    permit = pace.take(act=True)
    assert permit is not None
    permit.begin()
    clock.at += 0.2
    permit.answered()
    assert pace.wait(act=True) == pytest.approx(1.01 - 0.2)


def test_calls_that_wait_for_each_other_tell_nothing_of_the_way() -> None:
    """Some seconds of calls in bunches, each of which this computer sends late; then a quick one at a time."""
    clock = HandClock()
    pace, vendor = Pace(clock, 50), Vendor(clock, 50, 0.002, 0.002)
    for _ in range(10):
        for number in range(60):
            if permit := pace.take(act=True):
                vendor.call(permit, delay=0.06 + number * 0.001)
        clock.at += 0.35
        vendor.work()
    for _ in range(1000):
        clock.at += 0.002
        vendor.work()
        if permit := pace.take(act=True):
            vendor.call(permit)
    clock.at += 5
    vendor.work()
    assert vendor.refused == 0
    assert vendor.served > 200


def test_a_refusal_halves_the_rate_and_answers_bring_it_back() -> None:
    clock = HandClock()
    pace, vendor = Pace(clock, 20), Vendor(clock, 8, 0.01, 0.01)  # somebody else uses the account, too
    polled(pace, vendor, 2.0)
    assert vendor.refused > 0
    assert pace.allowed <= 10
    refused = vendor.refused
    polled(pace, vendor, 60.0)
    assert vendor.served >= 0.6 * 8 * 60
    assert vendor.refused - refused <= 60, "it tries for more carefully"
    vendor.limit = 20
    polled(pace, vendor, 40.0)
    assert pace.allowed == pace.rate == 20
    before = vendor.served
    polled(pace, vendor, 10.0)
    assert vendor.served - before >= 0.96 * 200


def test_refusals_without_an_answer_make_ever_longer_pauses_for_polls_alone() -> None:
    clock = HandClock()
    pace, pauses = Pace(clock, 20), []
    for _ in range(5):
        while (permit := pace.take()) is None:
            clock.at += pace.wait()
        permit.begin()
        permit.refused()
        pauses.append(round(pace.pause))
        assert pace.wait(act=True) <= 1.02, "a person may try sooner"
    assert pauses == [1, 2, 4, 8, 16]


def test_a_pause_that_the_vendor_wants_is_kept_by_everybody() -> None:
    clock = HandClock()
    pace = Pace(clock, 20)
    permit = pace.take()
    assert permit is not None
    permit.begin()
    permit.refused(30.0)
    assert pace.wait() == pace.wait(act=True) == pytest.approx(30.0)
    clock.at += 29.9
    assert pace.take() is None
    assert pace.take(act=True) is None
    clock.at += 0.2
    assert pace.take() is not None


def test_a_vendor_that_does_not_answer_can_still_be_asked() -> None:
    clock = HandClock()
    pace = Pace(clock, 3)
    taken: list[Permit] = []
    for _ in range(2):
        taken.clear()
        for _ in range(6):
            if permit := pace.take(act=True):
                permit.begin()
                taken.append(permit)
        assert len(taken) == 3
        clock.at += HELD + 1.02
    taken[0].answered()  # late, and counted before
    assert pace.free == 3


def test_what_was_not_sent_takes_nothing() -> None:
    pace = Pace(HandClock(), 2)
    for _ in range(6):
        permit = pace.take(act=True)
        assert permit is not None
        permit.give_back()
    assert pace.free == 2


def test_a_call_of_several_requests_takes_as_many_places() -> None:
    pace = Pace(HandClock(), 5)
    permit = pace.take(act=True)
    assert permit is not None
    permit.begin()
    permit.answered(calls=3)
    assert pace.free == 2


def test_another_rate_counts_from_now_on_and_what_was_refused_stays_slow() -> None:
    clock = HandClock()
    pace = Pace(clock, 20)
    pace.set_rate(5)
    assert (pace.rate, pace.allowed, pace.free) == (5, 5, 5)
    permit = pace.take()
    assert permit is not None
    permit.refused()
    pace.set_rate(20)
    assert (pace.rate, pace.allowed) == (20, 2.5)


def test_what_is_given_back_after_the_call_changes_nothing() -> None:
    clock = HandClock()
    pace = Pace(clock, 3)
    for _ in range(2):
        permit = pace.take()
        assert permit is not None
        permit.begin()
        permit.answered()
        permit.give_back()
        permit.give_back()
        clock.at += 0.3
    assert pace.used == 2
    unused = pace.take()
    assert unused is not None
    assert pace.used == 3
    unused.give_back()
    unused.give_back()
    assert pace.used == 2
