from roomscribe.domain.clock import ShiftedClock, SystemClock


def test_a_shifted_clock_is_off_by_its_offset_and_waits_like_its_base() -> None:
    base = SystemClock()
    shifted = ShiftedClock(base, 3600)

    assert 3599 < shifted.now() - base.now() < 3601
    assert abs(shifted.monotonic() - base.monotonic()) < 1
