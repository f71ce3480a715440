from __future__ import annotations

import pytest

from roomscribe.domain.exchange import Exchange
from roomscribe.net.host_clock import FOLLOWED, HostClock, HostClocks


class Settable:
    """A clock whose UTC can be set while its monotonic time only passes."""

    def __init__(self) -> None:
        self.utc, self.passed = 1_700_000_000.0, 500.0

    def now(self) -> float:
        return self.utc

    def monotonic(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> None:
        self.utc, self.passed = self.utc + seconds, self.passed + seconds


def answer(skew: float | None) -> Exchange:
    return Exchange(
        call="any", method="GET", url="http://x", request=None, request_headers={}, sent_at=0.0, clock_skew=skew
    )


@pytest.mark.parametrize("skew", [0.0, FOLLOWED, -FOLLOWED, 0.9])
def test_what_may_be_noise_is_not_followed(skew: float) -> None:
    clock = Settable()
    host = HostClock(clock)
    host.hear(answer(skew))
    assert host.known
    assert host.now() == clock.now()


@pytest.mark.parametrize("skew", [FOLLOWED + 0.1, -FOLLOWED - 0.1, 3 * 3600.0, -3 * 3600.0])
def test_a_difference_is_followed_and_passes_with_time(skew: float) -> None:
    clock = Settable()
    host = HostClock(clock)
    before = host.skew
    host.hear(answer(skew))
    assert host.differs(before)
    clock.wait(60)
    assert host.now() == pytest.approx(clock.now() + skew)
    host.hear(answer(None))  # an answer without a Date
    assert host.skew == pytest.approx(skew)


def test_setting_our_clock_does_not_move_the_hosts() -> None:
    clock = Settable()
    host = HostClock(clock)
    host.hear(answer(0.0))
    theirs = host.now()
    clock.utc += 7200
    assert host.now() == pytest.approx(theirs)
    clock.utc -= 10800
    assert host.now() == pytest.approx(theirs)


def test_before_an_answer_nothing_is_known() -> None:
    clock = Settable()
    assert not HostClock(clock).known
    assert HostClock(clock).now() == clock.now()


def test_there_is_one_clock_per_host() -> None:
    clocks, clock = HostClocks(), Settable()
    one = clocks.of("https://one.example/", clock)
    assert clocks.of("https://ONE.example", clock) is one
    assert clocks.of("https://two.example", clock) is not one
