from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.net.rates import TokenBucket


@dataclass
class HandClock:
    at: float = 0.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


@given(st.floats(0.5, 100), st.lists(st.floats(0, 0.5), min_size=1, max_size=80))
def test_never_more_than_burst_plus_rate_times_time(rate: float, pauses: list[float]) -> None:
    clock = HandClock()
    bucket = TokenBucket(clock, rate)
    taken = 0
    for pause in pauses:
        clock.at += pause
        while bucket.take():
            taken += 1
        assert taken <= bucket.burst + rate * clock.at + 1e-6


def test_the_wait_told_is_the_wait_needed() -> None:
    clock = HandClock()
    bucket = TokenBucket(clock, 2.0, burst=1)
    assert bucket.take()
    assert not bucket.take()
    clock.at += bucket.wait()
    assert bucket.take()


def test_another_rate_keeps_what_is_there_as_far_as_it_fits() -> None:
    clock = HandClock()
    bucket = TokenBucket(clock, 10.0)
    bucket.set_rate(1.0, burst=2.0)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    assert bucket.wait() == 1.0


def test_a_rate_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="above 0"):
        TokenBucket(HandClock(), 0)
