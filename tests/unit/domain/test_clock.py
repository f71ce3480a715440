import subprocess
import sys
import time

import pytest

from roomscribe.domain.clock import SET_BY, ShiftedClock, SteadyClock, SystemClock
from tests.support.faces import ManualClock


def test_a_shifted_clock_is_off_by_its_offset_and_waits_like_its_base() -> None:
    base = SystemClock()
    shifted = ShiftedClock(base, 3600)

    assert 3599 < shifted.now() - base.now() < 3601
    assert abs(shifted.monotonic() - base.monotonic()) < 1


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="the system has no such clock")
def test_time_for_waiting_passes_while_the_computer_sleeps() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= SystemClock().monotonic() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_a_system_that_forbids_that_clock_has_the_usual_one() -> None:
    forbidding = "import time\ndef no(which): raise OSError(1, 'forbidden')\ntime.clock_gettime = no\n"
    using = (
        "from roomscribe.domain.clock import SystemClock\nprint(abs(SystemClock().monotonic() - time.monotonic()) < 1)"
    )
    told = subprocess.run([sys.executable, "-c", forbidding + using], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"


@pytest.mark.parametrize("hours", [3, -3, 24 * 365 * 50])
def test_a_clock_that_is_set_is_followed_when_that_is_asked_for(hours: int) -> None:
    base = ManualClock()
    below = ShiftedClock(base)
    steady = SteadyClock(below)
    below.offset = hours * 3600
    base.pass_by(10)
    assert steady.now() == pytest.approx(base.now())
    assert steady.follow() == pytest.approx(hours * 3600)
    assert steady.now() == pytest.approx(below.now())
    assert steady.follow() == 0


def test_small_corrections_are_taken_over_without_being_told() -> None:
    below = ShiftedClock(ManualClock())
    steady = SteadyClock(below)
    for _ in range(5):
        below.offset += SET_BY * 0.9
        assert steady.follow() == 0
        assert steady.now() == pytest.approx(below.now())


def test_sleep_is_no_setting() -> None:
    base = ManualClock()
    steady = SteadyClock(base)
    base.pass_by(8 * 3600)  # both clocks go on
    assert steady.follow() == 0
    assert steady.now() == base.now()
